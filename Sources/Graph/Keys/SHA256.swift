#if canImport(CryptoKit)
  private import CryptoKit

  /// SHA-256 (FIPS 180-4), by CryptoKit.
  package struct SHA256Hasher {
    private var state = CryptoKit.SHA256()

    package init() {}

    package mutating func update(_ bytes: UnsafeRawBufferPointer) { state.update(bufferPointer: bytes) }

    package func finish() -> Digest {
      Digest(bytes: Array(state.finalize())) ?? Digest(bigEndianWords: 0, 0, 0, 0)
    }
  }
#else
  private import CCrypto

  /// SHA-256 (FIPS 180-4), by the system's libcrypto.
  package struct SHA256Hasher {
    private var state = SHA256_CTX()

    package init() { SHA256_Init(&state) }

    /// Feeds bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
      if let start = bytes.baseAddress { SHA256_Update(&state, start, bytes.count) }
    }

    /// The digest of all bytes fed; the hasher itself may go on.
    package func finish() -> Digest {
      var copy = state
      var out: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      withUnsafeMutableBytes(of: &out) { buffer in
        _ = SHA256_Final(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), &copy)
      }
      return Digest(
        bigEndianWords: UInt64(bigEndian: out.0), UInt64(bigEndian: out.1), UInt64(bigEndian: out.2),
        UInt64(bigEndian: out.3))
    }
  }
#endif

extension SHA256Hasher {
  /// Feeds an array's bytes.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }
}

extension Digest {
  /// The SHA-256 of some bytes.
  package init(of bytes: [UInt8]) {
    self = bytes.withUnsafeBytes { Digest(of: $0) }
  }

  /// The SHA-256 of some bytes.
  package init(of bytes: UnsafeRawBufferPointer) {
    var hasher = SHA256Hasher()
    hasher.update(bytes)
    self = hasher.finish()
  }
}
