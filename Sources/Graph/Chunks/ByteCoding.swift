/// Writes the engine's own binary forms: little-endian words, length-prefixed pieces.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func write(_ word: UInt32) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func write(_ count: Int) { write(UInt32(clamping: count)) }

  mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func write(_ path: FieldPath) {
    write(path.components.count)
    for component in path.components { write(component) }
  }

  mutating func write(_ digest: Digest) { digest.append(to: &bytes) }

  /// A list of words, its length first.
  mutating func write(_ words: [UInt32]) {
    write(words.count)
    words.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func write(piece: [UInt8]) {
    write(piece.count)
    bytes.append(contentsOf: piece)
  }
}

/// What is read does not have the form it should: a damaged or foreign blob.
struct MalformedBytes: Error {}

/// Reads what `ByteWriter` wrote; anything that does not fit throws.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func word() throws(MalformedBytes) -> UInt32 {
    let range = try take(4)
    return bytes.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
    }
  }

  mutating func count() throws(MalformedBytes) -> Int { Int(try word()) }

  mutating func text() throws(MalformedBytes) -> String {
    String(decoding: bytes[try take(try count())], as: UTF8.self)
  }

  mutating func path() throws(MalformedBytes) -> FieldPath {
    var components: [String] = []
    for _ in 0..<(try count()) { components.append(try text()) }
    return FieldPath(components)
  }

  mutating func digest() throws(MalformedBytes) -> Digest {
    guard let digest = Digest(bytes: bytes[try take(32)]) else { throw MalformedBytes() }
    return digest
  }

  mutating func words() throws(MalformedBytes) -> [UInt32] {
    let count = try count()
    let range = try take(count * 4)
    return [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range]))
      }
      filled = count
    }
  }

  mutating func piece() throws(MalformedBytes) -> [UInt8] { Array(bytes[try take(try count())]) }

  private mutating func take(_ count: Int) throws(MalformedBytes) -> Range<Int> {
    guard count >= 0, count <= bytes.count - position else { throw MalformedBytes() }
    defer { position += count }
    return position..<position + count
  }
}
