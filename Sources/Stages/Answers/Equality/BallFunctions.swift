import BigInt

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension BallField {
  mutating func squareRoot(_ a: Ball) throws(Obstacle) -> Ball {
    try work.take(100 + precision / 2)
    if a.middle.isZero, a.radius.isZero { return a }
    guard a.middle > 0, let floor = a.floor else { throw .unclear }
    var shift = max(0, 2 * precision + 4 - a.middle.magnitude.bitWidth)
    if (a.exponent - shift) % 2 != 0 { shift += 1 }
    let root = BigInt(Self.squareRoot(a.middle.magnitude << shift))
    let exponent = (a.exponent - shift) / 2
    var radius = Magnitude(4.0, exponent: exponent)
    // |√x − √m| is |x − m|/(√x + √m), and both roots are at least √floor.
    if !a.radius.isZero { radius = radius + a.radius * (floor.squareRoot / floor) }
    return ball(root, exponent, radius)
  }

  /// The root of a whole number, off by at most 2: a little more than half of the places by recursion, the others by one
  /// step of Newton's method.
  private static func squareRoot(_ number: BigUInt) -> BigUInt {
    if number.bitWidth <= 64 { return BigUInt(Double(UInt64(number)).squareRoot()) }
    let shift = number.bitWidth / 4 - 4
    let start = squareRoot(number >> (2 * shift)) << shift
    return (start + number / start) >> 1
  }
}

// MARK: - The exponential function

extension BallField {
  /// How often an argument is halved before its series, which then is short, and the result squared after it.
  private var halvings: Int { 6 + Int(Double(precision).squareRoot()) }

  /// e^x is a power of two times the exponential of what is left of x after multiples of ln 2.
  ///
  /// Halving and squaring cost two bits for each halving, the multiples of ln 2 cost the bits of x, and the series less
  /// than 20 bits; 60 bits more than that leave the result off by less than the last of 20 further places.
  mutating func exp(_ a: Ball) throws(Obstacle) -> Ball {
    let length = max(0, a.magnitude.bits)
    guard length < 40 else { throw .tooLarge }
    guard a.radius.bits <= 0 else { throw .unclear }
    let bits = precision + 2 * halvings + length + 60
    let x = fixed(a, bits)
    let ln2 = try FixedPoint.ln2(bits)
    let turns = x / ln2
    var value = try FixedPoint.exp((x - turns * ln2) >> halvings, bits, &work)
    try work.take(halvings * (12 + bits / 32 + bits * bits / 8_000))
    for _ in 0..<halvings { value = (value * value) >> bits }
    let power = Int(turns)
    let result = ball(value, power - bits, Magnitude(1.0, exponent: power + 2 - precision - 20))
    // e^(m+r) − e^m is less than 2r·e^m for r up to 1.
    let spread = a.radius.isZero ? .zero : a.radius * Magnitude(2.0, exponent: 0) * result.magnitude
    return Ball(middle: result.middle, exponent: result.exponent, radius: result.radius + spread)
  }

  /// The middle as a whole number of 2^-bits, rounded down.
  private func fixed(_ a: Ball, _ bits: Int) -> BigInt {
    let shift = a.exponent + bits
    return shift >= 0 ? a.middle << shift : a.middle >> -shift
  }

  /// ln f is y + ln(f·e^-y); for a y that is right to 50 bits the second logarithm's series is very short.
  mutating func ln(_ a: Ball) throws(Obstacle) -> Ball {
    guard let floor = a.floor, a.middle > 0 else { throw .unclear }
    var (fraction, power) = leading(a)
    if fraction < 0.7 {
      fraction *= 2
      power -= 1
    }
    let scaled = Ball(middle: a.middle, exponent: a.exponent - power, radius: .zero)
    let guess = dyadic(log(fraction))
    let rest = try multiply(scaled, exp(negate(guess)))
    let one = ball(1, 0)
    let ratio = try divide(subtract(rest, one), add(rest, one))
    var result = try add(guess, multiply(ball(2, 0), odd(ratio, sign: 1)))
    if power != 0 {
      let bits = precision + 48
      let ln2 = ball(try FixedPoint.ln2(bits), -bits, Magnitude(4.0, exponent: -bits))
      result = try add(result, multiply(ln2, ball(BigInt(power), 0)))
    }
    guard !a.radius.isZero else { return result }
    return Ball(middle: result.middle, exponent: result.exponent, radius: result.radius + a.radius / floor)
  }

