import Foundation
import Testing
import TestSupport

@Suite("A strong model behind a real server is asked what is needed, once")
struct ModelBuildTests {
  static let problems = [CommandProblem](count: 60)

  @Test func `samples, parallel tool calls, all stages; then nothing, and after a changed prompt that stage alone`()
    async throws
  {
    let taught = try ModelProject(problems: Self.problems, solve: #""samples": 2"#)
    let expected = StrongModel.lampCalls(problems: 60, samples: 2)
    let first = try await taught.build()
    #expect(first.report.status == "complete")
    #expect(first.report["solve"]?.kept == 120)
    #expect(first.report["verify"]?.rejects == ["wrong": 2 * Self.problems.count { !$0.isRight }])
    #expect(first.report["translate"]?.rejected == 0)
    #expect(first.report["rephrase"]?.rejects == [:])
    for (stage, calls) in expected { #expect(first.report[stage]?.calls.made == calls, "\(stage)") }
    #expect(first.calls == expected.values.reduce(0, +))
    #expect(first.calls == first.report.callsMade)
    let rows = try taught.project.read("dist/sft/train.jsonl").split(separator: "\n")
    #expect(rows.count == 2 * Self.problems.count(where: \.isRight))

    let second = try await taught.build()
    #expect(second.calls == 0)
    #expect(second.report.executed.values.allSatisfy { $0 == 0 })

    try taught.project.write(
      "Rewrite the notes on {{problem}}:\n\n{{explained_trace}}\n\nThe final answer of the notes: {{final_answer}}\n",
      to: "rewrite.md")
    try taught.project.editPipeline(
      #""input": "translate", "model": "teacher""#,
      #""input": "translate", "model": "teacher", "prompts": { "rewrite": "rewrite.md" }"#)
    let third = try await taught.build()
    #expect(third.calls == expected["rephrase"])
    #expect(third.report["solve"]?.executed == 0)
    #expect(third.report["translate"]?.executed == 0)
    #expect(third.report["rephrase"]?.executed == rows.count)
  }

  @Test func `more samples are only added, and each has a seed of its own`() async throws {
    let taught = try ModelProject(problems: Array(Self.problems.prefix(5)), solve: #""samples": 1"#)
    let one = try await taught.build("solve")
    try taught.project.editPipeline(#""samples": 1"#, #""samples": 3"#)
    let three = try await taught.build("solve")
    #expect(three.calls == 2 * one.calls)
    #expect(three.report["solve"]?.kept == 15)
    let seeds = taught.server.calls.compactMap { request in
      request.text.split(separator: #""seed":"#).dropFirst().first.map { $0.prefix { $0.isNumber } }
    }
    #expect(Set(seeds) == ["0", "1", "2"])
  }

  @Test func `a plan tells how many calls there may be, and a record that is forgotten is asked for again`()
    async throws
  {
    let problems = Array(Self.problems.prefix(4))
    let taught = try ModelProject(problems: problems, solve: #""samples": 2, "maxTurns": 9"#)
    let plan = try await taught.project.run("plan")
    #expect(
      plan.output.hasPrefix(
        """
        stage      state  to execute  calls to models
        problems   stale           4
        solve      stale           4         16 to 80
        verify     stale   at most 8
        translate  stale   at most 8    not known yet
        rephrase   stale   at most 8       at most 24
        sft        stale   at most 8
        Of these calls, those that were made before are not made again.

        """), "\(plan.output)")
    let first = try await taught.build()
    #expect(try await !taught.project.run("plan").output.contains("calls"))

    let forgotten = try await taught.project.run("forget", "solve", "problem-2")
    let own = 2 * (2 + problems[2].steps)
    #expect(forgotten.output == "forgot what solve made: 2 records in 1 chunk, 1 artifact, \(own) calls\n")
    let again = try await taught.build()
    #expect(again.calls == own)
    #expect(again.report["solve"]?.executed == 1)
    #expect(first.report.executed.keys == again.report.executed.keys)
    // The prompts of a changed stage are counted for what it is given.
    try taught.project.editPipeline(
      #""input": "verify", "model": "teacher""#, #""input": "verify", "model": "teacher", "attempts": 2"#)
    #expect(try await taught.project.run("plan").output.contains("fresh"))
  }

  @Test func `neither address nor conduct is in a key`() async throws {
    let taught = try ModelProject(problems: Array(Self.problems.prefix(5)))
    _ = try await taught.build()
    let other = try StrongModel().server()
    try taught.project.editPipeline(
      #""url": "\#(taught.server.url)/v1""#,
      #""url": ["\#(other.url)/v1"], "concurrency": 2, "stream": true, "prices": { "input": 1, "output": 2 }"#)
    let again = try await taught.build()
    #expect(again.calls == 0)
    #expect(other.callCount == 0)
    #expect(again.report.executed.values.allSatisfy { $0 == 0 })
  }

  @Test func `raising maxTokens makes again what was cut, and nothing else`() async throws {
    let strong = StrongModel { question in
      // Solutions of every fifth problem take 50 tokens.
      guard question.role == .rewrite, let number = question.number, number % 5 == 0 else { return nil }
      return question.maxTokens ?? 0 < 50 ? .saying("So far", finish: "length", tokens: question.maxTokens ?? 0) : nil
    }
    let problems = Array(Self.problems.prefix(15))
    let taught = try ModelProject(
      problems: problems, strong, model: #""maxTokens": 40"#, rephrase: #""attempts": 1"#)
    let first = try await taught.build()
    #expect(first.report["rephrase"]?.rejects == ["cut-short": 3])
    try taught.project.editPipeline(#""maxTokens": 40"#, #""maxTokens": 60"#)
    let raised = try await taught.build()
    #expect(raised.calls == 3)
    #expect(raised.report["rephrase"]?.kept == 15)
    // Back again, each is where it was.
    try taught.project.editPipeline(#""maxTokens": 60"#, #""maxTokens": 40"#)
    let lowered = try await taught.build()
    #expect(lowered.calls == 0)
    #expect(lowered.report["rephrase"]?.rejects == ["cut-short": 3])
  }

  @Test func `a limit on calls ends the build, and the next goes on from there`() async throws {
    let taught = try ModelProject(problems: Array(Self.problems.prefix(10)), model: #""concurrency": 2"#)
    let first = try await taught.build("--max-calls", "25")
    #expect(first.report.status == "stopped")
    #expect(first.calls == 25)
    let rest = try await taught.build()
    #expect(rest.report.status == "complete")
    let whole = try ModelProject(problems: Array(Self.problems.prefix(10)))
    #expect(try await whole.build().calls == 25 + rest.calls)
    #expect(try whole.project.outputs() == taught.project.outputs())
  }
}
