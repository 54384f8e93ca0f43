#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import GRDB

/// Replies that were paid for: on disk before anyone uses or counts them, and never asked for twice.
///
/// Replies that arrive together are committed together, with one sync for all. A kill costs the calls in flight, no more.
package actor CallStore {
  /// Looks replies up: its connections do not wait while others reach the disk.
  private let index: Index
  private let database: DatabaseQueue
  private let zstd = Zstd()
  /// Seconds since 1970.
  private let now: @Sendable () -> Int
  private let shared: SharedCache?
  private let outbox: Outbox?
  private var underWay: [Digest: Task<Answer, any Error>] = [:]
  private var waiting: [Arrived] = []
  private var isCommitting = false

  /// A reply on disk, and whether it was made by somebody else.
  private struct Answer: Sendable {
    let reply: CallReply
    let isReused: Bool
  }

  /// A reply on its way to the disk.
  private struct Arrived {
    let key: CallKey
    let recipe: Digest
    let reply: CallReply
    /// Where it was found, if it was not made here.
    let holding: Holding?
    let done: CheckedContinuation<Stored, any Error>
  }

  /// A reply that lies under a key, and whether it was put there now.
  private struct Stored: Sendable {
    let place: Digest
    let reply: CallReply
    let isNew: Bool
  }

  /// Opens the calls of an index that is open already.
  package init(index: Index, now: @escaping @Sendable () -> Int) throws {
    try self.init(index: index, now: now, shared: nil, outbox: nil)
  }

  /// - Parameters:
  ///   - shared: asked for replies before a call is made.
  ///   - outbox: takes the replies to those that share the cache.
  init(index: Index, now: @escaping @Sendable () -> Int, shared: SharedCache?, outbox: Outbox?) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    self.index = index
    self.now = now
    self.shared = shared
    self.outbox = outbox
    do {
      database = try DatabaseQueue(path: index.path, configuration: configuration)
    } catch {
      throw Index.explain(error, path: index.path)
    }
  }

  /// The reply to a call: the stored one, or that of an equal call under way, or else a new one.
  /// - Parameters:
  ///   - recipe: the recipe on whose behalf it is made, so that it can be forgotten with it.
  ///   - make: really calls; what it throws is nobody's reply and is not stored.
  /// - Returns: the reply, on disk, and whether this caller is spared the call.
  package func reply(
    to key: CallKey, recipe: Digest, make: @escaping @Sendable () async throws -> CallReply
  ) async throws -> (reply: CallReply, isReused: Bool) {
    if let task = underWay[key.bounded] { return (try await CallStore.wait(for: task).reply, true) }
    if let stored = try stored(key) { return (stored, true) }
    // Off the actor, where calls would take turns at making requests and reading replies.
    let task = Task { @concurrent in try await self.answer(to: key, recipe, make) }
    underWay[key.bounded] = task
    defer { underWay[key.bounded] = nil }
    let answer = try await CallStore.wait(for: task)
    return (answer.reply, answer.isReused)
  }

  /// The reply that somebody else has paid for, or else a new one.
  @concurrent private func answer(
    to key: CallKey, _ recipe: Digest, _ make: @Sendable () async throws -> CallReply
  ) async throws -> Answer {
    if let found = try await shared?.reply(to: key) {
      return Answer(reply: try await commit(key, recipe, found.reply, found.holding).reply, isReused: true)
    }
    let stored = try await commit(key, recipe, try await make())
    if stored.isNew { await outbox?.add(SharedReply(place: stored.place, recipe: recipe)) }
    return Answer(reply: stored.reply, isReused: false)
  }

  /// Callers are cancelled together, when a build ends, so whoever is first may break the call off.
  private static func wait(for task: Task<Answer, any Error>) async throws -> Answer {
    try await withTaskCancellationHandler {
      try await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// The stored reply, if there is one that today's bounds would have let come about.
  package func stored(_ key: CallKey) throws -> CallReply? {
    try index.read { database in
      if let reply = try Index.reply(key.bounded, zstd, in: database) { return reply }
      guard let reply = try Index.reply(key.free, zstd, in: database), !reply.hitBound, reply.fits(key.bounds) else {
        return nil
      }
      return reply
    }
  }

  /// Forgets replies, under whatever bounds.
  /// - Returns: how many there were.
  package func forget(_ keys: Set<CallKey>) throws -> Int {
    do {
      return try database.write { database in
        var count = 0
        for place in Set(keys.flatMap { [$0.free, $0.bounded] }) {
          try database.execute(sql: "DELETE FROM call_keys WHERE key = ?", arguments: [place.data])
          count += database.changesCount
        }
        return count
      }
    } catch {
      throw Index.explain(error, path: index.path)
    }
  }

  /// Puts a reply on disk, together with whatever else has arrived.
  private func commit(
    _ key: CallKey, _ recipe: Digest, _ reply: CallReply, _ holding: Holding? = nil
  ) async throws -> Stored {
    try await withCheckedThrowingContinuation { done in
      waiting.append(Arrived(key: key, recipe: recipe, reply: reply, holding: holding, done: done))
      if !isCommitting { Task { await commitAll() } }
    }
  }

  private func commitAll() async {
    guard !isCommitting else { return }
    isCommitting = true
    defer { isCommitting = false }
    while !waiting.isEmpty {
      let batch = waiting
      waiting = []
      let (zstd, created, path) = (zstd, now(), index.path)
      do {
        let replies = try await database.write { database in
          try Index.note(batch.compactMap(\.holding), in: database)
          return try batch.map { try CallStore.store($0.key, $0.recipe, $0.reply, zstd, created, in: database) }
        }
        for (arrived, reply) in zip(batch, replies) { arrived.done.resume(returning: reply) }
      } catch {
        for arrived in batch { arrived.done.resume(throwing: Index.explain(error, path: path)) }
      }
    }
  }

  /// The first reply stored under a key is everybody's: a later one gives way to it.
  private static func store(
    _ key: CallKey, _ recipe: Digest, _ reply: CallReply, _ zstd: Zstd, _ created: Int, in database: Database
  ) throws -> Stored {
    var place = reply.hitBound ? key.bounded : key.free
    if let first = try Index.reply(place, zstd, in: database) {
      if place == key.bounded || first.fits(key.bounds) && !first.hitBound {
        return Stored(place: place, reply: first, isNew: false)
      }
      // The bound-free place is held by a reply that does not fit today's bounds.
      place = key.bounded
      if let first = try Index.reply(place, zstd, in: database) {
        return Stored(place: place, reply: first, isNew: false)
      }
    }
    try Index.store(reply, under: place, recipe, zstd, created, in: database)
    return Stored(place: place, reply: reply, isNew: true)
  }
}
