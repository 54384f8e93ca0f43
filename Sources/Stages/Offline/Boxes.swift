/// The `\boxed{…}` of a solution in words: exactly one, at the end.
enum Boxes {
  /// Whether the text already ends as it should: its only box stands in its last sentence and holds the answer.
  static func endsInBox(_ text: [UInt8], answer: [UInt8]) -> Bool {
    guard let first = opening(in: text[...]) else { return false }
    guard opening(in: text[(first + 1)...]) == nil, let boxed = Answers.boxed(in: text[...]) else { return false }
    guard Answers.grade(answer: boxed, gold: answer[...]) == .correct else { return false }
    // A full stop, a space and more: another sentence follows.
    let rest = text[boxed.endIndex...]
    for (index, byte) in zip(rest.indices, rest) where byte == UInt8(ascii: ".") {
      let after = rest[(index + 1)...].drop { $0 == UInt8(ascii: "$") }
      if let next = after.first, next.isSpace, !after.allSatisfy(\.isSpace) { return false }
    }
    return !rest.contains(UInt8(ascii: "\n")) || rest.trimmed.count < 40
  }

  /// The text without its boxes; what they held stays.
  static func unboxed(_ text: [UInt8]) -> [UInt8] {
    guard opening(in: text[...]) != nil else { return text }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var index = 0
    // For every open brace, whether it is a box's.
    var open: [Bool] = []
    while index < text.count {
      if let end = command(text, at: index) {
        index = end
        if index < text.count, text[index] == UInt8(ascii: "{") {
          open.append(true)
          index += 1
        }
        continue
      }
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), index + 1 < text.count {
        out.append(byte)
        index += 1
        out.append(text[index])
      } else if byte == UInt8(ascii: "{") {
        open.append(false)
        out.append(byte)
      } else if byte != UInt8(ascii: "}") || open.popLast() != true {
        out.append(byte)
      }
      index += 1
    }
    return out
  }

  /// Where the first `\boxed` or `\fbox` begins.
  private static func opening(in text: ArraySlice<UInt8>) -> Int? {
    var rest = text
    while let index = rest.firstIndex(of: UInt8(ascii: "\\")) {
      let name = text[(index + 1)...]
      if name.starts(with: "boxed".utf8) || name.starts(with: "fbox".utf8) { return index }
      rest = name
    }
    return nil
  }

  /// The end of the command `\boxed` or `\fbox` that begins here, spaces after it included.
  private static func command(_ text: [UInt8], at index: Int) -> Int? {
    guard text[index] == UInt8(ascii: "\\") else { return nil }
    let name = text[(index + 1)...].prefix { $0.isLetter }
    guard name.elementsEqual("boxed".utf8) || name.elementsEqual("fbox".utf8) else { return nil }
    return text[name.endIndex...].firstIndex { !$0.isSpace } ?? text.endIndex
  }
}
