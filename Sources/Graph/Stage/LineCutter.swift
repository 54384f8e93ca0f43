#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// Cuts a stream of lines into chunks where a hash of a line says so, so that a line inserted or removed moves no other cut.
struct LineCutter {
  /// A chunk ends after a line whose hash ends in eight zero bits: 256 lines on average.
  private static let mask: UInt64 = 0xFF
  /// The longest chunk, against data of one line repeated.
  static let longest = 4096

  /// A run of lines.
  struct Piece: Sendable, Equatable {
    var offset: Int
    var length: Int
    /// From 1.
    var firstLine: Int
    var lines: Int
    var digest: Digest
  }

  private(set) var pieces: [Piece] = []
  private var hasher = SHA256Hasher()
  private var current = Piece(offset: 0, length: 0, firstLine: 1, lines: 0, digest: Digest(of: []))

  /// Takes whole lines, which follow those taken before; only the last line of all may lack its line break.
  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    var unhashed = 0
    while start < bytes.count {
      let end = LineCutter.lineEnd(bytes, from: start)
      current.lines += 1
      if LineCutter.ends(bytes, start, end) || current.lines == LineCutter.longest {
        hasher.update(UnsafeRawBufferPointer(rebasing: bytes[unhashed..<end]))
        current.length += end - unhashed
        cut()
        unhashed = end
      }
      start = end
    }
    hasher.update(UnsafeRawBufferPointer(rebasing: bytes[unhashed...]))
    current.length += bytes.count - unhashed
  }

  /// The chunks of everything taken.
  mutating func finish() -> [Piece] {
    if current.lines > 0 { cut() }
    return pieces
  }

  private mutating func cut() {
    current.digest = hasher.finish()
    pieces.append(current)
    hasher = SHA256Hasher()
    current = Piece(
      offset: current.offset + current.length, length: 0, firstLine: current.firstLine + current.lines, lines: 0,
      digest: current.digest)
  }

  /// Just past the line break that ends the line starting at `start`, or the end of all.
  private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
      return bytes.count
    }
    return base.distance(to: UnsafeRawPointer(found)) + 1
  }

  /// Whether a chunk ends after this line; its line break does not count, since the last line may lack it.
  private static func ends(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    var end = end
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    var place = start
    while place + 8 <= end {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      hash = (hash ^ word) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      place += 8
    }
    while place < end {
      hash = (hash ^ UInt64(bytes[place])) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      place += 1
    }
    return (hash >> 17) & mask == 0
  }
}
