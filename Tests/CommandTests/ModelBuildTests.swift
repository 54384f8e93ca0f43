import Foundation
import Testing
import TestSupport

@Suite("A strong model behind a real server is asked what is needed, once")
struct ModelBuildTests {
  static let problems = [CommandProblem](count: 60)

  /// What a whole build should ask: plan and turns of each sample, each different calculation once, a solution each.
  static func expected(samples: Int) -> [String: Int] {
    let solve = problems.reduce(0) { $0 + samples * (2 + $1.steps) }
    let right = problems.filter(\.isRight)
    let calculations = Set((0..<60).filter { problems[$0].isRight }.flatMap { StrongModel.steps($0).map(\.expression) })
    return ["solve": solve, "translate": calculations.count + 1, "rephrase": samples * right.count]
  }

  @Test func `samples, parallel tool calls, all stages; then nothing, and after a changed prompt that stage alone`()
    async throws
  {
    let taught = try ModelProject(problems: Self.problems, solve: #""samples": 2"#)
    let expected = Self.expected(samples: 2)
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
    let seeds = taught.server.requests.compactMap { request in
      request.text.split(separator: #""seed":"#).dropFirst().first.map { $0.prefix { $0.isNumber } }
    }
    #expect(Set(seeds) == ["0", "1", "2"])
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
    #expect(other.requests.isEmpty)
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

  @Test func `kill -9 at any moment: what was replied is not asked again`() async throws {
    let problems = Array(Self.problems.prefix(30))
    let calm = try ModelProject(problems: problems)
    let undisturbed = try await calm.build()
    let taught = try ModelProject(
      problems: problems,
      StrongModel { _ in
        Thread.sleep(forTimeInterval: 0.002); return nil
      })
    var random = Seeded(7)
    let concurrency = 32
    var kills = 0
    for _ in 0..<(CommandBinary.isFull ? 30 : 5) {
      let process = try taught.project.start(["build", "--json"])
      try await Task.sleep(for: .milliseconds(20 + random.below(300)))
      process.signal(SIGKILL)
      if await process.wait().status != 0 { kills += 1 }
    }
    let last = try await taught.build()
    #expect(last.report.status == "complete")
    #expect(taught.calls <= undisturbed.calls + kills * concurrency)
    // Calls in flight apart, no two requests are the same.
    #expect(Set(taught.server.requests.map(\.text)).count == undisturbed.calls)
    #expect(try taught.project.outputs() == calm.project.outputs())
    #expect(try await taught.build().calls == 0)
  }
}
