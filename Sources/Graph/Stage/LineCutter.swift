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

  /// Where the next chunk starts.
  private(set) var offset = 0
  private var line = 1

  /// Cuts a block that starts where the last chunk ended.
  /// - Parameter isLast: whether the text ends with it; else what follows the last cut is left to the next block.
  /// - Returns: the chunks in it, in order.
  mutating func cut(_ block: ArraySlice<UInt8>, isLast: Bool) -> [Piece] {
    var ends: [(end: Int, lines: Int)] = []
    block.withUnsafeBytes { bytes in
      var (start, lines) = (0, 0)
      while start < bytes.count {
        let end = LineCutter.lineEnd(bytes, from: start)
        // A line may go on in the next block.
        if end == bytes.count, !isLast, bytes[end - 1] != UInt8(ascii: "\n") { break }
        lines += 1
        if LineCutter.ends(bytes, start, end) || lines == LineCutter.longest {
          ends.append((end, lines))
          lines = 0
        }
        start = end
      }
      if isLast, lines > 0 { ends.append((bytes.count, lines)) }
    }
    let starts = [0] + ends.map(\.end)
    let ranges = zip(starts, ends).map { $0..<$1.end }
    let digests = Parallel.map(ranges) { range in
      block.withUnsafeBytes { Digest(of: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
    var pieces: [Piece] = []
    for (number, cut) in ends.enumerated() {
      pieces.append(
        Piece(
          offset: offset + starts[number], length: cut.end - starts[number], firstLine: line, lines: cut.lines,
          digest: digests[number]))
      line += cut.lines
    }
    offset += ends.last?.end ?? 0
    return pieces
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
