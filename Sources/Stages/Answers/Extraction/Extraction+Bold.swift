extension Extraction {
  /// The bold text that a reply ends with, `**18**` or `**18** dollars.`
  static func boldEnd(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let line = text.suffix(longestBoldLine)
    guard let close = line.last("**"), let open = line[..<close].last("**") else { return nil }
    let behind = line[(close + 2)...]
    let content = line[(open + 2)..<close]
    guard isUnit(behind), let first = content.first, !first.isSpace, content.last != UInt8(ascii: ":"),
      // The power of a program, `2**3**2`, stands between its operands.
      open == text.startIndex || text[open - 1].isSpace || text[open - 1] == UInt8(ascii: "$")
    else { return nil }
    let answer = Statement.stripped(content)
    let hasDigit = answer.contains(where: \.isDigit)
    let isBare = Bareness(of: answer) == .bare && (hasDigit || behind.allSatisfy { !$0.isLetter })
    return isBare ? answer : nil
  }

  private static let longestBoldLine = 300

  /// Whether nothing but a few words on one line follows.
  private static func isUnit(_ text: ArraySlice<UInt8>) -> Bool {
    var words = 0
    for piece in Pieces(of: text.trimmed) {
      switch piece {
      case .word: words += 1
      case .formula: return false
      case .mark(let index):
        let byte = text[index]
        if byte.isNewline || byte.isDigit || byte == UInt8(ascii: "=") { return false }
      }
    }
    return words <= 5
  }
}
