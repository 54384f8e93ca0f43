// Functions with their arguments.
extension AnswerParser {
  /// A function that mathematics knows: `\sin^2 x`, `\log_2 8`, `\max(1, 2)`.
  mutating func call(_ function: Function) throws(Misread) -> Term {
    let name = spelling(tokens[position])
    position += 1
    var function = function
    var power: Term?
    var base: Term? = name.hasSuffix("lg") ? .integer(10) : nil
    while kind == .caret || kind == .underscore {
      let isPower = kind == .caret
      position += 1
      let value = try scripted()
      if isPower { power = value } else { base = value }
    }
    if power == .minusOne, let inverse = function.inverse {
      function = inverse
      power = nil
    }
    var arguments = try functionArguments(function)
    if function == .log, arguments.count == 1, let base { arguments.append(base) }
    let value = Term.call(function, function.isAngular ? arguments.map(\.inRadians) : arguments)
    return power.map { .power(value, $0) } ?? value
  }

  /// What stands above or below a function's name.
  private mutating func scripted() throws(Misread) -> Term {
    if take(.minus) { return -(try scripted()) }
    if kind == .number || kind == .letter || kind == .open(.group) { return try argument() }
    return try primary()
  }

  private mutating func functionArguments(_ function: Function) throws(Misread) -> [Term] {
    switch kind {
    case .open(.round), .open(.square), .open(.group):
      return try inside { parser throws(Misread) in try parser.arguments() }
    case .open(.set) where function == .max || function == .min || function == .gcd || function == .lcm:
      return try inside { parser throws(Misread) in try parser.arguments() }
    default:
      return [try argumentOfFunction()]
    }
  }

  /// An argument without parentheses: the factors that follow, up to a sign or another function.
  mutating func argumentOfFunction() throws(Misread) -> Term {
    if kind == .open(.round) || kind == .open(.group) { return try insideExpression() }
    if take(.minus) { return -(try argumentOfFunction()) }
    var factors = [try factor()]
    while startsFactor {
      switch kind {
      case .function, .open(.round): return factors.count == 1 ? factors[0] : .product(factors)
      default: factors.append(try factor())
      }
    }
    // `\cos \pi/7`
    if kind == .slash, kind(at: position + 1) == .number, factors.contains(.constant(.pi)) {
      position += 1
      factors.append(.power(try factor(), .minusOne))
    }
    return factors.count == 1 ? factors[0] : .product(factors)
  }

  /// `\sqrt[3]{2}`, `sqrt(2)`, `√2`, `cbrt(2)`.
  mutating func root() throws(Misread) -> Term {
    let isCubic = spelling(tokens[position]) == "cbrt"
    position += 1
    var degree: Term? = isCubic ? .integer(3) : nil
    if kind == .open(.square), !isCubic { degree = try insideExpression() }
    guard let token = current else { throw Misread() }
    let radicand: Term
    switch token.kind {
    case .open(.group), .open(.round): radicand = try insideExpression()
    default: radicand = try primary()
    }
    return .call(.root, degree.map { [radicand, $0] } ?? [radicand])
  }
}

extension Function {
  /// The function that the exponent −1 makes of one of trigonometry.
  var inverse: Function? {
    switch self {
    case .sin: .arcsin
    case .cos: .arccos
    case .tan: .arctan
    case .cot: .arccot
    case .sec: .arcsec
    case .csc: .arccsc
    case .sinh: .arcsinh
    case .cosh: .arccosh
    case .tanh: .arctanh
    default: nil
    }
  }

  /// Whether the argument is an angle, so that degrees may stand in it.
  var isAngular: Bool {
    switch self {
    case .sin, .cos, .tan, .cot, .sec, .csc: true
    default: false
    }
  }
}

extension Term {
  /// The term with every degree sign as π/180.
  var inRadians: Term {
    switch self {
    case .degreeSign: .product([.constant(.pi), .power(.integer(180), .minusOne)])
    case .sum(let terms): .sum(terms.map(\.inRadians))
    case .product(let factors): .product(factors.map(\.inRadians))
    case .power(let base, let exponent): .power(base.inRadians, exponent)
    default: self
    }
  }
}
