import Graph

extension ScriptedAnswer {
  /// A completion that says something.
  package static func saying(_ text: String, finish: String = "stop", tokens: Int = 20) -> ScriptedAnswer {
    completion([("role", "assistant"), ("content", .text(text))], finish: finish, tokens: tokens)
  }

  /// A completion that calls tools.
  package static func calling(
    _ calls: [(name: String, arguments: String)], text: String = "", tokens: Int = 20
  ) -> ScriptedAnswer {
    let list = calls.enumerated().map { place, call -> JSONNode in
      let function: [(String, JSONNode)] = [("name", .text(call.name)), ("arguments", .text(call.arguments))]
      return .object([("id", .text("id\(place)")), ("type", "function"), ("function", .object(function))])
    }
    return completion(
      [("role", "assistant"), ("content", .text(text)), ("tool_calls", .list(list))], finish: "tool_calls",
      tokens: tokens)
  }

  private static func completion(_ message: [(String, JSONNode)], finish: String, tokens: Int) -> ScriptedAnswer {
    let choice: [(String, JSONNode)] = [
      ("index", .number(0)), ("message", .object(message)), ("finish_reason", .text(finish)),
    ]
    let usage: [(String, JSONNode)] = [("prompt_tokens", .number(100)), ("completion_tokens", .number(tokens))]
    return ScriptedAnswer(
      JSONNode.object([
        ("id", "1"), ("object", "chat.completion"), ("model", "strong"), ("choices", .list([.object(choice)])),
        ("usage", .object(usage)),
      ]).line)
  }
}
