import Foundation
import Synchronization
import Testing
import TestSupport

@Suite("What servers and models do wrong costs what it must, and is told")
struct ModelFaultTests {
  static let problems = [CommandProblem](count: 8)

  /// Traces of lamps, and the calls that the stages after them make.
  static let ground = Task {
    let subject = LampSubject()
    let base = try ModelProject(problems: problems, StrongModel(of: subject))
    _ = try await base.build("verify")
    let ground = PlantingGround(
      project: base, subject: subject,
      isMeant: { question in
        question.role == .rewrite
          ? question.notes.contains("(Order 3.)") : question.expression == StrongModel.steps(3)[1].expression
      }, tool: "calculator", records: problems.count)
    let calls = StrongModel.lampCalls(problems: problems.count, samples: 1)
    return (ground: ground, undisturbed: (calls["translate"] ?? 0) + (calls["rephrase"] ?? 0))
  }

  @Test(
    "planted faults are found: mended by the next attempt, or rejected with their reason",
    arguments: PlantedFault.inReplies)
  func found(fault: PlantedFault) async throws {
    let (ground, undisturbed) = try await Self.ground.value
    try await ground.expectFound(fault, undisturbed: undisturbed)
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
    let taught = try ModelProject(problems: Self.problems, strong, timeouts: #""firstByte": 100"#)
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
