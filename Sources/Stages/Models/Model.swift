package import HTTP
package import Graph
private import Synchronization

/// A model that can be asked: one way to it, shared by all who use it.
package final class Model: Sendable {
  /// What the user has said of it.
  package let settings: ModelSettings
  let keys: [APIKey?]
  let client: HTTPClient
  private let limiter: RateLimiter
  let clock: ModelClock
  private let watch: IdentityWatch?
  /// In the words for a user, what was last wrong.
  private let lastTrouble = Mutex<String?>(nil)

  /// - Parameters:
  ///   - identity: which model it has to be; nil for any.
  ///   - environment: where the keys are found.
  /// - Throws: if a key is missing.
  package init(
    _ settings: ModelSettings, identity: KnownIdentity? = nil, client: HTTPClient, environment: [String: String],
    clock: ModelClock = .system
  ) throws(ModelFailure) {
    guard !settings.endpoints.isEmpty else {
      throw ModelFailure("model '\(settings.name)' has no endpoint", isHopeless: true)
    }
    var keys: [APIKey?] = []
    for endpoint in settings.endpoints {
      keys.append(try Self.key(of: endpoint, settings: settings, environment: environment))
    }
    self.keys = keys
    self.settings = settings
    self.client = client
    self.clock = clock
    watch = identity.flatMap { IdentityWatch($0, endpoints: settings.endpoints.count, clock: clock) }
    limiter = RateLimiter(
      limits: settings.limits, endpoints: settings.endpoints.count, patience: settings.retries.patience, clock: clock)
  }

  private static func key(
    of endpoint: ModelSettings.Endpoint, settings: ModelSettings, environment: [String: String]
  ) throws(ModelFailure) -> APIKey? {
    guard let variable = endpoint.keyVariable else { return nil }
    let place = "the environment variable \(variable), which should hold the key of model '\(settings.name)'"
    guard let value = environment[variable], !value.isEmpty else {
      throw ModelFailure("\(place), is not set", isHopeless: true)
    }
    guard let key = APIKey(value) else {
      throw ModelFailure("\(place), holds blanks or characters that no key has", isHopeless: true)
    }
    return key
  }

  /// Canonical bytes of all that is asked, bounds apart, whoever is asked and however: for keys.
  package func identity(of request: ChatRequest) -> [UInt8] { settings.prepared(request).identity }

  /// Reads a body again that came as a reply of this model.
  package func reply(from body: [UInt8]) throws(ReplyProblem) -> ChatReply {
    try ChatReply(body: body, toolProtocol: settings.toolProtocol)
  }

  /// Asks, and asks again as far as that is of use.
  package func reply(to request: ChatRequest) async throws(ModelFailure) -> ChatReply {
    let body = settings.prepared(request).body(streams: settings.streams, tokenLimitName: settings.tokenLimitName)
    var retry = RetryState(policy: settings.retries)
    var past = CallPast.new
    while true {
      let turn = try await turn(for: body, request, past: past)
      let attempt = await watchedAttempt(body, endpoint: turn.endpoint)
      limiter.end(turn, attempt.outcome)
      switch attempt.result {
      case .success((var reply, let timings)):
        reply.delivery = ChatReply.Delivery(endpoint: turn.endpoint, timings: timings, attempts: retry.requests + 1)
        return reply
      case .failure(let failed):
        try await wait(after: failed.fault, attempt, turn.endpoint, &retry)
        past = failed.fault.remedy == .wait ? .refused : .failed
      }
    }
  }

  /// An attempt at an endpoint that has shown to serve the model that it should.
  private func watchedAttempt(_ body: [UInt8], endpoint: Int) async -> Attempt {
    guard let watch else { return await attempt(body, endpoint: endpoint) }
    if let fault = await watch.look(at: endpoint, listing: { await self.told(endpoint) }) {
      return Attempt(fault: fault, advice: RateAdvice())
    }
    let attempt = await attempt(body, endpoint: endpoint)
    // Whoever answers after a connection has broken, or on a new one, may be another.
    switch attempt.result {
    case .failure(let failed):
      if case .transport = failed.fault { watch.lost(endpoint) }
    case .success((_, let timings)) where timings.connected > .zero:
      if let fault = await watch.look(at: endpoint, isReconnected: true, listing: { await self.told(endpoint) }) {
        return Attempt(fault: fault, advice: attempt.outcome.advice)
      }
    case .success: break
    }
    return attempt
  }

  private func turn(
    for body: [UInt8], _ request: ChatRequest, past: CallPast
  ) async throws(ModelFailure) -> LimiterState.Start {
    do throws(RateLimiter.Refusal) {
      // Four bytes a token is what English comes to; the server's own count sets it right afterwards.
      return try await limiter.turn(tokens: body.count / 4 + (request.maxTokens ?? 1024), past: past)
    } catch {
      switch error {
      case .cancelled: throw .cancelled(settings.name)
      case .patienceLost: throw .patienceLost(settings, last: lastTrouble.withLock { $0 })
      }
    }
  }

  private func wait(
    after fault: CallFault, _ attempt: Attempt, _ place: Int, _ retry: inout RetryState
  ) async throws(ModelFailure) {
    if fault == .transport(.cancelled) { throw .cancelled(settings.name) }
    let endpoint = settings.endpoints[place]
    let decision = retry.decide(
      fault, pause: attempt.outcome.advice.retryAfter, now: clock.now(), random: clock.random())
    let failure = ModelFailure.gaveUp(
      settings, endpoint: endpoint, fault: fault, requests: retry.requests, key: keys[place])
    lastTrouble.withLock { $0 = failure.description }
    switch decision {
    case .giveUp: throw failure
    case .again(let delay):
      do {
        if delay > .zero { try await clock.sleep(delay) }
      } catch {
        throw .cancelled(settings.name)
      }
    }
  }
}
