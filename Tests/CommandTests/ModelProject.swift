import Foundation
import Testing
import TestSupport

/// A project whose stages ask a model, and the scripted server behind it.
struct ModelProject {
  let project: CommandProject
  let server: ScriptedServer

  /// - Parameters:
  ///   - model: further parameters of the model, such as `"maxTokens": 30`.
  ///   - solve: further parameters of the stage `solve`.
  init(
    problems: [CommandProblem], _ strong: StrongModel = StrongModel(), model: String = "", solve: String = "",
    translate: String = "", rephrase: String = ""
  ) throws {
    server = try strong.server()
    project = try CommandProject()
    try project.write(problems.text, to: "data/problems.jsonl")
    func more(_ text: String) -> String { text.isEmpty ? "" : ", \(text)" }
    try project.write(
      """
      {
        "name": "taught",
        "models": { "teacher": { "provider": "openai", "model": "strong", "url": "\(server.url)/v1", "timeouts": { "firstByte": 20 }, "retries": { "attempts": 2, "patience": 20 }\(more(model)) } },
        "stages": {
          "problems":  { "kind": "load", "files": ["data/*.jsonl"] },
          "solve":     { "kind": "solve", "input": "problems", "model": "teacher", "tools": ["calculator"]\(more(solve)) },
          "verify":    { "kind": "verify", "input": "solve" },
          "translate": { "kind": "translate", "input": "verify", "model": "teacher"\(more(translate)) },
          "rephrase":  { "kind": "rephrase", "input": "translate", "model": "teacher"\(more(rephrase)) },
          "sft":       { "kind": "split", "input": "rephrase", "fractions": { "train": 1 } }
        }
      }

      """, to: "pipeline.json")
  }

  /// The calls that the server was asked.
  var calls: Int { server.requests.count }

  /// Builds, and counts the calls that the server saw.
  func build(_ arguments: String...) async throws -> (report: BuiltReport, calls: Int) {
    let before = calls
    let run = try await project.run(["build", "--json"] + arguments)
    guard run.status == 0 || run.status == 1 else {
      throw CommandTrouble("the build ended with status \(run.status):\n\(run.errors)")
    }
    return (try run.built(), calls - before)
  }
}

extension BuiltReport {
  /// The calls made by all stages.
  var callsMade: Int { stages.reduce(0) { $0 + $1.calls.made } }
}
