/// A number as its digits say it.
enum Literal {
  /// The value of a token: digits, with separators of thousands, a point, an exponent; nil if it is too large to write
  /// out.
  static func value(_ bytes: ArraySlice<UInt8>) -> Rational? {
    var digits = bytes
    var exponent = 0
    if let mark = bytes.lastIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      digits = bytes[..<mark]
      guard let written = Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)), abs(written) <= 3000 else {
        return nil
      }
      exponent = written
    }
    guard digits.count <= longest else { return nil }
    let isPlain = digits.allSatisfy { $0.isDigit || $0 == UInt8(ascii: ".") }
    let plain = isPlain ? digits : digits.filter { $0.isDigit || $0 == UInt8(ascii: ".") }[...]
    guard let value = Rational(decimal: plain) else { return nil }
    if exponent == 0 { return value }
    return Rational(10).power(exponent).map { value * $0 }
  }

  /// How many digits stand behind the point; nil without one.
  static func places(_ bytes: ArraySlice<UInt8>) -> Int? {
    let mark = bytes.firstIndex(where: \.isLetter) ?? bytes.endIndex
    guard let point = bytes.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    let exponent = mark == bytes.endIndex ? 0 : Int(String(decoding: bytes[(mark + 1)...], as: UTF8.self)) ?? 0
    return max(0, mark - point - 1 - exponent)
  }

  /// The most digits that are read: to make a fraction of more would take longer than any answer deserves.
  static let longest = AnswerParser.longest
}
