/// One step on the way from a quotient to its value.
enum Division {
  /// Seen at a glance, or known by heart.
  case easy
  /// A single multiplication by the divisor shows it: 7 × 17 = 119.
  case check
  /// Both numbers are multiplied by a power of ten, which clears the decimal points.
  case clear(Rational)
  /// Both numbers are divided by the same.
  case reduce(Rational)
  /// The dividend is split into multiples of the divisor.
  case split([Rational])
  /// The fraction in lowest terms.
  case lowest(Rational, Rational)
  /// The whole quotient, and the fraction that is left over.
  case remainder(whole: Rational, rest: Rational)
  /// The fraction widened to a power of ten, from which the decimals are read.
  case widen(Rational, Rational)

  /// The first step for two positive numbers.
  init(_ a: Rational, _ b: Rational, prefersSplitting: Bool = false) {
    self = .easy
    guard let dividend = Decimal(a), let divisor = Decimal(b), let quotient = a.divided(by: b) else { return }
    let y = divisor.mantissa
    if divisor.places == 0, Self.isEasy(dividend.mantissa, y) { return }
    if divisor.places > 0 || dividend.places > 0 {
      let places = max(divisor.places, dividend.places)
      if divisor.places == 0, let split = Self.wholeAndRest(a, b, quotient) {
        self = split
      } else {
        self = .clear(Rational(Decimal.power(places)))
      }
      return
    }
    let x = dividend.mantissa
    guard x.isMultiple(of: y) else {
      self = Self.withRest(x, y, quotient)
      return
    }
    if let ten = Self.commonTen(x, y) {
      self = .reduce(Rational(ten))
    } else if y > 12, !prefersSplitting || quotient.intValue?.nonzeroDigits == 1,
      let factor = (2...12).first(where: { y % $0 == 0 && y / $0 <= 12 })
    {
      self = .reduce(Rational(factor))
    } else if let parts = Self.multiples(x, y) {
      self = .split(parts)
    } else if y > 12 {
      self = .check
    }
  }

  /// Whether a quotient is seen at a glance.
  static func isEasy(_ x: Int, _ y: Int) -> Bool {
    if x == 0 || y == 1 || x == y || y == 10 || y == 100 || y == 1000 { return true }
    if y == 2, core(x) <= 200 { return true }
    if y == 4 || y == 5, x >= 100, core(x) <= 20 { return true }
    guard x.isMultiple(of: y) else { return x == 1 && y <= 5 || y == 4 && x < 12 || y == 5 && x < 10 }
    if x <= 100 { return true }
    let quotient = x / y
    if core(quotient) <= 12, core(y) <= 12 { return true }
    var rest = x
    while rest > 0 {
      if !(rest % 10).isMultiple(of: y) { return false }
      rest /= 10
    }
    return true
  }

  /// The dividend in multiples of the divisor, as long division takes them, until the rest is easy.
  private static func multiples(_ x: Int, _ y: Int) -> [Rational]? {
    var parts: [Rational] = []
    var rest = x
    for place in Decimal(Rational(x / y))?.parts.compactMap(\.intValue) ?? [] {
      if !parts.isEmpty, isEasy(rest, y) { break }
      parts.append(Rational(place * y))
      rest -= place * y
    }
    if rest > 0 { parts.append(Rational(rest)) }
    return parts.count > 1 ? parts : nil
  }

  private static func core(_ number: Int) -> Int {
    var core = number
    while core != 0, core % 10 == 0 { core /= 10 }
    return core
  }

  private static func commonTen(_ x: Int, _ y: Int) -> Int? {
    var ten = 1
    while x.isMultiple(of: ten * 10), y.isMultiple(of: ten * 10) { ten *= 10 }
    return ten > 1 ? ten : nil
  }

  /// A decimal dividend as the part whose quotient is whole, and the rest.
  private static func wholeAndRest(_ a: Rational, _ b: Rational, _ quotient: Rational) -> Division? {
    guard quotient.isDecimal, let decimal = Decimal(quotient), decimal.places <= 3 else { return nil }
    let whole = Rational(decimal.mantissa / Decimal.power(decimal.places)) * b
    return whole.isZero || whole == a ? nil : .split([whole, a - whole])
  }

  private static func withRest(_ x: Int, _ y: Int, _ quotient: Rational) -> Division {
    guard case .word(let numerator, let denominator) = quotient.storage else { return .easy }
    if denominator < y { return .lowest(Rational(numerator), Rational(denominator)) }
    if x > y { return .remainder(whole: Rational(x / y), rest: Rational(x % y)) }
    guard let decimal = Decimal(quotient), decimal.places <= 4 else { return .easy }
    let ten = Decimal.power(decimal.places)
    return ten == y ? .easy : .widen(Rational(decimal.mantissa), Rational(ten))
  }
}

extension Teller {
  /// Writes what stands between `a ÷ b` and the result in a chain of equations.
  mutating func writeSteps(_ first: Division, _ a: Rational, _ b: Rational) {
    var (step, a, b) = (first, a, b)
    for _ in 0..<6 {
      switch step {
      case .easy, .check:
        return
      case .clear(let factor):
        (a, b) = (a * factor, b * factor)
        prose.write(" = ")
        prose.write(.divide, a, b)
      case .reduce(let factor):
        (a, b) = (a.divided(by: factor) ?? a, b.divided(by: factor) ?? b)
        prose.write(" = ")
        prose.write(.divide, a, b)
      case .split(let parts):
        prose.write(" = (")
        writeJoined(parts, by: " + ")
        prose.write(") ÷ {b} = ", Blanks(b: b))
        return writeJoined(parts.map { $0.divided(by: b) ?? $0 }, by: " + ")
      case .lowest(let numerator, let denominator):
        (a, b) = (numerator, denominator)
        // A fraction without an end is the result itself and is not written twice.
        if a.divided(by: b)?.isDecimal == true { prose.write(" = {a}/{b}", Blanks(a: a, b: b)) }
      case .remainder(let whole, let rest):
        prose.write(" = {a} + {b}/{c}", Blanks(a: whole, b: rest, c: b))
        guard let fraction = rest.divided(by: b), fraction.isDecimal else { return }
        return prose.write(" = {a} + {b}", Blanks(a: whole, b: fraction))
      case .widen(let numerator, let ten):
        return prose.write(" = {a}/{b}", Blanks(a: numerator, b: ten))
      }
      step = Division(a, b)
    }
  }
}
