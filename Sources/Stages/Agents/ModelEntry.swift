internal import HTTP
package import Graph

/// A model of the pipeline file with `"provider": "openai"`: its settings, and how each request is to be made.
package struct ModelEntry: Sendable {
  package var settings: ModelSettings
  package var sampling: ChatRequest.Sampling
  /// The most tokens of a reply; nil for the server's own limit.
  package var maxTokens: Int?

  /// What `provider` says.
  package static let provider = "openai"
}

extension ModelEntry {
  /// Reads an entry of `models`.
  /// - Parameter seed: the pipeline's, for a model that names none.
  /// - Throws: `Problem` for what the declaration cannot tell.
  package init(_ entry: SectionEntry, seed: Int, file: String) throws(Problem) {
    let values = entry.values
    func problem(_ value: ParameterValue?, _ message: String) -> Problem {
      Problem(file: file, position: value?.position ?? entry.position, message: message)
    }
    var endpoints: [ModelSettings.Endpoint] = []
    for url in values["url"]?.list ?? [values["url"]].compactMap(\.self) {
      let text = url.string ?? ""
      guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
        throw problem(url, "a model's URL must start with http:// or https://, found '\(text)'")
      }
      endpoints.append(ModelSettings.Endpoint(url: text, keyVariable: values["apiKey"]?.string))
    }
    for field in values["extra"]?.object?.all ?? [] where ChatRequest.reservedFields.contains(field.name) {
      throw problem(
        field,
        "'extra' cannot set '\(field.name)': distillbuild sets it itself, from a parameter of its own if it has one")
    }
    sampling = ChatRequest.Sampling(
      temperature: values["temperature"]?.double, topP: values["topP"]?.double,
      seed: values["seed"]?.bool == false ? nil : values["seed"]?.int ?? seed)
    maxTokens = values["maxTokens"]?.int
    settings = ModelSettings(name: entry.name, servedName: values.string("model"), endpoints: endpoints)
    settings.revision = values["revision"]?.json ?? ""
    settings.extra = (values["extra"]?.object?.all ?? []).map { ($0.name, $0.node) }
    settings.toolProtocol = ToolProtocol(rawValue: values.string("toolProtocol")) ?? .native
    settings.streams = values.bool("stream")
    settings.tokenLimitName = values.string("tokenLimitName")
    settings.limits = RateLimits(
      concurrency: values.int("concurrency"), requestsPerMinute: values["requestsPerMinute"]?.int,
      tokensPerMinute: values["tokensPerMinute"]?.int)
    if let prices = values["prices"]?.object {
      settings.prices = ModelSettings.Prices(
        input: prices.double("input"), output: prices.double("output"), cachedInput: prices["cachedInput"]?.double)
    }
    let timeouts = values.object("timeouts")
    settings.timeouts = HTTPTimeouts(
      connect: .seconds(timeouts.double("connect")), firstByte: .seconds(timeouts.double("firstByte")),
      idle: .seconds(timeouts.double("idle")), total: .seconds(timeouts.double("total")))
    let retries = values.object("retries")
    settings.retries = RetryPolicy(
      attempts: retries.int("attempts"), patience: .seconds(retries.double("patience")))
  }

  /// What may be written of such a model.
  package static let variant = SectionDeclaration.Variant(
    provider,
    parameters: [
      Parameter(
        "model", .ingredient, .stringMatching(.nonEmpty), required: true, "The name under which the servers serve it."),
      Parameter(
        "url", .conduct,
        .either([.stringMatching(.nonEmpty), .list(of: .stringMatching(.nonEmpty), minimum: 1)]), required: true,
        "Where it is served, up to and with `/v1`; a list of URLs shares the calls among servers of the same model."),
      Parameter(
        "apiKey", .conduct, .stringMatching(.nonEmpty),
        "The name of the environment variable that holds the key, never the key itself."),
      Parameter(
        "temperature", .ingredient, .number(0...10), "How freely words are chosen; the server's own if left out."),
      Parameter("topP", .ingredient, .number(0...1), "The share of likelihood that words are chosen from."),
      Parameter(
        "seed", .ingredient, .either([.integer(0...9_007_199_254_740_991), .boolean]), default: true,
        "The seed of a record's first sample, one more for each further one: a number, `true` for the pipeline's seed, or `false` to send none."
      ),
      Parameter(
        "maxTokens", .bound, .integer(1...100_000_000),
        "The most tokens of one reply. Raised, it has only those replies made again that were cut."),
      Parameter(
        "extra", .ingredient, .map(of: .value),
        "Further members of every request's body, such as `top_k` or `reasoning_effort`."),
      Parameter(
        "toolProtocol", .ingredient, .oneOf(ToolProtocol.allCases.map(\.rawValue)),
        default: JSONNode(.string(ToolProtocol.native.rawValue)),
        "How tools are called: by the server's own interface, or by fenced blocks in plain text, for models and servers that know no tools."
      ),
      Parameter(
        "stream", .conduct, .boolean, default: false,
        "Takes replies in pieces, so that a server that has died is noticed sooner."),
      Parameter(
        "tokenLimitName", .conduct, .oneOf(["max_tokens", "max_completion_tokens"]), default: "max_tokens",
        "How the server calls the bound on tokens."),
      Parameter("concurrency", .conduct, .integer(1...1024), default: 32, "Calls under way at once, over all URLs."),
      Parameter("requestsPerMinute", .conduct, .integer(1 ... .max), "Calls begun in a minute at most."),
      Parameter(
        "tokensPerMinute", .conduct, .integer(1 ... .max), "Tokens of requests and replies in a minute at most."),
      Parameter(
        "timeouts", .conduct,
        .object([
          Parameter("connect", .conduct, .number(0.001...86_400), default: 10, "Until the connection stands."),
          Parameter(
            "firstByte", .conduct, .number(0.001...86_400), default: 600,
            "Until the reply begins; a model thinks in this time."),
          Parameter("idle", .conduct, .number(0.001...86_400), default: 60, "Between two pieces of a reply."),
          Parameter("total", .conduct, .number(0.001...86_400), default: 1800, "For one request in all."),
        ]), default: [:], "Seconds that parts of a request may take."),
      Parameter(
        "retries", .conduct,
        .object([
          Parameter(
            "attempts", .conduct, .integer(1...100), default: 5,
            "How often a call is tried that fails in a way that may pass. Waiting for a rate limit is no try."),
          Parameter(
            "patience", .conduct, .number(0...86_400), default: 600,
            "The seconds for which a server may refuse everything before its calls are given up."),
        ]), default: [:], "How failed calls are tried again."),
      Parameter(
        "prices", .conduct,
        .object([
          Parameter("input", .conduct, .number(0 ... .infinity), required: true, "For a million tokens of requests."),
          Parameter("output", .conduct, .number(0 ... .infinity), required: true, "For a million tokens of replies."),
          Parameter(
            "cachedInput", .conduct, .number(0 ... .infinity),
            "For a million tokens of requests that the server had cached."),
        ]), "What tokens cost, for reports and `--max-cost`."),
    ], "A model behind an OpenAI-compatible server: vLLM, llama.cpp, Ollama, hosted ones. See docs/models.md.")
}
