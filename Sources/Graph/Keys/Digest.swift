/// A SHA-256 value: the name of a blob, or a key.
package struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Reads 32 bytes; nil for any other length.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (place, byte) in bytes.enumerated() { words[place / 8] = words[place / 8] << 8 | UInt64(byte) }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// Reads 64 lowercase hexadecimal digits; nil for anything else.
  package init?(hex: some StringProtocol) {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in hex.utf8 {
      let value: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - UInt8(ascii: "a") + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    guard high == nil else { return nil }
    self.init(bytes: bytes)
  }

  init(bigEndianWords first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    words = (first, second, third, fourth)
  }

  /// The 32 bytes, most significant first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(32)
    append(to: &result)
    return result
  }

  /// Appends the 32 bytes.
  package func append(to out: inout [UInt8]) {
    withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)) {
      out.append(contentsOf: $0)
    }
  }

  /// The first 16 bytes, enough to tell records of one cache apart (a key list holds one a record).
  package var short: ShortKey { ShortKey(high: words.0, low: words.1) }

  /// 64 lowercase hexadecimal digits.
  package var hex: String { Digest.hexText(bytes) }

  package var description: String { hex }

  package static func == (one: Digest, other: Digest) -> Bool { one.words == other.words }

  package static func < (one: Digest, other: Digest) -> Bool { one.words < other.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }

  static func hexText(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      for (place, byte) in bytes.enumerated() {
        buffer[place * 2] = digits[Int(byte >> 4)]
        buffer[place * 2 + 1] = digits[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }
}

/// Half a digest: 16 bytes that name a record's result, or stand for an id where a set of ids is needed.
package struct ShortKey: Hashable, Sendable, Comparable {
  package var high: UInt64
  package var low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Stands for "no result here" in a key list.
  package static let none = ShortKey(high: 0, low: 0)

  package static func < (one: ShortKey, other: ShortKey) -> Bool { (one.high, one.low) < (other.high, other.low) }

  // The value is already uniformly distributed: hashing it again would only cost time.
  package func hash(into hasher: inout Hasher) { hasher.combine(high) }
}

extension ShortKey {
  /// Some keys, as they are stored.
  static func bytes(_ keys: [ShortKey]) -> [UInt8] { keys.withUnsafeBytes { Array($0) } }

  /// Reads what `bytes` wrote.
  static func list(_ bytes: UnsafeRawBufferPointer) -> [ShortKey] {
    let count = bytes.count / 16
    return [ShortKey](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * 16)]))
      filled = count
    }
  }
}
