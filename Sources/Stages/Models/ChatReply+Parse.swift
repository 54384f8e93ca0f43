internal import Graph

extension ChatReply {
  /// Reads what a server sent in answer to a chat completion: one JSON object, or a stream of events.
  ///
  /// Unknown members are passed over; what is known must be of the right type. Content and arguments may be anything.
  package init(body: [UInt8], toolProtocol: ToolProtocol = .native) throws(ReplyProblem) {
    let blanks: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20]
    let start = body.first { !blanks.contains($0) }
    // A stream's lines start with a word or a colon; JSON never does.
    if let start, start == UInt8(ascii: ":") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(start) {
      try self.init(stream: body)
    } else {
      try self.init(object: body)
    }
    guard toolProtocol == .text, let content else { return }
    let parsed = TextTools.parse(content)
    toolCalls = parsed.calls
    toolProblem = parsed.problem
  }

  private init(object body: [UInt8]) throws(ReplyProblem) {
    let reply = try ReplyNode(body).object()
    if reply.optional("choices") == nil, let error = ServerError(reply.node) {
      throw ReplyProblem(message: "is an error: \(error.message)")
    }
    guard let choice = try reply.required("choices").list().first else {
      throw ReplyProblem(place: "choices", message: "is empty")
    }
    let message = try choice.required("message").object()
    var calls: [ChatToolCall] = []
    if let list = try message.optional("tool_calls")?.list() {
      for (place, call) in list.enumerated() {
        let function = try call.required("function")
        calls.append(
          ChatToolCall(
            id: try call.optional("id")?.text() ?? "call_\(place)", name: try function.required("name").text(),
            arguments: try Self.arguments(function)))
      }
    }
    self.init(
      content: try message.optional("content")?.text(), reasoning: try Self.reasoning(message), toolCalls: calls,
      finishReason: try choice.optional("finish_reason")?.text(), usage: try TokenUsage(reply),
      model: try reply.optional("model")?.text(),
      systemFingerprint: try reply.optional("system_fingerprint")?.text(), body: body)
  }

  /// Two members are in use for it.
  static func reasoning(_ message: ReplyNode) throws(ReplyProblem) -> String? {
    try (message.optional("reasoning_content") ?? message.optional("reasoning"))?.text()
  }

  /// Text that holds JSON; some servers give the JSON itself, and some nothing for a tool without parameters.
  private static func arguments(_ function: ReplyNode) throws(ReplyProblem) -> String {
    guard let arguments = function.optional("arguments") else { return "" }
    return arguments.node.members == nil ? try arguments.text() : arguments.node.line
  }
}

extension TokenUsage {
  /// The `usage` of a reply or of a stream's event, if it has one.
  init?(_ reply: ReplyNode) throws(ReplyProblem) {
    guard let usage = try reply.optional("usage")?.object() else { return nil }
    self.init(
      prompt: try usage.optional("prompt_tokens")?.count() ?? 0,
      completion: try usage.optional("completion_tokens")?.count() ?? 0,
      cached: try
        (usage.optional("prompt_tokens_details")?.optional("cached_tokens")
        ?? usage.optional("prompt_cache_hit_tokens"))?.count() ?? 0,
      reasoning: try usage.optional("completion_tokens_details")?.optional("reasoning_tokens")?.count() ?? 0)
  }
}
