/// Messages as gRPC puts them into a body: a byte for their compression, four for their length, then the message.
enum GRPCFrames {
  /// The bytes before each message.
  static let overhead = 5

  /// Appends a message.
  static func append(_ message: [UInt8], to body: inout [UInt8]) {
    body.append(0)
    withUnsafeBytes(of: UInt32(message.count).bigEndian) { body.append(contentsOf: $0) }
    body.append(contentsOf: message)
  }

  /// The messages of a body; nil if it ends within one, or holds a compressed one, which nobody asked for.
  static func messages(_ body: [UInt8]) -> [ArraySlice<UInt8>]? {
    var messages: [ArraySlice<UInt8>] = []
    var rest = body[...]
    while !rest.isEmpty {
      let head = Array(rest.prefix(overhead))
      guard head.count == overhead, head[0] == 0 else { return nil }
      let count = head.dropFirst().reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(overhead)
      guard count <= rest.count else { return nil }
      messages.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return messages
  }
}
