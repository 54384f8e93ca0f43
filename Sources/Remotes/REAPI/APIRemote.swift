internal import Graph
private import Synchronization

/// A server of the Remote Execution API, as build tools share them.
final class APIRemote: Remote {
  let channel: GRPCChannel
  let instance: String
  let zstd = Zstd()
  private let known = Mutex<APICapabilities?>(nil)

  init(channel: GRPCChannel, instance: String) {
    self.channel = channel
    self.instance = instance
  }

  var name: String { channel.name }
  var width: Int { channel.limits.width }

  /// What the server can do, asked once.
  func capabilities() async throws(RemoteFailure) -> APICapabilities {
    if let known = known.withLock({ $0 }) { return known }
    let request = APIMessages.capabilitiesRequest(instance: instance)
    let found = try await message(APIMessages.getCapabilities, request) { bytes in
      try APICapabilities(wire: bytes)
    }
    guard let found else { throw failure(.unfit, "it has no instance '\(instance)'") }
    guard found.knowsSHA256 else { throw failure(.unfit, "it does not name blobs by SHA-256") }
    known.withLock { $0 = found }
    return found
  }

  func entries(for keys: [Digest]) async -> [Result<RemoteEntry?, RemoteFailure>] {
    await concurrently(keys, width: width) { key async throws(RemoteFailure) in try await self.storedEntry(key) }
  }

  func publish(
    _ entry: RemoteEntry, under key: Digest, replacing broken: RemoteEntry?
  ) async throws(RemoteFailure) -> RemoteEntry {
    if let held = try await usableEntry(key, unlike: broken) { return held }
    guard try await capabilities().takesResults else {
      throw failure(.refused, "it takes results from its own workers only")
    }
    let action = APIAction(key: key)
    // Servers may drop what lies within the message, so the value goes with the action, in the same exchange.
    let value = entry.value.isEmpty ? [] : [(name: BlobName(of: entry.value), bytes: entry.value)]
    for result in await write(action.blobs + value) { try result.get() }
    let result = entry.actionResult(key: key, keepsValueAsBlob: true).wire
    let request = APIMessages.updateResultRequest(result, of: action.name, instance: instance)
    for _ in 0..<3 {
      guard try await channel.call(APIMessages.updateResult, message: request) != nil else {
        throw failure(.unfit, "it has no instance '\(instance)'")
      }
      // Between the look and the update another may have come: most such cases show now. And a server may lose what is
      // read while it is written (buildbox-casd does): then once more.
      if let held = try await usableEntry(key, unlike: nil) { return held }
    }
    return entry
  }

  private func storedEntry(_ key: Digest) async throws(RemoteFailure) -> RemoteEntry? {
    let action = APIAction(key: key).name
    let request = APIMessages.getResultRequest(action, instance: instance)
    guard let messages = try await channel.call(APIMessages.getResult, message: request) else { return nil }
    return try await checkedEntry(messages.first ?? [], key: key, as: "the result of action \(action.digest)") {
      blob async throws(RemoteFailure) in try await self.read(blob)
    }
  }

  /// The entry that is there, unless it is of no use.
  private func usableEntry(_ key: Digest, unlike broken: RemoteEntry?) async throws(RemoteFailure) -> RemoteEntry? {
    do throws(RemoteFailure) {
      guard let held = try await storedEntry(key) else { return nil }
      return broken?.agrees(with: held) == true ? nil : held
    } catch  where error.kind == .damaged {
      return nil
    }
  }

  /// Calls a method that answers with one message, and reads that; nil if there is no such thing.
  func message<Value>(
    _ method: String, _ request: [UInt8], expected: Int = 4 << 20,
    _ read: (ArraySlice<UInt8>) throws -> Value
  ) async throws(RemoteFailure) -> Value? {
    guard let messages = try await channel.call(method, message: request, expected: expected) else { return nil }
    do {
      return try read(messages.first ?? [])
    } catch {
      throw failure(.unfit, "a reply to \(method) is not of its form")
    }
  }

  func failure(_ kind: RemoteFailure.Kind, _ detail: String) -> RemoteFailure {
    RemoteFailure(kind, remote: name, detail)
  }
}
