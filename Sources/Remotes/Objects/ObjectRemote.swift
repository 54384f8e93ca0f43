internal import Graph

/// A remote on a store that understands nothing of what it keeps: all checking is done here.
struct ObjectRemote: Remote {
  let store: any ObjectStore

  var name: String { store.name }

  /// No entry is as long as this; a longer object is not read to its end.
  static let longestEntry = 64 << 20

  func entries(for keys: [Digest]) async -> [Result<RemoteEntry?, RemoteFailure>] {
    await concurrently(keys, width: store.width) { key async throws(RemoteFailure) in try await storedEntry(key) }
  }

  func missing(_ blobs: [BlobName]) async throws(RemoteFailure) -> [BlobName] {
    var seen: Set<BlobName> = [.empty]
    let asked = blobs.filter { seen.insert($0).inserted }
    let answers = await concurrently(asked, width: store.width) { blob async throws(RemoteFailure) in
      try await store.presence(of: ObjectPath(kind: .blob, digest: blob.digest))
    }
    var result: [BlobName] = []
    for (blob, answer) in zip(asked, answers) {
      // A size that is wrong shows a cut object without reading it.
      guard case .present(let size) = try answer.get(), size ?? blob.size == blob.size else {
        result.append(blob)
        continue
      }
    }
    return result
  }

  func read(_ blobs: [BlobName]) async -> [Result<[UInt8]?, RemoteFailure>] {
    await concurrently(blobs, width: store.width) { blob async throws(RemoteFailure) in try await bytes(of: blob) }
  }

  func write(_ blobs: [(name: BlobName, bytes: [UInt8])]) async -> [Result<Void, RemoteFailure>] {
    await concurrently(blobs, width: store.width) { blob async throws(RemoteFailure) in
      if blob.name == .empty { return }
      let path = ObjectPath(kind: .blob, digest: blob.name.digest)
      _ = try await store.put(blob.bytes, digest: blob.name.digest, at: path, ifAbsent: false)
    }
  }

  private func bytes(of blob: BlobName) async throws(RemoteFailure) -> [UInt8]? {
    if blob == .empty { return [] }
    let path = ObjectPath(kind: .blob, digest: blob.digest)
    var found = 0
    // A second look tells bytes damaged on the way from bytes that lie there damaged.
    for _ in 0..<2 {
      guard let bytes = try await store.get(path, size: blob.size) else { return nil }
      if blob.names(bytes) { return bytes }
      found = bytes.count
    }
    let detail =
      found == blob.size ? "\(path) has other bytes than its name says" : "\(path) is not \(blob.size) bytes long"
    throw RemoteFailure(.damaged, remote: name, detail)
  }

  private func storedEntry(_ key: Digest) async throws(RemoteFailure) -> RemoteEntry? {
    let path = ObjectPath(kind: .entry, digest: key)
    guard let bytes = try await store.get(path, size: Self.longestEntry) else { return nil }
    return try await checkedEntry(bytes[...], key: key, as: "\(path)") { blob async throws(RemoteFailure) in
      try await self.bytes(of: blob)
    }
  }
}

// Publishing: the first entry under a key is to be everybody's.

extension ObjectRemote {
  func publish(
    _ entry: RemoteEntry, under key: Digest, replacing broken: RemoteEntry?
  ) async throws(RemoteFailure) -> RemoteEntry {
    let isSafe = try await store.honoursConditions()
    // A store that can be told to leave what is there need not be asked first.
    if !isSafe || broken != nil, let held = try await usableEntry(key, unlike: broken) { return held }
    if entry.hasLongValue { try await write(entry.value, as: BlobName(of: entry.value)) }
    let bytes = entry.actionResult(key: key, keepsValueAsBlob: entry.hasLongValue).wire
    let (path, digest) = (ObjectPath(kind: .entry, digest: key), Digest(of: bytes))
    if try await store.put(bytes, digest: digest, at: path, ifAbsent: true) {
      // Between the look and the store another may have come; most such cases show now.
      return isSafe ? entry : try await usableEntry(key, unlike: nil) ?? entry
    }
    if let held = try await usableEntry(key, unlike: broken) { return held }
    _ = try await store.put(bytes, digest: digest, at: path, ifAbsent: false)
    return entry
  }

  /// The entry that is there, unless it is of no use.
  private func usableEntry(
    _ key: Digest, unlike broken: RemoteEntry?
  ) async throws(RemoteFailure) -> RemoteEntry? {
    do throws(RemoteFailure) {
      guard let held = try await storedEntry(key) else { return nil }
      return broken?.agrees(with: held) == true ? nil : held
    } catch  where error.kind == .damaged {
      return nil
    }
  }
}

extension Remote {
  /// The entry in the message that lies under a key.
  /// - Parameters:
  ///   - place: what it is called in messages.
  ///   - fetch: gets its value where the server keeps that as a blob.
  func checkedEntry(
    _ bytes: ArraySlice<UInt8>, key: Digest, as place: String,
    fetch: (BlobName) async throws(RemoteFailure) -> [UInt8]?
  ) async throws(RemoteFailure) -> RemoteEntry {
    var stored = StoredEntry(bytes, key: key)
    if let blob = stored?.absentValue, blob.size <= ObjectRemote.longestEntry, let value = try await fetch(blob) {
      stored = stored?.filled(with: value)
    }
    guard let entry = stored?.checked else {
      throw RemoteFailure(.damaged, remote: name, "\(place) is not what was stored there")
    }
    return entry
  }
}
