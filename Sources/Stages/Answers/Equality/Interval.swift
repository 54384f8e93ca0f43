import BigInt

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The C library's function, which a method of the same name hides.
private func libraryExp(_ x: Double) -> Double { exp(x) }

/// All numbers from one machine number to another.
struct Interval: Equatable {
  let lower: Double
  let upper: Double

  static let everything = Interval(lower: -.infinity, upper: .infinity)

  init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The numbers so many units in the last place around a result of the C library, which are at most one or two off.
  init(around value: Double, units: Double = 4) {
    guard value.isFinite else {
      self = .everything
      return
    }
    let margin = value.magnitude * units * 0x1p-52 + .leastNormalMagnitude
    self.init(lower: value - margin, upper: value + margin)
  }
}

/// Calculating with intervals of machine numbers, rounded outward: some nanoseconds for an operation, and exact while
/// the results fit.
struct IntervalField: RealField {
  func number(_ value: Rational) -> Interval {
    switch value.storage {
    case .word(let numerator, let denominator):
      let top = Self.enclose(numerator)
      return denominator == 1 ? top : Self.divide(top, Self.enclose(denominator))
    case .big(let numerator, let denominator):
      let top = Self.enclose(numerator.magnitude.leadingBits)
      let quotient = Self.divide(top, Self.enclose(denominator.magnitude.leadingBits))
      let scale = numerator.magnitude.trailingShift - denominator.magnitude.trailingShift
      let scaled = Interval(
        lower: Double(sign: .plus, exponent: scale, significand: quotient.lower).nextDown,
        upper: Double(sign: .plus, exponent: scale, significand: quotient.upper).nextUp)
      return numerator.sign == .minus ? negate(scaled) : scaled
    }
  }

  private static func enclose(_ value: Int) -> Interval {
    let rounded = Double(value)
    if value.magnitude <= 1 << 53 { return Interval(lower: rounded, upper: rounded) }
    return Interval(lower: rounded.nextDown, upper: rounded.nextUp)
  }

  /// The interval of a long number's leading bits.
  private static func enclose(_ value: UInt64) -> Interval {
    let rounded = Double(value)
    return Interval(lower: rounded.nextDown, upper: rounded.nextUp.nextUp)
  }

  private static func divide(_ a: Interval, _ b: Interval) -> Interval {
    let low = a.lower / (a.lower < 0 ? b.lower : b.upper)
    let high = a.upper / (a.upper < 0 ? b.upper : b.lower)
    // A fused step tells whether a quotient of two numbers is exact; near the smallest numbers it could not.
    if a.lower == a.upper, b.lower == b.upper, low.magnitude > 1e-200, a.lower.addingProduct(-low, b.lower) == 0 {
      return Interval(lower: low, upper: low)
    }
    return Interval(lower: a.lower == 0 ? 0 : low.nextDown, upper: a.upper == 0 ? 0 : high.nextUp)
  }

  func pi() -> Interval {
    Interval(lower: .pi, upper: Double.pi.nextUp)
  }

  func negate(_ a: Interval) -> Interval {
    Interval(lower: -a.upper, upper: -a.lower)
  }

  func add(_ a: Interval, _ b: Interval) -> Interval {
    let low = a.lower + b.lower
    let high = a.upper + b.upper
    guard low.isFinite, high.isFinite else { return .everything }
    return Interval(
      lower: Self.error(a.lower, b.lower, sum: low) < 0 ? low.nextDown : low,
      upper: Self.error(a.upper, b.upper, sum: high) > 0 ? high.nextUp : high)
  }

  /// What a rounded sum lacks, exactly (Knuth's two-sum).
  @inline(__always)
  private static func error(_ a: Double, _ b: Double, sum: Double) -> Double {
    let part = sum - a
    return (a - (sum - part)) + (b - part)
  }

  func multiply(_ a: Interval, _ b: Interval) -> Interval {
    if a.lower >= 0, b.lower >= 0 {
      return Interval(lower: Self.multiplyDown(a.lower, b.lower), upper: Self.multiplyUp(a.upper, b.upper))
    }
    let low = min(
      min(Self.multiplyDown(a.lower, b.lower), Self.multiplyDown(a.lower, b.upper)),
      min(Self.multiplyDown(a.upper, b.lower), Self.multiplyDown(a.upper, b.upper)))
    let high = max(
      max(Self.multiplyUp(a.lower, b.lower), Self.multiplyUp(a.lower, b.upper)),
      max(Self.multiplyUp(a.upper, b.lower), Self.multiplyUp(a.upper, b.upper)))
    return Interval(lower: low, upper: high)
  }

