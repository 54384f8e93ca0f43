/// Cuts an answer's text, LaTeX or plain, into tokens. One pass, no recursion: braces are kept on a stack, since a
/// model may repeat itself ten thousand braces deep.
struct Lexer {
  let text: ArraySlice<UInt8>
  private(set) var index: Int
  private(set) var tokens: [Token] = []
  private var isApart = false
  /// For every `\left` the bracket behind it, which goes if `\right.` closes nothing.
  private var lefts: [Int?] = []
  /// For every open brace what it was opened as.
  private var braces: [Brace] = []
  /// How many of them are in words.
  private var wordDepth = 0
  let dollarsDelimit: Bool
  /// In a matrix `\\` ends a row; elsewhere, before a command, it is a backslash escaped twice.
  private let hasRows: Bool

  private enum Brace { case group, words, style }

  /// The tokens of a text. Whether its brackets match is not asked here.
  static func tokens(of text: ArraySlice<UInt8>) -> [Token] {
    var lexer = Lexer(text)
    while lexer.index < text.endIndex { lexer.step() }
    return lexer.tokens
  }

  private init(_ text: ArraySlice<UInt8>) {
    self.text = text
    index = text.startIndex
    dollarsDelimit = Dollars.delimit(in: text)
    hasRows = text.contains("\\begin")
    tokens.reserveCapacity(min(text.count, 64))
  }

