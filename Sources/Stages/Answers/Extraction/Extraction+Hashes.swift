extension Extraction {
  /// The answer behind the last `####`, to the end of its line or of its statement.
  ///
  /// Markdown writes headings with the same mark. A line of words with more text below it is a heading, and so is a
  /// numbered one.
  static func behindHashes(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var end = text.endIndex
    while let mark = text[..<end].last("####") {
      let run = text[..<mark].reversed().prefix { $0 == UInt8(ascii: "#") }.count
      let start = mark + 4
      let line = text[start..<end].prefix { !$0.isNewline }
      end = mark - run
      guard run == 0, !isHeading(line.trimmed, hasMore: !text[line.endIndex...].allSatisfy(\.isSpace)) else { continue }
      let content = Statement(at: line.indexPastSpaces(start), in: line).content
      if !content.isEmpty { return content }
    }
    return nil
  }

  private static func isHeading(_ line: ArraySlice<UInt8>, hasMore: Bool) -> Bool {
    guard hasMore, let first = line.first else { return line.isEmpty }
    if first.isLetter || first == UInt8(ascii: "*") || first == UInt8(ascii: ":") { return true }
    let rest = line.drop { $0.isDigit }
    let isNumbered = first.isDigit && (rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")"))
    return isNumbered && rest.dropFirst().first == UInt8(ascii: " ")
  }
}
