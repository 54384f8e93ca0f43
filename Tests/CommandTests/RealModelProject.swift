import Foundation
import TestSupport

/// The example `examples/small-model` on a server of its own, changed so that all stages are asked.
struct RealModelProject {
  let project: CommandProject
  /// The problems' ids.
  let ids: [String]

  /// - Parameter count: how many of the problems to take.
  init(problems count: Int, at url: String) throws {
    let example = "\(CommandBinary.repository)/examples/small-model"
    project = try CommandProject()
    for name in try FileManager.default.subpathsOfDirectory(atPath: example)
    where name == "pipeline.json" || name.hasPrefix("prompts/") {
      guard name.hasSuffix(".json") || name.hasSuffix(".md") else { continue }
      try project.write(try String(contentsOfFile: "\(example)/\(name)", encoding: .utf8), to: name)
    }
    let lines = try RealModelProject.lines(example).prefix(count)
    try project.write(lines.joined(separator: "\n") + "\n", to: "data/problems.jsonl")
    ids = try lines.map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)).id }
    let pipeline = try project.read("pipeline.json")
    try project.write(pipeline.replacing("http://127.0.0.1:8080", with: url), to: "pipeline.json")
    // So weak a model's answers are wrong: let all go on, and try each but once or twice.
    try project.editPipeline(#""kind": "verify", "#, #""kind": "verify", "keep": "everything", "#)
    try project.editPipeline(#""kind": "translate", "#, #""kind": "translate", "attempts": 2, "#)
    try project.editPipeline(#""kind": "rephrase", "#, #""kind": "rephrase", "attempts": 1, "#)
  }

  private struct Row: Decodable { let id: String }

  /// The example's own problems; in long test runs, real ones, where they are.
  private static func lines(_ example: String) throws -> [String] {
    if CommandBinary.isFull, let data = ProcessInfo.processInfo.environment["DISTILLBUILD_DATA"],
      let real = try? String(contentsOfFile: "\(data)/gsm8k/test.jsonl", encoding: .utf8)
    {
      return real.split(separator: "\n").prefix(20).enumerated().map { #"{"id": "gsm8k-\#($0)", "# + $1.dropFirst() }
    }
    return try String(contentsOfFile: "\(example)/data/problems.jsonl", encoding: .utf8).split(separator: "\n")
      .map(String.init)
  }

  /// Starts a build. It waits for the model most of the time, so it needs no place among the tests' processes.
  func start() throws -> CommandProcess { try project.start(["build", "--json"]) }

  func build() async throws -> BuiltReport { try RealModelProject.report(await start().wait()) }

  /// What a build reports, whose exit status must say the same.
  static func report(_ run: CommandRun) throws -> BuiltReport {
    guard run.status == 0 || run.status == 1 else {
      throw CommandTrouble("the build ended with status \(run.status):\n\(run.errors)")
    }
    let report = try run.built()
    guard (run.status == 0) == (report.status == "complete") else {
      throw CommandTrouble("the build ended with status \(run.status), but as \(report.status)")
    }
    return report
  }

  /// How many replies the cache holds; none before there is a cache. Asked past the gate, whose queue may be longer than a
  /// build.
  func storedCalls() async throws -> Int {
    struct Info: Decodable { let calls: Int }
    let run = try await project.start(["cache", "--json"]).wait()
    return run.status == 0 ? try run.decoded(as: Info.self).calls : 0
  }
}
