extension Extraction {
  /// The pieces of a text that its reading depends on, in order; what stands in braces, and a calculator's mark, is
  /// passed over.
  struct Pieces: Sequence, IteratorProtocol {
    enum Piece {
      /// A word outside of formulas.
      case word(ArraySlice<UInt8>)
      /// The content of a formula.
      case formula(ArraySlice<UInt8>)
      /// Where any other byte stands.
      case mark(Int)
    }

    private let text: ArraySlice<UInt8>
    private var formulas: Formulas
    private var depth = 0
    /// Where the next piece begins.
    private(set) var index: Int

    init(of text: ArraySlice<UInt8>) {
      self.text = text
      formulas = Formulas(in: text)
      index = text.startIndex
    }

    mutating func next() -> Piece? {
      while index < text.endIndex {
        let start = index
        index += 1
        switch text[start] {
        case UInt8(ascii: "$"), UInt8(ascii: "\\"):
          if let formula = formulas.formula(at: start) {
            index = formula.end
            if depth == 0 { return .formula(formula.content) }
          } else if text[start] == UInt8(ascii: "\\") {
            // A command's name is no word, and an escaped brace no brace.
            let name = text[index...].prefix { $0.isLetter }
            index = name.isEmpty ? Swift.min(index + 1, text.endIndex) : name.endIndex
          } else if depth == 0 {
            return .mark(start)
          }
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"): depth = Swift.max(0, depth - 1)
        case _ where depth > 0: break
        case UInt8(ascii: "<") where text.has("<<", at: start):
          guard let end = text[start...].prefix(200).first(">>") else { return .mark(start) }
          index = end + 2
        case let byte where byte.isLetter:
          let word = text.word(at: start)
          index = word.endIndex
          return .word(word)
        default: return .mark(start)
        }
      }
      return nil
    }
  }

  /// Judges whether a text can be an answer, not a remark on one.
  enum Plausibility {
    /// The most words of an answer, formulas and variables apart.
    private static let mostWords = 6
    private static let verbs = WordList("is are equals be")

    static func isAnswer(_ text: ArraySlice<UInt8>) -> Bool {
      guard text.contains(where: { $0.isLetter || $0.isDigit || $0 >= 0x80 }) else { return false }
      var count = 0
      for case .word(let word) in Pieces(of: text) {
        if word.startIndex == text.startIndex, WordList.remarks.contains(word) { return false }
        if word.count > 1 { count += 1 }
        if count > mostWords || WordList.derivation.contains(word) { return false }
      }
      return true
    }

    /// Behind the last verb or equals sign of a sentence; nil if there is none.
    static func behindLastVerb(of sentence: ArraySlice<UInt8>) -> Int? {
      var last: Int?
      for piece in Pieces(of: sentence) {
        switch piece {
        case .word(let word) where verbs.contains(word): last = word.endIndex
        case .mark(let index) where sentence[index] == UInt8(ascii: "="): last = index + 1
        default: break
        }
      }
      return last
    }
  }
}
