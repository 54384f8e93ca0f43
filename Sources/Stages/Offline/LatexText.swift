/// What of LaTeX one must know to add a sentence to it.
enum LatexText {
  /// Whether a sentence ends where the text ends, so that another may follow there: all mathematics is closed, and a
  /// full stop stands before what closes it.
  static func endsSentence(_ text: [UInt8]) -> Bool {
    guard isOutsideMath(text) else { return false }
    var rest = text[...].trimmed
    while true {
      if rest.last == UInt8(ascii: "$") {
        rest.removeLast()
      } else if rest.suffix(2).elementsEqual("\\]".utf8) {
        rest.removeLast(2)
      } else if rest.last == UInt8(ascii: "}"), let command = rest.lastIndex(of: UInt8(ascii: "\\")),
        rest[command...].starts(with: "\\end{".utf8)
      {
        rest = rest[..<command]
      } else {
        break
      }
      rest = rest.trimmed
    }
    return rest.last == UInt8(ascii: ".") || rest.last == UInt8(ascii: "!") || rest.last == UInt8(ascii: "?")
  }

  /// Whether every display and every formula is closed.
  private static func isOutsideMath(_ text: [UInt8]) -> Bool {
    var dollars = 0
    var depth = 0
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "$") { dollars += 1 }
      if text[index] == UInt8(ascii: "\\") {
        let command = text[(index + 1)...]
        if command.starts(with: "[".utf8) || command.starts(with: "begin{".utf8) { depth += 1 }
        if command.starts(with: "]".utf8) || command.starts(with: "end{".utf8) { depth -= 1 }
        index += 1
      }
      index += 1
    }
    return depth <= 0 && dollars.isMultiple(of: 2)
  }
}
