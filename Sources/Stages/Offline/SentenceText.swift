/// What a line of prose is made of, as far as punctuation needs to know.
enum SentenceText {
  /// Sets the full stop that a line lacks, and the capital that it should begin with.
  static func complete(_ text: inout [UInt8]) {
    if text.count > 1, text[0].isLetter, text[1].isLetter, text[0] >= UInt8(ascii: "a") { text[0] -= 32 }
    guard let last = text.last else { return }
    switch last {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"):
      break
    case UInt8(ascii: ","), UInt8(ascii: ";"):
      text[text.count - 1] = UInt8(ascii: ".")
    case UInt8(ascii: "\""), UInt8(ascii: ")"):
      let inner = text.dropLast().last
      if inner != UInt8(ascii: "."), inner != UInt8(ascii: "!"), inner != UInt8(ascii: "?") { fallthrough }
    default:
      text.append(UInt8(ascii: "."))
    }
  }

  /// Whether a line is mere symbols, such as `5x + 7 = 22`, which stands best on a line of its own.
  static func isBareEquation(_ text: [UInt8]) -> Bool {
    var run = 0
    for byte in text {
      run = byte.isLetter || byte >= 0x80 && byte != 0xC3 && byte != 0x97 && byte != 0xB7 ? run + 1 : 0
      if run > 1 { return false }
    }
    return text.contains(UInt8(ascii: "="))
  }

  /// Where the sentence around a place ends: behind its full stop. A place between two sentences belongs to the first.
  static func end(of text: [UInt8], from place: Int) -> Int {
    if let last = text[..<place].lastIndex(where: { $0 != UInt8(ascii: " ") }), isStop(text[last]) { return last + 1 }
    var index = place
    while index < text.count {
      let isStop = isStop(text[index])
      if isStop, index + 1 == text.count { return text.count }
      if isStop, text[index + 1] == UInt8(ascii: " "), beginsSentence(text, index + 2), !isAbbreviation(text, index) {
        return index + 1
      }
      index += 1
    }
    return text.count
  }

  private static func isStop(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
  }

  private static func beginsSentence(_ text: [UInt8], _ index: Int) -> Bool {
    guard let byte = text[index...].first(where: { $0 != UInt8(ascii: " ") }) else { return true }
    return !byte.isLetter || byte < UInt8(ascii: "a")
  }

  /// `Mr.`, `Dr.` and their like end no sentence.
  private static func isAbbreviation(_ text: [UInt8], _ index: Int) -> Bool {
    let start = text[..<index].lastIndex { !$0.isLetter }.map { $0 + 1 } ?? 0
    let word = text[start..<index]
    let known: [StaticString] = ["Mr", "Mrs", "Ms", "Dr", "St", "No", "Sr", "Jr", "vs"]
    return known.contains { name in name.withUTF8Buffer { word.elementsEqual($0) } }
  }
}
