/// What a tool answers.
package struct ToolResult: Sendable, Hashable {
  /// A limit that cut a result short: with a wider one it might have been another.
  package enum Bound: Sendable, Hashable {
    case seconds, characters
  }

  /// Whether the tool did what it was asked.
  package var status: ToolCall.Status
  /// What it returned; after an error, what went wrong, in words for the model.
  package var text: String
  /// Which limit cut the result short; nil for a whole one.
  package var cutBy: Bound?

  /// Makes a result.
  package init(status: ToolCall.Status, text: String, cutBy: Bound? = nil) {
    (self.status, self.text, self.cutBy) = (status, text, cutBy)
  }

  /// What was asked for.
  package static func value(_ text: String) -> ToolResult { ToolResult(status: .success, text: text) }

  /// What went wrong.
  package static func error(_ text: String) -> ToolResult { ToolResult(status: .error, text: text) }

  /// The result with at most so many characters of its text, and a note of how many are left out.
  func cut(to characters: Int) -> ToolResult {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: characters, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return self }
    let rest = scalars.distance(from: end, to: scalars.endIndex)
    return ToolResult(status: status, text: "\(text[..<end])… [\(rest) more characters]", cutBy: .characters)
  }
}
