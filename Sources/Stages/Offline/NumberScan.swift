/// Finds the numbers of a text by their values.
enum NumberScan {
  /// Every number without its sign: `1,200`, `24.00`, `.5`; of `3/4` and `\frac{3}{4}` the 3, the 4 and three
  /// quarters, of `15%` the 15 and its hundredth part.
  static func numbers(in text: ArraySlice<UInt8>) -> [Rational] {
    var numbers: [Rational] = []
    numbers.reserveCapacity(12)
    _ = scan(text, withFractions: true) {
      numbers.append($0)
      return true
    }
    return numbers
  }

  /// The same without the values of fractions: of `3/4` the 3 and the 4.
  static func operands(in text: ArraySlice<UInt8>) -> [Rational] {
    var numbers: [Rational] = []
    _ = scan(text, withFractions: false) {
      numbers.append($0)
      return true
    }
    return numbers
  }

  /// Whether every number of a text, as `numbers` finds them but for fractions, is accepted.
  static func all(in text: ArraySlice<UInt8>, _ accepts: (Rational) -> Bool) -> Bool {
    scan(text, withFractions: false, accepts)
  }

  /// Gives every number to `accepts` until that refuses one; whether it never did.
  private static func scan(
    _ text: ArraySlice<UInt8>, withFractions: Bool, _ accepts: (Rational) -> Bool
  ) -> Bool {
    // The number before, and where it ended: with a slash behind it, the next number completes a fraction.
    var previous: (value: Rational, end: Int)?
    return text.withUnsafeBufferPointer { bytes in
      var index = text.startIndex
      while index < text.endIndex {
        let byte = bytes[index - text.startIndex]
        guard byte.isDigit || byte == UInt8(ascii: "."), let (value, end) = number(text, index) else {
          index += 1
          continue
        }
        guard accepts(value) else { return false }
        if withFractions {
          if let previous, isFractionBar(text[previous.end..<index]), let fraction = previous.value.divided(by: value) {
            guard accepts(fraction) else { return false }
          }
          if text[end...].first == UInt8(ascii: "%") || text[end...].starts(with: "\\%".utf8) {
            guard accepts(value * hundredth) else { return false }
          }
        }
        previous = (value, end)
        index = end
      }
      return true
    }
  }

  /// The thousands of `1{,}200`, after the first digits.
  private static func latexGroups(_ text: ArraySlice<UInt8>, _ start: Int, _ first: Int) -> (Rational, Int) {
    var (value, end) = (Rational(first), start)
    while text[end...].starts(with: "{,}".utf8) {
      let digits = text[(end + 3)...].prefix { $0.isDigit }
      guard digits.count == 3 else { break }
      value = digits.reduce(value) { $0 * Rational(10) + Rational(Int($1 - UInt8(ascii: "0"))) }
      end = digits.endIndex
    }
    return (value, end)
  }

  private static func isFractionBar(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == 1 ? text.first == UInt8(ascii: "/") : text.count == 2 && text.elementsEqual("}{".utf8)
  }

  private static let hundredth = Rational(lowest: 1, over: 100)

  /// The number that begins here, and its end.
  private static func number(_ text: ArraySlice<UInt8>, _ start: Int) -> (Rational, Int)? {
    guard text[start].isDigit else {
      guard text[start] == UInt8(ascii: "."), start + 1 < text.endIndex, text[start + 1].isDigit else { return nil }
      return Numeral(in: text, at: start).map { ($0.value, $0.end) }
    }
    // Nearly every number is short and has neither comma nor point.
    var (value, end) = (0, start)
    while end < text.endIndex, end - start < 15, text[end].isDigit {
      value = value * 10 + Int(text[end] - UInt8(ascii: "0"))
      end += 1
    }
    if end == text.endIndex { return (Rational(value), end) }
    switch text[end] {
    case UInt8(ascii: "{") where end - start <= 3 && text[end...].starts(with: "{,}".utf8):
      return latexGroups(text, end, value)
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return Numeral(in: text, at: start).map { ($0.value, $0.end) }
    default:
      return (Rational(value), end)
    }
  }

  /// The value that a tool returned, if it is one number: `24`, `-0.2`, `10/3`.
  static func value(of result: [UInt8]) -> Rational? {
    if let number = Rational(decimal: result[...]) { return number }
    guard let slash = result.firstIndex(of: UInt8(ascii: "/")), let top = Rational(decimal: result[..<slash]),
      let bottom = Rational(decimal: result[(slash + 1)...])
    else { return nil }
    return top.divided(by: bottom)
  }

  /// Whether a value is among numbers scanned from a text: exactly, or, if its decimals never end, rounded.
  static func contains(_ numbers: [Rational], _ value: Rational) -> Bool {
    let value = value.magnitude
    if numbers.contains(value) { return true }
    guard !value.isDecimal else { return false }
    return (1...4).contains { numbers.contains(value.rounded(places: $0)) }
  }
}
