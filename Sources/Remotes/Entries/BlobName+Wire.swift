internal import Graph

extension BlobName {
  /// The most that a name from outside may claim: far above any blob, and still to be borne in memory.
  static let largestClaim = 1 << 30

  /// A `Digest` message of the Remote Execution API.
  var wire: [UInt8] {
    wireMessage { message in
      message.add(1, digest.hex.utf8)
      message.add(2, size)
    }
  }

  /// Reads a `Digest` message.
  init(wire: ArraySlice<UInt8>) throws {
    var (digest, size): (Digest?, Int) = (nil, 0)
    try readFields(wire) { field in
      switch field.number {
      case 1: digest = Digest(hex: try field.text)
      case 2: size = try field.number64
      default: break
      }
    }
    guard let digest, (0...Self.largestClaim).contains(size) else { throw WireError() }
    self.init(digest: digest, size: size)
  }
}
