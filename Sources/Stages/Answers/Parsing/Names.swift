// What stands left of an equals sign when it names the value on the right.
extension Answer {
  /// Whether this is a name and not an equation's side: `x`, `f(x)`, `AB`, `|AB|`, `(p, q)`, `V_1 : V_2`.
  var isName: Bool {
    switch self {
    case .quantity(let quantity): quantity.unit == nil && !quantity.isPercent && quantity.term.isName
    case .sequence(_, let items, _): items.allSatisfy(\.isName)
    case .list(let items, .comma): items.allSatisfy(\.isName)
    case .ratio(let ratio): ratio.terms.allSatisfy(\.isName)
    case .words: true
    case .choice(_, nil): true
    default: false
    }
  }

  /// Whether this is a function with its argument, `f(x)`.
  var isFunctionName: Bool {
    guard case .quantity(let quantity) = self, case .applied(let name, _) = quantity.term else { return false }
    return name.utf8.first != UInt8(ascii: "\\")
  }

  /// Whether this is an expression whose value is asked for, as `m + n` of `m + n = 25`; what has x, y or z in it is
  /// rather an equation's side.
  var isExpressionName: Bool {
    guard case .quantity(let quantity) = self, quantity.unit == nil else { return false }
    if quantity.term.contains(where: { if case .applied(let name, _) = $0 { name.hasPrefix("\\") } else { false } }) {
      return true
    }
    let names = Equality.variables(of: quantity.term)
    let hasFunction = quantity.term.contains { if case .call = $0 { true } else { false } }
    guard names.count > 1 || hasFunction else { return false }
    guard case .sum(let terms) = quantity.term, names.isDisjoint(with: ["x", "y", "z", "t"]) else { return false }
    return terms.allSatisfy { $0.isName || $0.isPowerOfName }
  }

  /// `x: 1` of a program's dictionary as `x = 1`.
  var asNamed: Answer? {
    guard case .ratio(let ratio) = self, ratio.terms.count == 2, let name = ratio.terms[0].variableName else {
      return nil
    }
    return .named(Name(text: name, parameters: []), .quantity(Quantity(ratio.terms[1])))
  }

  /// The variables that a function's name takes.
  var parameters: [String] {
    guard case .quantity(let quantity) = self else { return [] }
    switch quantity.term {
    case .applied(_, let arguments): return arguments.compactMap(\.variableName)
    // `W(n)` is read as a product, for only the equals sign tells that it is none.
    case .product(let factors) where factors.count == 2: return factors.dropFirst().compactMap(\.variableName)
    default: return []
    }
  }

  /// The term of a plain quantity.
  func scalar() throws(Misread) -> Term {
    switch self {
    case .quantity(let quantity):
      guard quantity.isPercent, let hundredth = Rational(1).divided(by: Rational(100)) else { return quantity.term }
      return .product([quantity.term, .number(hundredth)])
    case .choice(let letter, nil): return .variable(String(letter))
    default: throw Misread()
    }
  }
}

extension Term {
  var variableName: String? {
    if case .variable(let name) = self { name } else { nil }
  }

  fileprivate var isPowerOfName: Bool {
    if case .power(let base, .number) = self { base.isName } else { false }
  }

  /// Whether the term reads as a name.
  var isName: Bool {
    switch self {
    case .variable: true
    case .applied(let name, _): name.utf8.first != UInt8(ascii: "\\")
    case .call(let function, let arguments):
      switch function {
      case .abs, .sin, .cos, .tan, .max, .min, .gcd, .lcm, .re, .im, .argument: arguments.allSatisfy(\.isName)
      default: false
      }
    case .product(let factors): factors.allSatisfy(\.isName)
    case .power(let name, .minusOne): name.isName
    default: false
    }
  }
}
