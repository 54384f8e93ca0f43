import Graph

/// A problem in MATH's form, and how a solver with SymPy's functions goes about it.
package struct PaperProblem: Sendable {
  /// A tool call.
  package struct Call: Sendable {
    package let tool: String
    /// As JSON.
    package let arguments: String
    /// The same in Python, for SymPy alone; nil for a call that has to end in an error.
    package let python: String?
    /// What somebody arrives at who reckons by hand, in LaTeX; nil for the result as SymPy spells it.
    package let byHand: String?

    package init(_ tool: String, _ arguments: String, _ python: String?, byHand: String? = nil) {
      (self.tool, self.arguments, self.python, self.byHand) = (tool, arguments, python, byHand)
    }

    /// Tells calls apart.
    package var key: String { "\(tool) \(StrongModel.line(arguments))" }
  }

  package let id: String
  /// MATH's name for what it is about.
  package let type: String
  package let text: String
  /// What stands in the box of the worked solution.
  package let answer: String
  /// The calls of each reply that makes any.
  package let turns: [[Call]]

  package init(_ id: String, _ type: String, _ text: String, answer: String, turns: [[Call]]) {
    (self.id, self.type, self.text, self.answer, self.turns) = (id, type, text, answer, turns)
  }

  /// All calls that have a result.
  package var calls: [Call] { turns.joined().filter { $0.python != nil } }

  /// The line of a data file.
  package var line: String {
    JSONNode.object([
      ("problem", .text(text)), ("level", "Level 3"), ("type", .text(type)),
      ("solution", .text("We find $\\boxed{\(answer)}$.")), ("id", .text(id)),
    ]).line
  }
}

extension [PaperProblem] {
  /// The text of a data file.
  package var text: String { map { $0.line + "\n" }.joined() }

  /// How many different calls have to be explained.
  package var distinctCalls: Int { Set(flatMap(\.calls).map(\.key)).count }
}
