import Foundation
import Testing
import TestSupport

/// Of what the model says nothing is expected: it is weak, and no two machines make it say the same.
@Suite(
  "A real model behind a real server", .serialized, .timeLimit(.minutes(20)),
  .enabled("scripts/small-model can install the model", { try await RealModelServer.isInstalled() }))
struct RealModelTests {
  /// Every reason that each stage may give, as the documentation lists them.
  static let reasons: [String: Set<String>] = [
    "solve": ["max-turns", "too-long", "no-answer"],
    "translate": ["unexplained-call", "explanation-differs", "explanation-unconfirmed"],
    "rephrase": [
      "empty", "answer-changed", "tool-named", "code-left", "number-lost", "cut-short", "endless", "copied-trace",
    ],
  ]

  @Test func `20 problems through all stages; then no call; after a changed prompt that stage's alone`() async throws {
    let server = try await RealModelServer.start()
    let asked = try RealModelProject(problems: 20, at: server.url)
    let first = try await asked.build()
    #expect(first.status == "complete")
    #expect(first["solve"]?.input == 20)
    try expectSums(of: first)
    try await expectStories(of: first, asked)
    for stage in ["solve", "translate", "rephrase"] { #expect(first[stage]?.calls.made ?? 0 > 0, "\(stage)") }
    let rows = try asked.project.exists("dist/sft/train.jsonl") ? asked.project.read("dist/sft/train.jsonl") : ""
    #expect(rows.split(separator: "\n").count == first["sft"]?.kept)

    // Without a server any call would fail.
    #expect(await server.end(SIGTERM) == 0)
    let second = try await asked.build()
    #expect(second.status == "complete")
    #expect(second.callsMade == 0)
    #expect(second.executed.values.allSatisfy { $0 == 0 })

    let again = try await RealModelServer.start(port: server.port)
    try asked.project.write(
      "{{problem}}\n\n{{explained_trace}}\n\nTell how one finds {{final_answer}}.\n", to: "prompts/rephrase-rewrite.md")
    let third = try await asked.build()
    #expect(third.status == "complete")
    #expect(third["rephrase"]?.executed == first["translate"]?.kept)
    #expect(third["rephrase"]?.calls.made == third.callsMade)
    #expect(third.callsMade > 0)
    for stage in ["solve", "verify", "translate"] { #expect(third[stage]?.executed == 0, "\(stage)") }
    try expectSums(of: third)
    _ = await again.end(SIGTERM)
  }

  @Test func `a server killed in the middle of a build, and another in its place: nothing is paid for twice`()
    async throws
  {
    let server = try await RealModelServer.start()
    let asked = try RealModelProject(problems: 4, at: server.url)
    let process = try asked.start()
    while process.isRunning, try await asked.storedCalls() < 4 { try await Task.sleep(for: .milliseconds(250)) }
    #expect(process.isRunning, "the build ended before its server could be killed")
    #expect(await server.end(SIGKILL) == -SIGKILL)
    let other = try await RealModelServer.start(port: server.port)

    // It may have given some records up before the other server was there. Then it says which.
    let first = try RealModelProject.report(await process.wait())
    try expectSums(of: first)
    #expect((first.status == "complete") == first.stages.allSatisfy { $0.failed == 0 })
    let second = try await asked.build()
    #expect(second.status == "complete")
    try expectSums(of: second)
    #expect(try await asked.storedCalls() == first.callsMade + second.callsMade)
    _ = await other.end(SIGTERM)

    let third = try await asked.build()
    #expect(third.status == "complete")
    #expect(third.callsMade == 0)
  }

  /// What goes into each stage comes out of it or is accounted for.
  private func expectSums(of report: BuiltReport) throws {
    for (before, stage) in zip(report.stages, report.stages.dropFirst()) {
      #expect(stage.input == before.kept, "\(stage.name)")
    }
    for stage in report.stages {
      #expect(stage.kept + stage.rejected + stage.failed == stage.input, "\(stage.name)")
      #expect(stage.rejects.values.reduce(0, +) == stage.rejected, "\(stage.name)")
      #expect(Self.reasons[stage.name, default: []].isSuperset(of: stage.rejects.keys), "\(stage.name)")
    }
  }

  /// Each record's story ends with a row, or with the reason that the report counts.
  private func expectStories(of report: BuiltReport, _ asked: RealModelProject) async throws {
    var (rows, rejects) = (0, [String: [String: Int]]())
    for id in asked.ids {
      let story = try await asked.project.show(id)
      let last = try #require(story.stages.last)
      guard let reason = last.reason else {
        #expect(last.stage == "sft" && last.outcome == "kept", "\(id)")
        rows += 1
        continue
      }
      #expect(last.outcome == "rejected", "\(id)")
      #expect(last.detail?.isEmpty == false, "\(id)")
      rejects[last.stage, default: [:]][reason, default: 0] += 1
    }
    #expect(rows == report["sft"]?.kept)
    for stage in report.stages { #expect(rejects[stage.name, default: [:]] == stage.rejects, "\(stage.name)") }
  }
}
