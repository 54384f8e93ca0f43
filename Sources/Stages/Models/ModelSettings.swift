package import HTTP
package import Graph

/// A model as the user describes it.
package struct ModelSettings: Sendable {
  /// What the pipeline calls it.
  package var name: String
  /// What the servers call it.
  package var servedName: String
  /// At least one; all serve the same model.
  package var endpoints: [Endpoint]
  /// Changed by the user to have everything asked again.
  package var revision: String
  /// How much is asked of the servers.
  package var limits: RateLimits
  /// How long each request may take.
  package var timeouts: HTTPTimeouts
  /// How often a call is tried again.
  package var retries: RetryPolicy
  /// Nil if calls cost nothing or nobody knows.
  package var prices: Prices?
  /// Further members of every request.
  package var extra: [(name: String, value: JSONNode)]
  /// How tools are offered and called.
  package var toolProtocol: ToolProtocol
  /// Whether replies shall come in pieces, so that a silent server is noticed while the model still talks.
  package var streams: Bool
  /// How the servers call the bound on tokens.
  package var tokenLimitName: String
  /// The longest reply that is taken.
  package var maxResponseBytes: Int

  /// Where a model is served.
  package struct Endpoint: Sendable, Hashable {
    /// Up to and with `/v1`.
    package var url: String
    /// The environment variable that holds the key; nil if none is needed.
    package var keyVariable: String?

    /// Puts the parts together; slashes at the URL's end are dropped.
    package init(url: String, keyVariable: String? = nil) {
      self.url = String(url.reversed().drop { $0 == "/" }.reversed())
      self.keyVariable = keyVariable
    }
  }

  /// What a million tokens cost, in whatever currency.
  package struct Prices: Sendable, Hashable {
    /// For tokens of the prompt.
    package var input: Double
    /// For tokens of the reply.
    package var output: Double
    /// For tokens of the prompt that the server had in its cache; nil if they cost the same.
    package var cachedInput: Double?

    /// Puts the parts together.
    package init(input: Double, output: Double, cachedInput: Double? = nil) {
      self.input = input
      self.output = output
      self.cachedInput = cachedInput
    }

    /// What one call cost.
    package func cost(of usage: TokenUsage) -> Double {
      let cached = min(usage.cached, usage.prompt)
      let prompt = Double(usage.prompt - cached) * input + Double(cached) * (cachedInput ?? input)
      return (prompt + Double(usage.completion) * output) / 1_000_000
    }
  }

  /// Puts the parts together.
  package init(
    name: String, servedName: String, endpoints: [Endpoint], revision: String = "", limits: RateLimits = RateLimits(),
    timeouts: HTTPTimeouts = HTTPTimeouts(), retries: RetryPolicy = RetryPolicy(), prices: Prices? = nil,
    extra: [(name: String, value: JSONNode)] = [], toolProtocol: ToolProtocol = .native, streams: Bool = false,
    tokenLimitName: String = "max_tokens", maxResponseBytes: Int = 64 << 20
  ) {
    self.name = name
    self.servedName = servedName
    self.endpoints = endpoints
    self.revision = revision
    self.limits = limits
    self.timeouts = timeouts
    self.retries = retries
    self.prices = prices
    self.extra = extra
    self.toolProtocol = toolProtocol
    self.streams = streams
    self.tokenLimitName = tokenLimitName
    self.maxResponseBytes = maxResponseBytes
  }
}

extension ModelSettings {
  /// What the model is known by, wherever it is served.
  package var identityName: String { JSONNode.list([.text(servedName), .text(revision)]).line }

  /// The request as it is really made: under the served name, with the settings' further members, and with tools in the
  /// words of the model's protocol.
  package func prepared(_ request: ChatRequest) -> ChatRequest {
    var request = request
    request.model = servedName
    let own = Set(request.extra.map(\.name))
    request.extra += extra.filter { !own.contains($0.name) }
    return toolProtocol == .text ? TextTools.spelled(request) : request
  }
}
