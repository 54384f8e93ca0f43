import Foundation
import TestSupport

/// A project whose stages ask a model, and the scripted servers behind it.
struct ModelProject {
  let project: CommandProject
  let servers: [ScriptedServer]

  /// - Parameters:
  ///   - data: the lines of the data file.
  ///   - servers: all serve the one model.
  ///   - model: further parameters of the model, such as `"maxTokens": 30`.
  ///   - solve: further parameters of the stage `solve`, and so on.
  ///   - stages: further stages.
  init(
    data: String, servers: [ScriptedServer], tools: String = "calculator", timeouts: String = #""firstByte": 20"#,
    retries: String = #""attempts": 2, "patience": 20"#, model: String = "", solve: String = "", verify: String = "",
    translate: String = "", rephrase: String = "", stages: String = ""
  ) throws {
    self.servers = servers
    project = try CommandProject()
    try project.write(data, to: "data/problems.jsonl")
    func more(_ text: String) -> String { text.isEmpty ? "" : ", \(text)" }
    let urls = servers.map { "\"\($0.url)/v1\"" }.joined(separator: ", ")
    let url = servers.count == 1 ? urls : "[\(urls)]"
    try project.write(
      """
      {
        "name": "taught",
        "models": { "teacher": { "provider": "openai", "model": "strong", "url": \(url), "timeouts": { \(timeouts) }, "retries": { \(retries) }\(more(model)) } },
        "stages": {
          "problems":  { "kind": "load", "files": ["data/*.jsonl"] },
          "solve":     { "kind": "solve", "input": "problems", "model": "teacher", "tools": ["\(tools)"]\(more(solve)) },
          "verify":    { "kind": "verify", "input": "solve"\(more(verify)) },
          "translate": { "kind": "translate", "input": "verify", "model": "teacher"\(more(translate)) },
          "rephrase":  { "kind": "rephrase", "input": "translate", "model": "teacher"\(more(rephrase)) },
          "sft":       { "kind": "split", "input": "rephrase", "fractions": { "train": 1 } }\(more(stages))
        }
      }

      """, to: "pipeline.json")
  }

  /// Problems about lamps for a model that can solve them.
  init(
    problems: [CommandProblem], _ strong: StrongModel = StrongModel(), timeouts: String = #""firstByte": 20"#,
    model: String = "", solve: String = "", translate: String = "", rephrase: String = ""
  ) throws {
    try self.init(
      data: problems.text, servers: [try strong.server()], timeouts: timeouts, model: model, solve: solve,
      translate: translate, rephrase: rephrase)
  }

  /// A project as it stands, for another model that is served under the same name.
  init(_ project: CommandProject, servedBy strong: StrongModel, insteadOf old: ScriptedServer) throws {
    let server = try strong.server()
    (self.project, servers) = (try project.copy(), [server])
    try self.project.editPipeline(old.url, server.url)
  }

  /// The only server, or the first.
  var server: ScriptedServer { servers[0] }

  /// The calls that the servers were asked.
  var calls: Int { servers.reduce(0) { $0 + $1.callCount } }

  /// Builds, and counts the calls that the servers saw.
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
