import BigInt

/// A number as it stands in a text: digits, perhaps with grouped thousands and a decimal point; no sign, no percent.
///
/// One scanner serves the calculator, the answers and `Rational(decimal:)`, so that they never disagree about what
/// `1,000` is.
struct Numeral {
  /// The bytes it consists of.
  let spelling: ArraySlice<UInt8>
  /// How many digits stand behind the point.
  private let places: Int

  /// Where it ends in the text it was found in.
  var end: Int { spelling.endIndex }

  /// The longest numeral that starts at `start`: `1000`, `1,000`, `0.25`, `.5`, `3.`; nil if none does.
  ///
  /// A comma belongs to it only where thousands really stand: behind one to three digits that do not begin with a
  /// zero, and before exactly three. Of `1,00` the numeral is `1`.
  init?(in text: ArraySlice<UInt8>, at start: Int) {
    var end = Self.endOfDigits(in: text, from: start)
    var hasDigits = end > start
    if 1...3 ~= end - start, text[start] != UInt8(ascii: "0") {
      while Self.isGroup(text, at: end) { end += 4 }
    }
    var places = 0
    if end < text.endIndex, text[end] == UInt8(ascii: ".") {
      let point = end
      end = Self.endOfDigits(in: text, from: point + 1)
      places = end - point - 1
      hasDigits = hasDigits || places > 0
    }
    guard hasDigits else { return nil }
    spelling = text[start..<end]
    self.places = places
  }

  private static func endOfDigits(in text: ArraySlice<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.endIndex, text[index].isDigit { index += 1 }
    return index
  }

  /// Whether a comma, three digits and no fourth stand here.
  private static func isGroup(_ text: ArraySlice<UInt8>, at index: Int) -> Bool {
    guard index + 3 < text.endIndex, text[index] == UInt8(ascii: ",") else { return false }
    return endOfDigits(in: text[..<min(index + 5, text.endIndex)], from: index + 1) == index + 4
  }
}

extension Numeral {
  /// The number it says. Apart from finding it, since a text may hold a million digits that nobody asks the value of.
  var value: Rational {
    var word = 0
    var wordDigits = 0
    var high: BigInt?
    for byte in spelling where byte.isDigit {
      if wordDigits == Self.wordLimit {
        high = Self.joined(high, word, wordDigits)
        (word, wordDigits) = (0, 0)
      }
      word = word * 10 + Int(byte - UInt8(ascii: "0"))
      wordDigits += 1
    }
    guard high == nil else {
      return Rational(reducing: Self.joined(high, word, wordDigits), over: BigInt(10).power(places))
    }
    return places == 0 ? Rational(word) : Rational(reducing: Int128(word), over: Int128(Self.powerOfTen(places)))
  }

  /// The most digits that surely fit an `Int`.
  private static let wordLimit = 18

  /// The digits read so far with those of one more word.
  private static func joined(_ high: BigInt?, _ word: Int, _ digits: Int) -> BigInt {
    (high ?? 0) * BigInt(powerOfTen(digits)) + BigInt(word)
  }

  private static func powerOfTen(_ exponent: Int) -> Int {
    var power = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

extension UInt8 {
  /// Whether the byte is one of the ten ASCII digits.
  var isDigit: Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= self
  }
}

extension Rational {
  /// The number that `text` spells and nothing else: `1000`, `1,000`, `0.25`, `.5`, `3.`, `25%`, with a sign or not.
  ///
  /// Nil for anything more or less, and for commas that do not group thousands.
  package init?(decimal text: ArraySlice<UInt8>) {
    var body = text
    var isNegative = false
    switch text.first {
    case UInt8(ascii: "+"):
      body = text.dropFirst()
    case UInt8(ascii: "-"):
      isNegative = true
      body = text.dropFirst()
    case Self.minusSign[0] where text.starts(with: Self.minusSign):
      isNegative = true
      body = text.dropFirst(Self.minusSign.count)
    default:
      break
    }
    let isPercent = body.last == UInt8(ascii: "%")
    if isPercent { body = body.dropLast() }
    guard let numeral = Numeral(in: body, at: body.startIndex), numeral.end == body.endIndex else { return nil }
    var value = numeral.value
    if isPercent, let hundredth = value.divided(by: Rational(100)) { value = hundredth }
    self = isNegative ? -value : value
  }

  /// U+2212, the minus sign of typeset mathematics.
  private static let minusSign: [UInt8] = [0xE2, 0x88, 0x92]
}
