import Foundation
import Testing
import TestSupport

@Suite("The examples on models are pipelines as they stand")
struct RealModelExampleTests {
  /// A copy of an example.
  private func example(_ name: String) throws -> CommandProject {
    let (project, folder) = (try CommandProject(), "\(CommandBinary.repository)/examples/\(name)")
    for file in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where file == "pipeline.json" || file.hasPrefix("prompts/") || file.hasPrefix("data/") {
      guard [".json", ".jsonl", ".md"].contains(where: file.hasSuffix) else { continue }
      try project.write(try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8), to: file)
    }
    return project
  }

  @Test func `the paper's pipeline, on problems in the form of MATH`() async throws {
    let project = try example("paper")
    try project.write(
      #"""
      {"problem": "Solve $x^2 = 5x - 6$ for the greater $x$.", "level": "Level 1", "type": "Algebra", "solution": "We have $(x - 2)(x - 3) = 0$, so the greater solution is $\boxed{3}$.", "id": "1"}
      {"problem": "What is $3^4 - 4^3$?", "level": "Level 1", "type": "Prealgebra", "solution": "It is $81 - 64 = \boxed{17}$.", "id": "1"}
      {"problem": "A fair coin is thrown twice. How likely is at least one head?", "level": "Level 2", "type": "Counting & Probability", "solution": "One of four outcomes has none, which leaves $\boxed{\frac{3}{4}}$.", "id": "1"}

      """#.replacing("\\", with: "\\\\"), to: "data/train.jsonl")
    let plan = try await project.plan()
    #expect(plan.stages.map(\.name) == ["problems", "solve", "verify", "translate", "rephrase", "sft"])
    let load = try await project.build("problems")
    #expect(load["problems"]?.kept == 3)
    #expect(try await project.show("Prealgebra/1").stages.map(\.stage) == ["problems"])
    #expect(try await project.plan()["solve"]?.toExecute == 3)
  }

  @Test func `the small model's pipeline, whose worked solutions agree with their answers`() async throws {
    let project = try example("small-model")
    #expect(try await project.plan()["solve"]?.toExecute == 20)
    // Without a model, the worked solutions themselves are carried out.
    try project.write(
      """
      {
        "name": "worked",
        "models": { "worked": { "provider": "offline" } },
        "stages": {
          "problems": { "kind": "load", "files": ["data/problems.jsonl"] },
          "solve": { "kind": "solve", "input": "problems", "model": "worked", "tools": ["calculator"] },
          "verify": { "kind": "verify", "input": "solve", "requireToolUse": true }
        }
      }

      """, to: "worked.json")
    let worked = try await project.build("--pipeline", "worked.json", "--cache", "worked")
    #expect(worked["verify"]?.kept == 20)
  }
}
