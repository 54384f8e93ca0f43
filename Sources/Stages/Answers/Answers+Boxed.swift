extension Answers {
  /// The content of the last balanced `\boxed{…}` or `\fbox{…}` of a text, or of a `\boxed 3` without braces.
  ///
  /// A box that is never closed, as in a reply cut short, is passed over.
  package static func boxed(in text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var last: (start: Int, end: Int)?
    // For every open brace, where its content begins if it is a box's. One pass with a stack: looking for the end of
    // each box in turn would take quadratic time on a reply that repeats `\boxed{`.
    var open: [Int?] = []
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\\"):
        let name = text[(index + 1)...].prefix { $0.isLetter }
        // An escaped brace is no brace.
        guard !name.isEmpty else {
          index += 2
          continue
        }
        index = name.endIndex
        guard name.elementsEqual("boxed".utf8) || name.elementsEqual("fbox".utf8) else { continue }
        let argument = text[index...].drop { $0.isSpace }
        if argument.first == UInt8(ascii: "{") {
          index = argument.startIndex + 1
          open.append(index)
        } else if let end = endOfBare(argument) {
          last = (argument.startIndex, end)
        }
        continue
      case UInt8(ascii: "{"):
        open.append(nil)
      case UInt8(ascii: "}"):
        if let start = open.popLast() ?? nil, start > last?.start ?? -1 { last = (start, index) }
      default:
        break
      }
      index += 1
    }
    return last.map { text[$0.start..<$0.end] }
  }

  /// The end of a box's content without braces: the next space or dollar; nil if there is nothing before it.
  private static func endOfBare(_ text: ArraySlice<UInt8>) -> Int? {
    var content = text.prefix { !$0.isSpace && $0 != UInt8(ascii: "$") }
    while let last = content.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ",") { content.removeLast() }
    return content.isEmpty ? nil : content.endIndex
  }
}
