/// Reads the parts of a quantity one after the other from a text that `MathText` has spaced. Each part says whether
/// it was there, and leaves the text alone if not.
struct QuantityReader {
  private var text: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
  }

  var isAtEnd: Bool {
    text.allSatisfy(\.isSpace)
  }

  /// The `x =` before a number.
  mutating func leadingVariable() -> UInt8? {
    var rest = self
    rest.skipSpaces()
    guard let letter = rest.text.popFirst(), letter.isLetter, rest.take("=") else { return nil }
    self = rest
    return letter
  }

  /// The `= x` behind a number.
  mutating func trailingVariable() -> UInt8? {
    var rest = self
    guard rest.take("=") else { return nil }
    rest.skipSpaces()
    guard let letter = rest.text.popFirst(), letter.isLetter, rest.isAtEnd else { return nil }
    self = rest
    return letter
  }

  /// Whether a minus stands here. A plus is passed over.
  mutating func sign() -> Bool {
    if take("-") { return true }
    _ = take("+")
    return false
  }

  /// A currency sign as the unit it stands for.
  mutating func currency() -> [UInt8] {
    for (sign, unit) in [("$", "dollar"), ("€", "euro"), ("£", "pound")] where take(sign) {
      return Array(unit.utf8)
    }
    return []
  }

  /// A percent sign or word.
  mutating func percent() -> Bool {
    take("%") || take("percent")
  }

  // MARK: - The number

  /// A decimal, a fraction or a mixed number.
  mutating func value(isNegative: Bool) -> Rational? {
    var rest = self
    guard let magnitude = rest.fraction() ?? rest.decimalOrMixed() else { return nil }
    self = rest
    return isNegative ? -magnitude : magnitude
  }

  private mutating func decimalOrMixed() -> Rational? {
    guard let first = decimal() else { return nil }
    if let denominator = denominator() { return first.divided(by: denominator) }
    guard first.isInteger, let part = properFraction() else { return first }
    return first + part
  }

  /// The fraction of `1\frac{1}{2}` and of `1 1/2`. An improper one is a product, if anything.
  private mutating func properFraction() -> Rational? {
    var rest = self
    var part = rest.fraction()
    if part == nil, rest.text.first?.isSpace == true, let numerator = rest.decimal() {
      part = rest.denominator().flatMap(numerator.divided(by:))
    }
    guard let part, !part.isNegative, part < Rational(1) else { return nil }
    self = rest
    return part
  }

  /// The `/2` of `1/2`.
  private mutating func denominator() -> Rational? {
    var rest = self
    guard rest.take("/"), let value = rest.decimal() else { return nil }
    self = rest
    return value
  }

  /// `\frac{1}{2}` or `\frac12`.
  private mutating func fraction() -> Rational? {
    var rest = self
    guard rest.take("\\frac"), let numerator = rest.argument(), let denominator = rest.argument(),
      let value = numerator.divided(by: denominator)
    else { return nil }
    self = rest
    return value
  }

  private mutating func argument() -> Rational? {
    skipSpaces()
    if let digit = text.first, digit.isDigit {
      text.removeFirst()
      return Rational(Int(digit - UInt8(ascii: "0")))
    }
    guard take("{") else { return nil }
    let isNegative = sign()
    guard let value = decimal(), take("}") else { return nil }
    return isNegative ? -value : value
  }

  private mutating func decimal() -> Rational? {
    skipSpaces()
    guard let numeral = Numeral(in: text, at: text.startIndex) else { return nil }
    text = text[numeral.end...]
    return numeral.value
  }

  // MARK: - The unit

  /// The words behind the number, to the end of the text; nil if anything there may not be a unit.
  mutating func unit() -> ArraySlice<UInt8>? {
    var words = [UInt8]()
    var isAttached = text.first?.isSpace == false
    while !isAtEnd {
      skipSpaces()
      let word = text.prefix { $0.isLetter }
      guard Self.isUnit(word, isAttached: isAttached) else { return nil }
      text = text.dropFirst(word.count)
      words += word.count > 2 && word.last == UInt8(ascii: "s") ? word.dropLast() : word
      if let power = power() { words += [UInt8(ascii: "^"), power] }
      words.append(take("/") ? UInt8(ascii: "/") : UInt8(ascii: " "))
      isAttached = false
    }
    return words.dropLast()
  }

  private static func isUnit(_ word: ArraySlice<UInt8>, isAttached: Bool) -> Bool {
    // `5 m` is five metres, `5m` five times m.
    if Words.isAbbreviatedUnit(word) { return !isAttached || word.count > 1 }
    if isAttached { return false }
    return word.count < 3 ? Words.joinsUnits(word) : !Words.tellsAmount(ArraySlice(word.map(\.lowercased)))
  }

  /// The exponent of `cm^2` and `cm^{2}`.
  private mutating func power() -> UInt8? {
    var rest = self
    guard rest.take("^") else { return nil }
    let isBraced = rest.take("{")
    guard let digit = rest.text.popFirst(), digit.isDigit, !isBraced || rest.take("}") else { return nil }
    self = rest
    return digit
  }

  // MARK: - Bytes

  private mutating func skipSpaces() {
    text = text.drop { $0.isSpace }
  }

  private mutating func take(_ mark: String) -> Bool {
    let rest = text.drop { $0.isSpace }
    guard rest.starts(with: mark.utf8) else { return false }
    text = rest.dropFirst(mark.utf8.count)
    return true
  }
}
