extension Extraction {
  /// Words that announce the answer: `The answer is …`, `Final Answer: …`, `A: …`, `"answer": …`, `<answer>…`.
  enum Announcement {
    /// How far from the end of a text an announcement may stand: what follows is a few sentences at most.
    private static let reach = 600
    /// How far from its start, where a reply begins with the answer and explains it then.
    private static let openingReach = 120

    private static let answers = WordList("answer answers ans")
    /// These announce only with a verb: `Solution:` begins a derivation.
    private static let others = WordList("option choice solution solutions result")
    private static let conditions = WordList("if whether")

    /// The answer that is announced last.
    static func last(in text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
      announced(in: text, from: max(text.startIndex, text.endIndex - reach), to: text.endIndex)
    }

    /// The answer that a text begins with.
    static func opening(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
      guard text.count > reach else { return nil }
      return announced(in: text, from: text.startIndex, to: text.startIndex + openingReach)
    }

    private static func announced(
      in text: ArraySlice<UInt8>, from first: Int, to end: Int
    ) -> [ArraySlice<UInt8>]? {
      var end = end
      while let index = initial(in: text[first..<end]) {
        if let answer = announced(in: text, at: index) { return answer }
        end = index
      }
      return nil
    }

    /// Where the last word begins that may announce, told by its first letters; most of a text is passed with this.
    private static func initial(in text: ArraySlice<UInt8>) -> Int? {
      text.withUnsafeBufferPointer { bytes in
        var index = bytes.count - 2
        while index >= 0 {
          switch (bytes[index] | 0x20, bytes[index + 1] | 0x20) {
          case (UInt8(ascii: "a"), UInt8(ascii: "n")), (UInt8(ascii: "a"), UInt8(ascii: ":")),
            (UInt8(ascii: "o"), UInt8(ascii: "p")), (UInt8(ascii: "c"), UInt8(ascii: "h")),
            (UInt8(ascii: "s"), UInt8(ascii: "o")), (UInt8(ascii: "r"), UInt8(ascii: "e")):
            if index == 0 || !bytes[index - 1].isLetter { return index + text.startIndex }
          default: break
          }
          index -= 1
        }
        return nil
      }
    }

    /// The answer announced by the word that begins at an index.
    private static func announced(in text: ArraySlice<UInt8>, at index: Int) -> [ArraySlice<UInt8>]? {
      let before = text.byte(at: index - 1)
      guard before?.isLetter != true, before != UInt8(ascii: "/"), before != UInt8(ascii: "\\") else { return nil }
      let word = text.word(at: index)
      if isInitial(word, in: text) { return answer(in: text, at: word.endIndex + 1).map { [$0] } }
      let isAnswer = answers.contains(word)
      guard isAnswer || others.contains(word), !isConditional(text[..<index]) else { return nil }
      guard let start = Link.end(behind: word, in: text, needsVerb: !isAnswer) else { return nil }
      let isListed = text[word.endIndex..<start].reversed().first { $0 != UInt8(ascii: " ") }?.isNewline == true
      if isListed, let items = Listing.items(at: start, in: text) { return items }
      return answer(in: text, at: start).map { [$0] }
    }

    /// Whether a word is the `A:` of a dialogue, at the start of its line.
    private static func isInitial(_ word: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Bool {
      guard word.elementsEqual("A".utf8), text.byte(at: word.endIndex) == UInt8(ascii: ":") else { return false }
      let line = text[..<word.startIndex].suffix(8).reversed().drop {
        $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "*")
      }
      guard let last = line.first else { return word.startIndex - text.startIndex < 8 }
      return last.isNewline && text.byte(at: word.endIndex + 1)?.isLetter != true
    }

    /// Whether what is before the announcement, `if the`, takes it back.
    private static func isConditional(_ before: ArraySlice<UInt8>) -> Bool {
      let words = before.suffix(20).split { !$0.isLetter }.suffix(2)
      return words.contains { conditions.contains($0) }
    }

    private static func answer(in text: ArraySlice<UInt8>, at start: Int) -> ArraySlice<UInt8>? {
      let start = text.indexPastSpaces(min(start, text.endIndex))
      var statement = Statement(at: start, in: text)
      guard !statement.isQuestion else { return nil }
      if text.word(at: start).elementsEqual("not".utf8) {
        guard let turn = statement.sentence.first(" but ") else { return nil }
        statement = Statement(at: turn + 5, in: text)
      }
      // `The answer is the sum of both, which is 7.`
      let isDescribed = WordList.articles.contains(text.word(at: statement.content.startIndex))
      let isAnswer = Plausibility.isAnswer(statement.content)
      if isDescribed || !isAnswer, let end = Plausibility.behindLastVerb(of: statement.sentence) {
        let rest = Statement(at: text.indexPastSpaces(end), in: text).content
        if rest.contains(where: \.isDigit), Plausibility.isAnswer(rest) { return rest }
      }
      return isAnswer ? statement.content : nil
    }
  }
}
