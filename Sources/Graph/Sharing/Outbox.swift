/// Brings results to the remotes in the background, while the build goes on.
///
/// It holds names, not bytes: what is sent is read from the local cache when its turn comes.
actor Outbox {
  private let cache: SharedCache
  private let options: BuildOptions
  /// By the places of their stages.
  private var chunks: [Int: [SharedChunk]] = [:]
  private var replies: [SharedReply] = []
  private var underWay = 0
  private var adopted = 0
  private var failure: (any Error)?
  private var isDraining = false
  private var drained: [CheckedContinuation<Void, Never>] = []

  /// A shipment has so many chunks, unless they are the last.
  private static let shipment = 128

  init(_ cache: SharedCache, options: BuildOptions) {
    self.cache = cache
    self.options = options
  }

  func add(_ more: [SharedChunk]) {
    for chunk in more { chunks[chunk.stage.index, default: []].append(chunk) }
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
      (chunks, replies) = ([:], [])
      return
    }
    while underWay < Batches.width, let parcel = next() {
      underWay += 1
      Task { await send(parcel) }
    }
  }

  private enum Sending: Sendable {
    case chunks([SharedChunk], of: Pipeline.Stage)
    case replies([SharedReply])
  }

  private func next() -> Sending? {
    if !replies.isEmpty {
      let some = Array(replies.prefix(Batches.size))
      replies.removeFirst(some.count)
      return .replies(some)
    }
    let least = isDraining ? 1 : Outbox.shipment
    for (place, waiting) in chunks.sorted(by: { $0.key < $1.key }) where waiting.count >= least {
      chunks[place] = Array(waiting.dropFirst(Outbox.shipment))
      return .chunks(Array(waiting.prefix(Outbox.shipment)), of: waiting[0].stage)
    }
    return nil
  }

  private func send(_ sending: Sending) async {
    do {
      adopted += try await Outbox.publish(sending, cache)
    } catch {
      failure = failure ?? error
    }
    underWay -= 1
    start()
    if isDraining { options.report(.sharing(left: replies.count + chunks.values.reduce(0) { $0 + $1.count })) }
    guard underWay == 0 else { return }
    for waiter in drained { waiter.resume() }
    drained = []
  }

  // Off the actor, which would otherwise have to wait while blobs are read and named.
  @concurrent private static func publish(_ sending: Sending, _ cache: SharedCache) async throws -> Int {
    switch sending {
    case .chunks(let chunks, let stage): return try await cache.publish(chunks, of: stage)
    case .replies(let replies):
      try await cache.publish(replies)
      return 0
    }
  }
}
