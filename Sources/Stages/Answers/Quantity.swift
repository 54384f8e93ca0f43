/// An answer that is a number: its value, and the marks people set around it.
struct Quantity {
  /// The number as written; of a percentage, the number before the sign.
  private(set) var value: Rational
  private(set) var isPercent = false
  /// The unit's words, each without a plural's `s`; empty if there is none.
  private(set) var unit: [UInt8] = []
  /// The letter of `x = 3`.
  private(set) var variable: UInt8?

  /// Reads a text as `MathText` spaces it; nil if it is anything but one number with its marks.
  init?(_ text: ArraySlice<UInt8>) {
    var reader = QuantityReader(text)
    variable = reader.leadingVariable()
    let isNegative = reader.sign()
    let currency = reader.currency()
    // The sign stands on either side of the currency, not on both.
    guard let value = reader.value(isNegative: isNegative || reader.sign()) else { return nil }
    self.value = value
    isPercent = reader.percent()
    if variable == nil { variable = reader.trailingVariable() }
    guard let words = reader.unit() else { return nil }
    unit = Array([currency[...], words].filter { !$0.isEmpty }.joined(separator: [UInt8(ascii: " ")]))
    guard reader.isAtEnd else { return nil }
  }

  /// Symmetric; see `Answers` for what units, variables and percentages mean.
  func compare(with other: Quantity) -> Answers.Verdict {
    if let variable, let otherVariable = other.variable, variable != otherVariable { return .undecided }
    if !unit.isEmpty, !other.unit.isEmpty, unit != other.unit { return .undecided }
    guard isPercent != other.isPercent else { return value == other.value ? .correct : .wrong }
    // A percentage is not a number of anything.
    guard unit.isEmpty, other.unit.isEmpty else { return .undecided }
    if value == other.value { return .correct }
    let (percentage, plain) = isPercent ? (value, other.value) : (other.value, value)
    return percentage == plain * Rational(100) ? .correct : .wrong
  }
}
