/// A scalar with what was written around it.
struct Quantity: Sendable {
  var term: Term
  var unit: Unit?
  /// Whether a percent sign or the word stands behind it. The term is the number in front of the sign.
  var isPercent = false
  /// How many digits stand behind the decimal point, if it was written as a decimal and nothing more.
  var places: Int?
  /// The digits and the base, if it was written in one: `1110_4`.
  var numeral: BasedNumeral?

  init(_ term: Term, unit: Unit? = nil) {
    self.term = term
    self.unit = unit
  }
}

extension Quantity {
  /// The sum of two amounts of one dimension, in the unit of this one; nil if they are not such.
  func adding(_ other: Quantity) -> Quantity? {
    guard let measure = unit?.measure, let second = other.unit?.measure, measure.dimension == second.dimension,
      let factor = second.size.divided(by: measure.size)
    else { return nil }
    return Quantity(.sum([term, .product([other.term, .number(factor)])]), unit: unit)
  }
}

/// A number written in a named base.
struct BasedNumeral: Sendable, Hashable {
  /// With a minus if it is negative.
  let digits: String
  let base: Int
}

extension BasedNumeral {
  /// Nil if a digit is none of the base.
  init?(checking digits: String, base: Int) {
    guard base <= 36, digits.utf8.count <= 200,
      digits.allSatisfy({ $0 == "-" || Self.value(of: $0).map { $0 < base } == true })
    else { return nil }
    self.init(digits: digits, base: base)
  }

  /// The number it says.
  var value: Rational {
    let magnitude = digits.reduce(Rational(0)) { sum, digit in
      Self.value(of: digit).map { sum * Rational(base) + Rational($0) } ?? sum
    }
    return digits.hasPrefix("-") ? -magnitude : magnitude
  }

  private static func value(of digit: Character) -> Int? {
    guard let byte = digit.asciiValue else { return nil }
    return byte.isDigit ? Int(byte) - 48 : byte.isLetter ? Int(byte | 0x20) - 87 : nil
  }
}
