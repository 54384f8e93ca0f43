import Foundation
import Synchronization
import Testing
import TestSupport

@Suite("What servers and models do wrong costs what it must, and is told")
struct ModelFaultTests {
  static let problems = [CommandProblem](count: 8)

  /// A model that goes wrong at its first solutions, or explanations, of one problem.
  static func faulty(
    _ role: StrongModel.Role, _ reply: ScriptedAnswer, always: Bool = false
  ) -> StrongModel {
    StrongModel { question in
      guard question.role == role, always || question.attempt == 0 else { return nil }
      let isMeant = role == .rewrite ? question.number == 3 : question.expression == StrongModel.steps(3)[1].expression
      return isMeant ? reply : nil
    }
  }

  /// A planted fault: whose it is, the reply, and the reason that it is rejected for if it never ends.
  struct Planted: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let role: StrongModel.Role
    let reply: ScriptedAnswer
    let reason: String
  }

  static let planted: [Planted] = {
    let last = StrongModel.steps(3).last?.value ?? ""
    let values = StrongModel.steps(3).map(\.value).joined(separator: ", ")
    let whole = "We find \(values). So $\\boxed{\(last)}$."
    func plant(_ name: String, _ role: StrongModel.Role, _ text: String, _ reason: String) -> Planted {
      Planted(testDescription: name, role: role, reply: .saying(text), reason: reason)
    }
    return [
      plant("a wrong result", .explain, #"That is \boxed{5}."#, "explanation-differs"),
      plant("an explanation without a result", .explain, "That is so.", "unexplained-call"),
      plant("an empty explanation", .explain, "", "unexplained-call"),
      plant("a tool's name", .rewrite, "The calculator helps. \(whole)", "tool-named"),
      plant("a code block", .rewrite, "```\n1+1\n```\n\(whole)", "code-left"),
      plant("a lost number", .rewrite, "So $\\boxed{\(last)}$.", "number-lost"),
      plant("a changed answer", .rewrite, "\(whole) Or $\\boxed{7}$.", "answer-changed"),
      plant("an empty solution", .rewrite, " ", "empty"),
      plant("copied notes", .rewrite, "[Calculation 1]\n\(whole)\n[End of calculation 1]", "copied-trace"),
      Planted(
        testDescription: "a cut solution", role: .rewrite, reply: .saying(whole, finish: "length"), reason: "cut-short"),
    ]
  }()

  @Test("planted faults are caught: mended by the next attempt, or rejected with their reason", arguments: planted)
  func caught(fault: Planted) async throws {
    let stage = fault.role == .rewrite ? "rephrase" : "translate"
    let mended = try ModelProject(problems: Self.problems, Self.faulty(fault.role, fault.reply))
    let report = try await mended.build().report
    #expect(report[stage]?.rejects == [:])
    #expect(report["sft"]?.kept == Self.problems.count)

    let stubborn = try ModelProject(problems: Self.problems, Self.faulty(fault.role, fault.reply, always: true))
    let rejected = try await stubborn.build().report
    #expect(rejected[stage]?.rejects == [fault.reason: 1])
    #expect(rejected["sft"]?.kept == Self.problems.count - 1)
    // More attempts are of use to the one that ran out of them, and to no other.
    try stubborn.project.editPipeline("\"kind\": \"\(stage)\",", "\"kind\": \"\(stage)\", \"attempts\": 4,")
    let again = try await stubborn.build()
    #expect(again.report[stage]?.executed == 1)
    #expect(again.calls == 1)
  }

  @Test func `a key that is refused ends the build at once, with one message`() async throws {
    let strong = StrongModel { _ in ScriptedAnswer(#"{"error":{"message":"bad key"}}"#, status: 401) }
    let taught = try ModelProject(problems: Self.problems, strong, model: #""concurrency": 4"#)
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(
      run.errors.split(separator: "\n").last
        == "error: model 'teacher' at \(taught.server.url)/v1: status 401: bad key; no environment variable with a key is named for this endpoint"
    )
    #expect(run.errors.split(separator: "error:").count == 2)
    #expect(taught.calls <= 8)
  }

  @Test func `a key that is not there is asked for before anything is sent, and only if something is`() async throws {
    let taught = try ModelProject(problems: Self.problems)
    _ = try await taught.build()
    try taught.project.editPipeline(#""model": "strong","#, #""model": "strong", "apiKey": "DISTILLBUILD_NO_KEY","#)
    #expect(try await taught.build().report.status == "complete")
    try taught.project.editPipeline(#""model": "strong","#, #""model": "strong", "temperature": 1,"#)
    let calls = taught.calls
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(
      run.errors.hasSuffix(
        "error: the environment variable DISTILLBUILD_NO_KEY, which should hold the key of model 'teacher', is not set\n"
      ))
    #expect(taught.calls == calls)
  }

  @Test func `a request that is refused fails its record alone, and is tried again by the next build`() async throws {
    let isWell = Mutex(false)
    let strong = StrongModel { question in
      guard question.role == .plan, question.number == 5, !isWell.withLock({ $0 }) else { return nil }
      return ScriptedAnswer(#"{"error":{"message":"too long for me"}}"#, status: 400)
    }
    let taught = try ModelProject(problems: Self.problems, strong)
    let run = try await taught.project.run("build", "--json")
    #expect(run.status == 1)
    let report = try run.built()
    #expect(report.status == "incomplete")
    #expect(report["solve"]?.failed == 1)
    #expect(report["rephrase"]?.kept == 7)
    #expect(run.output.contains("problem-5"))
    #expect(run.output.contains("status 400: too long for me"))
    isWell.withLock { $0 = true }
    let next = try await taught.build().report
    #expect(next.status == "complete")
    #expect(next["solve"]?.executed == 1)
    #expect(next["rephrase"]?.executed == 1)
  }

  @Test func `errors that pass cost a retry, and nothing else`() async throws {
    let seen = Mutex(0)
    let strong = StrongModel { _ in
      let number = seen.withLock { seen in
        seen += 1
        return seen
      }
      switch number {
      case 3: return ScriptedAnswer("oh", status: 500)
      case 9: return ScriptedAnswer(#"{"error":{"message":"slow down"}}"#, status: 429, headers: [("Retry-After", "0")])
      case 12: return .saying("cut").broken(.close, after: 20)
      default: return nil
      }
    }
    let taught = try ModelProject(problems: Self.problems, strong)
    let whole = try await ModelProject(problems: Self.problems).build()
    let first = try await taught.build()
    #expect(first.report.status == "complete")
    #expect(first.report.callsMade == whole.calls)
    #expect(first.calls == whole.calls + 3)
  }

  @Test func `Ctrl-C while a model thinks ends the build in good order, with all replies kept`() async throws {
    let isSlow = Mutex(true)
    let strong = StrongModel { question in
      guard question.role == .act, isSlow.withLock({ $0 }) else { return nil }
      return ScriptedAnswer.saying("hm").delayed(.seconds(60))
    }
    let taught = try ModelProject(problems: Self.problems, strong, model: #""timeouts": { "firstByte": 100 }"#)
    try taught.project.editPipeline(#""timeouts": { "firstByte": 20 }, "#, "")
    let process = try taught.project.start(["build", "--json"])
    while taught.calls < 16 { try await Task.sleep(for: .milliseconds(5)) }
    process.signal(SIGINT)
    #expect(try await process.hasEnded(within: 20))
    let run = await process.wait()
    #expect(run.status == 130)
    #expect(try run.built().status == "stopped")
    isSlow.withLock { $0 = false }
    let rest = try await taught.build()
    #expect(rest.report.status == "complete")
    #expect(rest.report["solve"]?.calls.reused == 8)
  }

  @Test(
    "what is wrong with a model or a prompt is told with its place",
    arguments: [
      (#""model": "strong", "extra": { "n": 2 },"#, "", "pipeline.json:3:", "'extra' cannot set 'n'"),
      (#""model": "strong", "colour": 1,"#, "", "pipeline.json:3:", "unknown key 'colour'"),
      (#""model": "strong", "maxTokens": 0,"#, "", "pipeline.json:3:", "'maxTokens' must be an integer from 1"),
      (
        #""model": "strong","#, "Solve\n  {{problme}}", "prompt.md:2:3:",
        "unknown field 'problme'; did you mean 'problem'?"
      ),
      (#""model": "strong","#, "Solve {{problem}", "prompt.md:1:7:", "'{{' must begin a field"),
      (#""model": "strong","#, " ", "pipeline.json:6:", "the prompt 'prompt.md' is empty"),
    ])
  func mistakes(model: String, prompt: String, place: String, message: String) async throws {
    let taught = try ModelProject(
      problems: Self.problems, solve: prompt.isEmpty ? "" : #""prompts": { "plan": "prompt.md" }"#)
    if !prompt.isEmpty { try taught.project.write(prompt, to: "prompt.md") }
    if !model.isEmpty { try taught.project.editPipeline(#""model": "strong","#, model) }
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("error: \(place)"), "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(taught.calls == 0)
  }

  @Test func `check tries a model before anything is spent`() async throws {
    let taught = try ModelProject(problems: [])
    let good = try await taught.project.run("check")
    #expect(good.status == 0)
    #expect(good.output.hasPrefix("teacher:\n  \(taught.server.url)/v1\n    models: ok, 'strong' is served\n"))
    #expect(
      try await taught.project.run("check", "techer").errors
        == "error: unknown model 'techer'; did you mean 'teacher'?\n")
    taught.server.stop()
    let dead = try await taught.project.run("check", "teacher")
    #expect(dead.status == 3)
    #expect(dead.output.contains("models: failed"))
  }
}
