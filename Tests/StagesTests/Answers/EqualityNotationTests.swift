@testable import Stages

/// Terms as the tables of these tests write them: `2*x^(n+1)`, `sqrt(3)/2`, `5!`, `root(2, 3)`, `pi`, `e`, `i`, `inf`.
/// A name before a bracket is a function; one that `Function` does not know is applied.
struct EqualityNotation {
  private var rest: Substring

  static func term(_ text: String) -> Term {
    var notation = EqualityNotation(rest: text.filter { $0 != " " }[...])
    let term = notation.sum()
    precondition(notation.rest.isEmpty, "\(text) ends before \(notation.rest)")
    return term
  }

  private mutating func take(_ character: Character) -> Bool {
    guard rest.first == character else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func sum() -> Term {
    var terms = [product()]
    while true {
      if take("+") {
        terms.append(product())
      } else if take("-") {
        terms.append(-product())
      } else {
        return terms.count == 1 ? terms[0] : .sum(terms)
      }
    }
  }

  private mutating func product() -> Term {
    if take("-") { return -product() }
    var factors = [power()]
    while true {
      if take("*") {
        factors.append(power())
      } else if take("/") {
        factors.append(.power(power(), .minusOne))
      } else {
        return factors.count == 1 ? factors[0] : .product(factors)
      }
    }
  }

  private mutating func power() -> Term {
    var base = atom()
    while take("!") { base = .call(.factorial, [base]) }
    guard take("^") else { return base }
    return .power(base, take("-") ? -power() : power())
  }

  private mutating func atom() -> Term {
    if take("(") {
      let inner = sum()
      precondition(take(")"), "a bracket is open before \(rest)")
      return inner
    }
    if rest.first?.isNumber == true {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      return .number(Rational(decimal: Array(digits.utf8)[...]) ?? Rational(0))
    }
    let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    precondition(!name.isEmpty, "nothing stands before \(rest)")
    rest = rest.dropFirst(name.count)
    guard take("(") else { return Self.constants[name].map(Term.constant) ?? .variable(name) }
    var arguments = [sum()]
    while take(",") { arguments.append(sum()) }
    precondition(take(")"), "a bracket is open before \(rest)")
    if name == "sqrt" { return .call(.root, arguments) }
    return Function(rawValue: name).map { .call($0, arguments) } ?? .applied(name, arguments)
  }

  private static let constants: [String: Constant] = [
    "pi": .pi, "e": .e, "i": .i, "inf": .infinity, "pm": .plusMinus,
  ]
}