  private mutating func step() {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number()
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): letters()
    case UInt8(ascii: "\\"): backslash()
    case UInt8(ascii: "{"): open()
    case UInt8(ascii: "}"): close()
    case 0x80...: beyondASCII()
    default: mark(byte)
    }
  }

  // MARK: - Emitting

  mutating func emit(_ kind: Token.Kind, length: Int) {
    emit(kind, from: index, to: index + length)
  }

  mutating func emit(_ kind: Token.Kind, from start: Int, to end: Int) {
    tokens.append(Token(kind: kind, start: start, end: end, isApart: isApart, isText: wordDepth > 0))
    index = end
    isApart = false
  }

  mutating func skip(_ length: Int = 1, apart: Bool = true) {
    index += length
    if apart { isApart = true }
  }

  func byte(at offset: Int) -> UInt8? {
    index + offset < text.endIndex ? text[index + offset] : nil
  }

  // MARK: - Numbers and letters

  private mutating func number() {
    var end = index
    func digits() { while end < text.endIndex, text[end].isDigit { end += 1 } }
    digits()
    // A point with a digit behind it; or one that ends the number, as in `3.`, which the end of a sentence also does.
    if end + 1 < text.endIndex, text[end] == UInt8(ascii: "."), text[end + 1].isDigit {
      end += 1
      digits()
    }
    if end < text.endIndex, text[end] | 0x20 == UInt8(ascii: "e"), wordDepth == 0, let exponent = exponent(at: end + 1)
    {
      end = exponent
    }
    emit(.number, from: index, to: end)
  }

  /// The end of the exponent of `1.5e3` or `2E-05`, if one stands here.
  private func exponent(at start: Int) -> Int? {
    var end = start
    if end < text.endIndex, text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: "+") { end += 1 }
    let digits = end
    while end < text.endIndex, text[end].isDigit { end += 1 }
    guard end > digits, end - digits <= 6 else { return nil }
    return end < text.endIndex && (text[end].isLetter || text[end] == UInt8(ascii: ".")) ? nil : end
  }

  private mutating func letters() {
    var end = index + 1
    while end < text.endIndex, text[end].isLetter { end += 1 }
    // `1orW(x)`: what a program or a hasty author runs together.
    if isAfterValue, let joint = joint(index..<end) { end = joint }
    if end - index == 1 { return emit(.letter, from: index, to: end) }
    emit(known(index..<end) ?? .word, from: index, to: end)
  }

  private var isAfterValue: Bool {
    guard let last = tokens.last, last.end == index else { return false }
    switch last.kind {
    case .number, .close: return true
    default: return false
    }
  }

  /// The end of the `or` or `and` that a run of letters begins with.
  private func joint(_ range: Range<Int>) -> Int? {
    for word in ["or", "and"] where text[range].starts(with: word.utf8) { return range.lowerBound + word.utf8.count }
    return nil
  }

  /// What a word means that is written without a backslash, `sqrt`, unless it is only a word: the `min` of `5 min`.
  private func known(_ range: Range<Int>) -> Token.Kind? {
    guard range.count <= 9 else { return nil }
    let name = String(decoding: text[range], as: UTF8.self)
    guard let kind = Vocabulary.word(name) else { return nil }
    guard Vocabulary.isAlsoEnglish(name) else { return kind }
    let next = text[range.upperBound...].first { !$0.isSpace && $0 != UInt8(ascii: "}") }
    return next == UInt8(ascii: "(") ? kind : nil
  }

  // MARK: - Braces

  private mutating func open() {
    // `1{,}000`
    if byte(at: 1) == UInt8(ascii: ","), byte(at: 2) == UInt8(ascii: "}") { return emit(.thousands, length: 3) }
    push(.group)
    emit(.open(.group), length: 1)
  }

  private mutating func push(_ brace: Brace) {
    braces.append(brace)
    if brace == .words { wordDepth += 1 }
  }

  private mutating func close() {
    switch braces.popLast() {
    case .words:
      wordDepth -= 1
      skip()
    case .style: skip(apart: false)
    case .group: emit(.close(.group), length: 1)
    case nil: skip()  // A brace too many is what cutting leaves of a formula.
    }
  }

  // MARK: - Commands

  private mutating func backslash() {
    guard let next = byte(at: 1) else { return skip() }
    if next.isLetter { return command(at: index + 1) }
    switch next {
    case UInt8(ascii: "\\"): doubled()
    case UInt8(ascii: "{"): emit(.open(.set), length: 2)
    case UInt8(ascii: "}"): emit(.close(.set), length: 2)
    case UInt8(ascii: "%"): emit(.percent, length: 2)
    case UInt8(ascii: "$"): emit(.currency, length: 2)
    case UInt8(ascii: "!"): skip(2, apart: false)
    case UInt8(ascii: "|"): emit(.bar, length: 2)
    default: skip(2)
    }
  }

  /// The length of the `[4pt]` behind the end of a row; 0 if there is none.
  private func rowSpacing() -> Int {
    guard byte(at: 2) == UInt8(ascii: "["), let close = text[index...].prefix(20).firstIndex(of: UInt8(ascii: "]"))
    else { return 0 }
    let inner = text[(index + 3)..<close]
    let size = inner.drop { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    let isLength = ["pt", "em", "ex", "mm", "cm", "in", "px"].contains { size.elementsEqual($0.utf8) }
    return isLength && size.count < inner.count ? close + 1 - index - 2 : 0
  }

  /// Two backslashes: the end of a row, or one that was escaped once too often.
  private mutating func doubled() {
    if !hasRows, let next = byte(at: 2) {
      if next.isLetter {
        let name = commandName(at: index + 2)
        if Vocabulary.command(String(decoding: text[name], as: UTF8.self)) != nil { return command(at: index + 2) }
      } else if !next.isSpace {
        return skip(1, apart: false)
      }
    }
    emit(.row, length: 2 + rowSpacing())
  }

  private func commandName(at start: Int) -> Range<Int> {
    var end = start
    while end < text.endIndex, text[end].isLetter { end += 1 }
    return start..<end
  }

  private mutating func command(at start: Int) {
    var name = commandName(at: start)
    let whole = String(decoding: text[name], as: UTF8.self)
    if whole == "mathbb" || whole == "Bbb", blackboard(after: name.upperBound) { return }
    var meaning = Vocabulary.command(whole)
    if meaning == nil, let known = Vocabulary.prefix(of: whole) {
      name = start..<(start + known.name.utf8.count)
      meaning = known.meaning
    }
    switch meaning {
    case .token(let kind): emit(kind, from: index, to: name.upperBound)
    case .words: argument(after: name.upperBound, as: .words)
    case .nothing:
      skip(name.upperBound - index, apart: false)
      if whole == "left" { lefts.append(absentBracket() ? nil : tokens.count) }
      if whole == "right", let left = lefts.popLast(), absentBracket(), let left, left < tokens.count {
        tokens.remove(at: left)
      }
      if whole == "boxed" || whole == "fbox" { argument(after: index, as: .style) }
    case .space: skip(name.upperBound - index)
    case .hidden: hide(after: name.upperBound)
    case nil: emit(.unknown, from: index, to: name.upperBound)
    }
  }

  /// Takes the point of `\left.`, which stands for no bracket.
  private mutating func absentBracket() -> Bool {
    guard byte(at: 0) == UInt8(ascii: ".") else { return false }
    skip(apart: false)
    return true
  }

  /// The letter of `\mathbb{R}`, with braces or without.
  private mutating func blackboard(after end: Int) -> Bool {
    let rest = text[end...].drop { $0.isSpace }
    let isBraced = rest.first == UInt8(ascii: "{")
    let body = isBraced ? rest.dropFirst().drop { $0.isSpace } : rest
    guard let letter = body.first, let set = Self.blackboard[letter] else { return false }
    guard !isBraced || body.dropFirst().first == UInt8(ascii: "}") else { return false }
    emit(.numberSet(set), from: index, to: body.startIndex + (isBraced ? 2 : 1))
    return true
  }

  private static let blackboard: [UInt8: NumberSet] = [
    UInt8(ascii: "N"): .naturals, UInt8(ascii: "Z"): .integers, UInt8(ascii: "Q"): .rationals,
    UInt8(ascii: "R"): .reals, UInt8(ascii: "C"): .complexes,
  ]

  /// Enters the braces that follow a command whose argument is read as a part of the answer.
  private mutating func argument(after end: Int, as brace: Brace) {
    var start = end
    while start < text.endIndex, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "*") { start += 1 }
    let isBrace = start < text.endIndex && text[start] == UInt8(ascii: "{")
    index = isBrace ? start + 1 : end
    isApart = isApart || brace == .words
    if isBrace { push(brace) }
  }

  /// Leaves out a command with its argument.
  private mutating func hide(after end: Int) {
    index = end
    isApart = true
    guard byte(at: 0) == UInt8(ascii: "{"), let close = text[index...].firstIndex(of: UInt8(ascii: "}")) else { return }
    index = close + 1
  }
}
