/// Decides which of the calls that wait for a model may start, and at which endpoint. It knows no clock but the times
/// it is given, which must not go backwards.
struct LimiterState: Sendable {
  private(set) var endpoints: [EndpointState]
  private let limits: RateLimits
  private let patience: Duration
  private var line = WaitingLine()
  private var requests: RateBucket?
  private var tokens: RateBucket?
  private var inFlight = 0
  private var lastEndpoint: Int
  /// Since when no endpoint has been well.
  private var troubledSince: Duration?

  /// What has come of a decision.
  struct Step: Sendable, Equatable {
    var started: [Start] = []
    /// Calls that would wait longer than they are ready to.
    var refused: [Int] = []
    /// When to decide again, if nothing happens before.
    var next: Duration?
  }

  /// A call that may be made now.
  struct Start: Sendable, Equatable {
    let id: Int
    let endpoint: Int
    let tokens: Int
    let at: Duration
  }

  init(limits: RateLimits, endpoints count: Int, patience: Duration, now: Duration) {
    self.limits = limits
    self.patience = patience
    endpoints = Array(repeating: EndpointState(concurrency: max(1, limits.concurrency)), count: count)
    lastEndpoint = count - 1
    requests = limits.requestsPerMinute.map { RateBucket(perMinute: $0, now: now) }
    tokens = limits.tokensPerMinute.map { RateBucket(perMinute: $0, now: now) }
  }

  /// A call wants to be made.
  mutating func want(_ id: Int, tokens: Int, past: CallPast) {
    // After a time in which nobody asked, old trouble says nothing.
    if line.first == nil, inFlight == 0, past == .new { troubledSince = nil }
    line.add(id, tokens: tokens, past: past)
  }

  /// A call is wanted no more.
  mutating func cancel(_ id: Int) { line.remove(id) }

  /// A call that had been started has ended.
  mutating func end(_ start: Start, _ outcome: CallOutcome, now: Duration) {
    inFlight -= 1
    endpoints[start.endpoint].end(outcome, startedAt: start.at, now: now)
    if let actual = outcome.tokens { tokens?.giveBack(start.tokens - actual, now: now) }
    if outcome.result == .answered || endpoints.contains(where: \.isWell) {
      troubledSince = nil
    } else if troubledSince == nil {
      troubledSince = now
    }
  }

  /// Starts what may start.
  mutating func step(now: Duration) -> Step {
    var step = Step()
    while let (id, need) = line.first, inFlight < max(1, limits.concurrency) {
      let wait = max(
        requests?.wait(for: 1, now: now) ?? .zero, tokens?.wait(for: need, now: now) ?? .zero)
      if wait > .zero {
        step.next = now + wait
        break
      }
      guard let endpoint = freeEndpoint(for: need, now: now) else { break }
      line.remove(id)
      inFlight += 1
      lastEndpoint = endpoint
      endpoints[endpoint].start(need)
      requests?.take(1, now: now)
      tokens?.take(need, now: now)
      step.started.append(Start(id: id, endpoint: endpoint, tokens: need, at: now))
    }
    waitOrRefuse(&step, now: now)
    return step
  }

  private mutating func waitOrRefuse(_ step: inout Step, now: Duration) {
    guard let (_, need) = line.first else { return }
    let opening = endpoints.map { $0.opening(for: need, now: now) }.min() ?? now
    let end = (troubledSince ?? now) + patience
    // Troubled for too long, or certain to be.
    if opening > end || troubledSince != nil && now >= end {
      step.refused = line.removeAll()
      step.next = nil
      return
    }
    let candidates = [opening > now ? opening : nil, troubledSince.map { _ in end }, step.next]
    step.next = candidates.compactMap(\.self).min()
  }

  /// The one with the least to do; of equals, the next in turn.
  private func freeEndpoint(for need: Int, now: Duration) -> Int? {
    (1...endpoints.count).map { (lastEndpoint + $0) % endpoints.count }
      .filter { endpoints[$0].hasRoom(for: need, now: now) }
      .min { endpoints[$0].inFlight < endpoints[$1].inFlight }
  }
}

/// What a model's servers are asked at most.
package struct RateLimits: Sendable, Equatable {
  /// Calls under way at once, over all endpoints.
  package var concurrency: Int
  /// Nil for no limit but what the servers say.
  package var requestsPerMinute: Int?
  /// Prompt and reply together, estimated before the call and set right after it.
  package var tokensPerMinute: Int?

  /// Puts the parts together.
  package init(concurrency: Int = 32, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
    self.concurrency = concurrency
    self.requestsPerMinute = requestsPerMinute
    self.tokensPerMinute = tokensPerMinute
  }
}
