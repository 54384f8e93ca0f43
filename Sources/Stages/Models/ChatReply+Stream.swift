extension ChatReply {
  /// Puts a streamed reply together. A stream that lacks its closing `[DONE]` was cut.
  init(stream body: [UInt8]) throws(ReplyProblem) {
    var assembly = StreamAssembly()
    for event in EventStream(body) {
      if event.elementsEqual("[DONE]".utf8) {
        self = try assembly.reply(body: body)
        return
      }
      try assembly.add(event)
    }
    throw ReplyProblem(message: "is a stream that ends without '[DONE]'")
  }
}

/// A streamed reply as far as it has come.
private struct StreamAssembly {
  private var content: String?
  private var reasoning: String?
  private var calls: [Int: PartialCall] = [:]
  private var finishReason: String?
  private var usage: TokenUsage?
  private var model: String?
  private var systemFingerprint: String?
  private var hasChoice = false
  private var events = 0

  /// A tool call as far as it has come.
  private struct PartialCall {
    var id: String?
    var name = ""
    var arguments = ""
  }

  mutating func add(_ event: [UInt8]) throws(ReplyProblem) {
    let chunk = try ReplyNode(event, place: "event \(events)").object()
    events += 1
    if let error = ServerError(chunk.node), chunk.optional("choices") == nil {
      throw ReplyProblem(place: chunk.place, message: "is an error: \(error.message)")
    }
    if let usage = try TokenUsage(chunk) { self.usage = usage }
    model = try chunk.optional("model")?.text() ?? model
    systemFingerprint = try chunk.optional("system_fingerprint")?.text() ?? systemFingerprint
    // The event that tells the usage has no choices.
    guard let choice = try chunk.optional("choices")?.list().first else { return }
    hasChoice = true
    finishReason = try choice.optional("finish_reason")?.text() ?? finishReason
    guard let delta = try choice.optional("delta")?.object() else { return }
    if let text = try delta.optional("content")?.text() { Self.append(text, to: &content) }
    if let text = try ChatReply.reasoning(delta) { Self.append(text, to: &reasoning) }
    guard let pieces = try delta.optional("tool_calls")?.list() else { return }
    for (place, piece) in pieces.enumerated() { try add(piece, place: place) }
  }

  private mutating func add(_ piece: ReplyNode, place: Int) throws(ReplyProblem) {
    let index = try piece.optional("index")?.count() ?? place
    let function = try piece.optional("function")?.object()
    let (id, name) = (try piece.optional("id")?.text(), try function?.optional("name")?.text())
    let arguments = try function?.optional("arguments")?.text()
    if let id { calls[index, default: PartialCall()].id = id }
    calls[index, default: PartialCall()].name += name ?? ""
    calls[index, default: PartialCall()].arguments += arguments ?? ""
  }

  /// In place: a long reply comes in very many pieces.
  private static func append(_ piece: String, to text: inout String?) {
    if text == nil { text = "" }
    text?.append(piece)
  }

  func reply(body: [UInt8]) throws(ReplyProblem) -> ChatReply {
    guard hasChoice else { throw ReplyProblem(message: "is a stream without choices") }
    let ordered = calls.sorted { $0.key < $1.key }.map(\.value)
    if let nameless = ordered.firstIndex(where: { $0.name.isEmpty }) {
      throw ReplyProblem(message: "is a stream whose tool call \(nameless) has no name")
    }
    return ChatReply(
      content: content, reasoning: reasoning,
      toolCalls: ordered.enumerated().map { place, call in
        ChatToolCall(id: call.id ?? "call_\(place)", name: call.name, arguments: call.arguments)
      },
      finishReason: finishReason, usage: usage, model: model, systemFingerprint: systemFingerprint, body: body)
  }
}
