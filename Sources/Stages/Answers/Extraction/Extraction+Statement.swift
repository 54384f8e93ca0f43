extension Extraction {
  /// The answer at the start of a text, read up to where its sentence or an explaining clause ends.
  ///
  /// Nothing ends inside of a formula or of braces, at a decimal point or at the comma of a list.
  struct Statement {
    /// The answer without the marks around it.
    private(set) var content: ArraySlice<UInt8>
    /// The sentence it begins.
    private(set) var sentence: ArraySlice<UInt8>
    /// Whether it is asked, not told.
    private(set) var isQuestion = false

    /// The longest statement that is read.
    private static let longest = 2_000

    init(at start: Int, in text: ArraySlice<UInt8>) {
      let limit = min(text.endIndex, start + Self.longest)
      var reader = Reader(text[..<limit], at: start, quote: text.byte(at: start - 1))
      reader.read()
      sentence = text[start..<reader.index]
      isQuestion = text.byte(at: reader.index) == UInt8(ascii: "?")
      content = Self.stripped(text[reader.contentStart..<(reader.clause ?? reader.index)])
    }

    /// A text without spaces, quotes, emphasis and closing punctuation around it.
    static func stripped(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let isMark: (UInt8) -> Bool = {
        $0.isSpace || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "\"")
      }
      let text = text.drop { isMark($0) || $0 == UInt8(ascii: ":") }
      let last = text.indices.last { !isMark(text[$0]) && !isLoose($0, in: text) }
      return text[..<(last.map { $0 + 1 } ?? text.startIndex)]
    }

    /// Whether a sign only closes what ends with it.
    private static func isLoose(_ last: Int, in text: ArraySlice<UInt8>) -> Bool {
      let before = last > text.startIndex ? text[last - 1] : nil
      switch text[last] {
      case UInt8(ascii: "."): return before != UInt8(ascii: ".") && !Sentence.isPartOfWord(last, in: text)
      // The `\,` and `\;` of a formula are one sign.
      case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"): return before != UInt8(ascii: "\\")
      default: return false
      }
    }
  }
}

extension Extraction.Statement {
  /// Walks a statement to its end.
  private struct Reader {
    let text: ArraySlice<UInt8>
    var index: Int
    /// Behind the last calculator mark.
    var contentStart: Int
    /// Where an explaining clause begins.
    var clause: Int?
    private let start: Int
    private let isQuoted: Bool
    private var depth = 0
    private var formulas: Extraction.Formulas

    init(_ text: ArraySlice<UInt8>, at start: Int, quote: UInt8?) {
      self.text = text
      self.start = start
      index = start
      contentStart = start
      isQuoted = quote == UInt8(ascii: "\"")
      formulas = Extraction.Formulas(in: text)
    }

    mutating func read() {
      while index < text.endIndex, step() {}
      index = min(index, text.endIndex)
    }

    /// Passes what stands at the index; false if the statement ends before it.
    private mutating func step() -> Bool {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "$"), UInt8(ascii: "\\"): return passMath()
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
        if byte == UInt8(ascii: "("), opensRemark { endContent() }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
        if depth == 0 { return false }
        depth -= 1
      case UInt8(ascii: "\""): if isQuoted { return false }
      case UInt8(ascii: "<"): return passAngle()
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        if Extraction.Sentence.ends(at: index, in: text) {
          // The last point of `p.m.` and of `1.414...` is the answer's.
          let isEllipsis = byte == UInt8(ascii: ".") && text.byte(at: index - 1) == byte
          if isEllipsis || Extraction.Sentence.isPartOfWord(index, in: text) { index += 1 }
          return false
        }
      case 0xE2: if text.has("—", at: index) { endContent() }
      case _ where byte.isNewline: return false
      case _ where byte.isLetter:
        passWord()
        return true
      default: break
      }
      index += 1
      return true
    }

    /// What the answer consists of ends here, unless nothing came before.
    private mutating func endContent() {
      if clause == nil, index > start { clause = index }
    }

    /// Whether a parenthesis behind the answer holds words: `18 (since …)`, but not `f (x)` or `18 (C)`.
    private var opensRemark: Bool {
      guard depth == 0, index > start, text[index - 1].isSpace else { return false }
      return text[(index + 1)...].prefix(2).count { $0.isLetter } == 2
    }

    private mutating func passMath() -> Bool {
      if let formula = formulas.formula(at: index) {
        index = formula.end
      } else if text[index] == UInt8(ascii: "$") {
        // Before a digit it is money. Else it closes a formula that the statement is inside of.
        guard text.byte(at: index + 1)?.isDigit == true || index == start else { return false }
        index += 1
      } else {
        if text.has("\\)", at: index) || text.has("\\]", at: index) { return false }
        let name = text[(index + 1)...].prefix { $0.isLetter }
        index = name.isEmpty ? index + 2 : name.endIndex
      }
      return true
    }

    /// Passes a calculator mark, `<<48/2=24>>`, whose result is repeated behind it; stops at a tag.
    private mutating func passAngle() -> Bool {
      if text.has("<<", at: index) {
        guard let end = text[index...].prefix(200).first(">>") else { return false }
        let isRepeated = text.byte(at: end + 2)?.isDigit == true
        let result = text[index..<end].lastIndex(of: UInt8(ascii: "=")) ?? index + 1
        if clause == nil {
          contentStart = isRepeated ? end + 2 : result + 1
          if !isRepeated { clause = end }
        }
        index = end + 2
        return true
      }
      let next = text.byte(at: index + 1)
      if next == UInt8(ascii: "/") || next == UInt8(ascii: "|") { return false }
      index += 1
      return true
    }

    private mutating func passWord() {
      let word = text.word(at: index)
      defer { index = max(word.endIndex, index + 1) }
      guard depth == 0, clause == nil else { return }
      if WordList.clauses.contains(word) { endContent() }
      if word.elementsEqual("and".utf8), word.endIndex < text.endIndex {
        let next = text.word(at: text.indexPastSpaces(word.endIndex))
        // A single letter may be a variable.
        if next.count > 1, WordList.subjects.contains(next) { endContent() }
      }
    }
  }
}
