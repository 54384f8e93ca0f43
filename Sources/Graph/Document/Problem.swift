/// One mistake of a pipeline's author, with its place.
///
/// Stages make their own from the position of a `ParameterValue`.
package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pipeline file, as the user named it.
  package var file: String
  /// Where in it, or which `--set`.
  package var position: SourcePosition
  /// What is wrong and the way out, as one sentence without its full stop.
  package var message: String

  /// Puts the parts together.
  package init(file: String, position: SourcePosition, message: String) {
    self.file = file
    self.position = position
    self.message = message
  }

  /// `pipeline.json:3:14: message`, or `--set solve.samples=0: message` when a flag is to blame.
  package var description: String {
    if let flag = position.flag { return "--set \(flag.text): \(message)" }
    if position == .nowhere { return "\(file): \(message)" }
    return "\(file):\(position.line):\(position.column): \(message)"
  }
}

/// Everything wrong with one pipeline, file by file from top to bottom, so that one run of the command shows it all.
package struct PipelineProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// At least one problem, sorted by file and place.
  package var problems: [Problem]

  /// Sorts the problems by file and place; those at one place stay in the order given, and repeats are dropped.
  package init(_ problems: [Problem]) {
    var seen: Set<Problem> = []
    self.problems = problems.filter { seen.insert($0).inserted }.enumerated()
      .sorted {
        ($0.element.file, $0.element.position, $0.offset) < ($1.element.file, $1.element.position, $1.offset)
      }
      .map(\.element)
  }

  /// A line for each problem.
  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
