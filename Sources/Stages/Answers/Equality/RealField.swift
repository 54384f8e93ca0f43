/// A way to enclose real numbers and to calculate with enclosures: every result contains the result for all numbers in
/// the operands.
///
/// An operation that has no value throws `Obstacle.undefined` when that is sure, and `Obstacle.unclear` when the
/// enclosures are too wide to tell.
protocol RealField {
  associatedtype Real

  mutating func number(_ value: Rational) throws(Obstacle) -> Real
  mutating func pi() throws(Obstacle) -> Real
  mutating func add(_ a: Real, _ b: Real) throws(Obstacle) -> Real
  func negate(_ a: Real) -> Real
  mutating func multiply(_ a: Real, _ b: Real) throws(Obstacle) -> Real
  mutating func inverse(_ a: Real) throws(Obstacle) -> Real
  /// Of a number whose enclosure is not negative.
  mutating func squareRoot(_ a: Real) throws(Obstacle) -> Real
  mutating func exp(_ a: Real) throws(Obstacle) -> Real
  /// Of a number whose enclosure is positive.
  mutating func ln(_ a: Real) throws(Obstacle) -> Real
  mutating func sineAndCosine(_ a: Real) throws(Obstacle) -> (sine: Real, cosine: Real)
  mutating func arctangent(_ a: Real) throws(Obstacle) -> Real

  /// The sign of every number enclosed; nil if they differ. Zero means zero exactly.
  func sign(_ a: Real) -> Int?
  /// The one whole number that all numbers enclosed round down to.
  func floor(_ a: Real) -> Rational?
  /// What encloses both.
  func hull(_ a: Real, _ b: Real) -> Real
}

extension RealField {
  mutating func divide(_ a: Real, _ b: Real) throws(Obstacle) -> Real {
    try multiply(a, inverse(b))
  }

  mutating func subtract(_ a: Real, _ b: Real) throws(Obstacle) -> Real {
    try add(a, negate(b))
  }

  mutating func absolute(_ a: Real) throws(Obstacle) -> Real {
    switch sign(a) {
    case .some(let sign): sign < 0 ? negate(a) : a
    case nil: hull(a, negate(a))
    }
  }

  /// The larger of two numbers.
  mutating func maximum(_ a: Real, _ b: Real) throws(Obstacle) -> Real {
    switch sign(try subtract(a, b)) {
    case .some(let sign): sign < 0 ? b : a
    case nil: hull(a, b)
    }
  }

  /// Of a number whose enclosure is not negative.
  mutating func root(_ a: Real, _ degree: Int) throws(Obstacle) -> Real {
    if sign(a) == 0 { return a }
    var (a, degree) = (a, degree)
    while degree % 2 == 0 {
      a = try squareRoot(a)
      degree /= 2
    }
    if degree == 1 { return a }
    return try exp(multiply(ln(a), number(Rational(lowest: 1, over: degree))))
  }

  mutating func power(_ a: Real, _ exponent: UInt32) throws(Obstacle) -> Real {
    if exponent == 1 { return a }
    var result: Real?
    var (square, rest) = (a, exponent)
    while true {
      if rest & 1 == 1 { result = if let result { try multiply(result, square) } else { square } }
      rest >>= 1
      if rest == 0 { break }
      square = try absolute(multiply(square, square))
    }
    return if let result { result } else { try number(Rational(1)) }
  }
}
