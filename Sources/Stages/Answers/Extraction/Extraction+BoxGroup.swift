extension Extraction {
  /// Boxes that make up one answer: `\boxed{1} and \boxed{2}`.
  struct BoxGroup {
    /// What the boxes hold, in order, nothing twice.
    let contents: [ArraySlice<UInt8>]
    /// Behind the last box.
    let end: Int
  }
}

extension Extraction.BoxSearch {
  /// The most boxes that are taken for one answer.
  private static let largestGroup = 32

  /// The last boxes that belong together; an empty box is none.
  mutating func lastGroup() -> Extraction.BoxGroup? {
    var last = next()
    while let box = last, box.content.trimmed.isEmpty { last = next() }
    guard let last else { return nil }
    var contents = [last.content]
    var start = last.start
    while contents.count < Self.largestGroup, mayJoin(before: start), let box = next(), joins(box, before: start) {
      start = box.start
      let content = box.content.trimmed
      if !content.isEmpty, !contents.contains(where: { $0.trimmed == content }) { contents.append(box.content) }
    }
    contents.reverse()
    return Extraction.BoxGroup(contents: contents, end: last.end)
  }

  /// Whether anything before a box may be the end of another that belongs to it. Spares most texts, which have one
  /// box at their end, the search for another through all the rest.
  private func mayJoin(before start: Int) -> Bool {
    let before = text[..<start].suffix(Extraction.Connective.longestSpelling)
    if before.last("box") != nil { return true }
    return before.indices.reversed().contains { index in
      text[index] == UInt8(ascii: "}") && Extraction.Connective(text[(index + 1)..<start]).joins
    }
  }

  private func joins(_ box: Extraction.Box, before start: Int) -> Bool {
    Extraction.Connective(text[box.end..<start]).joins
  }
}

extension Extraction {
  /// What stands between two boxes, read for whether it joins them: `, `, ` \quad \text{and} \quad `, `$ and $y = `.
  struct Connective {
    /// The longest text between two boxes of one answer, looks apart.
    private static let longest = 20
    /// The same with looks, in bytes.
    static let longestSpelling = 4 * longest
    /// Words that set the second box apart from the first: a further step, a second thought.
    private static let breaks = WordList(
      "so then thus hence not but since therefore which because giving gives from instead wait no case")
    /// Commands that only concern looks.
    private static let looks = WordList(
      "quad qquad text textbf textrm textit mbox mathrm mathbf left right displaystyle hspace")

    let joins: Bool

    init(_ between: ArraySlice<UInt8>) {
      joins = between.count <= Self.longestSpelling && Self.read(between)
    }

    private static func read(_ between: ArraySlice<UInt8>) -> Bool {
      var length = 0
      var hasJoiner = false
      var depth = 0
      var isBalanced = true
      var index = between.startIndex
      while index < between.endIndex {
        let byte = between[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\\"):
          let name = between[index...].prefix { $0.isLetter }
          if name.isEmpty {
            index += 1
          } else if looks.contains(name) {
            index = name.endIndex
          } else if !WordList.joiners.contains(name) {
            return false
          }
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"):
          depth -= 1
          if depth < 0 { isBalanced = false }
        case UInt8(ascii: ","), UInt8(ascii: ";"): hasJoiner = true
        case UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "~"), UInt8(ascii: "*"): break
        case _ where byte.isSpace: break
        case _ where byte.isLetter:
          let word = between[(index - 1)...].prefix { $0.isLetter }
          if breaks.contains(word) { return false }
          if WordList.joiners.contains(word) { hasJoiner = true }
          length += word.count
          index = word.endIndex
        case UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "("), UInt8(ascii: ")"),
          UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
          length += 1
        default: return false
        }
      }
      guard length <= longest else { return false }
      return hasJoiner || (length == 0 && isBalanced && depth == 0)
    }
  }
}
