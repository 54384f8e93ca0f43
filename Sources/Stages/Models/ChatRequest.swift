package import Graph

/// What is asked of a chat model, but not where or how politely.
package struct ChatRequest: Sendable {
  /// The name under which the server serves the model.
  package var model: String
  /// The conversation so far.
  package var messages: [ChatMessage]
  /// What the model may have run.
  package var tools: [ChatTool]
  /// Sent only with tools.
  package var toolChoice: ToolChoice?
  /// How the model chooses its words.
  package var sampling: Sampling
  /// The most tokens to reply with: a bound, and so no part of `identity`.
  package var maxTokens: Int?
  /// Further members of the body, as the user named them. Those in `reservedFields` are left out.
  package var extra: [(name: String, value: JSONNode)]

  /// How the model chooses its words. What is nil is left to the server.
  package struct Sampling: Sendable {
    /// 0 for the likeliest word each time.
    package var temperature: Double?
    /// The share of likelihood that words are chosen from.
    package var topP: Double?
    /// Makes the choice repeatable, as far as the server can.
    package var seed: Int?
    /// Texts that end the reply; empty for none.
    package var stop: [String]
    /// The form of the reply, such as a JSON Schema.
    package var responseFormat: JSONNode?

    /// Puts the parts together.
    package init(
      temperature: Double? = nil, topP: Double? = nil, seed: Int? = nil, stop: [String] = [],
      responseFormat: JSONNode? = nil
    ) {
      self.temperature = temperature
      self.topP = topP
      self.seed = seed
      self.stop = stop
      self.responseFormat = responseFormat
    }
  }

  /// Puts the parts together.
  package init(
    model: String, messages: [ChatMessage], tools: [ChatTool] = [], toolChoice: ToolChoice? = nil,
    sampling: Sampling = Sampling(), maxTokens: Int? = nil, extra: [(name: String, value: JSONNode)] = []
  ) {
    self.model = model
    self.messages = messages
    self.tools = tools
    self.toolChoice = toolChoice
    self.sampling = sampling
    self.maxTokens = maxTokens
    self.extra = extra
  }

  /// Members of the body that `extra` cannot set: each has a place of its own, or, like `n`, would change what a reply
  /// is.
  package static let reservedFields: Set<String> = [
    "model", "messages", "tools", "tool_choice", "temperature", "top_p", "seed", "stop", "response_format",
    "max_tokens", "max_completion_tokens", "stream", "stream_options", "n",
  ]
}

extension ChatRequest {
  /// Canonical JSON of everything that is asked, without the bounds and without how the reply is to be sent: for keys.
  package var identity: [UInt8] { JSONNode.object(asked).utf8 }

  /// The body to send. Members always stand in the same order.
  /// - Parameters:
  ///   - streams: whether the reply shall come in pieces.
  ///   - tokenLimitName: how the server calls the bound; newer ones say `max_completion_tokens`.
  package func body(streams: Bool = false, tokenLimitName: String = "max_tokens") -> [UInt8] {
    var members = asked
    if let maxTokens { members.append((tokenLimitName, .number(maxTokens))) }
    if streams {
      members.append(("stream", true))
      members.append(("stream_options", ["include_usage": true]))
    }
    return Array(JSONNode.object(members).line.utf8)
  }

  private var asked: [(String, JSONNode)] {
    var members: [(String, JSONNode)] = [("model", .text(model)), ("messages", .list(messages.map(\.json)))]
    if !tools.isEmpty {
      members.append(("tools", .list(tools.map(\.json))))
      if let toolChoice { members.append(("tool_choice", toolChoice.json)) }
    }
    if let temperature = Self.number(sampling.temperature) { members.append(("temperature", temperature)) }
    if let topP = Self.number(sampling.topP) { members.append(("top_p", topP)) }
    if let seed = sampling.seed { members.append(("seed", .number(seed))) }
    if !sampling.stop.isEmpty { members.append(("stop", .list(sampling.stop.map { .text($0) }))) }
    if let format = sampling.responseFormat { members.append(("response_format", format)) }
    let named = extra.filter { !Self.reservedFields.contains($0.name) }
    for field in named.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      members.append((field.name, field.value))
    }
    return members
  }

  /// The shortest lexeme, with `1` for 1.0; nothing for what JSON cannot say.
  private static func number(_ value: Double?) -> JSONNode? {
    guard let value, value.isFinite else { return nil }
    return JSONNode(.number(Int(exactly: value).map(String.init) ?? "\(value)"))
  }
}
