/// What the dollars of a text are.
enum Dollars {
  /// Whether dollars come in pairs around formulas. An odd one is money, and so are those of `$5 and $6`, where the
  /// one that would close a formula touches the number behind it instead.
  static func delimit(in text: ArraySlice<UInt8>) -> Bool {
    var count = 0
    var looksLikeMoney = true
    var index = text.startIndex
    while index < text.endIndex {
      defer { index += 1 }
      if text[index] == UInt8(ascii: "\\") {
        index += 1
      } else if text[index] == UInt8(ascii: "$") {
        count += 1
        let isBeforeDigit = index + 1 < text.endIndex && text[index + 1].isDigit
        let isAfterSpace = index == text.startIndex || text[index - 1].isSpace
        if !isBeforeDigit || !isAfterSpace { looksLikeMoney = false }
      }
    }
    return count.isMultiple(of: 2) && !looksLikeMoney
  }
}

extension ArraySlice<UInt8> {
  /// Whether a text of ASCII occurs in this one.
  func contains(_ needle: StaticString) -> Bool {
    needle.withUTF8Buffer { needle in
      guard let first = needle.first, count >= needle.count else { return false }
      return indices.dropLast(needle.count - 1).contains { index in
        self[index] == first && self[index..<(index + needle.count)].elementsEqual(needle)
      }
    }
  }
}
