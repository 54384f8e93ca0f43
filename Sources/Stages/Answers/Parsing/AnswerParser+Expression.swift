// Scalars: sums of products of powers.
extension AnswerParser {
  /// A sum. Stops before what no term can be.
  mutating func expression() throws(Misread) -> Term {
    guard depth < Self.deepest else { throw Misread() }
    depth += 1
    defer { depth -= 1 }
    let first = try signedProduct()
    var terms: [Term]?
    while let kind, kind == .plus || kind == .minus || kind == .plusMinus || kind == .minusPlus {
      terms = (terms ?? [first]) + [try signedProduct()]
    }
    return terms.map(Term.sum) ?? first
  }

  /// A product with the signs in front of it.
  private mutating func signedProduct() throws(Misread) -> Term {
    var isNegative = false
    var sign: Constant?
    var signs = 0
    while let kind {
      switch kind {
      case .plus: break
      case .minus: isNegative.toggle()
      case .plusMinus where sign == nil: sign = .plusMinus
      case .minusPlus where sign == nil: sign = .minusPlus
      default:
        let product = try product()
        let signed = isNegative ? -product : product
        return sign.map { .product([.constant($0), signed]) } ?? signed
      }
      signs += 1
      if signs > 8 { throw Misread() }
      position += 1
    }
    throw Misread()
  }

  /// Factors with `·`, `/` or nothing between them.
  private mutating func product() throws(Misread) -> Term {
    let first = try mixedOrFactor()
    var factors: [Term]?
    while let kind {
      switch kind {
      case .times:
        position += 1
        factors = (factors ?? [first]) + [try signedFactor()]
      case .slash:
        // The slash of `m/s` is the unit's.
        if position + 1 < limit, tokens[position + 1].isText { return factors.map(Term.product) ?? first }
        position += 1
        factors = (factors ?? [first]) + [.power(try signedFactor(), .minusOne)]
      case .mod where !isParenthesisedModulus:
        position += 1
        let left = factors.map(Term.product) ?? first
        return .call(.mod, [left, try signedFactor()])
      default:
        guard startsFactor else { return factors.map(Term.product) ?? first }
        factors = (factors ?? [first]) + [try factor()]
      }
    }
    return factors.map(Term.product) ?? first
  }

  /// A factor that may have a sign, as behind `·`.
  private mutating func signedFactor() throws(Misread) -> Term {
    if take(.minus) { return -(try mixedOrFactor()) }
    if take(.plus) { return try factor() }
    return try mixedOrFactor()
  }

  private mutating func mixedOrFactor() throws(Misread) -> Term {
    if let mixed = try mixedNumber() { return mixed }
    return try factor()
  }

  /// `2\frac{1}{3}`, `2 1/3` and `2⅓`: a whole number and a fraction side by side are added.
  private mutating func mixedNumber() throws(Misread) -> Term? {
    guard kind == .number, let next = kind(at: position + 1) else { return nil }
    let whole = tokens[position]
    guard bytes(whole).allSatisfy(\.isDigit), let value = Literal.value(bytes(whole)) else { return nil }
    let start = position
    switch next {
    case .fraction:
      position += 1
      let fraction = try factor()
      if case .product(let parts) = fraction, parts.count == 2, case .number(let top) = parts[0],
        case .power(.number(let bottom), .minusOne) = parts[1], top.isInteger, bottom.isInteger, top < bottom
      {
        return .sum([.number(value), fraction])
      }
      position = start
      return nil
    case .vulgar:
      position += 1
      return .sum([.number(value), try factor()])
    case .number
    where kind(at: position + 2) == .slash && kind(at: position + 3) == .number && tokens[position + 1].isApart:
      guard let top = Literal.value(bytes(tokens[position + 1])),
        let bottom = Literal.value(bytes(tokens[position + 3])),
        top.isInteger, bottom.isInteger
      else { return nil }
      position += 4
      return .sum([.number(value), .number(top) / .number(bottom)])
    default: return nil
    }
  }

  /// A power with what stands behind it: `n!`, `45°`.
  mutating func factor() throws(Misread) -> Term {
    guard depth < Self.deepest else { throw Misread() }
    depth += 1
    defer { depth -= 1 }
    var term = try primary()
    while let kind {
      switch kind {
      case .factorial:
        position += 1
        term = .call(take(.factorial) ? .doubleFactorial : .factorial, [term])
      case .caret:
        position += 1
        term = .power(term, try exponent())
      case .superscript:
        term = .power(term, .integer(try superscript()))
      case .degree:
        position += 1
        term = .product([term, .degreeSign])
      default: return term
      }
    }
    return term
  }

  /// What stands behind a caret: a group, or one sign with what belongs to it.
  private mutating func exponent() throws(Misread) -> Term {
    if take(.minus) { return -(try exponent()) }
    if take(.plus) { return try exponent() }
    let base = try primary()
    // Powers group to the right.
    if take(.caret) { return .power(base, try exponent()) }
    if kind == .factorial, tokens[position - 1].kind == .number {
      position += 1
      return .call(.factorial, [base])
    }
    return base
  }

  mutating func superscript() throws(Misread) -> Int {
    var value = 0
    var isNegative = false
    while let token = current, token.kind == .superscript {
      position += 1
      if spelling(token) == "⁻" {
        isNegative = true
      } else if let digit = Self.superscripts[spelling(token)], value < 1_000_000 {
        value = value * 10 + digit
      }
    }
    return isNegative ? -value : value
  }

  private static let superscripts: [String: Int] = [
    "⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9,
  ]

  /// Whether the current token can begin a factor that is multiplied with nothing in between.
  var startsFactor: Bool {
    guard let token = current, !isMeridiem, !isUnionLetter else { return false }
    switch token.kind {
    case .symbol, .constant, .function, .fraction, .squareRoot, .binomial, .overline, .decoration, .vulgar: return true
    case .open(.round), .open(.square), .open(.group):
      return !separated[position] && kind(at: position + 1) != .mod
    case .open: return true
    case .number: return isAfterBracket
    case .letter: return !token.isText || !isUnitLetter(token)
    case .word: return isMathWord(token)
    case .bar: return openBars == 0
    case .unknown: return true
    default: return false
    }
  }

  /// A number multiplies only what a bracket or a letter ends: in `3 4` something is missing.
  private var isAfterBracket: Bool {
    guard position > 0 else { return false }
    switch tokens[position - 1].kind {
    case .close: return true
    case .letter, .symbol, .constant: return !tokens[position].isText
    default: return false
    }
  }

  private var isParenthesisedModulus: Bool {
    spelling(tokens[position]).hasSuffix("pmod")
  }
}

extension Term {
  /// The degree sign, which multiplies the number before it.
  static let degreeSign = Term.variable("°")
}
