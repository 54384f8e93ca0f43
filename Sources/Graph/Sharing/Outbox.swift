/// Brings results to the remotes in the background, while the build goes on.
///
/// It holds names, not bytes: what is sent is read from the local cache when its turn comes.
actor Outbox {
  private let cache: SharedCache
  private let options: BuildOptions
  private var chunks: [SharedChunk] = []
  private var replies: [SharedReply] = []
  private var underWay = 0
  private var adopted = 0
  private var failure: (any Error)?
  private var isDraining = false
  private var drained: [CheckedContinuation<Void, Never>] = []

  private static let (batch, width) = (32, 4)

  init(_ cache: SharedCache, options: BuildOptions) {
    self.cache = cache
    self.options = options
  }

  func add(_ more: [SharedChunk]) {
    chunks += more
    start()
  }

  func add(_ reply: SharedReply) {
    replies.append(reply)
    start()
  }

  /// Waits until all is sent that can be.
  /// - Returns: how many results of others took the place of ours since the last time.
  /// - Throws: what ended the sending on this side: `DamagedBlob`, `DiskError`, `IndexError`.
  func drain() async throws -> Int {
    isDraining = true
    start()
    if underWay > 0 { await withCheckedContinuation { drained.append($0) } }
    isDraining = false
    defer { adopted = 0 }
    if let failure {
      self.failure = nil
      throw failure
    }
    return adopted
  }

  private func start() {
    // What is left is still here, for another build or a push.
    guard cache.mayWrite, failure == nil, !options.isInterrupted() else {
      (chunks, replies) = ([], [])
      return
    }
    while underWay < Outbox.width, !(chunks.isEmpty && replies.isEmpty) {
      let (someChunks, someReplies) = (Array(chunks.prefix(Outbox.batch)), Array(replies.prefix(Outbox.batch)))
      chunks.removeFirst(someChunks.count)
      replies.removeFirst(someReplies.count)
      underWay += 1
      Task { await send(someChunks, someReplies) }
    }
  }

  private func send(_ chunks: [SharedChunk], _ replies: [SharedReply]) async {
    do {
      adopted += try await Outbox.publish(chunks, replies, cache)
    } catch {
      failure = failure ?? error
    }
    underWay -= 1
    start()
    if isDraining { options.report(.sharing(left: self.chunks.count + self.replies.count + underWay * Outbox.batch)) }
    guard underWay == 0 else { return }
    for waiter in drained { waiter.resume() }
    drained = []
  }

  // Off the actor, which would otherwise have to wait while blobs are read and named.
  @concurrent private static func publish(
    _ chunks: [SharedChunk], _ replies: [SharedReply], _ cache: SharedCache
  ) async throws -> Int {
    if !replies.isEmpty { try await cache.publish(replies) }
    return chunks.isEmpty ? 0 : try await cache.publish(chunks)
  }
}
