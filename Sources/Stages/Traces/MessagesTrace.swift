internal import Graph

/// Reads the messages of a chat: a list of them, or an object that has it as `messages`.
///
/// Each assistant message is a turn; a thought told apart from what was said, `reasoning_content`, is a turn before it.
/// Other messages are no work of the solver's. Where no message calls tools by the interface, programs that ran inside of
/// a message, as in NuminaMath-TIR, are calls. Results are matched by the call's id, the last call that has it; without
/// ids, by order.
struct MessagesTrace {
  private var builder = TraceBuilder()
  /// The calls that wait for a result, by id.
  private var waiting: [String: Int] = [:]
  /// The first call that a result without an id may belong to.
  private var nextUnnamed = 0
  /// Which calls have their result.
  private var answered: [Bool] = []
  /// Whether tools are called by the chat's own interface.
  private var callsTools = false

  static func read(_ json: [UInt8]) throws(ReplyProblem) -> TraceBuilder {
    let value = try ReplyNode(json, place: "the trace")
    let root = value.node.members == nil ? value : try value.required("messages")
    var reader = MessagesTrace()
    let messages = try root.list()
    reader.callsTools = messages.contains { message in
      ["tool_calls", "function_call"].contains {
        message.optional($0).map { $0.node.elements?.isEmpty != true } ?? false
      }
    }
    for message in messages { try reader.read(try message.object()) }
    guard !reader.builder.trace.turns.isEmpty else {
      throw ReplyProblem(place: "the trace", message: "holds no message of an assistant")
    }
    return reader.builder
  }

  private mutating func read(_ message: ReplyNode) throws(ReplyProblem) {
    let role = try message.required("role")
    switch try role.text() {
    case "system", "developer", "user": builder.endTurn()
    case "assistant": try assistant(message)
    case "tool", "function": try result(message)
    default: throw ReplyProblem(place: role.place, message: "is not a role of a chat")
    }
  }

  private mutating func assistant(_ message: ReplyNode) throws(ReplyProblem) {
    builder.endTurn()
    for key in ["reasoning_content", "content"] {
      let text = Array(try Self.text(message.optional(key)).utf8)[...]
      if callsTools || !FencedTrace.addRun(text, to: &builder) { builder.say(text) }
    }
    // A result without an id answers a call of the last message that made any.
    let calls = try message.optional("tool_calls")?.list() ?? []
    let legacy = message.optional("function_call")
    if !calls.isEmpty || legacy != nil { nextUnnamed = answered.count }
    for call in calls {
      let index = try add(call.required("function"))
      if let id = try call.optional("id")?.text() { waiting[id] = index }
    }
    if let legacy { _ = try add(legacy) }
  }

  private mutating func add(_ function: ReplyNode) throws(ReplyProblem) -> Int {
    let arguments = function.optional("arguments")
    // Some writers give the JSON itself instead of a text that holds it.
    let text = arguments?.node.string ?? arguments?.node.line ?? ""
    answered.append(false)
    return builder.call(
      Array(try function.required("name").text().utf8), arguments: TraceBuilder.arguments(Array(text.utf8)[...]))
  }

  private mutating func result(_ message: ReplyNode) throws(ReplyProblem) {
    let call: Int?
    if let id = try message.optional("tool_call_id")?.text() {
      call = waiting.removeValue(forKey: id)
    } else {
      while nextUnnamed < answered.count, answered[nextUnnamed] { nextUnnamed += 1 }
      call = nextUnnamed < answered.count ? nextUnnamed : nil
    }
    guard let call, !answered[call] else {
      throw ReplyProblem(place: message.place, message: "is the result of no call")
    }
    answered[call] = true
    builder.answer(call, with: .tool(Array(try Self.text(message.optional("content")).utf8)[...]))
  }

  /// A content's text: itself, or its parts' together. Pictures and sound say nothing that a trace could keep.
  private static func text(_ content: ReplyNode?) throws(ReplyProblem) -> String {
    guard let content else { return "" }
    guard content.node.elements != nil else {
      return content.node.members == nil ? try content.text() : content.node.line
    }
    var text = ""
    for part in try content.list() {
      if let plain = part.node.string {
        text += plain
      } else {
        text += try part.object().optional("text")?.text() ?? ""
      }
    }
    return text
  }
}
