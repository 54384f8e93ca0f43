/// The meaning of an expression as its number, within bounds that keep any text from hanging or filling the machine.
struct Evaluation: Meaning {
  /// Work done so far on numbers beyond the machine word; see `Calculator.maximumWork`.
  private var work = 0

  mutating func number(_ value: Rational, spelling: ArraySlice<UInt8>) throws(CalculatorError) -> Rational {
    value
  }

  mutating func negate(_ value: Rational) throws(CalculatorError) -> Rational {
    -value
  }

  mutating func apply(
    _ operation: Expression.Operator, _ left: Rational, _ right: Rational
  ) throws(CalculatorError) -> Rational {
    if operation == .power { return try power(left, right) }
    if left.isWord, right.isWord { return try combine(operation, left, right) }
    try spend(cost(operation, left, right))
    return try bounded(combine(operation, left, right))
  }

  private func combine(
    _ operation: Expression.Operator, _ left: Rational, _ right: Rational
  ) throws(CalculatorError) -> Rational {
    switch operation {
    case .add: return left + right
    case .subtract: return left - right
    case .multiply: return left * right
    case .divide: return try unlessZero(left.divided(by: right))
    case .floorDivide: return try unlessZero(left.divided(by: right)).roundedDown
    case .power: preconditionFailure("a power is bounded before it is computed; see apply")
    }
  }

  private mutating func power(_ base: Rational, _ exponent: Rational) throws(CalculatorError) -> Rational {
    guard exponent.isInteger else { throw CalculatorError("the exponent is not a whole number", at: nil) }
    let limit = Calculator.maximumExponent
    guard let exponent = exponent.intValue, -limit...limit ~= exponent else {
      throw CalculatorError("the exponent is not between -\(limit) and \(limit)", at: nil)
    }
    // A number of b bits is at least 2^(b-1), so its power has at least this many bits: refuse before computing.
    guard (base.bits - 1) * abs(exponent) <= Calculator.maximumBits else { throw Self.tooLarge }
    let words = base.bits * abs(exponent) / Int.bitWidth
    try spend(words * words)
    return try bounded(unlessZero(base.power(exponent)))
  }

  private func bounded(_ value: Rational) throws(CalculatorError) -> Rational {
    guard value.bits <= Calculator.maximumBits else { throw Self.tooLarge }
    return value
  }

  private func unlessZero(_ quotient: Rational?) throws(CalculatorError) -> Rational {
    guard let quotient else { throw CalculatorError("division by zero", at: nil) }
    return quotient
  }

  private mutating func spend(_ amount: Int) throws(CalculatorError) {
    work += amount
    guard work <= Calculator.maximumWork else {
      throw CalculatorError("the expression takes too much work to compute exactly", at: nil)
    }
  }

  /// About how many word operations BigInt spends. Reducing a fraction is the dear part: a pass over the words for
  /// each bit. Whole numbers that stay whole need none.
  private func cost(_ operation: Expression.Operator, _ left: Rational, _ right: Rational) -> Int {
    let (leftWords, rightWords) = (left.bits / Int.bitWidth + 1, right.bits / Int.bitWidth + 1)
    let divides = operation == .divide || operation == .floorDivide
    if !divides, left.isInteger, right.isInteger { return leftWords * rightWords }
    return Int.bitWidth * (leftWords + rightWords) * (leftWords + rightWords)
  }

  private static var tooLarge: CalculatorError {
    CalculatorError("the result has more than \(Calculator.maximumDigits) digits", at: nil)
  }
}

/// The meaning of an expression as its tree.
struct TreeBuilding: Meaning {
  func number(_ value: Rational, spelling: ArraySlice<UInt8>) -> Expression {
    .number(value, spelling: Array(spelling))
  }

  func negate(_ value: Expression) -> Expression {
    .negate(value)
  }

  func apply(_ operation: Expression.Operator, _ left: Expression, _ right: Expression) -> Expression {
    .binary(operation, left, right)
  }
}
