extension Lexer {
  /// A byte of ASCII that is neither letter, digit, brace nor backslash.
  mutating func mark(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "$"): dollar()
    case UInt8(ascii: "+"): emit(.plus, length: 1)
    case UInt8(ascii: "-"): next(">") ? emit(.relation(.other), length: 2) : emit(.minus, length: 1)
    case UInt8(ascii: "*"): next("*") ? emit(.caret, length: 2) : emit(.times, length: 1)
    case UInt8(ascii: "/"): emit(.slash, length: 1)
    case UInt8(ascii: "^"): raised()
    case UInt8(ascii: "_"): emit(.underscore, length: 1)
    case UInt8(ascii: "'"): apostrophe()
    case UInt8(ascii: "!"): next("=") ? emit(.relation(.notEqual), length: 2) : emit(.factorial, length: 1)
    case UInt8(ascii: "%"): emit(.percent, length: 1)
    case UInt8(ascii: ","): comma()
    case UInt8(ascii: ";"): emit(.semicolon, length: 1)
    case UInt8(ascii: ":"): emit(.colon, length: 1)
    case UInt8(ascii: "&"): emit(.ampersand, length: 1)
    case UInt8(ascii: "("): emit(.open(.round), length: 1)
    case UInt8(ascii: ")"): emit(.close(.round), length: 1)
    case UInt8(ascii: "["): emit(.open(.square), length: 1)
    case UInt8(ascii: "]"): emit(.close(.square), length: 1)
    case UInt8(ascii: "<"): next("=") ? emit(.relation(.lessOrEqual), length: 2) : emit(.relation(.less), length: 1)
    case UInt8(ascii: ">"):
      next("=") ? emit(.relation(.greaterOrEqual), length: 2) : emit(.relation(.greater), length: 1)
    case UInt8(ascii: "="): equals()
    case UInt8(ascii: "|"): emit(.bar, length: 1)
    case UInt8(ascii: "."): point()
    default: skip()
    }
  }

  private func next(_ byte: Unicode.Scalar) -> Bool {
    self.byte(at: 1) == UInt8(ascii: byte)
  }

  private mutating func dollar() {
    dollarsDelimit ? skip() : emit(.currency, length: 1)
  }

  private mutating func equals() {
    if next("=") { return emit(.relation(.equal), length: 2) }
    next(">") ? emit(.relation(.other), length: 2) : emit(.relation(.equal), length: 1)
  }

  /// A comma; one that a negative space follows groups thousands.
  private mutating func comma() {
    guard next("\\"), byte(at: 2) == UInt8(ascii: "!") else { return emit(.comma, length: 1) }
    let spaces = text[(index + 3)...].prefix { $0 == UInt8(ascii: " ") }.count
    byte(at: 3 + spaces)?.isDigit == true ? emit(.thousands, length: 3 + spaces) : emit(.comma, length: 1)
  }

  /// The caret, unless it raises a degree sign or a prime.
  private mutating func raised() {
    for (spelling, kind) in Self.raisedSigns where text[index...].dropFirst().starts(with: spelling.utf8) {
      let end = index + 1 + spelling.utf8.count
      let isLonger = spelling.utf8.last?.isLetter == true && end < text.endIndex && text[end].isLetter
      if !isLonger { return emit(kind, from: index, to: end) }
    }
    emit(.caret, length: 1)
  }

  private static let raisedSigns: [(String, Token.Kind)] = [
    ("\\circ", .degree), ("{\\circ}", .degree), ("{ \\circ }", .degree), ("{\\circ }", .degree), (" \\circ", .degree),
    ("\\prime", .prime), ("{\\prime}", .prime), ("°", .degree), ("{\\degree}", .degree),
  ]

  /// A prime belongs to the name it touches; elsewhere an apostrophe only quotes.
  private mutating func apostrophe() {
    switch tokens.last?.kind {
    case .letter, .symbol, .prime, .word:
      // `o'clock`, `student's`: within words it is one more letter of no account.
      byte(at: 1)?.isLetter == true || tokens.last?.end != index || isQuoted
        ? skip(apart: false) : emit(.prime, length: 1)
    default: skip(apart: false)
    }
  }

  /// Whether the token before stands in quotation marks, which this one closes.
  private var isQuoted: Bool {
    guard let last = tokens.last, last.start > text.startIndex else { return false }
    return text[last.start - 1] == UInt8(ascii: "'")
  }

  private mutating func point() {
    if next("."), byte(at: 2) == UInt8(ascii: ".") { return emit(.ellipsis, length: 3) }
    if byte(at: 1)?.isDigit == true {
      var end = index + 1
      while end < text.endIndex, text[end].isDigit { end += 1 }
      return emit(.number, from: index, to: end)
    }
    emit(.period, length: 1)
  }

  /// A character beyond ASCII. Bytes that are no UTF-8 are passed over.
  mutating func beyondASCII() {
    var decoder = UTF8()
    var bytes = text[index...].prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return skip() }
    let length = UTF8.width(scalar)
    switch Vocabulary.sign(scalar) {
    case .token(let kind): emit(kind, length: length)
    case .space, .hidden: skip(length)
    case .nothing, .words: skip(length, apart: false)
    case nil: other(scalar, length)
    }
  }

  /// A letter of another script begins a word of such letters.
  private mutating func other(_ scalar: Unicode.Scalar, _ length: Int) {
    // ① and its like are the numbers of statements.
    if (0x2460...0x2473).contains(scalar.value) { return emit(.word, length: length) }
    guard scalar.properties.isAlphabetic else { return skip(length) }
    var end = index + length
    while end < text.endIndex, text[end] >= 0x80 || text[end].isLetter {
      var decoder = UTF8()
      var bytes = text[end...].prefix(4).makeIterator()
      guard case .scalarValue(let next) = decoder.decode(&bytes), next.properties.isAlphabetic else { break }
      if Vocabulary.sign(next) != nil { break }
      end += UTF8.width(next)
    }
    emit(.word, from: index, to: end)
  }
}
