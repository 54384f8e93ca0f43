import Foundation
import TestSupport

/// Projects that are built once and copied by the tests that change them.
final class Built: Sendable {
  /// The shipped pipeline over enough problems for several chunks.
  static let shipped = Built(problems: Built.problems)
  /// The same over a handful, for tests to which size is nothing.
  static let small = Built(problems: Built.few)

  static let problems = [CommandProblem](count: 700)
  static let few = [CommandProblem](count: 24)

  /// How many of `problems` pass `verify`.
  static let kept = problems.count { $0.isRight }

  private let task: Task<CommandProject, any Error>

  private init(problems: [CommandProblem]) {
    task = Task {
      let project = try CommandProject(problems: problems)
      let report = try await project.build()
      guard report.status == "complete" else { throw CommandTrouble("the first build ended \(report.status)") }
      return project
    }
  }

  /// The built project, not to be changed.
  func project() async throws -> CommandProject { try await task.value }
}
