internal import Graph

// Blobs: small ones many to a message, large ones as streams.

extension APIRemote {
  /// What a blob takes in a message besides its bytes.
  static let overhead = 128

  /// Whether a blob has to go as a stream.
  static func isLarge(_ size: Int, for server: APICapabilities) -> Bool { size + overhead > server.batchBytes }

  func missing(_ blobs: [BlobName]) async throws(RemoteFailure) -> [BlobName] {
    var seen: Set<BlobName> = [.empty]
    let asked = blobs.filter { seen.insert($0).inserted }
    // Some 80 bytes for each.
    let parts = stride(from: 0, to: asked.count, by: 10_000).map { asked[$0..<min($0 + 10_000, asked.count)] }
    let answers = await concurrently(parts, width: width) { part async throws(RemoteFailure) in
      let request = APIMessages.findMissingRequest(part, instance: self.instance)
      return try await self.message(APIMessages.findMissing, request) { try APIMessages.missing($0) } ?? Array(part)
    }
    var missing: Set<BlobName> = []
    for answer in answers { missing.formUnion(try answer.get()) }
    return asked.filter { missing.contains($0) }
  }

  func read(_ blobs: [BlobName]) async -> [Result<[UInt8]?, RemoteFailure>] {
    do throws(RemoteFailure) {
      let server = try await capabilities()
      var seen: Set<BlobName> = [.empty]
      let groups = Self.grouped(blobs.filter { seen.insert($0).inserted }, limit: server.batchBytes) { $0.size }
      let answers = await concurrently(groups, width: width) { group async throws(RemoteFailure) in
        try await self.readGroup(group, from: server)
      }
      var found: [BlobName: Result<[UInt8]?, RemoteFailure>] = [.empty: .success([])]
      for (group, answer) in zip(groups, answers) {
        for (blob, result) in zip(group, Self.each(of: group, answer)) { found[blob] = result }
      }
      return blobs.map { found[$0] ?? .success(nil) }
    } catch {
      return blobs.map { _ in .failure(error) }
    }
  }

  func write(_ blobs: [(name: BlobName, bytes: [UInt8])]) async -> [Result<Void, RemoteFailure>] {
    do throws(RemoteFailure) {
      let server = try await capabilities()
      let groups = Self.grouped(blobs, limit: server.batchBytes) { $0.bytes.count }
      let answers = await concurrently(groups, width: width) { group async throws(RemoteFailure) in
        try await self.writeGroup(group, to: server)
      }
      return zip(groups, answers).flatMap { Self.each(of: $0, $1) }
    } catch {
      return blobs.map { _ in .failure(error) }
    }
  }

  /// The most blobs of one message: a server that writes a file for each must not seem silent.
  private static let longestRun = 500

  /// Cuts a list into runs that fit into a message, in its order. What does not fit into any is alone in its run.
  private static func grouped<Item>(_ items: [Item], limit: Int, size: (Item) -> Int) -> [[Item]] {
    var groups: [[Item]] = []
    var room = 0
    for item in items {
      let need = size(item) + overhead
      if need > room || groups.last?.count ?? longestRun == longestRun {
        groups.append([item])
        room = limit - need
      } else {
        groups[groups.count - 1].append(item)
        room -= need
      }
    }
    return groups
  }

  /// The results of a run's members; each fails if the run did.
  private static func each<Item, Value>(
    of group: [Item], _ answer: Result<[Result<Value, RemoteFailure>], RemoteFailure>
  ) -> [Result<Value, RemoteFailure>] {
    switch answer {
    case .success(let results): results
    case .failure(let failure): group.map { _ in .failure(failure) }
    }
  }
}
