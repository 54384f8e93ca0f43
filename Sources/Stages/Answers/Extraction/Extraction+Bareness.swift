extension Extraction {
  /// Whether a text is an answer and nothing else, told by its length and its words.
  enum Bareness {
    /// An answer: `\frac{1}{2}`, `18 apples`, `The midpoints form a regular hexagon`.
    case bare
    /// A sentence that may hold an answer or be one: `The function is even`.
    case sentence
    /// More than an answer, or less.
    case none

    private static let longest = 400
    private static let mostWords = 12

    init(of text: ArraySlice<UInt8>) {
      let text = text.trimmed
      let isShort = text.count <= Self.longest
      // A calculator's mark is never part of an answer, and no answer is made of punctuation alone.
      let isWorked = isShort && text.first("<<") != nil
      let hasContent = isShort && text.contains { $0.isLetter || $0.isDigit || $0 >= 0x80 }
      self = hasContent && !isWorked ? Self.read(text) : .none
    }

    private static func read(_ text: ArraySlice<UInt8>) -> Bareness {
      var isSentence = false
      var hasCondition = false
      var count = 0
      var wasWord = false
      var endsOpen = false
      for piece in Pieces(of: text) {
        endsOpen = false
        switch piece {
        case .word(let word):
          if WordList.derivation.contains(word) { return .none }
          if word.startIndex > text.startIndex, WordList.conditions.contains(word) { hasCondition = true }
          if !hasCondition, WordList.predicates.contains(word) { isSentence = true }
          count += 1
          // `12 in` is whole, `half of the` is not.
          endsOpen = wasWord && WordList.openEnds.contains(word)
          wasWord = true
        case .formula: wasWord = false
        case .mark(let index):
          if text[index].isNewline || !fits(index, in: text) { return .none }
          if !text[index].isSpace { wasWord = false }
          endsOpen = index == text.endIndex - 1 && "=:(".utf8.contains(text[index])
        }
      }
      if endsOpen || count > mostWords { return .none }
      return isSentence ? .sentence : .bare
    }

    /// Whether a byte outside of words and formulas may stand in an answer: no code, no question, one sentence.
    private static func fits(_ index: Int, in text: ArraySlice<UInt8>) -> Bool {
      switch text[index] {
      case UInt8(ascii: "`"), UInt8(ascii: "?"): return false
      case UInt8(ascii: "."), UInt8(ascii: "!"):
        let isInside = text.indexPastSpaces(index + 1) < text.endIndex
        return !isInside || !Sentence.ends(at: index, in: text)
      default: return true
      }
    }
  }
}
