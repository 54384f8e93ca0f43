import Foundation
import Testing
import TestSupport

@Suite("What one has paid for, nobody pays for again", .timeLimit(.minutes(6)))
struct SharingModelTests {
  static let changedPrompt =
    "Rewrite the notes on {{problem}}:\n\n{{explained_trace}}\n\nThe final answer of the notes: {{final_answer}}\n"

  /// A project on a model, and the place where its results are shared.
  static func taught(
    _ count: Int, at place: SharingPlace, _ strong: StrongModel = StrongModel(), model: String = ""
  ) throws -> (clone: SharingClone, server: ScriptedServer, problems: [CommandProblem]) {
    let problems = [CommandProblem].unique(count)
    // Of another temperature in each test, so that not even the calls that all lamps have in common are known.
    var random = SharingSeed.next()
    let salt = #""temperature": \#(0.1 + Double(random.below(800_000_000)) / 1e9)"#
    let taught = try ModelProject(problems: problems, strong, model: model.isEmpty ? salt : "\(salt), \(model)")
    return (SharingClone(taught.project, remote: place.address, place: place), taught.server, problems)
  }

  @Test("with the model gone, nothing is asked; a changed prompt asks for its stage alone", arguments: SharingKind.all)
  func gone(_ kind: SharingKind) async throws {
    let (mine, server, problems) = try Self.taught(30, at: try SharingPlace(kind))
    _ = try await mine.build()
    let calls = server.callCount
    #expect(calls > 100)

    let prompted = try mine.clone()
    try prompted.project.write(Self.changedPrompt, to: "rewrite.md")
    try prompted.project.editPipeline(
      #""input": "translate", "model": "teacher""#,
      #""input": "translate", "model": "teacher", "prompts": { "rewrite": "rewrite.md" }"#)
    let report = try await prompted.build()
    #expect(["solve", "verify", "translate"].allSatisfy { report[$0]?.executed == 0 })
    #expect(report["rephrase"]?.calls.made == problems.count(where: \.isRight))
    #expect(server.callCount == calls + problems.count(where: \.isRight))

    server.stop()
    let other = try mine.clone()
    let run = try await other.run("build", "--json")
    #expect(run.warnings == [])
    #expect(try run.built().executedNothing)
    #expect(try run.built().callsMade == 0)
    #expect(try other.outputs == mine.outputs)
  }

  @Test("a changed record asks for its own calls; those of its neighbours are found", arguments: SharingKind.all)
  func neighbours(_ kind: SharingKind) async throws {
    let (mine, server, problems) = try Self.taught(30, at: try SharingPlace(kind))
    _ = try await mine.build()
    let calls = server.callCount
    let other = try mine.clone()
    let number = try #require(problems.indices.first { problems[$0].isRight && $0 > 10 })
    var changed = problems
    changed[number].question = "Listen. \(problems[number].question)"
    try other.project.write(changed.text, to: "data/problems.jsonl")
    let report = try await other.build()
    // Its plan and its turns; the calculations are what they were, and the solution is one.
    let own = ["solve": 2 + problems[number].steps, "translate": 0, "rephrase": 1]
    #expect(Dictionary(uniqueKeysWithValues: own.keys.map { ($0, report[$0]?.calls.made) }) == own)
    #expect(server.callCount == calls + own.values.reduce(0, +))
    let asked = server.calls.dropFirst(calls).allSatisfy { $0.text.contains("Listen. ") }
    #expect(asked)
    #expect(try await other.build().callsMade == 0)
  }

  @Test("offline, the replies of others are taken, and nobody is asked", arguments: SharingKind.all)
  func offline(_ kind: SharingKind) async throws {
    let (mine, server, problems) = try Self.taught(12, at: try SharingPlace(kind))
    _ = try await mine.build()
    let requests = server.requests.count
    let other = try mine.clone()
    // Another order of the records makes new chunks of old ones.
    try other.project.write(Array(problems.reversed()).text, to: "data/problems.jsonl")
    let report = try await other.build("--offline")
    #expect(report["solve"]?.executed == problems.count)
    #expect(report.callsMade == 0)
    #expect(server.requests.count == requests)
    #expect(
      try other.project.read("dist/sft/train.jsonl").split(separator: "\n").sorted()
        == mine.project.read("dist/sft/train.jsonl").split(separator: "\n").sorted())
  }

  @Test("after 'pull --calls' the replies are here, and no cache is needed to go on", arguments: SharingKind.all)
  func pullCalls(_ kind: SharingKind) async throws {
    let (mine, server, problems) = try Self.taught(12, at: try SharingPlace(kind))
    _ = try await mine.build()
    let calls = server.callCount
    let plain = try mine.clone()
    #expect(try await plain.transfer("pull").stages.allSatisfy { $0.calls == 0 })
    let other = try mine.clone()
    let pulled = try await other.transfer("pull", "--calls")
    #expect(pulled.stages.reduce(0) { $0 + $1.calls } == calls)
    // Everything is made anew, of the same calls.
    let revisions = ["solve", "translate", "rephrase"].flatMap { ["--set", "\($0).revision=2"] }
    let run = try await other.using(remote: nil).run(["build", "--json", "--offline"] + revisions)
    #expect(run.status == 0, "\(run.output)")
    let report = try run.built()
    #expect(report["solve"]?.executed == problems.count)
    #expect(report.callsMade == 0)
    #expect(server.callCount == calls)
    #expect(try other.outputs == mine.outputs)
  }
}
