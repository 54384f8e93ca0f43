import Synchronization

@testable import Graph

/// A remote in memory, as simple as can be, which can be made to misbehave and keeps a watch on those who use it.
final class SharingRemote: Remote {
  /// What it keeps.
  struct Contents {
    var entries: [Digest: RemoteEntry] = [:]
    var blobs: [BlobName: [UInt8]] = [:]
  }

  /// What was done to it.
  struct Counts: Equatable {
    var asked = 0
    var read = 0
    var written = 0
    var published = 0
    var underWay = 0
    /// Blobs that are being written, and the most that were at one time.
    var (beingWritten, peak) = (0, 0)
    /// Entries whose blobs had not all been stored before.
    var early: [Digest] = []
  }

  /// How it answers; the closures are told what an honest one would say.
  struct Manners: Sendable {
    var entry: @Sendable (Digest, RemoteEntry?) -> Result<RemoteEntry?, RemoteFailure> = { .success($1) }
    var blob: @Sendable (BlobName, [UInt8]?) -> Result<[UInt8]?, RemoteFailure> = { .success($1) }
    /// What it keeps of a blob; nil for nothing, of which the writer hears nothing.
    var write: @Sendable ([UInt8]) -> Result<[UInt8]?, RemoteFailure> = { .success($0) }
    /// Whether it keeps an entry; if not, the writer hears nothing of it.
    var publish: @Sendable (Digest) -> Result<Bool, RemoteFailure> = { _ in .success(true) }
    /// Called before anything is done.
    var wait: @Sendable () async -> Void = {}
    /// Called before blobs are written.
    var hold: @Sendable () async -> Void = {}
  }

  let name = "memory"
  private let contents = Mutex(Contents())
  private let counted = Mutex(Counts())
  private let manners = Mutex(Manners())

  var counts: Counts { counted.withLock { $0 } }
  var kept: Contents { contents.withLock { $0 } }

  /// From now on it behaves so; as it should if nothing is changed.
  func behave(_ change: (inout Manners) -> Void = { _ in }) {
    var changed = Manners()
    change(&changed)
    manners.withLock { $0 = changed }
  }

  /// Changes what it keeps behind everyone's back.
  func change(_ body: (inout Contents) -> Void) { contents.withLock { body(&$0) } }

  // MARK: Remote

  func entries(for keys: [Digest]) async -> [Result<RemoteEntry?, RemoteFailure>] {
    let manners = await begin { $0.asked += keys.count }
    defer { end() }
    return keys.map { manners.entry($0, kept.entries[$0]) }
  }

  func missing(_ blobs: [BlobName]) async throws(RemoteFailure) -> [BlobName] {
    let manners = await begin { $0.asked += blobs.count }
    defer { end() }
    var missing: [BlobName] = []
    for blob in blobs { if try manners.blob(blob, kept.blobs[blob]).get() == nil { missing.append(blob) } }
    return missing
  }

  func read(_ blobs: [BlobName]) async -> [Result<[UInt8]?, RemoteFailure>] {
    let manners = await begin { $0.read += blobs.count }
    defer { end() }
    return blobs.map { manners.blob($0, kept.blobs[$0]) }
  }

  func write(_ blobs: [(name: BlobName, bytes: [UInt8])]) async -> [Result<Void, RemoteFailure>] {
    let manners = await begin { counts in
      counts.written += blobs.count
      counts.beingWritten += blobs.count
      counts.peak = max(counts.peak, counts.beingWritten)
    }
    defer {
      counted.withLock { $0.beingWritten -= blobs.count }
      end()
    }
    await manners.hold()
    return blobs.map { blob in
      precondition(blob.name.names(blob.bytes), "a blob is written under its own name")
      return manners.write(blob.bytes).map { bytes in
        if let bytes { contents.withLock { $0.blobs[blob.name] = bytes } }
      }
    }
  }

  func publish(
    _ entry: RemoteEntry, under key: Digest, replacing broken: RemoteEntry?
  ) async throws(RemoteFailure) -> RemoteEntry {
    let manners = await begin { $0.published += 1 }
    defer { end() }
    let isKept = try manners.publish(key).get()
    let (held, isWhole) = contents.withLock { contents in
      if let held = contents.entries[key], broken?.agrees(with: held) != true { return (held, true) }
      let isWhole = entry.blobs.allSatisfy { contents.blobs[$0] != nil }
      if isKept { contents.entries[key] = entry }
      return (entry, isWhole)
    }
    if !isWhole { counted.withLock { $0.early.append(key) } }
    return held
  }

  private func begin(_ count: (inout Counts) -> Void) async -> Manners {
    counted.withLock { counts in
      count(&counts)
      counts.underWay += 1
    }
    let manners = manners.withLock { $0 }
    await manners.wait()
    return manners
  }

  private func end() { counted.withLock { $0.underWay -= 1 } }
}
