extension Extraction {
  /// The last sentence of the last line of a reply; a signature under it is none.
  struct ClosingSentence {
    private var text: ArraySlice<UInt8>
    /// Its last formula.
    private(set) var formula: ArraySlice<UInt8>?
    /// Its last formula with a digit.
    private(set) var numericFormula: ArraySlice<UInt8>?
    /// Where the last equals sign outside of formulas stands.
    private var equals: Int?
    /// Where the variable of the last `x = 1, y = 2` stands, the first of a list.
    private var variable: Int?
    /// Where a clause begins that only says when or how the number before it comes about.
    private var clause: Int?
    /// Whether the reply ends in the middle of this sentence.
    private(set) var isCut = false

    /// The longest end of a line that is looked at; no sentence is as long.
    private static let longest = 4_000

    init(of reply: ArraySlice<UInt8>) {
      let newline = reply.lastIndex(where: \.isNewline)
      let line = reply[(newline.map { $0 + 1 } ?? reply.startIndex)...].suffix(Self.longest)
      var sentence = ClosingSentence(empty: line.prefix(0))
      var last = sentence
      var wasWord = false
      var isMarkOpen = false
      var isList = false
      var pieces = Pieces(of: line)
      while let piece = pieces.next() {
        sentence.isCut = false
        switch piece {
        case .word(let word):
          if WordList.closingClauses.contains(word), sentence.clause == nil,
            line[sentence.text.startIndex..<word.startIndex].contains(where: \.isDigit)
          {
            sentence.clause = word.startIndex
          }
          if WordList.joiners.contains(word) { isList = true }
          sentence.isCut = wasWord && WordList.openEnds.contains(word)
          wasWord = true
          continue
        case .formula where sentence.clause != nil: break
        case .formula(let formula):
          sentence.formula = formula
          if formula.contains(where: \.isDigit) { sentence.numericFormula = formula }
        case .mark(let index):
          switch line[index] {
          case UInt8(ascii: " "): continue
          case UInt8(ascii: "=") where sentence.clause != nil: break
          case UInt8(ascii: "="):
            sentence.passEquals(at: index, in: line, isList: isList)
            isList = false
            sentence.isCut = true
          case UInt8(ascii: ","): isList = true
          case UInt8(ascii: ":"): sentence.isCut = true
          case UInt8(ascii: "<"): if line.has("<<", at: index) { isMarkOpen = true }
          case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
            guard Sentence.ends(at: index, in: line) else { break }
            sentence.text = line[sentence.text.startIndex..<(sentence.clause ?? index)]
            // A question has no answer in it.
            if line[index] == UInt8(ascii: "?") { sentence.isCut = true }
            if sentence.counts { last = sentence }
            sentence = ClosingSentence(empty: line[pieces.index..<pieces.index])
          default: break
          }
        }
        wasWord = false
      }
      sentence.text = line[sentence.text.startIndex..<(sentence.clause ?? line.endIndex)]
      // A calculator's mark that is never closed.
      if isMarkOpen { sentence.isCut = true }
      self = sentence.counts ? sentence : last
    }

    private init(empty text: ArraySlice<UInt8>) {
      self.text = text
    }

    private var counts: Bool {
      text.contains { $0.isLetter || $0.isDigit } && !Sentence.isSignature(text)
    }

    private mutating func passEquals(at index: Int, in line: ArraySlice<UInt8>, isList: Bool) {
      let before = line[text.startIndex..<index].reversed().prefix { $0 == UInt8(ascii: " ") }.count
      let name = line[text.startIndex..<(index - before)].suffix(2)
      // Of `3 + 4 = 7 and 7 * 2 = 14` only the last result counts, of `x = 7 and y = 14` both.
      let isVariable = name.last?.isLetter == true && (name.count == 1 || name.first?.isLetter == false)
      let continues = isList && isVariable && variable != nil
      if !continues { variable = isVariable ? name.endIndex - 1 : nil }
      equals = index
    }
  }
}

extension Extraction.ClosingSentence {
  /// The longest right-hand side, and the most words in it.
  private static let longestResult = 60
  private static let mostWords = 3

  /// The last number of the sentence, unless it is part of a name or of a calculator mark that was cut short.
  var number: ArraySlice<UInt8>? {
    var rest = text
    while let number = Answers.lastNumber(in: rest) {
      rest = text[..<number.startIndex]
      if rest.last?.isLetter != true { return number }
    }
    return nil
  }

  /// The result that the sentence does nothing but state: `Therefore, x = 5`, or that it ends with: `… = 18`.
  var result: ArraySlice<UInt8>? {
    isCut ? nil : conclusion ?? rightHandSide
  }

  private var conclusion: ArraySlice<UInt8>? {
    var start = text.startIndex
    var hasLead = false
    for piece in Extraction.Pieces(of: text) {
      if case .word(let word) = piece, word.count > 1, WordList.leads.contains(word) {
        hasLead = true
        start = word.endIndex
      } else if case .mark(let index) = piece, text[index].isSpace || text[index] == UInt8(ascii: ",") {
        start = index + 1
      } else {
        break
      }
    }
    guard hasLead else { return nil }
    return short(Extraction.Statement.stripped(text[start...]), words: 1)
  }

  private var rightHandSide: ArraySlice<UInt8>? {
    guard let equals else { return nil }
    let end = Extraction.Statement.stripped(text).endIndex
    if let variable { return short(text[variable..<end], words: Self.mostWords) }
    let statement = Extraction.Statement(at: text.indexPastSpaces(equals + 1), in: text)
    let behind = text[min(statement.content.endIndex, end)..<end]
    return behind.isEmpty || behind.elementsEqual(">>".utf8) ? short(statement.content, words: Self.mostWords) : nil
  }

  /// The text, if it is a bare answer in numbers or signs.
  private func short(_ text: ArraySlice<UInt8>, words most: Int) -> ArraySlice<UInt8>? {
    guard text.count <= Self.longestResult, Extraction.Bareness(of: text) == .bare else { return nil }
    var words = 0
    var isNumeric = text.contains(where: \.isDigit)
    for piece in Extraction.Pieces(of: text) {
      if case .word(let word) = piece, word.count > 1, !WordList.joiners.contains(word) { words += 1 }
      if case .formula = piece { isNumeric = true }
    }
    return isNumeric && words <= most ? text : nil
  }
}
