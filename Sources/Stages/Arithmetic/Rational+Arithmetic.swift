import BigInt

extension Rational {
  /// The exact sum.
  package static func + (left: Rational, right: Rational) -> Rational {
    switch (left.storage, right.storage) {
    case (.word(let a, let b), .word(let c, let d)):
      if b == 1, d == 1 {
        let (sum, overflow) = a.addingReportingOverflow(c)
        if !overflow { return Rational(sum) }
      }
      // Each product is below 2^126 and so the sum below 2^127: it cannot overflow.
      return Rational(
        reducing: Int128(a) * Int128(d) + Int128(c) * Int128(b), over: Int128(b) * Int128(d))
    default:
      return Rational(
        reducing: left.numerator * right.denominator + right.numerator * left.denominator,
        over: left.denominator * right.denominator)
    }
  }

  /// The exact difference.
  package static func - (left: Rational, right: Rational) -> Rational {
    left + -right
  }

  /// The same number with the other sign.
  package static prefix func - (value: Rational) -> Rational {
    if case .word(let numerator, let denominator) = value.storage, numerator != .min {
      return Rational(lowest: -numerator, over: denominator)
    }
    return Rational(lowest: -value.numerator, over: value.denominator)
  }

  /// The exact product.
  package static func * (left: Rational, right: Rational) -> Rational {
    switch (left.storage, right.storage) {
    case (.word(let a, let b), .word(let c, let d)):
      if b == 1, d == 1 {
        let (product, overflow) = a.multipliedReportingOverflow(by: c)
        if !overflow { return Rational(product) }
      }
      return Rational(reducing: Int128(a) * Int128(c), over: Int128(b) * Int128(d))
    default:
      return Rational(
        reducing: left.numerator * right.numerator, over: left.denominator * right.denominator)
    }
  }

  /// The exact quotient, or nil when the divisor is zero.
  package func divided(by divisor: Rational) -> Rational? {
    guard !divisor.isZero else { return nil }
    switch (storage, divisor.storage) {
    case (.word(let a, let b), .word(let c, let d)):
      if b == 1, d == 1, c > 0, a % c == 0 { return Rational(a / c) }
      return Rational(reducing: Int128(a) * Int128(d), over: Int128(b) * Int128(c))
    default:
      return Rational(
        reducing: numerator * divisor.denominator, over: denominator * divisor.numerator)
    }
  }

  /// The number multiplied by itself `exponent` times; a negative exponent inverts, and anything to the 0th is 1.
  ///
  /// The size of the result is the caller's to bound. Nil for zero to a negative exponent.
  package func power(_ exponent: Int) -> Rational? {
    if exponent >= 0 { return raised(to: exponent.magnitude) }
    return Rational(1).divided(by: self)?.raised(to: exponent.magnitude)
  }

  private func raised(to exponent: UInt) -> Rational {
    if case .word(let base, over: 1) = storage, let product = Self.word(base, to: exponent) {
      return Rational(product)
    }
    // Powers of parts without a common factor have none either. No memory could hold what is clamped away.
    let exponent = Int(clamping: exponent)
    return Rational(lowest: numerator.power(exponent), over: denominator.power(exponent))
  }

  /// A word's power if it fits a word.
  private static func word(_ base: Int, to exponent: UInt) -> Int? {
    var (result, square, rest) = (1, base, exponent)
    while true {
      if rest & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: square)
        if overflow { return nil }
        result = product
      }
      rest >>= 1
      if rest == 0 { return result }
      let (next, overflow) = square.multipliedReportingOverflow(by: square)
      if overflow { return nil }
      square = next
    }
  }
}

extension Rational: Comparable {
  /// Whether one number is below another; exact at any size.
  package static func < (left: Rational, right: Rational) -> Bool {
    switch (left.storage, right.storage) {
    case (.word(let a, let b), .word(let c, let d)):
      b == d ? a < c : Int128(a) * Int128(d) < Int128(c) * Int128(b)
    default:
      left.numerator * right.denominator < right.numerator * left.denominator
    }
  }
}
