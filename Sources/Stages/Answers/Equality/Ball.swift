import BigInt

/// All real numbers at most `radius` away from middle·2^exponent.
struct Ball {
  let middle: BigInt
  let exponent: Int
  let radius: Magnitude

  /// A size that no number in the ball exceeds.
  var magnitude: Magnitude { Magnitude(middle, exponent: exponent) + radius }

  /// A size that every number in the ball reaches; nil if zero is in it.
  var floor: Magnitude? {
    middle.isZero ? nil : Magnitude(below: middle, exponent: exponent) - radius
  }
}

/// Calculating with balls to a precision of so many bits.
struct BallField: RealField {
  let precision: Int
  var work: Work

  /// What an operation on two numbers of this precision costs.
  private var cost: Int { 24 + precision / 16 + (precision / 256) * (precision / 256) }

  // MARK: Making

  /// No number needs exponents beyond this; far below where they would overflow.
  private static let largestExponent = 1 << 50

  /// The same ball, if it is not monstrously large or small.
  private func sane(_ ball: Ball) throws(Obstacle) -> Ball {
    guard ball.exponent.magnitude < Self.largestExponent, ball.radius.bits.magnitude < Self.largestExponent else {
      throw .tooLarge
    }
    return ball
  }

  /// A ball with a middle of no more bits than there is precision.
  func ball(_ middle: BigInt, _ exponent: Int, _ radius: Magnitude = .zero) -> Ball {
    let excess = middle.magnitude.bitWidth - precision
    guard excess > 0 else { return Ball(middle: middle, exponent: exponent, radius: radius) }
    let dropped = Magnitude(1.0, exponent: exponent + excess)
    return Ball(middle: middle >> excess, exponent: exponent + excess, radius: radius + dropped)
  }

  mutating func number(_ value: Rational) throws(Obstacle) -> Ball {
    try work.take(cost)
    let (numerator, denominator) = (value.numerator, value.denominator)
    if denominator == 1 { return ball(numerator, 0) }
    let shift = max(0, precision + denominator.magnitude.bitWidth - numerator.magnitude.bitWidth + 2)
    return ball((numerator << shift) / denominator, -shift, Magnitude(1.0, exponent: -shift))
  }

  mutating func pi() throws(Obstacle) -> Ball {
    ball(try FixedPoint.pi(precision + 8), -precision - 8, Magnitude(4.0, exponent: -precision - 8))
  }

  // MARK: The four operations

  mutating func add(_ a: Ball, _ b: Ball) throws(Obstacle) -> Ball {
    try work.take(cost / 2)
    let radius = a.radius + b.radius
    if a.middle.isZero { return Ball(middle: b.middle, exponent: b.exponent, radius: radius) }
    if b.middle.isZero { return Ball(middle: a.middle, exponent: a.exponent, radius: radius) }
    let (high, low) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let gap = high.exponent - low.exponent
    // What is far below the last place of the other is no more than an error.
    if gap > precision + low.middle.magnitude.bitWidth {
      return ball(high.middle, high.exponent, radius + Magnitude(low.middle, exponent: low.exponent))
    }
    return ball((high.middle << gap) + low.middle, low.exponent, radius)
  }

  func negate(_ a: Ball) -> Ball {
    Ball(middle: -a.middle, exponent: a.exponent, radius: a.radius)
  }

  mutating func multiply(_ a: Ball, _ b: Ball) throws(Obstacle) -> Ball {
    try work.take(cost)
    var radius = Magnitude.zero
    if !a.radius.isZero { radius = radius + a.radius * b.magnitude }
    if !b.radius.isZero { radius = radius + b.radius * Magnitude(a.middle, exponent: a.exponent) }
    return try sane(ball(a.middle * b.middle, a.exponent + b.exponent, radius))
  }

  mutating func inverse(_ a: Ball) throws(Obstacle) -> Ball {
    try work.take(3 * cost)
    guard let floor = a.floor else {
      throw a.middle.isZero && a.radius.isZero ? .undefined : .unclear
    }
    let shift = precision + a.middle.magnitude.bitWidth + 2
    let exponent = -shift - a.exponent
    var radius = Magnitude(1.0, exponent: exponent)
    if !a.radius.isZero { radius = radius + a.radius / Magnitude(below: a.middle, exponent: a.exponent) / floor }
    return try sane(ball((BigInt(1) << shift) / a.middle, exponent, radius))
  }

  // MARK: Asking

  func sign(_ a: Ball) -> Int? {
    if a.middle.isZero { return a.radius.isZero ? 0 : nil }
    if !a.radius.isZero, a.floor == nil { return nil }
    return a.middle.sign == .minus ? -1 : 1
  }

  func floor(_ a: Ball) -> Rational? {
    guard a.exponent < precision, a.magnitude.bits < precision else { return nil }
    func floor(_ middle: BigInt, _ exponent: Int) -> BigInt {
      if exponent >= 0 { return middle << exponent }
      // A shift to the right drops bits of the size, whatever the sign is.
      return middle.sign == .plus ? middle >> -exponent : -((-middle + (BigInt(1) << -exponent) - 1) >> -exponent)
    }
    if a.radius.isZero {
      guard a.exponent > -4 * precision else { return nil }
      return Rational(lowest: floor(a.middle, a.exponent), over: 1)
    }
    // The radius as a whole number of some last place.
    let place = min(a.exponent, a.radius.bits - 8)
    guard place > -2 * precision else { return nil }
    let middle = a.middle << (a.exponent - place)
    let radius = BigInt(1) << (a.radius.bits - place)
    let low = floor(middle - radius, place)
    return low == floor(middle + radius, place) ? Rational(lowest: low, over: 1) : nil
  }

  func hull(_ a: Ball, _ b: Ball) -> Ball {
    Ball(middle: 0, exponent: 0, radius: a.magnitude + b.magnitude)
  }
}
