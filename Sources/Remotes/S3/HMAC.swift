internal import Graph

/// A keyed hash: HMAC (RFC 2104) with SHA-256.
enum HMAC {
  /// The code of a message.
  static func code(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    let block = 64
    var padded = key.count > block ? Digest(of: key).bytes : key
    padded += [UInt8](repeating: 0, count: block - padded.count)
    let inner = Digest(of: padded.map { $0 ^ 0x36 } + message)
    return Digest(of: padded.map { $0 ^ 0x5C } + inner.bytes).bytes
  }

  /// The code of a text.
  static func code(_ message: String, key: [UInt8]) -> [UInt8] { code(Array(message.utf8), key: key) }
}
