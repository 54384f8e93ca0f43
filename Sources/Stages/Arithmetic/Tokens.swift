/// The marks of an arithmetic text, one at a time: the current one, and enough of the one before it.
struct Tokens {
  /// What a mark is. A number is only recognised here; reading it is `numeral()`.
  enum Kind {
    case number, plus, minus, times, over, doubleOver, power, open, close, percent, currency, other, end
  }

  let text: ArraySlice<UInt8>
  /// The current mark.
  private(set) var kind = Kind.end
  /// Where the current mark begins in `text`.
  private(set) var offset: Int
  /// The mark before, and where it ended.
  private(set) var previous = Kind.end
  private(set) var previousEnd: Int
  private var length = 0

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    offset = text.startIndex
    previousEnd = text.startIndex
    read()
  }

  /// Goes to the next mark.
  mutating func advance() {
    advance(to: offset + length)
  }

  /// Goes to the first mark at or after `index`, the current one having ended there.
  mutating func advance(to index: Int) {
    previous = kind
    previousEnd = index
    offset = index
    read()
  }

  /// The number at the current mark; nil for a lone point.
  func numeral() -> Numeral? {
    Numeral(in: text, at: offset)
  }

  private mutating func read() {
    while offset < text.endIndex, text[offset].isSpace { offset += 1 }
    guard offset < text.endIndex else {
      (kind, length) = (.end, 0)
      return
    }
    length = 1
    switch text[offset] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): kind = .number
    case UInt8(ascii: "+"): kind = .plus
    case UInt8(ascii: "-"): kind = .minus
    case UInt8(ascii: "x"), UInt8(ascii: "X"): kind = .times
    case UInt8(ascii: "("): kind = .open
    case UInt8(ascii: ")"): kind = .close
    case UInt8(ascii: "^"): kind = .power
    case UInt8(ascii: "%"): kind = .percent
    case UInt8(ascii: "$"): kind = .currency
    case UInt8(ascii: "*"): (kind, length) = isDoubled ? (.power, 2) : (.times, 1)
    case UInt8(ascii: "/"): (kind, length) = isDoubled ? (.doubleOver, 2) : (.over, 1)
    case 0x80...: readSymbol()
    default: kind = .other
    }
  }

  /// Whether the byte here stands twice.
  private var isDoubled: Bool {
    offset + 1 < text.endIndex && text[offset + 1] == text[offset]
  }

  /// The operators of typeset mathematics: `×`, `·`, `÷`, `−`.
  private mutating func readSymbol() {
    // Compared byte by byte: an array literal would allocate.
    let rest = text[offset...].dropFirst()
    switch (text[offset], rest.first, rest.dropFirst().first) {
    case (0xC3, 0x97, _), (0xC2, 0xB7, _): (kind, length) = (.times, 2)
    case (0xC3, 0xB7, _): (kind, length) = (.over, 2)
    case (0xE2, 0x88, 0x92): (kind, length) = (.minus, 3)
    default: kind = .other
    }
  }
}

extension UInt8 {
  /// Whether the byte is a space, a tab or a line break.
  var isSpace: Bool {
    self == UInt8(ascii: " ") || 0x09...0x0D ~= self
  }
}

// MARK: - Errors

extension Tokens {
  /// The current mark cannot stand where it does.
  func unexpected() -> CalculatorError {
    error("unexpected \(found)")
  }

  /// A number or a parenthesis had to come here.
  func expectedNumber() -> CalculatorError {
    let found = kind == .end ? "the end" : found
    return CalculatorError(
      "expected a number at character \(character(at: offset)), found \(found)", at: position(offset))
  }

  /// A parenthesis was opened, and what came was not its end.
  func unclosed(_ opening: Int) -> CalculatorError {
    kind == .end
      ? CalculatorError("'(' at character \(character(at: opening)) is never closed", at: position(opening))
      : unexpected()
  }

  /// A message about the current mark.
  func error(_ message: String) -> CalculatorError {
    CalculatorError("\(message) at character \(character(at: offset))", at: position(offset))
  }

  /// The character at the current mark in quotes. Anything but plain text is told by number, since an error may be
  /// printed to a terminal.
  private var found: String {
    var decoder = UTF8()
    var bytes = text[offset...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return "byte \(text[offset])" }
    switch scalar.properties.generalCategory {
    case .control, .format, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator:
      return "U+\(String(scalar.value, radix: 16, uppercase: true))"
    default:
      return "'\(scalar)'"
    }
  }

  private func position(_ index: Int) -> Int {
    index - text.startIndex
  }

  /// Counted from one, as people count, and in characters, as people see them.
  private func character(at index: Int) -> Int {
    1 + text[..<index].count { $0 & 0xC0 != 0x80 }
  }
}
