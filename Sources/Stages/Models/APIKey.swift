/// The secret that a server asks for. It is never printed, and what a server sends back of it is blotted out.
struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let secret: String

  /// Keys as short as this are words such as `EMPTY`, which stand for "no key" and may well stand in a reply.
  private static let shortestSecret = 8
  private static let blot = Array("[key]".utf8)

  /// White space around it, such as the line break at a file's end, is no part of it. Nil for what can be no key.
  init?(_ text: String) {
    let blanks = [Character(" "), "\t", "\n", "\r", "\r\n"]
    let start = text.drop { blanks.contains($0) }
    let end = start.lastIndex { !blanks.contains($0) }
    guard let end else { return nil }
    secret = String(start[...end])
    if secret.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) { return nil }
  }

  /// The value of the header that shows it.
  var authorization: String { "Bearer \(secret)" }

  /// The same bytes without the key.
  func blotted(_ bytes: [UInt8]) -> [UInt8] {
    guard secret.utf8.count >= Self.shortestSecret else { return bytes }
    // JSON may write a slash with a backslash before it.
    let plain = Self.replacing(Array(secret.utf8), in: bytes)
    guard secret.utf8.contains(UInt8(ascii: "/")) else { return plain }
    let escaped = secret.utf8.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] }
    return Self.replacing(escaped, in: plain)
  }

  /// The same text without the key.
  func blotted(_ text: String) -> String { String(decoding: blotted(Array(text.utf8)), as: UTF8.self) }

  private static func replacing(_ piece: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var place = 0
    while let found = firstPlace(of: piece, in: bytes, from: place) {
      out += bytes[place..<found]
      out += blot
      place = found + piece.count
    }
    return place == 0 ? bytes : out + bytes[place...]
  }

  private static func firstPlace(of piece: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while let hit = bytes[place...].firstIndex(of: piece[0]) {
      if bytes[hit...].starts(with: piece) { return hit }
      place = hit + 1
    }
    return nil
  }

  var description: String { "[key]" }
  var debugDescription: String { "[key]" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
