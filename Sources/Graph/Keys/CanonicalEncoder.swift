/// The one encoding that is hashed for keys: each piece carries a type tag and a length, so that no two different lists of
/// pieces share their bytes. Text is its UTF-8 bytes: Swift's own string equality would merge `é` with `e` + accent.
package struct CanonicalEncoder {
  package private(set) var bytes: [UInt8] = []

  /// Starts an encoding of one purpose; purposes never collide.
  package init(_ purpose: StaticString) { add(text: purpose.description) }

  /// Appends text.
  package mutating func add(text: String) {
    var text = text
    text.withUTF8 { add(tag: 1, UnsafeRawBufferPointer($0)) }
  }

  /// Appends raw bytes.
  package mutating func add(bytes piece: [UInt8]) { piece.withUnsafeBytes { add(tag: 2, $0) } }

  /// Appends an integer.
  package mutating func add(_ number: Int) {
    bytes.append(3)
    append(word: UInt64(bitPattern: Int64(number)))
  }

  /// Appends a digest.
  package mutating func add(_ digest: Digest) {
    bytes.append(4)
    digest.append(to: &bytes)
  }

  /// Appends the length of a list that follows.
  package mutating func beginList(_ count: Int) {
    bytes.append(5)
    append(word: UInt64(count))
  }

  /// The key: SHA-256 of everything added.
  package var digest: Digest { Digest(of: bytes) }

  private mutating func add(tag: UInt8, _ piece: UnsafeRawBufferPointer) {
    bytes.append(tag)
    append(word: UInt64(piece.count))
    bytes.append(contentsOf: piece)
  }

  private mutating func append(word: UInt64) {
    withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
