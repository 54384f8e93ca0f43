import BigInt

/// Constants and series in whole numbers of 2^-bits.
enum FixedPoint {
  /// The constants are known to so many bits; what needs more is not decided.
  static let longest = 6400

  /// π·2^bits, off by at most 2.
  static func pi(_ bits: Int) throws(Obstacle) -> BigInt {
    guard bits <= longest else { throw .tooLarge }
    return longPi >> (longest - bits)
  }

  /// ln 2·2^bits, off by at most 2.
  static func ln2(_ bits: Int) throws(Obstacle) -> BigInt {
    guard bits <= longest else { throw .tooLarge }
    return longLn2 >> (longest - bits)
  }

  /// By Machin's formula.
  private static let longPi =
    (16 * arctangent(5, sign: -1) - 4 * arctangent(239, sign: -1)) >> 64

  /// 18 artanh 1/26 − 2 artanh 1/4801 + 8 artanh 1/8749.
  private static let longLn2 =
    (18 * arctangent(26, sign: 1) - 2 * arctangent(4801, sign: 1) + 8 * arctangent(8749, sign: 1)) >> 64

  /// The arctangent of 1/number, or with the sign 1 the area hyperbolic tangent, to 64 bits more than `longest`.
  private static func arctangent(_ number: BigInt, sign: Int) -> BigInt {
    let square = number * number
    var power = (BigInt(1) << (longest + 64)) / number
    var sum = power
    var (divisor, isNegative) = (3, sign < 0)
    while true {
      power /= square
      if power.isZero { return sum }
      sum += isNegative ? -(power / BigInt(divisor)) : power / BigInt(divisor)
      divisor += 2
      if sign < 0 { isNegative.toggle() }
    }
  }
}

// MARK: - Series

/// Arguments are below 1 in size. Results are off by less than four last places for each bit.
extension FixedPoint {
  static func exp(_ x: BigInt, _ bits: Int, _ work: inout Work) throws(Obstacle) -> BigInt {
    var term = BigInt(1) << bits
    var sum = term
    var count = 1
    while !term.isZero {
      try work.take(16 + bits / 24 + bits * bits / 8_000)
      term = ((term * x) >> bits) / BigInt(count)
      sum += term
      count += 1
    }
    return sum
  }

  static func sineAndCosine(
    _ x: BigInt, _ bits: Int, _ work: inout Work
  ) throws(Obstacle) -> (sine: BigInt, cosine: BigInt) {
    var term = BigInt(1) << bits
    var (sine, cosine) = (BigInt(0), term)
    var count = 1
    while !term.isZero {
      try work.take(16 + bits / 24 + bits * bits / 8_000)
      term = ((term * x) >> bits) / BigInt(count)
      switch count % 4 {
      case 0: cosine += term
      case 1: sine += term
      case 2: cosine -= term
      default: sine -= term
      }
      count += 1
    }
    return (sine, cosine)
  }
}
