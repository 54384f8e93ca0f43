extension JSONScanner {
  /// The first byte at or after `start` that is a quotation mark, a backslash, a control character or not ASCII; the
  /// end of the text when there is none.
  ///
  /// Eight bytes a step. Subtracting from all eight lanes at once borrows from a lane only above a true hit, and only
  /// the lowest hit is used, so it is exact.
  @inline(__always)
  static func endOfPlainText(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var place = start
    while place + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let hits = (word | Lanes.special(word)) & Lanes.tops
      if hits != 0 { return place + hits.trailingZeroBitCount >> 3 }
      place += 8
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return place }
      place += 1
    }
    return place
  }

  /// The length in bytes of the UTF-8 sequence for one scalar beyond ASCII that starts here; 0 when it is malformed.
  ///
  /// Overlong forms, surrogates and what lies beyond U+10FFFF are malformed (Unicode, table 3-7).
  @inline(__always)
  static func lengthOfScalar(in bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int {
    func byte(_ distance: Int) -> UInt8 { place + distance < bytes.count ? bytes[place + distance] : 0 }
    func continues(_ distance: Int) -> Bool { byte(distance) & 0xC0 == 0x80 }
    switch byte(0) {
    case 0xC2...0xDF: return continues(1) ? 2 : 0
    case 0xE0: return byte(1) >= 0xA0 && continues(1) && continues(2) ? 3 : 0
    case 0xED: return byte(1) <= 0x9F && continues(1) && continues(2) ? 3 : 0
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : 0
    case 0xF0: return byte(1) >= 0x90 && continues(1) && continues(2) && continues(3) ? 4 : 0
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : 0
    case 0xF4: return byte(1) <= 0x8F && continues(1) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}

/// Arithmetic on the eight bytes of a word at once.
enum Lanes {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let tops: UInt64 = 0x8080_8080_8080_8080

  /// Sets the top bit of each lane below 0x80 that holds `"`, `\` or a control character.
  @inline(__always)
  static func special(_ word: UInt64) -> UInt64 {
    let control = word &- ones &* 0x20
    let quote = (word ^ ones &* UInt64(UInt8(ascii: "\""))) &- ones
    let backslash = (word ^ ones &* UInt64(UInt8(ascii: "\\"))) &- ones
    return control | quote | backslash
  }
}
