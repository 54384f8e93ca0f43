internal import Graph
internal import HTTP

/// A model as one stage uses it: every request is a remembered call.
struct ModelUse: Sendable {
  let entry: ModelEntry
  /// What the stage calls it: `model`, `judge`.
  var role = "model"
  /// Which model it is; nil while it was never met, and where that does not matter.
  var identity: KnownIdentity?
  let runtime: StageRuntime

  /// How many units of a stage it is of use to have under way: while some run tools, others ask.
  var width: Int { 2 * entry.settings.limits.concurrency }

  /// The bound on tokens as bounds are counted; where there is none, more than any reply has.
  var tokenBound: Int { min(entry.maxTokens ?? ModelUse.unbounded, ModelUse.unbounded) }

  private static let unbounded = Int(UInt32.max)

  /// A reply, and what it took of the bound on tokens.
  struct Asked: Sendable {
    let reply: ChatReply
    let tokens: Int
    /// Whether the bound cut it short.
    let isCut: Bool
  }

  /// Asks, unless this was asked before.
  /// - Parameters:
  ///   - sample: which sample of the record, from 0: each is asked for itself.
  ///   - attempt: which attempt, from 0.
  /// - Throws: `ModelFailure`, and what `StageCalls` throws.
  func ask(
    _ messages: [ChatMessage], tools: [ChatTool] = [], toolChoice: ToolChoice? = nil, sample: Int = 0,
    attempt: Int = 0, calls: StageCalls
  ) async throws -> Asked {
    var request = ChatRequest(
      model: entry.settings.servedName, messages: messages, tools: tools, toolChoice: toolChoice,
      sampling: entry.sampling, maxTokens: entry.maxTokens)
    request.sampling.seed = entry.sampling.seed.map { $0 &+ sample }
    let (settings, identity, runtime, bound, asked) = (entry.settings, identity, runtime, tokenBound, request)
    let stored = try await calls.reply(to: key(of: request, sample: sample, attempt: attempt)) {
      let reply = try await runtime.model(settings, identity: identity).reply(to: asked)
      // Without the server's count a reply counts as using all it might: it then fits no tighter bound.
      let tokens = reply.hitTokenLimit ? bound : min(reply.usage?.completion ?? bound, bound)
      return (
        CallReply(
          body: reply.body, usage: [tokens], hitBound: reply.hitTokenLimit,
          provenance: reply.provenance(settings, author: runtime.author)),
        reply.spending(settings.prices)
      )
    }
    return Asked(
      reply: try ChatReply(body: stored.body, toolProtocol: settings.toolProtocol), tokens: stored.usage.first ?? bound,
      isCut: stored.hitBound)
  }

  private func key(of request: ChatRequest, sample: Int, attempt: Int) -> CallKey {
    var encoder = CanonicalEncoder("model call")
    encoder.add(bytes: entry.settings.prepared(request).identity)
    encoder.add(text: entry.settings.revision)
    encoder.add(text: identity?.told ?? "")
    encoder.add(sample)
    encoder.add(attempt)
    return CallKey(request: encoder.digest, bounds: [tokenBound])
  }
}

/// What a record's calls used of the bound on tokens, as its result reports it.
struct TokenUse: Sendable {
  /// The most that one of them used.
  private(set) var most = 0
  /// Whether one was cut short.
  private(set) var wasCut = false

  mutating func add(_ asked: ModelUse.Asked) {
    most = max(most, asked.tokens)
    if asked.isCut { wasCut = true }
  }
}

extension ChatReply {
  /// What the call took.
  fileprivate func spending(_ prices: ModelSettings.Prices?) -> CallSpending {
    guard let usage else { return CallSpending() }
    return CallSpending(
      inputTokens: usage.prompt, outputTokens: usage.completion, cost: prices?.cost(of: usage) ?? 0)
  }

  /// Where the reply comes from, for people who look into the cache.
  /// - Parameter author: who made the call, as they call themselves.
  fileprivate func provenance(_ settings: ModelSettings, author: String?) -> String {
    var members: [(String, JSONNode)] = [("model", .text(settings.name))]
    if let delivery, settings.endpoints.indices.contains(delivery.endpoint) {
      members.append(("url", .text(settings.endpoints[delivery.endpoint].shownURL)))
      members.append(("attempts", .number(delivery.attempts)))
    }
    if let model { members.append(("served", .text(model))) }
    if let systemFingerprint { members.append(("fingerprint", .text(systemFingerprint))) }
    if let finishReason { members.append(("finish", .text(finishReason))) }
    if let usage {
      members += [("inputTokens", .number(usage.prompt)), ("outputTokens", .number(usage.completion))]
      if let prices = settings.prices { members.append(("cost", .decimal(prices.cost(of: usage)))) }
    }
    // Earlier attempts, and waiting for a turn, are not this call's.
    if let delivery { members.append(("seconds", .decimal(delivery.timings.total / .seconds(1)))) }
    if let author { members.append(("by", .text(author))) }
    return JSONNode.object(members).line
  }
}

extension JSONNode {
  /// A number, to the millionth.
  fileprivate static func decimal(_ value: Double) -> JSONNode {
    JSONNode(.number(String((value * 1_000_000).rounded() / 1_000_000)))
  }
}
