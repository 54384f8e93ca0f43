extension ArraySlice<UInt8> {
  /// The text without spaces and line breaks at its ends.
  var trimmed: ArraySlice<UInt8> {
    let text = drop { $0.isSpace }
    return text[..<(text.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? text.startIndex)]
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII letter.
  var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
  }

  /// The small letter of an ASCII letter; any other byte as it is.
  var lowercased: UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self
  }
}