  /// The middle as a machine number from 1/2 to 1 and a power of two.
  private func leading(_ a: Ball) -> (fraction: Double, power: Int) {
    let magnitude = a.middle.magnitude
    let double = Double(magnitude.leadingBits)
    return (double.significand / 2, a.exponent + magnitude.trailingShift + Int(double.exponent) + 1)
  }

  /// A machine number of modest size to 50 binary places.
  private func dyadic(_ value: Double) -> Ball {
    ball(BigInt(value * 0x1p50), -50)
  }

  /// x − x³/3 + x⁵/5 − … for a small x; with the sign 1 all parts are added.
  private mutating func odd(_ x: Ball, sign: Int) throws(Obstacle) -> Ball {
    guard x.magnitude.bits < -10 else { throw .unclear }
    let square = try multiply(x, x)
    var power = x
    var sum = x
    var divisor = 3
    while !power.middle.isZero, power.magnitude.bits > x.magnitude.bits - precision {
      power = try multiply(power, sign < 0 ? negate(square) : square)
      sum = try add(sum, divide(power, by: divisor))
      divisor += 2
    }
    // What follows is a geometric series that falls fast.
    return Ball(middle: sum.middle, exponent: sum.exponent, radius: sum.radius + power.magnitude)
  }

  private mutating func divide(_ a: Ball, by divisor: Int) throws(Obstacle) -> Ball {
    try work.take(20 + precision / 64)
    let exponent = a.exponent - 16
    let quotient = (a.middle << 16) / BigInt(divisor)
    return ball(quotient, exponent, a.radius + Magnitude(1.0, exponent: exponent))
  }
}

// MARK: - Angles

extension BallField {
  /// As for the exponential function, with quarter turns instead of ln 2, and squares of cos x + i·sin x.
  mutating func sineAndCosine(_ a: Ball) throws(Obstacle) -> (sine: Ball, cosine: Ball) {
    let length = max(0, a.magnitude.bits)
    guard length < FixedPoint.longest else { throw .tooLarge }
    guard a.radius.bits <= 0 else { throw .unclear }
    let bits = precision + 2 * halvings + length + 60
    let x = fixed(a, bits)
    let quarter = try FixedPoint.pi(bits) >> 1
    let turns = x / quarter
    var (sine, cosine) = try FixedPoint.sineAndCosine((x - turns * quarter) >> halvings, bits, &work)
    try work.take(halvings * (30 + bits / 12 + bits * bits / 4_000))
    for _ in 0..<halvings {
      (sine, cosine) = ((2 * sine * cosine) >> bits, (cosine * cosine - sine * sine) >> bits)
    }
    let radius = a.radius + Magnitude(1.0, exponent: -precision - 20)
    let (s, c) = (ball(sine, -bits, radius), ball(cosine, -bits, radius))
    return switch Int(turns % 4 + 4) % 4 {
    case 0: (s, c)
    case 1: (c, negate(s))
    case 2: (negate(s), negate(c))
    default: (negate(c), s)
    }
  }

  /// arctan x is y + arctan((x cos y − sin y)/(cos y + x sin y)), with a y that is right to 50 bits.
  mutating func arctangent(_ a: Ball) throws(Obstacle) -> Ball {
    // The arctangent is never larger than its argument.
    if a.middle.isZero { return a }
    let (fraction, power) = leading(a)
    if power > 2, a.floor != nil {
      let quarter = try multiply(pi(), ball(1, -1))
      let rest = try negate(arctangent(inverse(a)))
      return try add(a.middle > 0 ? quarter : negate(quarter), rest)
    }
    let size = Double(
      sign: a.middle.sign == .minus ? .minus : .plus, exponent: min(max(power, -200), 200), significand: fraction)
    let guess = dyadic(atan(size))
    let (sine, cosine) = try sineAndCosine(guess)
    let ratio = try divide(
      subtract(multiply(a, cosine), sine), add(cosine, multiply(a, sine)))
    return try add(guess, odd(ratio, sign: -1))
  }
}
