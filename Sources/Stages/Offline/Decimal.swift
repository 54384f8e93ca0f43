/// A number by its digits: `mantissa / 10^places`, in lowest terms of ten.
///
/// Working by hand is working on digits. Numbers too long or too fine for that have none, and are told without.
struct Decimal {
  let mantissa: Int
  let places: Int

  /// Nil for a fraction that never ends and for numbers beyond the reach of hand calculation.
  init?(_ number: Rational) {
    guard case .word(let numerator, let denominator) = number.storage, numerator.magnitude < 1_000_000_000_000 else {
      return nil
    }
    if denominator == 1 {
      (mantissa, places) = (numerator, 0)
      return
    }
    var places = 0
    var scale = 1
    while scale % denominator != 0 {
      guard places < 6 else { return nil }
      places += 1
      scale *= 10
    }
    let (mantissa, overflow) = numerator.multipliedReportingOverflow(by: scale / denominator)
    guard !overflow, mantissa.magnitude < 1_000_000_000_000 else { return nil }
    (self.mantissa, self.places) = (mantissa, places)
  }

  /// The number with its last `places` digits behind the point.
  static func number(_ mantissa: Int, places: Int) -> Rational {
    if places == 0 { return Rational(mantissa) }
    return Rational(reducing: Int128(mantissa), over: Int128(power(places)))
  }

  /// Ten to a small power.
  static func power(_ exponent: Int) -> Int {
    var power = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  /// The mantissa for more places.
  func mantissa(places: Int) -> Int {
    places == self.places ? mantissa : mantissa * Self.power(places - self.places)
  }

  /// What each digit stands for, from the left, zeros left out: 52.5 is 50, 2 and 0.5.
  var parts: [Rational] {
    var parts: [Rational] = []
    var power = 1
    var rest = mantissa
    while rest > 0 {
      if rest % 10 > 0 { parts.append(Self.number(rest % 10 * power, places: places)) }
      rest /= 10
      power *= 10
    }
    parts.reverse()
    return parts
  }

  /// The mantissa without the zeros at its end.
  var core: Int {
    var core = mantissa
    while core != 0, core % 10 == 0 { core /= 10 }
    return core
  }
}

extension Int {
  /// How many digits are not zero.
  var nonzeroDigits: Int {
    var (count, rest) = (0, magnitude)
    while rest > 0 {
      if rest % 10 > 0 { count += 1 }
      rest /= 10
    }
    return count
  }
}

extension Rational {
  /// Whether the number can be written out as a decimal that ends.
  var isDecimal: Bool {
    if case .word(_, let denominator) = storage {
      var rest = denominator >> denominator.trailingZeroBitCount
      while rest.isMultiple(of: 5) { rest /= 5 }
      return rest == 1
    }
    return isInteger
  }
}
