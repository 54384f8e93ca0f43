import BigInt

extension Rational {
  /// The largest whole number that is not above this one.
  package var roundedDown: Rational {
    switch storage {
    case .word(let numerator, let denominator):
      let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
      return Rational(rest < 0 ? whole - 1 : whole)
    case .big(let numerator, let denominator):
      let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
      return Rational(lowest: rest < 0 ? whole - 1 : whole, over: 1)
    }
  }

  /// The nearest number with that many decimal places; half goes away from zero, as taught at school.
  ///
  /// - Precondition: `places` is not negative.
  package func rounded(places: Int) -> Rational {
    precondition(places >= 0, "a number is rounded to zero or more decimal places")
    guard !isInteger, let scale = Rational(10).power(places) else { return self }
    let nearest = (magnitude * scale + Rational(lowest: 1, over: 2)).roundedDown
    return (isNegative ? -nearest : nearest).divided(by: scale) ?? self
  }
}
