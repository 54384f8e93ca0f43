import Graph

extension StrongModel {
  /// What is asked of it.
  package enum Role: String, Sendable, CaseIterable { case plan, act, explain, judge, rewrite }

  /// A tool call that the model made earlier in the conversation, and what it was told.
  package struct Seen: Sendable {
    package let tool: String
    /// JSON on one line, however it was sent.
    package let arguments: String
    package let isSuccess: Bool
    /// The result, or what was wrong.
    package let text: String
  }

  /// A request, read.
  package struct Question: Sendable {
    package let role: Role
    /// The messages, each with who says it.
    package let messages: [(role: String, text: String)]
    package let seed: Int?
    package let maxTokens: Int?
    /// The number of the problem, where it is one of `CommandProblem` and shown.
    package let number: Int?
    /// The tool calls that it has made, in order.
    package let seen: [Seen]
    /// In how many of its replies.
    package let callingTurns: Int
    /// From 0, for those who are told what was wrong.
    package let attempt: Int
    /// The whole body.
    package let body: String
  }
}

extension StrongModel.Question {
  /// Nil for what none of the stages asks.
  package init?(_ request: ScriptedRequest) {
    guard let node = try? JSONNode.parse(request.body, file: ""), let list = node["messages"]?.elements else {
      return nil
    }
    messages = list.map { ($0["role"]?.string ?? "", $0["content"]?.string ?? "") }
    guard let first = messages.first?.text, messages.count > 1 || first.contains("Two people") else { return nil }
    if first.contains("You solve a problem") {
      role = messages.count == 2 ? .plan : .act
    } else if first.contains("explains calculations") {
      role = .explain
    } else {
      role = messages.count == 1 ? .judge : .rewrite
    }
    seed = node["seed"]?.int
    maxTokens = node["max_tokens"]?.int
    number =
      messages.lazy.compactMap { message in
        message.text.split(separator: "(Order ").dropFirst().first?.split(separator: ".").first.flatMap { Int($0) }
      }.first
    (seen, callingTurns) = Self.calls(list)
    attempt =
      messages.contains { $0.text.hasPrefix("That cannot be used") || $0.text.contains("\n\nThat cannot") } ? 1 : 0
    body = request.text
  }

  private static func calls(_ messages: [JSONNode]) -> ([StrongModel.Seen], turns: Int) {
    var (seen, turns) = ([StrongModel.Seen](), 0)
    // Ids are told apart within one reply alone.
    var open: [String: (tool: String, arguments: String)] = [:]
    for message in messages {
      if let calls = message["tool_calls"]?.elements {
        turns += 1
        open = [:]
        for call in calls {
          let function = call["function"]
          open[call["id"]?.string ?? ""] = (
            function?["name"]?.string ?? "", StrongModel.line(function?["arguments"]?.string ?? "")
          )
        }
      } else if let id = message["tool_call_id"]?.string, let call = open[id] {
        let told = (message["content"]?.string).flatMap { try? JSONNode.parse(Array($0.utf8), file: "") }
        seen.append(
          StrongModel.Seen(
            tool: call.tool, arguments: call.arguments, isSuccess: told?["status"]?.string == "success",
            text: (told?["result"] ?? told?["message"])?.string ?? ""))
      }
    }
    return (seen, turns)
  }

  /// The call that is to be explained or judged: its tool, and its arguments as JSON on one line.
  package var call: (tool: String, arguments: String)? {
    let lines = messages.flatMap { $0.text.split(separator: "\n") }
    guard let named = lines.first(where: { $0.hasPrefix("The task has the name \"") }),
      let tool = named.split(separator: "\"").dropFirst().first
    else { return nil }
    let arguments = lines.lazy.compactMap { line -> String? in
      let text = line.hasPrefix("Its arguments, as JSON: ") ? line.dropFirst(24) : line
      guard text.hasPrefix("{") else { return nil }
      return (try? JSONNode.parse(Array(text.utf8), file: ""))?.line
    }.first
    return (String(tool), arguments ?? "{}")
  }

  /// Of the notes that are to be rewritten: what each calculation arrives at, in order.
  package var results: [String] {
    notes.split(separator: "\n").filter { $0.hasPrefix("Result: ") }.map { String($0.dropFirst(8)) }
  }

  /// Of the notes that are to be rewritten: the final answer.
  package var finalAnswer: String {
    let mark = "The final answer of the notes: "
    return String(notes.split(separator: "\n").first { $0.hasPrefix(mark) }?.dropFirst(mark.count) ?? "")
  }

  /// The message that holds the notes.
  package var notes: String { messages.first { $0.role == "user" }?.text ?? "" }
}

extension StrongModel {
  /// JSON on one line; any other text as it is.
  package static func line(_ json: String) -> String {
    (try? JSONNode.parse(Array(json.utf8), file: ""))?.line ?? json
  }
}
