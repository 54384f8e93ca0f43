import BigInt

/// Exact arithmetic that pays for what it does before it does it.
enum ExactNumbers {
  /// Powers that would be longer than this many bits stay powers.
  static let longestPower = 1 << 15

  static func add(_ left: Rational, _ right: Rational, _ work: inout Work) throws(Obstacle) -> Rational {
    if !left.isWord || !right.isWord { try work.take(cost(left, right)) }
    return left + right
  }

  static func multiply(_ left: Rational, _ right: Rational, _ work: inout Work) throws(Obstacle) -> Rational {
    if !left.isWord || !right.isWord { try work.take(cost(left, right)) }
    return left * right
  }

  /// - Throws: `Obstacle.undefined` for zero to a power that is not positive; 0⁰ has no value that all agree on.
  ///   `Obstacle.tooLarge` for a result that nobody writes.
  static func power(_ base: Rational, _ exponent: Int, _ work: inout Work) throws(Obstacle) -> Rational {
    if exponent == 1 { return base }
    if base.isZero {
      if exponent <= 0 { throw .undefined }
      return base
    }
    if exponent == 0 || base == Rational(1) { return Rational(1) }
    guard fits(base, exponent) else { throw .tooLarge }
    let words = base.bits * abs(exponent) / 64
    try work.take(1 + words * (4 + words / 4))
    guard let power = base.power(exponent) else { throw .undefined }
    return power
  }

  /// Whether a power is short enough to be computed.
  static func fits(_ base: Rational, _ exponent: Int) -> Bool {
    let (bits, overflow) = base.bits.multipliedReportingOverflow(by: abs(exponent))
    return base.magnitude == Rational(1) || !overflow && bits <= longestPower
  }

  /// Reducing a fraction goes bit by bit; whole numbers need no reducing.
  private static func cost(_ left: Rational, _ right: Rational) -> Int {
    let words = (left.bits + right.bits) / 64 + 1
    if left.isInteger, right.isInteger { return 4 + words * words / 16 }
    return 64 * words * (4 + words / 8)
  }
}

// MARK: - Whole numbers

extension ExactNumbers {
  /// The product of every `step`-th whole number from `number` down; nil for what is not a whole number from 0 (−1 for
  /// the double factorial) or is too long to compute.
  static func factorial(_ number: Rational, step: Int, _ work: inout Work) throws(Obstacle) -> Rational? {
    guard let number = number.intValue, number > -step else { throw .undefined }
    guard number <= 2000 else { return nil }
    try work.take(number + number * number / 200)
    return Rational(lowest: product(stride(from: number, to: 1, by: -step)), over: 1)
  }

  private static func product(_ factors: StrideTo<Int>) -> BigInt {
    var result = BigInt(1)
    var word = 1
    for factor in factors {
      let (next, overflow) = word.multipliedReportingOverflow(by: factor)
      if overflow { result *= BigInt(word) }
      word = overflow ? factor : next
    }
    return result * BigInt(word)
  }

  /// The number of ways to choose `count` of `number`, by the falling factorial when `number` is no whole number.
  static func binomial(_ number: Rational, _ count: Int, _ work: inout Work) throws(Obstacle) -> Rational {
    var count = count
    if let whole = number.intValue, whole >= 0 {
      if count < 0 || count > whole { return Rational(0) }
      count = min(count, whole - count)
    }
    guard count >= 0 else { throw .undefined }
    guard count <= 2000 else { throw .tooLarge }
    if let whole = number.intValue, whole >= 0 { return try binomial(whole, count, &work) }
    var result = Rational(1)
    for step in 0..<count {
      result = try multiply(result, number - Rational(step), &work)
      guard let next = result.divided(by: Rational(step + 1)) else { throw .undefined }
      try work.take(2 + result.bits / 8)
      result = next
    }
    return result
  }

  /// Whole numbers divide without remainder at each step, and need no reducing.
  private static func binomial(_ number: Int, _ count: Int, _ work: inout Work) throws(Obstacle) -> Rational {
    var result = BigInt(1)
    for step in 0..<count {
      try work.take(4 + result.magnitude.bitWidth / 16)
      result = result * BigInt(number - step) / BigInt(step + 1)
    }
    return Rational(lowest: result, over: BigInt(1))
  }

  /// The greatest common divisor of two whole numbers, never negative.
  static func greatestCommonDivisor(
    _ left: Rational, _ right: Rational, _ work: inout Work
  ) throws(Obstacle) -> Rational {
    guard left.isInteger, right.isInteger else { throw .undefined }
    try work.take(cost(left, right) * 16)
    return Rational(lowest: left.numerator.greatestCommonDivisor(with: right.numerator), over: 1)
  }

  static func floor(_ number: Rational, _ work: inout Work) throws(Obstacle) -> Rational {
    if !number.isWord { try work.take(cost(number, number)) }
    return number.roundedDown
  }

  /// What is left of `number` after taking away `modulus` as often as it goes, in `0..<|modulus|`.
  static func remainder(_ number: Rational, _ modulus: Rational, _ work: inout Work) throws(Obstacle) -> Rational {
    let modulus = modulus.magnitude
    try work.take(cost(number, modulus))
    guard let quotient = number.divided(by: modulus) else { throw .undefined }
    return number - (try floor(quotient, &work)) * modulus
  }
}
