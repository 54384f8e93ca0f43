extension Extraction {
  /// The items of a list that an announcement leads in, one to a line: `- x = 1`, `* x = 2`, `3. x = 3`.
  enum Listing {
    private static let mostItems = 32

    /// Whether an item begins at an index, which must be the start of a line but for spaces.
    static func isItem(at index: Int, in text: ArraySlice<UInt8>) -> Bool {
      markerEnd(at: index, in: text) != nil
    }

    /// The answers of the list that begins at an index; nil if one of its items is none.
    static func items(at start: Int, in text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
      var items: [ArraySlice<UInt8>] = []
      var index = start
      while items.count < mostItems, let end = markerEnd(at: index, in: text) {
        let statement = Statement(at: end, in: text)
        guard Plausibility.isAnswer(statement.content) else { return nil }
        items.append(statement.content)
        let line = text[statement.sentence.endIndex...].firstIndex(where: \.isNewline) ?? text.endIndex
        index = text.indexPastSpaces(line)
      }
      return items.isEmpty ? nil : items
    }

    private static func markerEnd(at index: Int, in text: ArraySlice<UInt8>) -> Int? {
      var end = index
      switch text.byte(at: index) {
      case UInt8(ascii: "-"), UInt8(ascii: "*"): end += 1
      case let digit? where digit.isDigit:
        end = text[index...].prefix(3).firstIndex { !$0.isDigit } ?? index
        guard text.byte(at: end) == UInt8(ascii: ".") || text.byte(at: end) == UInt8(ascii: ")") else { return nil }
        end += 1
      default: return nil
      }
      return text.byte(at: end) == UInt8(ascii: " ") ? text.indexPastSpaces(end) : nil
    }
  }
}
