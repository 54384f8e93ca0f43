// How an answer was understood, for a person to read.
extension Answer {
  /// The answer in words and signs, at most some hundred characters.
  var form: String {
    let text = description
    return text.count <= 300 ? text : text.prefix(300) + "…"
  }

  private var description: String {
    switch self {
    case .quantity(let quantity): quantity.description
    case .words(let phrase): "the words '\(phrase.original)'"
    case .choice(let letter, let content): "choice \(letter)" + (content.map { " (\($0.description))" } ?? "")
    case .sequence(let open, let items, let close): Self.opening(open) + Self.joined(items) + Self.closing(close)
    case .list(let items, let joint):
      items.map(\.description).joined(separator: joint == .or ? " or " : joint == .and ? " and " : ", ")
    case .set(let items): "{" + Self.joined(items) + "}"
    case .numbers(let set): set.rawValue
    case .combination(let operation, let parts): parts.map(\.description).joined(separator: " \(operation.rawValue) ")
    case .matrix(let rows): "matrix [" + rows.map(Self.joined).joined(separator: "; ") + "]"
    case .relation(let relation): relation.description
    case .named(let name, let value): (name.text.isEmpty ? "" : "\(name.text) = ") + value.description
    case .ratio(let ratio): ratio.description
    case .residue(let value, let modulus): "\(value.description) modulo \(modulus.description)"
    case .piecewise(let rows): "cases [" + rows.map(Self.joined).joined(separator: "; ") + "]"
    case .conditional(let answer, let condition): "\(answer.description), \(condition)"
    }
  }

  private static func joined(_ items: [Answer]) -> String {
    items.prefix(40).map(\.description).joined(separator: ", ") + (items.count > 40 ? ", …" : "")
  }

  private static func opening(_ bracket: Token.Bracket) -> String {
    bracket == .square ? "[" : bracket == .angle ? "⟨" : "("
  }

  private static func closing(_ bracket: Token.Bracket) -> String {
    bracket == .square ? "]" : bracket == .angle ? "⟩" : ")"
  }
}

extension Quantity {
  fileprivate var description: String {
    let number = numeral.map { "\($0.digits) in base \($0.base)" } ?? term.description
    return number + (isPercent ? "%" : "") + (unit.map { $0.name == "°" ? "°" : " " + $0.name } ?? "")
  }
}

extension Ratio {
  fileprivate var description: String {
    terms.map(\.description).joined(separator: ":") + (isAfternoon.map { $0 ? " p.m." : " a.m." } ?? "")
  }
}

extension Relation {
  fileprivate var description: String {
    var text = terms.first.map { $0.description } ?? ""
    for (sign, term) in zip(signs, terms.dropFirst()) { text += " \(sign.rawValue) \(term.description)" }
    return text
  }
}

extension Term: CustomStringConvertible {
  /// The term as people write it on one line.
  var description: String { text(within: .sum) }

  /// How closely the surroundings bind: a sum inside a product takes parentheses.
  private enum Binding: Int { case sum, product, power }

  private func text(within binding: Binding) -> String {
    switch self {
    case .number(let value):
      let isSimple = !value.isNegative && (value.isInteger || value.description.contains("."))
      return value.bits > 2000
        ? "a number of \(value.bits) bits" : isSimple || binding == .sum ? value.description : "(\(value.description))"
    case .constant(let constant): return constant.rawValue
    case .variable(let name): return name
    case .sum(let terms):
      var text = ""
      for (index, term) in terms.enumerated() {
        let part = term.text(within: .sum)
        text += index == 0 ? part : part.hasPrefix("-") ? " - " + part.dropFirst() : " + " + part
      }
      return binding == .sum ? text : "(\(text))"
    case .product(let factors): return Self.product(factors, within: binding)
    case .power(let base, let exponent):
      if exponent == .minusOne {
        return binding == .power ? "(1/\(base.text(within: .power)))" : "1/\(base.text(within: .power))"
      }
      let text = "\(base.text(within: .power))^\(exponent.text(within: .power))"
      return binding == .power ? "(\(text))" : text
    case .call(let function, let arguments): return Self.call(function, arguments)
    case .applied(let name, let arguments):
      return arguments.isEmpty ? name : "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
    }
  }

  private static func product(_ factors: [Term], within binding: Binding) -> String {
    var text = ""
    var rest = factors[...]
    if rest.count > 1, rest.first == .minusOne {
      text = "-"
      rest = rest.dropFirst()
    }
    for (index, factor) in rest.enumerated() {
      if case .power(let base, .minusOne) = factor {
        text += (index == 0 ? "1/" : "/") + base.text(within: .power)
      } else {
        text += (index == 0 ? "" : "·") + factor.text(within: .product)
      }
    }
    return binding == .power || binding == .product && text.hasPrefix("-") ? "(\(text))" : text
  }

  private static func call(_ function: Function, _ arguments: [Term]) -> String {
    let inner = arguments.map(\.description)
    switch function {
    case .root where inner.count == 1: return "√\(arguments[0].text(within: .power))"
    case .root where inner.count == 2: return "root(\(inner[0]), \(inner[1]))"
    case .abs where inner.count == 1: return "|\(inner[0])|"
    case .floor where inner.count == 1: return "⌊\(inner[0])⌋"
    case .ceil where inner.count == 1: return "⌈\(inner[0])⌉"
    case .factorial where inner.count == 1: return arguments[0].text(within: .power) + "!"
    case .doubleFactorial where inner.count == 1: return arguments[0].text(within: .power) + "!!"
    case .log where inner.count == 2: return "log(\(inner[0]), base \(inner[1]))"
    default: return "\(function.rawValue)(\(inner.joined(separator: ", ")))"
    }
  }
}
