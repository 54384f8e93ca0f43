internal import Graph

/// Tools in plain text: for a model that has learned no tool format, or a server that knows none.
///
/// The model is told in the system message what tools there are. It calls one by a fenced block:
///
///     ```json
///     {"tool": "calculator", "arguments": {"expression": "7*12"}}
///     ```
///
/// Several blocks are several calls. The results come back as a message of the user.
package enum TextTools {
  /// The same request in plain words: no tools, no tool calls and no tool results are left in it.
  package static func spelled(_ request: ChatRequest) -> ChatRequest {
    var request = request
    var messages = spelled(request.messages)
    if !request.tools.isEmpty, request.toolChoice != ToolChoice.none {
      let section = section(request.tools, choice: request.toolChoice)
      if case .system(let text)? = messages.first {
        messages[0] = .system("\(text)\n\n\(section)")
      } else {
        messages.insert(.system(section), at: 0)
      }
    }
    request.messages = messages
    request.tools = []
    request.toolChoice = nil
    return request
  }

  /// What the system message says of the tools.
  package static func section(_ tools: [ChatTool], choice: ToolChoice? = nil) -> String {
    let duty =
      switch choice {
      case .required: "\nYou must call at least one tool in your next reply.\n"
      case .named(let name): "\nYou must call the tool \(name) in your next reply.\n"
      default: ""
      }
    let list = tools.map {
      "\n## \($0.name)\n\n\($0.description)\n\nArguments, as a JSON Schema: \($0.parameters.json)\n"
    }
    return """
      # Tools

      You can have the tools below run for you. \(format)
      You may write several blocks for several calls. End your reply after the last block: the results are given to \
      you in the next message. Use no fenced block marked json for anything else.
      \(duty)\(list.joined())
      """
  }

  private static let format = """
    To call a tool, write a fenced block marked json with one object that has exactly two members, "tool" and \
    "arguments":

    ```json
    {"tool": "NAME", "arguments": {}}
    ```

    """

  /// A message for the model that tells what was wrong, and how to do it.
  static func complaint(_ number: Int, _ mistake: String) -> String {
    "Your tool call number \(number) cannot be read: \(mistake). No tool was run. \(format)Write all your calls again."
  }

  private static func spelled(_ messages: [ChatMessage]) -> [ChatMessage] {
    var out: [ChatMessage] = []
    var names: [String: String] = [:]
    var results: [String] = []
    func flush() {
      if !results.isEmpty { out.append(.user(results.joined(separator: "\n\n"))) }
      results = []
    }
    for message in messages {
      switch message {
      case .tool(let id, let content):
        results.append("Result of \(names[id] ?? "the tool") (call \(results.count + 1)):\n\(content)")
      case .assistant(let text, let calls):
        flush()
        names = Dictionary(calls.map { ($0.id, $0.name) }) { first, _ in first }
        out.append(.assistant(spelled(text ?? "", calls)))
      default:
        flush()
        out.append(message)
      }
    }
    flush()
    return out
  }

  /// The text with the calls in it; where they stand in it already, it is left as the model wrote it.
  private static func spelled(_ text: String, _ calls: [ChatToolCall]) -> String {
    if calls.isEmpty || parse(text).calls.map(\.name) == calls.map(\.name) { return text }
    let blocks = calls.map { call in
      var name: [UInt8] = []
      JSONText.appendString(call.name, to: &name)
      let arguments = call.arguments.isEmpty ? "{}" : call.arguments
      return "```json\n{\"tool\": \(String(decoding: name, as: UTF8.self)), \"arguments\": \(arguments)}\n```"
    }
    return ((text.isEmpty ? [] : [text]) + blocks).joined(separator: "\n\n")
  }
}
