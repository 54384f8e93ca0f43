/// An expression as a reader sees it: whole sums and whole products, not a tree of pairs.
///
/// `100-50-30-15` is one sum of four terms here, `3*40/8` one product of three factors. What is left nested is what
/// stood in brackets or binds more tightly.
indirect enum Formula {
  case number(Rational)
  /// `15%`, kept as such because it is told in other words than 0.15.
  case percent(Rational)
  case sum([Term])
  case product([Factor])
  case power(Formula, Formula)
  /// How many whole times the second goes into the first.
  case wholeTimes(Formula, Formula)

  struct Term {
    var isTakenAway = false
    var value: Formula
  }

  struct Factor {
    var divides = false
    var value: Formula
  }

  init(_ expression: Expression) {
    switch expression {
    case .number(let value, let spelling):
      self = spelling.last == UInt8(ascii: "%") ? .percent(value * Rational(100)) : .number(value)
    case .negate(let operand):
      let operand = Formula(operand)
      switch operand {
      case .number(let value): self = .number(-value)
      case .percent(let value): self = .percent(-value)
      default: self = .sum([Term(isTakenAway: true, value: operand)])
      }
    case .binary(.add, let left, let right):
      self = .sum(Self.terms(left) + [Self.term(Formula(right), isTakenAway: false)])
    case .binary(.subtract, let left, let right):
      self = .sum(Self.terms(left) + [Self.term(Formula(right), isTakenAway: true)])
    case .binary(.multiply, let left, let right):
      self = .product(Self.factors(left) + Self.factors(right))
    case .binary(.divide, let left, let right):
      self = .product(Self.factors(left) + [Factor(divides: true, value: Formula(right))])
    case .binary(.power, let base, let exponent):
      self = .power(Formula(base), Formula(exponent))
    case .binary(.floorDivide, let left, let right):
      self = .wholeTimes(Formula(left), Formula(right))
    }
  }

  /// A negative number added is a positive one taken away: nobody writes `5 + -3`.
  private static func term(_ value: Formula, isTakenAway: Bool) -> Term {
    if case .number(let number) = value, number.isNegative {
      return Term(isTakenAway: !isTakenAway, value: .number(-number))
    }
    return Term(isTakenAway: isTakenAway, value: value)
  }

  private static func terms(_ expression: Expression) -> [Term] {
    let formula = Formula(expression)
    if case .sum(let terms) = formula { return terms }
    return [Term(value: formula)]
  }

  /// A product that is multiplied by joins the product around it: 2 × (8 × 4) is told as 2 × 8 × 4.
  private static func factors(_ expression: Expression) -> [Factor] {
    let formula = Formula(expression)
    if case .product(let factors) = formula { return factors }
    return [Factor(value: formula)]
  }
}

extension Formula {
  /// The number, if there is nothing left to do.
  var leaf: Rational? {
    switch self {
    case .number(let value): value
    case .percent(let value): value.divided(by: Rational(100))
    default: nil
    }
  }

  /// Whether every part is a number, so that one kind of calculation finishes it.
  var isFlat: Bool {
    switch self {
    case .number, .percent: true
    case .sum(let terms): terms.allSatisfy { $0.value.leaf != nil }
    case .product(let factors): factors.allSatisfy { $0.value.leaf != nil }
    case .power(let left, let right), .wholeTimes(let left, let right): left.leaf != nil && right.leaf != nil
    }
  }

  /// The exact value; nil where there is none, as for a division by zero.
  var value: Rational? {
    switch self {
    case .number, .percent:
      return leaf
    case .sum(let terms):
      var total = Rational(0)
      for term in terms {
        guard let value = term.value.value else { return nil }
        total = term.isTakenAway ? total - value : total + value
      }
      return total
    case .product(let factors):
      var total = Rational(1)
      for factor in factors {
        guard let value = factor.value.value else { return nil }
        guard let next = factor.divides ? total.divided(by: value) : total * value else { return nil }
        total = next
      }
      return total
    case .power(let base, let exponent):
      guard let base = base.value, let exponent = exponent.value?.intValue, abs(exponent) <= 64 else { return nil }
      return base.power(exponent)
    case .wholeTimes(let left, let right):
      guard let left = left.value, let right = right.value else { return nil }
      return left.divided(by: right)?.roundedDown
    }
  }

  /// The formula with every innermost calculation done.
  var simplified: Formula? {
    switch self {
    case .number, .percent:
      return self
    case .sum(let terms):
      var result: [Term] = []
      for term in terms {
        guard let value = term.value.partlyDone else { return nil }
        result.append(Self.term(value, isTakenAway: term.isTakenAway))
      }
      return .sum(result)
    case .product(let factors):
      var result: [Factor] = []
      for factor in factors {
        guard let value = factor.value.partlyDone else { return nil }
        result.append(Factor(divides: factor.divides, value: value))
      }
      return .product(result)
    case .power(let base, let exponent):
      guard let base = base.partlyDone, let exponent = exponent.partlyDone else { return nil }
      return .power(base, exponent)
    case .wholeTimes(let left, let right):
      guard let left = left.partlyDone, let right = right.partlyDone else { return nil }
      return .wholeTimes(left, right)
    }
  }

  private var partlyDone: Formula? {
    if leaf != nil { return self }
    return isFlat ? value.map { .number($0) } : simplified
  }
}
