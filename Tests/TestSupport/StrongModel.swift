import Graph
import Stages
import Synchronization

/// A model that solves every `CommandProblem`, explains every calculation and writes every solution: replies made from
/// the test's own data, for a scripted server to give.
package struct StrongModel: Sendable {
  /// What is asked of it.
  package enum Role: String, Sendable, CaseIterable { case plan, act, explain, judge, rewrite }

  /// A request, read.
  package struct Question: Sendable {
    package let role: Role
    /// The messages, each with who says it.
    package let messages: [(role: String, text: String)]
    package let seed: Int?
    package let maxTokens: Int?
    /// The number of the problem, where it is shown.
    package let number: Int?
    /// How many tool results it has seen.
    package let results: [String]
    /// From 0, for those who are told what was wrong.
    package let attempt: Int
    /// The whole body.
    package let body: String
  }

  /// Answers in its place, where it is to be made weaker; nil leaves the answer to it.
  private let twist: @Sendable (Question) -> ScriptedAnswer?

  package init(_ twist: @escaping @Sendable (Question) -> ScriptedAnswer? = { _ in nil }) { self.twist = twist }

  /// A server of it.
  package func server() throws -> ScriptedServer { try ScriptedServer { answer($0) } }

  package func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
    if request.path.hasSuffix("/models") { return ScriptedAnswer(#"{"data":[{"id":"strong"}]}"#) }
    // What 'distillbuild check' asks.
    if request.text.contains("Say yes.") { return .saying("Yes.") }
    if request.text.contains("48 / 2") { return .calling([("calculator", #"{"expression":"48 / 2"}"#)]) }
    guard let question = Question(request) else {
      return ScriptedAnswer(#"{"error":{"message":"cannot read this"}}"#, status: 400)
    }
    if let answer = twist(question) { return answer }
    switch question.role {
    case .plan: return .saying("I will multiply, then follow the story.")
    case .act: return act(question)
    case .explain: return explain(question)
    case .judge: return .saying(#"They look the same. \boxed{True}"#)
    case .rewrite: return rewrite(question)
    }
  }

  private func act(_ question: Question) -> ScriptedAnswer {
    guard let number = question.number else { return .saying("Which problem?") }
    let steps = StrongModel.steps(number)
    let way = "Way \(question.seed ?? 0)."
    switch question.results.count {
    case 0:
      // The size of a crate is a calculation of its own, so two calls are made at once.
      return .calling(
        [("calculator", #"{"expression":"\#(steps[0].expression)"}"#), ("calculator", #"{"expression":"7*8"}"#)],
        text: "\(way) First the boxes, and a check of the calculator.")
    case let seen where seen <= steps.count:
      let step = steps[seen - 1]
      return .calling(
        [("calculator", #"{"expression":"\#(step.expression)"}"#)], text: "That is \(steps[seen - 2].value) so far.")
    default:
      return .saying(
        "\(way) So there are \(steps[steps.count - 1].value) in the end: $\\boxed{\(steps[steps.count - 1].value)}$.")
    }
  }

  private func explain(_ question: Question) -> ScriptedAnswer {
    guard let expression = question.expression, let value = try? Calculator.evaluate(Array(expression.utf8)[...])
    else { return .saying("I do not know.") }
    return .saying("Working \(expression.replacing("*", with: " times ")) out by hand gives $\\boxed{\(value)}$.")
  }

  private func rewrite(_ question: Question) -> ScriptedAnswer {
    let notes = question.messages[1].text
    let values = notes.split(separator: "\n").compactMap { line in
      line.hasPrefix("Result: ") ? String(line.dropFirst(8)) : nil
    }
    let answer = notes.split(separator: "\n").first { $0.hasPrefix("The final answer of the notes: ") }
    let sentences = values.map { "Reckoning by hand, we find \($0)." }.joined(separator: " ")
    return .saying("\(sentences) So the answer is $\\boxed{\(answer?.dropFirst(31) ?? "")}$.")
  }

  /// The calculations of a problem's worked solution.
  package static func steps(_ number: Int) -> [(expression: String, value: String)] {
    CommandProblem(number).work.split(separator: "<<").dropFirst().map { piece in
      let mark = piece.split(separator: ">>")[0].split(separator: "=")
      return (String(mark[0]), String(mark[1]))
    }
  }
}

extension StrongModel.Question {
  init?(_ request: ScriptedRequest) {
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
    results = messages.filter { $0.role == "tool" }.map(\.text)
    attempt =
      messages.contains { $0.text.hasPrefix("That cannot be used") || $0.text.contains("\n\nThat cannot") } ? 1 : 0
    body = request.text
  }

  /// The expression that is to be explained.
  package var expression: String? {
    messages.lazy.flatMap { $0.text.split(separator: "\n") }.compactMap { line in
      (try? JSONNode.parse(Array(line.utf8), file: ""))?["expression"]?.string
    }.first
  }
}

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
