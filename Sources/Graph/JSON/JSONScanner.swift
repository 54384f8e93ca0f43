/// A pull reader over the bytes of one JSON text, which the caller keeps alive.
///
/// Every record of a data set passes through here, so it allocates nothing but what it appends, and checks as it
/// goes: what it lets through is strict JSON (RFC 8259) in valid UTF-8. After an error the scanner is spent.
package struct JSONScanner {
  /// The deepest nesting that `value` and `skip` follow, so that hostile input cannot exhaust the call stack.
  package static let deepestNesting = 512

  /// The text being read.
  package let bytes: UnsafeBufferPointer<UInt8>
  /// The next byte to read.
  package var offset = 0
  /// Where the opening quotation mark of the key last read by `nextKey` stands.
  package private(set) var keyOffset = 0
  /// True just after `{` or `[`, where no comma may stand.
  private var isFresh = false

  /// Starts at the first byte.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The six shapes of a JSON value.
  package enum Kind: Sendable {
    case object, array, string, number, boolean, null
  }

  /// Skips white space and tells what the next value is, by its first byte.
  package mutating func peek() throws(JSONError) -> Kind {
    guard let byte = nextByte() else { throw unexpected("a value") }
    switch byte {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    default: throw unexpected("a value")
    }
  }

  /// Consumes `{`.
  package mutating func beginObject() throws(JSONError) {
    guard nextByte() == UInt8(ascii: "{") else { throw unexpected("an object") }
    offset += 1
    isFresh = true
  }

  /// Reads the next key and its colon; the decoded key replaces `key`. Consumes `}` and returns false at the end.
  ///
  /// Keys may repeat: a caller to whom that matters compares them (`value` does).
  package mutating func nextKey(into key: inout [UInt8]) throws(JSONError) -> Bool {
    key.removeAll(keepingCapacity: true)
    guard try beginMember() else { return false }
    keyOffset = offset
    try string(into: &key)
    try colon()
    return true
  }

  /// Consumes `[`.
  package mutating func beginArray() throws(JSONError) {
    guard nextByte() == UInt8(ascii: "[") else { throw unexpected("an array") }
    offset += 1
    isFresh = true
  }

  /// Moves to the next element, which the caller then reads. Consumes `]` and returns false at the end.
  package mutating func nextElement() throws(JSONError) -> Bool {
    let byte = nextByte()
    if isFresh {
      isFresh = false
      guard byte == UInt8(ascii: "]") else { return true }
    } else if byte == UInt8(ascii: ",") {
      offset += 1
      // The element itself is read next and refuses a `]` after this comma.
      return true
    } else if byte != UInt8(ascii: "]") {
      throw unexpected("',' or ']' after a value")
    }
    offset += 1
    return false
  }

  /// Reads `true` or `false`.
  package mutating func boolean() throws(JSONError) -> Bool {
    switch nextByte() {
    case UInt8(ascii: "t"):
      try literal("true")
      return true
    case UInt8(ascii: "f"):
      try literal("false")
      return false
    default: throw unexpected("'true' or 'false'")
    }
  }

  /// Reads `null`.
  package mutating func null() throws(JSONError) {
    guard nextByte() == UInt8(ascii: "n") else { throw unexpected("'null'") }
    try literal("null")
  }

  /// Makes sure that only white space remains.
  package mutating func end() throws(JSONError) {
    guard nextByte() == nil else { throw unexpected("nothing more after the value") }
  }
}

extension JSONScanner {
  /// Skips white space and returns the byte that follows, not consumed; nil at the end of the text.
  @inline(__always)
  mutating func nextByte() -> UInt8? {
    var place = offset
    while place < bytes.count {
      let byte = bytes[place]
      // Everything above a blank is not white space: the usual case, decided by one comparison.
      if byte > 0x20 || (byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09) {
        offset = place
        return byte
      }
      place += 1
    }
    offset = place
    return nil
  }

  /// Moves to the next key's quotation mark; consumes `}` and returns false when there is none.
  @inline(__always)
  mutating func beginMember() throws(JSONError) -> Bool {
    var byte = nextByte()
    if isFresh {
      isFresh = false
      if byte == UInt8(ascii: "}") {
        offset += 1
        return false
      }
      guard byte == UInt8(ascii: "\"") else { throw unexpected("a key in quotation marks or '}'") }
    } else {
      if byte == UInt8(ascii: "}") {
        offset += 1
        return false
      }
      guard byte == UInt8(ascii: ",") else { throw unexpected("',' or '}' after a value") }
      offset += 1
      byte = nextByte()
      guard byte == UInt8(ascii: "\"") else { throw unexpected("a key in quotation marks after ','") }
    }
    return true
  }

  /// Consumes the colon after a key.
  @inline(__always)
  mutating func colon() throws(JSONError) {
    guard nextByte() == UInt8(ascii: ":") else { throw unexpected("':' after a key") }
    offset += 1
  }

  /// Consumes exactly this word.
  mutating func literal(_ word: StaticString) throws(JSONError) {
    let start = offset
    for place in 0..<word.utf8CodeUnitCount {
      guard start + place < bytes.count, bytes[start + place] == word.utf8Start[place] else {
        throw JSONError(offset: start, message: "expected a value, found a word that is not '\(word)'")
      }
    }
    offset = start + word.utf8CodeUnitCount
  }

  /// The error that says what was expected at the current byte and what stands there instead.
  func unexpected(_ expected: String) -> JSONError {
    JSONError(offset: offset, message: "expected \(expected), found \(found(at: offset))")
  }

  /// The character at a byte, in words fit for a message.
  func found(at place: Int) -> String {
    guard place < bytes.count else { return "the end of the text" }
    let byte = bytes[place]
    if byte < 0x20 || byte == 0x7F { return "the control character \(Self.codePoint(UInt32(byte)))" }
    if byte < 0x80 { return "'\(Character(Unicode.Scalar(byte)))'" }
    let length = Self.lengthOfScalar(in: bytes, at: place)
    guard length > 0 else { return "a byte that is not UTF-8" }
    return "'\(String(decoding: bytes[place..<place + length], as: UTF8.self))'"
  }

  /// A code point as `U+000A`.
  static func codePoint(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
