import Graph

/// A trace that somebody else made, to be written down in any of the formats, and where its record ends.
struct GivenTrace: Sendable {
  /// A program and what came before it.
  struct Step: Sendable {
    let text: String
    let code: String
    let output: String
    /// What the explaining model arrives at; nil for a program that failed, which nobody asks about.
    let byHand: String?
  }

  let id: String
  let gold: String
  let steps: [Step]
  /// What is said after the last program; nil for a record without a trace.
  let closing: String?
  /// The stage that drops the record, and its reason; nil if it becomes a row.
  var drop: (stage: String, reason: String)?

  var problem: String { "What comes out in the case of the \(id)?" }

  init(_ id: String, gold: String, _ steps: [Step], _ closing: String?, drop: (stage: String, reason: String)? = nil) {
    (self.id, self.gold, self.steps, self.closing, self.drop) = (id, gold, steps, closing, drop)
  }

  static func step(_ text: String, _ code: String, _ output: String, byHand: String?) -> Step {
    Step(text: text, code: code, output: output, byHand: byHand)
  }

  static let all = [
    GivenTrace(
      "crates", gold: "372", [step("Each of the 12 crates has 31.", "print(12*31)", "372", byHand: "372")],
      "There are $\\boxed{372}$."),
    GivenTrace(
      "two programs", gold: "600",
      [
        step("First the boxes.", "boxes = 45*12\nprint(boxes)", "540", byHand: "540"),
        step("So 540 and the 60 outside.", "print(boxes + 60)", "600", byHand: "600"),
      ], "In all $\\boxed{600}$."),
    GivenTrace(
      "mended program", gold: "102",
      [
        step("Multiply.", "print(totl)", "NameError: name 'totl' is not defined", byHand: nil),
        step("I misspelt it.", "print(17*6)", "102", byHand: "102"),
      ], "The total is $\\boxed{102}$."),
    GivenTrace(
      "decimal", gold: "0.3", [step("Three tenths.", "print(0.1*3)", "0.30000000000000004", byHand: "0.3")],
      "It is $\\boxed{0.3}$."),
    GivenTrace(
      "two roots", gold: "2, 3",
      [step("Solve it.", "from sympy import *\nprint(solve('x**2-5*x+6'))", "[2, 3]", byHand: "3, 2")],
      "The roots are $\\boxed{2, 3}$."),
    GivenTrace("plain words", gold: "4", [], "Two and two is $\\boxed{4}$."),
    GivenTrace(
      "missing trace", gold: "1", [], nil, drop: ("solve", "no-trace")),
    GivenTrace(
      "silent program", gold: "1", [step("Let us see.", "x = 1", "", byHand: nil)], "",
      drop: ("solve", "no-answer")),
    GivenTrace(
      "wrong answer", gold: "50", [step("Add.", "print(20+29)", "49", byHand: "49")], "It is $\\boxed{49}$.",
      drop: ("verify", "wrong")),
    GivenTrace(
      "hard program", gold: "77", [step("Multiply.", "print(7*11)", "77", byHand: "78")], "It is $\\boxed{77}$.",
      drop: ("translate", "explanation-differs")),
    GivenTrace(
      "long output", gold: "12",
      [step("Both sides.", "print('the sides', 3, 'and', 4)", "the sides 3 and 4", byHand: "(3, 4)")],
      "The area is $\\boxed{12}$.", drop: ("translate", "explanation-unconfirmed")),
    GivenTrace(
      "leak", gold: "96", [step("Multiply.", "print(8*12)", "96", byHand: "96")], "It is $\\boxed{96}$.",
      drop: ("rephrase", "code-left")),
  ]
}

extension GivenTrace {
  /// A way of writing a trace down.
  enum Style: String, CaseIterable, Sendable {
    case fences, messages, tagged
  }

  /// The line of a data file; the trace is its member `trace`.
  func line(_ style: Style) -> String {
    var members: [(String, JSONNode)] = [("id", .text(id)), ("problem", .text(problem)), ("answer", .text(gold))]
    if let closing {
      let trace =
        switch style {
        case .fences: JSONNode.text(prose(closing))
        case .messages: chat(closing)
        case .tagged: JSONNode.text(log(closing))
        }
      members.append(("trace", trace))
    }
    return JSONNode.object(members).line
  }

  private func prose(_ closing: String) -> String {
    steps.map { "\($0.text)\n```python\n\($0.code)\n```\n```output\n\($0.output)\n```\n" }.joined() + closing
  }

  private func log(_ closing: String) -> String {
    let steps = steps.map { step in
      """
      <message>
      \(step.text)
      </message>
      <tool>
      <tool_name>execute_code</tool_name>
      <args>\(JSONNode.object([("code", .text(step.code))]).line)</args>
      <result>\(step.output)</result>
      </tool>

      """
    }
    return steps.joined() + (closing.isEmpty ? "" : "<message>\n\(closing)\n</message>")
  }

  private func chat(_ closing: String) -> JSONNode {
    func message(_ role: String, _ text: String, _ more: [(String, JSONNode)] = []) -> JSONNode {
      .object([("role", .text(role)), ("content", .text(text))] + more)
    }
    var messages = [message("user", problem)]
    for (number, step) in steps.enumerated() {
      let arguments = JSONNode.object([("code", .text(step.code))]).line
      let call = JSONNode.object([
        ("id", .text("call \(number)")), ("type", "function"),
        ("function", .object([("name", "python"), ("arguments", .text(arguments))])),
      ])
      messages.append(message("assistant", step.text, [("tool_calls", .list([call]))]))
      messages.append(message("tool", step.output, [("tool_call_id", .text("call \(number)"))]))
    }
    return .list(messages + (closing.isEmpty ? [] : [message("assistant", closing)]))
  }
}
