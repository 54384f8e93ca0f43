internal import Graph

// Blobs too large for a message (`bytestream.proto`).

extension APIRemote {
  /// A message of this size passes everywhere.
  private static let piece = 1 << 20

  func readStream(_ blob: BlobName, isCompressed: Bool) async throws(RemoteFailure) -> [UInt8]? {
    let request = wireMessage { $0.add(1, resource(Self.path(blob, isCompressed: isCompressed)).utf8) }
    // Servers send small pieces, each with its own head; and what does not compress becomes a little longer.
    let expected = blob.size + blob.size / 8
    guard let messages = try await channel.call(APIMessages.read, message: request, expected: expected) else {
      return nil
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(blob.size)
    do {
      for message in messages {
        try readFields(message) { field in
          if field.number == 10 { bytes.append(contentsOf: try field.bytes) }
        }
      }
    } catch {
      throw failure(.unfit, "a reply to \(APIMessages.read) is not of its form")
    }
    return try checked(bytes, blob, isCompressed: isCompressed).get()
  }

  func writeStream(_ content: [UInt8], as blob: BlobName, isCompressed: Bool) async throws(RemoteFailure) {
    let bytes = isCompressed ? zstd.compress(content) : content
    let upload = resource("uploads/\(Self.uuid())/\(Self.path(blob, isCompressed: isCompressed))")
    var body: [UInt8] = []
    body.reserveCapacity(bytes.count + bytes.count / Self.piece * 32 + 512)
    for start in stride(from: 0, to: bytes.count, by: Self.piece) {
      let end = min(start + Self.piece, bytes.count)
      let message = wireMessage { message in
        // The name is needed once.
        if start == 0 { message.add(1, upload.utf8) }
        message.add(2, start)
        message.add(3, end == bytes.count)
        message.add(10, bytes[start..<end])
      }
      GRPCFrames.append(message, to: &body)
    }
    do throws(RemoteFailure) {
      let messages = try await channel.call(APIMessages.write, body, expected: 1 << 16)
      // A compressed blob that was there already counts as -1.
      guard let reply = messages?.first, try [bytes.count, isCompressed ? -1 : bytes.count].contains(committed(reply))
      else {
        throw failure(.unfit, "it has not stored all of blob \(blob.digest)")
      }
    } catch {
      // A server that has the blob already may answer before it has read it all, which looks like a lost connection.
      guard error.kind == .unreachable || error.kind == .unfit, try await missing([blob]).isEmpty else { throw error }
    }
  }

  private func committed(_ reply: ArraySlice<UInt8>) throws(RemoteFailure) -> Int {
    do {
      var size = 0
      try readFields(reply) { if $0.number == 1 { size = try $0.number64 } }
      return size
    } catch {
      throw failure(.unfit, "a reply to \(APIMessages.write) is not of its form")
    }
  }

  private static func path(_ blob: BlobName, isCompressed: Bool) -> String {
    "\(isCompressed ? "compressed-blobs/zstd" : "blobs")/\(blob.digest)/\(blob.size)"
  }

  private func resource(_ rest: String) -> String { instance.isEmpty ? rest : "\(instance)/\(rest)" }

  /// A random name (RFC 9562, version 4).
  private static func uuid() -> String {
    let high = UInt64.random(in: 0 ... .max) & ~0xF000 | 0x4000
    let low = UInt64.random(in: 0 ... .max) & ~(3 << 62) | 2 << 62
    let digits = [high, low].map { word in
      let hex = String(word, radix: 16)
      return String(repeating: "0", count: 16 - hex.count) + hex
    }.joined()
    let places = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return places.map { String(digits.dropFirst($0.lowerBound).prefix($0.count)) }.joined(separator: "-")
  }
}
