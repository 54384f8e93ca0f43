package import Graph

/// One message of a conversation.
package enum ChatMessage: Sendable, Hashable {
  /// How the model is to behave.
  case system(String)
  /// What it is asked or told.
  case user(String)
  /// What the model said, and the tools it called in saying it.
  case assistant(String?, toolCalls: [ChatToolCall] = [])
  /// What a tool gave back; the id is that of the call.
  case tool(callId: String, content: String)
}

/// A model's wish that a tool be run.
package struct ChatToolCall: Sendable, Hashable {
  /// Ties the result to the call.
  package let id: String
  /// Which tool is meant.
  package let name: String
  /// As the model wrote it. It should be a JSON object and may be anything.
  package let arguments: String

  /// Puts the parts together.
  package init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}

/// A tool as the model is told of it.
package struct ChatTool: Sendable {
  /// Which tool is meant.
  package let name: String
  /// What it does, for the model.
  package let description: String
  /// A JSON Schema of the arguments, which are one object.
  package let parameters: JSONNode

  /// Puts the parts together.
  package init(name: String, description: String, parameters: JSONNode) {
    self.name = name
    self.description = description
    self.parameters = parameters
  }
}

/// Whether the model may, must or must not call tools.
package enum ToolChoice: Sendable, Hashable {
  /// As the model likes, not at all, at least one.
  case auto, none, required
  /// This tool, and no other.
  case named(String)
}

// The wire form.

extension ChatMessage {
  var json: JSONNode {
    switch self {
    case .system(let text): .object([("role", "system"), ("content", .text(text))])
    case .user(let text): .object([("role", "user"), ("content", .text(text))])
    case .assistant(let text, let calls):
      .object(
        [("role", "assistant"), ("content", text.map { .text($0) } ?? .null)]
          + (calls.isEmpty ? [] : [("tool_calls", .list(calls.map(\.json)))]))
    case .tool(let id, let text):
      .object([("role", "tool"), ("tool_call_id", .text(id)), ("content", .text(text))])
    }
  }
}

extension ChatToolCall {
  fileprivate var json: JSONNode {
    let function: [(String, JSONNode)] = [("name", .text(name)), ("arguments", .text(arguments))]
    return .object([("id", .text(id)), ("type", "function"), ("function", .object(function))])
  }
}

extension ChatTool {
  var json: JSONNode {
    let function: [(String, JSONNode)] = [
      ("name", .text(name)), ("description", .text(description)), ("parameters", parameters),
    ]
    return .object([("type", "function"), ("function", .object(function))])
  }
}

extension ToolChoice {
  var json: JSONNode {
    switch self {
    case .auto: "auto"
    case .none: "none"
    case .required: "required"
    case .named(let name): .object([("type", "function"), ("function", .object([("name", .text(name))]))])
    }
  }
}
