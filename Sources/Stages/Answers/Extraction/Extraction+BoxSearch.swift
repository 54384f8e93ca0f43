extension Extraction {
  /// A complete box of a text.
  struct Box {
    /// Where its command begins.
    let start: Int
    let content: ArraySlice<UInt8>
    /// Behind its closing brace.
    let end: Int
  }

  /// The opening of a box whose end is missing.
  struct Opening {
    /// Where its command begins.
    let start: Int
    /// Where its content begins.
    let content: Int
  }

  /// Walks the boxes of a text from the last to the first.
  ///
  /// What it looks at to close a box ends where the box found before begins: a box that runs into a later one holds it,
  /// and is not wanted, or else is never closed. So every byte is looked at once for braces, whatever the text.
  struct BoxSearch {
    let text: ArraySlice<UInt8>
    /// Where the box found before begins.
    private var limit: Int
    /// The last box, if it is not closed.
    private(set) var unclosed: Opening?
    private var isFirst = true

    init(in text: ArraySlice<UInt8>) {
      self.text = text
      limit = text.endIndex
    }

    /// The next complete box on the way to the start of the text.
    mutating func next() -> Box? {
      while let (start, nameEnd) = command() {
        let body = text[nameEnd..<limit].drop { $0.isSpace }
        limit = start
        let isBraced = body.first == UInt8(ascii: "{")
        let content = isBraced ? Self.group(body) : Self.bare(body)
        defer { isFirst = false }
        if let content {
          return Box(start: start, content: content, end: isBraced ? content.endIndex + 1 : content.endIndex)
        }
        if isFirst, isBraced { unclosed = Opening(start: start, content: body.startIndex + 1) }
      }
      return nil
    }

    /// The last `\boxed` or `\fbox` before the limit and the end of its name.
    private func command() -> (start: Int, nameEnd: Int)? {
      var end = limit
      while let middle = text[..<end].last("box") {
        end = middle
        let isBoxed = text.has("boxed", at: middle)
        let nameEnd = isBoxed ? middle + 5 : middle + 3
        let backslash = isBoxed ? middle - 1 : middle - 2
        guard nameEnd <= limit, text.byte(at: nameEnd)?.isLetter != true else { continue }
        if text.has(isBoxed ? "\\boxed" : "\\fbox", at: backslash) { return (backslash, nameEnd) }
      }
      return nil
    }

    /// The content of the braces that a text begins with; nil if they are never closed.
    private static func group(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
      var depth = 0
      var index = text.startIndex
      while index < text.endIndex {
        switch text[index] {
        case UInt8(ascii: "\\"): index += 1  // An escaped brace is no brace.
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"):
          depth -= 1
          if depth == 0 { return text[(text.startIndex + 1)..<index] }
        default: break
        }
        index += 1
      }
      return nil
    }

    /// The content of `\boxed 3`: up to a space, a dollar, a brace that it did not open, the end of the formula.
    private static func bare(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
      var depth = 0
      var index = text.startIndex
      while index < text.endIndex, !text[index].isSpace, text[index] != UInt8(ascii: "$") {
        if text[index] == UInt8(ascii: "{") { depth += 1 }
        if text[index] == UInt8(ascii: "}") { depth -= 1 }
        if depth < 0 || text.has("\\)", at: index) || text.has("\\]", at: index) { break }
        index += 1
      }
      var content = text[..<index]
      while let last = content.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ",") { content.removeLast() }
      return content.isEmpty ? nil : content
    }
  }

  /// The content of a box that is never closed, if its text holds nothing else: a bare answer, damaged on its way.
  static func onlyBox(of text: ArraySlice<UInt8>, openedAt opening: Opening) -> ArraySlice<UInt8>? {
    let isMark: (UInt8) -> Bool = { $0.isSpace || "\\$[]()".utf8.contains($0) }
    guard text[..<opening.start].allSatisfy(isMark) else { return nil }
    var content = text[opening.content...].trimmed
    for mark: StaticString in ["$$", "$", "\\]", "\\)"] where content.hasSuffix(mark) {
      content = content.dropLast(mark.utf8CodeUnitCount).trimmed
    }
    return content.isEmpty ? nil : content
  }
}

extension Answers {
  /// The content of the last balanced `\boxed{…}` or `\fbox{…}` of a text, or of a `\boxed 3` without braces.
  ///
  /// A box that is never closed, as in a reply cut short, is passed over.
  package static func boxed(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var boxes = Extraction.BoxSearch(in: text)
    return boxes.next()?.content
  }
}
