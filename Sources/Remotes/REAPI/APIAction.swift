internal import Graph

/// The action whose result our entry is, in the eyes of the Remote Execution API: a command that is the same for all, an
/// empty folder of inputs, and our key as the salt that tells actions apart.
struct APIAction {
  /// Names it at the action cache.
  let name: BlobName
  /// The `Action` message, which a server may want to see.
  let bytes: [UInt8]

  /// The `Command` message of every action of ours.
  static let command: [UInt8] = wireMessage { $0.add(1, "distillbuild".utf8) }
  private static let commandName = BlobName(of: command)

  init(key: Digest) {
    bytes = wireMessage { message in
      message.addPresent(1, Self.commandName.wire)
      // A folder without anything is a message without any bytes.
      message.addPresent(2, BlobName.empty.wire)
      message.add(9, key.bytes)
    }
    name = BlobName(of: bytes)
  }

  /// What a server has to have before it is told the action's result.
  var blobs: [(name: BlobName, bytes: [UInt8])] { [(name, bytes), (Self.commandName, Self.command)] }
}
