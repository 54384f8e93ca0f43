// Strings are nearly all of a data set's bytes, so they are read eight bytes at a time and appended in runs.

extension JSONScanner {
  /// Reads a string and appends its decoded UTF-8.
  ///
  /// A lone surrogate, a raw control character and invalid UTF-8 are errors.
  package mutating func string(into out: inout [UInt8]) throws(JSONError) {
    guard nextByte() == UInt8(ascii: "\"") else { throw unexpected("a string") }
    try readString(.decoded, into: &out)
  }

  /// What becomes of a string's text.
  enum StringForm {
    /// The text that it stands for.
    case decoded
    /// Canonical JSON, quotation marks included: only `"`, `\` and control characters are escaped.
    case canonical
    /// Checked, and dropped.
    case dropped
  }

  /// Reads a string whose opening quotation mark is the current byte.
  @inline(__always)
  mutating func readString(_ form: StringForm, into out: inout [UInt8]) throws(JSONError) {
    let start = offset
    // Bytes from `run` to `place` are wanted as they stand and not yet appended.
    var run = form == .canonical ? start : start + 1
    var place = start + 1
    while true {
      place = Self.endOfPlainText(in: bytes, from: place)
      guard place < bytes.count else {
        throw JSONError(offset: start, message: "a string starts here and has no closing quotation mark")
      }
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        offset = place + 1
        if form != .dropped { append(run..<(form == .canonical ? place + 1 : place), to: &out) }
        return
      }
      if byte >= 0x80 {
        // Where one such scalar stands there are mostly more, so the search in steps waits until they end.
        repeat {
          let length = Self.lengthOfScalar(in: bytes, at: place)
          guard length > 0 else { throw JSONError(offset: place, message: "a string holds bytes that are not UTF-8") }
          place += length
        } while place < bytes.count && bytes[place] >= 0x80
      } else if byte == UInt8(ascii: "\\") {
        if form == .canonical, place + 1 < bytes.count, Self.isCanonicalEscape(bytes[place + 1]) {
          place += 2
          continue
        }
        if form != .dropped { append(run..<place, to: &out) }
        offset = place
        let scalar = try escape()
        if form == .decoded { JSONText.appendScalar(scalar, to: &out) }
        if form == .canonical { JSONText.appendCharacter(scalar, to: &out) }
        place = offset
        run = place
      } else {
        let name = Self.codePoint(UInt32(byte))
        throw JSONError(offset: place, message: "a string holds the control character \(name), which must be escaped")
      }
    }
  }

  /// Reads the escape at the current byte, which is a backslash; a surrogate pair is two escapes in one.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = offset
    guard start + 1 < bytes.count else {
      throw JSONError(offset: start, message: "an escape is cut short by the end of the text")
    }
    offset += 2
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw JSONError(offset: start, message: "a backslash cannot be followed by \(found(at: start + 1))")
    }
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    // Only surrogates are no scalars; the high half (D800 to DBFF) must be followed by a low one.
    if first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
      bytes[offset + 1] == UInt8(ascii: "u")
    {
      offset += 2
      let second = try fourDigits()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
      {
        return scalar
      }
    }
    throw JSONError(offset: start, message: "a string holds a lone surrogate, \(Self.codePoint(first))")
  }

  /// Reads four hexadecimal digits.
  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let byte = offset < bytes.count ? bytes[offset] : 0
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
      default: throw unexpected("four hexadecimal digits after '\\u'")
      }
      offset += 1
    }
    return value
  }

  @inline(__always)
  func append(_ range: Range<Int>, to out: inout [UInt8]) {
    if range.isEmpty { return }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
  }

  /// True for the second byte of an escape that canonical JSON writes in just that way.
  @inline(__always)
  private static func isCanonicalEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "t"), UInt8(ascii: "r"),
      UInt8(ascii: "b"), UInt8(ascii: "f"):
      true
    default: false
    }
  }
}
