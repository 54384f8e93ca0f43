private import Foundation

/// Base 64 (RFC 4648), as servers write it: with or without padding.
enum Base64 {
  /// The bytes as text, padded.
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// The bytes that a text stands for; nil if it holds anything else.
  static func decode(_ text: String) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: text + padding).map { Array($0) }
  }
}