  @inline(__always)
  private static func multiplyDown(_ a: Double, _ b: Double) -> Double {
    if a == 0 || b == 0 { return 0 }
    let product = a * b
    if product.magnitude < 1e-250 { return product.nextDown }
    return product.isInfinite || (-product).addingProduct(a, b) < 0 ? product.nextDown : product
  }

  @inline(__always)
  private static func multiplyUp(_ a: Double, _ b: Double) -> Double {
    if a == 0 || b == 0 { return 0 }
    let product = a * b
    if product.magnitude < 1e-250 { return product.nextUp }
    return product.isInfinite || (-product).addingProduct(a, b) > 0 ? product.nextUp : product
  }

  func inverse(_ a: Interval) throws(Obstacle) -> Interval {
    if a.lower > 0 || a.upper < 0 {
      let one = Interval(lower: 1, upper: 1)
      return a.lower > 0 ? Self.divide(one, a) : negate(Self.divide(one, negate(a)))
    }
    throw a.lower == 0 && a.upper == 0 ? .undefined : .unclear
  }

  func squareRoot(_ a: Interval) -> Interval {
    let low = a.lower.squareRoot()
    let high = a.upper.squareRoot()
    if a.lower == a.upper, low > 1e-100, (-a.lower).addingProduct(low, low) == 0 {
      return Interval(lower: low, upper: low)
    }
    return Interval(lower: low == 0 ? 0 : low.nextDown, upper: high.nextUp)
  }

  func exp(_ a: Interval) -> Interval {
    if a.lower == 0, a.upper == 0 { return Interval(lower: 1, upper: 1) }
    let low = min(libraryExp(a.lower), .greatestFiniteMagnitude)
    let high = libraryExp(a.upper)
    return Interval(
      lower: max(0, low * (1 - 0x1p-50) - .leastNormalMagnitude), upper: high * (1 + 0x1p-50) + .leastNormalMagnitude)
  }

  func ln(_ a: Interval) -> Interval {
    if a.lower == 1, a.upper == 1 { return Interval(lower: 0, upper: 0) }
    return Interval(
      lower: a.lower > 0 ? Interval(around: log(a.lower)).lower : -.infinity,
      upper: a.upper.isFinite ? Interval(around: log(a.upper)).upper : .infinity)
  }

  func sineAndCosine(_ a: Interval) -> (sine: Interval, cosine: Interval) {
    if a.lower == 0, a.upper == 0 { return (a, Interval(lower: 1, upper: 1)) }
    let middle = a.lower + (a.upper - a.lower) / 2
    // Neither function grows faster than its argument.
    let radius = max(a.upper - middle, middle - a.lower).nextUp + 0x1p-50
    guard radius < 2 else {
      let all = Interval(lower: -1, upper: 1)
      return (all, all)
    }
    let (sine, cosine) = (sin(middle), cos(middle))
    return (
      Interval(lower: max(-1, sine - radius), upper: min(1, sine + radius)),
      Interval(lower: max(-1, cosine - radius), upper: min(1, cosine + radius))
    )
  }

  func arctangent(_ a: Interval) -> Interval {
    Interval(lower: Interval(around: atan(a.lower)).lower, upper: Interval(around: atan(a.upper)).upper)
  }

  func sign(_ a: Interval) -> Int? {
    if a.lower > 0 { return 1 }
    if a.upper < 0 { return -1 }
    return a.lower == 0 && a.upper == 0 ? 0 : nil
  }

  func floor(_ a: Interval) -> Rational? {
    let low = a.lower.rounded(.down)
    guard low == a.upper.rounded(.down), low.magnitude < 0x1p53 else { return nil }
    return Rational(Int(low))
  }

  func hull(_ a: Interval, _ b: Interval) -> Interval {
    Interval(lower: min(a.lower, b.lower), upper: max(a.upper, b.upper))
  }
}
