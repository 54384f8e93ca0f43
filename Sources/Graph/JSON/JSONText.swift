/// Writes JSON as bytes.
package enum JSONText {
  /// The word `true`.
  package static let `true` = Array("true".utf8)
  /// The word `false`.
  package static let `false` = Array("false".utf8)
  /// The word `null`.
  package static let null = Array("null".utf8)

  /// Appends a string, quoted: only `"`, `\` and control characters are escaped. `utf8` must be valid UTF-8.
  package static func appendString(_ utf8: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    var run = 0
    var place = endOfUnescaped(in: utf8, from: 0)
    while place < utf8.count {
      out.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[run..<place]))
      appendEscape(utf8[place], to: &out)
      run = place + 1
      place = endOfUnescaped(in: utf8, from: run)
    }
    out.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[run...]))
    out.append(UInt8(ascii: "\""))
  }

  /// Appends a string, quoted and escaped. `utf8` must be valid UTF-8.
  package static func appendString(_ utf8: ArraySlice<UInt8>, to out: inout [UInt8]) {
    utf8.withUnsafeBufferPointer { appendString($0, to: &out) }
  }

  /// Appends a string, quoted and escaped. `utf8` must be valid UTF-8.
  package static func appendString(_ utf8: [UInt8], to out: inout [UInt8]) {
    utf8.withUnsafeBufferPointer { appendString($0, to: &out) }
  }

  /// Appends a string, quoted and escaped.
  package static func appendString(_ text: some StringProtocol, to out: inout [UInt8]) {
    if text.utf8.withContiguousStorageIfAvailable({ appendString($0, to: &out) }) == nil {
      appendString(Array(text.utf8), to: &out)
    }
  }

  /// Appends an integer.
  package static func appendInteger(_ value: Int, to out: inout [UInt8]) {
    // A short decimal stays inside the String's own words, so nothing is allocated.
    out.append(contentsOf: String(value).utf8)
  }

  /// Appends one character of a string as canonical JSON writes it.
  static func appendCharacter(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" {
      appendEscape(UInt8(truncatingIfNeeded: scalar.value), to: &out)
    } else {
      appendScalar(scalar, to: &out)
    }
  }

  /// Appends one scalar's UTF-8, as texts full of `\u6f22` need it: without the detour of a collection.
  static func appendScalar(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
    let value = scalar.value
    func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value >> shift & 0x3F | 0x80) }
    if value < 0x80 {
      out.append(UInt8(truncatingIfNeeded: value))
    } else if value < 0x800 {
      out.append(UInt8(truncatingIfNeeded: value >> 6 | 0xC0))
      out.append(tail(0))
    } else if value < 0x10000 {
      out.append(UInt8(truncatingIfNeeded: value >> 12 | 0xE0))
      out.append(tail(6))
      out.append(tail(0))
    } else {
      out.append(UInt8(truncatingIfNeeded: value >> 18 | 0xF0))
      out.append(tail(12))
      out.append(tail(6))
      out.append(tail(0))
    }
  }

  private static func appendEscape(_ byte: UInt8, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: out.append(UInt8(ascii: "b"))
    case 0x09: out.append(UInt8(ascii: "t"))
    case 0x0A: out.append(UInt8(ascii: "n"))
    case 0x0C: out.append(UInt8(ascii: "f"))
    case 0x0D: out.append(UInt8(ascii: "r"))
    case 0..<0x20:
      out.append(contentsOf: "u00".utf8)
      out.append(contentsOf: byte < 0x10 ? "0".utf8 : "1".utf8)
      let low = byte & 0xF
      out.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
    default: out.append(byte)
    }
  }

  /// The first byte at or after `start` that must be escaped; see `JSONScanner.endOfPlainText` for the arithmetic.
  @inline(__always)
  private static func endOfUnescaped(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var place = start
    while place + 8 <= raw.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let hits = Lanes.special(word) & ~word & Lanes.tops
      if hits != 0 { return place + hits.trailingZeroBitCount >> 3 }
      place += 8
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return place }
      place += 1
    }
    return place
  }
}
