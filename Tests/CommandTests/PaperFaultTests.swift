import Testing
import TestSupport

@Suite("Where the paper's pipeline calls SymPy, translator and rephraser are checked as well", .needsSymPy)
struct PaperFaultTests {
  static let problems = PaperProblem.all.filter { ["divisor", "notation", "integral"].contains($0.id) }

  /// Traces with SymPy's results, and the calls that the stages after them make.
  static let ground = Task {
    let subject = PaperSubject(problems)
    let base = try PaperProject.make(data: problems.text, StrongModel(of: subject))
    _ = try await base.build("verify")
    let ground = PlantingGround(
      project: base, subject: subject,
      isMeant: { question in
        switch question.role {
        case .rewrite: question.notes.contains("greatest common divisor and the least")
        case .judge: question.call?.tool == "polynomial_representation"
        default: question.call?.tool == "greatest_common_divisor"
        }
      }, tool: "greatest_common_divisor", records: problems.count)
    let calls = PaperProject.calls(problems, samples: 1)
    // One result is in a spelling that only a judge can compare.
    return (ground: ground, undisturbed: (calls["translate"] ?? 0) + 1 + (calls["rephrase"] ?? 0))
  }

  @Test(
    "planted faults are found: mended by the next attempt, or rejected with their reason",
    arguments: PlantedFault.inReplies + PlantedFault.ofJudges)
  func found(fault: PlantedFault) async throws {
    let (ground, undisturbed) = try await Self.ground.value
    try await ground.expectFound(fault, undisturbed: undisturbed)
  }
}
