/// A solver's work on one problem.
///
/// Turns are kept as structure, not as one text with tags: what a tool was asked and what it said is known, never
/// guessed from a substring.
package struct Trace: Sendable, Hashable {
  /// What the solver meant to do before it began.
  package var plan: [UInt8]
  /// The pieces of reasoning, in order.
  package var turns: [Turn]
  /// Every tool call of the turns, in order.
  package var calls: [ToolCall]
  /// The final answer, or nil if the solver gave none.
  package var answer: [UInt8]?

  /// Makes a trace of its parts.
  package init(plan: [UInt8] = [], turns: [Turn] = [], calls: [ToolCall] = [], answer: [UInt8]? = nil) {
    self.plan = plan
    self.turns = turns
    self.calls = calls
    self.answer = answer
  }
}

/// One piece of reasoning and the tool calls that it ended in.
package struct Turn: Sendable, Hashable {
  /// The reasoning.
  package var text: [UInt8]
  /// Which of the trace's calls were made after the text, in order.
  package var calls: [Int]

  /// Makes a turn of its parts.
  package init(text: [UInt8], calls: [Int] = []) {
    self.text = text
    self.calls = calls
  }
}

/// What a tool was asked, and what came of it.
package struct ToolCall: Sendable, Hashable {
  /// How a call ended.
  package enum Status: Sendable, Hashable {
    case success, error
  }

  /// The tool's name.
  package var tool: [UInt8]
  /// The arguments: the text of a JSON object.
  package var arguments: [UInt8]
  /// Whether the tool did what it was asked.
  package var status: Status
  /// What the tool returned; after an error, its message.
  package var result: [UInt8]

  /// Makes a call of its parts.
  package init(tool: [UInt8], arguments: [UInt8], status: Status, result: [UInt8]) {
    self.tool = tool
    self.arguments = arguments
    self.status = status
    self.result = result
  }
}

/// A tool call put into plain words.
package enum Explanation: Sendable, Hashable {
  /// The derivation, and the value that it arrived at by itself.
  case words([UInt8], result: [UInt8])
  /// The call had ended in an error, so there is nothing to explain.
  case failedCall
}
