extension Extraction {
  /// What stands between the word that announces an answer and the answer: ` is:`, `:** `, ` to the question is `.
  struct Link {
    /// The longest text between the two.
    private static let longest = 100
    /// The most words before the verb.
    private static let mostWords = 8

    private let text: ArraySlice<UInt8>
    private let word: ArraySlice<UInt8>
    private let needsVerb: Bool
    private var isLinked = false
    private var words = 0
    private var index: Int

    private enum Step {
      case next
      case found
      case failed
    }

    /// Where the answer begins; nil if these words announce none.
    static func end(
      behind word: ArraySlice<UInt8>, in text: ArraySlice<UInt8>, needsVerb: Bool
    ) -> Int? {
      var link = Link(text: text, word: word, needsVerb: needsVerb, index: word.endIndex)
      let limit = min(text.endIndex, word.endIndex + longest)
      while link.index < limit {
        switch link.step() {
        case .next: continue
        case .found: return link.index
        case .failed: return nil
        }
      }
      return nil
    }

    /// Passes what stands at the index, unless it begins the answer or none can follow.
    private mutating func step() -> Step {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: ":"), UInt8(ascii: "="):
        if needsVerb, !isLinked { return .failed }
        isLinked = true
      case UInt8(ascii: ">"):
        if text.byte(at: word.startIndex - 1) == UInt8(ascii: "<") { isLinked = true }
      case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
        if isLinked, text.byte(at: index + 1)?.isDigit == true { return .found }
        return .failed
      case UInt8(ascii: "*"), UInt8(ascii: "-"):
        if isLinked, byte == UInt8(ascii: "-") || startsItem { return .found }
      case UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "#"), UInt8(ascii: "}"), UInt8(ascii: ")"): break
      case UInt8(ascii: "\""), UInt8(ascii: ","): break
      case 0xEF where text.has("：", at: index):
        isLinked = true
        index += 2
      case _ where byte.isNewline:
        if !isLinked, needsVerb || !isHeading { return .failed }
        isLinked = true
      case _ where byte.isSpace: break
      case _ where byte.isLetter: return passWord()
      default:
        if isLinked || startsDirectly { return .found }
      }
      index += 1
      return .next
    }

    private mutating func passWord() -> Step {
      let next = text.word(at: index)
      if isLinked {
        guard WordList.fillers.contains(next) || WordList.links.contains(next) else { return .found }
      } else if WordList.links.contains(next), words == 0 || !next.elementsEqual("of".utf8) {
        isLinked = true
      } else {
        words += 1
        if words > Self.mostWords { return .failed }
      }
      index = next.endIndex
      return .next
    }

    /// Whether the answer follows the announcing word with nothing between, as in `Final answer 18`.
    private var startsDirectly: Bool {
      guard !needsVerb, words == 0 else { return false }
      let byte = text[index]
      let isChoice = byte == UInt8(ascii: "(") && text.byte(at: index + 2) == UInt8(ascii: ")")
      return byte.isDigit || byte == UInt8(ascii: "$") || text.has("\\(", at: index) || isChoice
    }

    private var startsItem: Bool {
      let before = text[word.endIndex..<index].reversed().first { $0 != UInt8(ascii: " ") }
      return before?.isNewline == true && Listing.isItem(at: index, in: text)
    }

    /// Whether the line is a heading such as `## Final Answer`, which announces the line below it.
    private var isHeading: Bool {
      guard words == 0 else { return false }
      let line = text[..<word.startIndex].suffix(40).reversed().prefix { !$0.isNewline }
      let isMarked = line.contains { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "*") }
      return line.count < 40 && (isMarked || line.count { $0.isSpace } <= 1)
    }
  }
}
