import Foundation
import Synchronization
import Testing
import TestSupport

@Suite("A model that comes back as another is noticed before it is paid for")
struct IdentityTests {
  /// A strong model that tells which weights it has, and may be given others.
  final class Server: Sendable {
    let server: ScriptedServer
    let exchange: Exchange

    /// - Parameter twist: answers instead of the strong model, and is told how to exchange the weights.
    init(
      _ first: String,
      _ twist: @escaping @Sendable (StrongModel.Question, Server.Exchange) -> ScriptedAnswer? = { _, _ in nil }
    ) throws {
      let exchange = Exchange(first)
      self.exchange = exchange
      let strong = StrongModel { twist($0, exchange) }
      server = try ScriptedServer { request in
        request.path.hasSuffix("/models") && !exchange.weights.isEmpty
          ? ScriptedAnswer(#"{"data":[{"id":"strong","created":\#(request.number),"root":"\#(exchange.weights)"}]}"#)
          : strong.answer(request)
      }
    }

    /// The weights behind the name.
    final class Exchange: Sendable {
      private let state: Mutex<String>

      init(_ weights: String) { state = Mutex(weights) }

      var weights: String { state.withLock { $0 } }

      func bring(_ weights: String) { state.withLock { $0 = weights } }
    }

    var completions: Int { server.requests.count { $0.path.hasSuffix("/chat/completions") } }
  }

  /// A project whose teacher is at other servers.
  static func project(at servers: [Server], _ more: String = "") throws -> ModelProject {
    let taught = try ModelProject(problems: [CommandProblem](count: 6))
    let urls = servers.map { "\"\($0.server.url)/v1\"" }.joined(separator: ", ")
    try taught.project.editPipeline("\"url\": \"\(taught.server.url)/v1\"", "\"url\": [\(urls)]\(more)")
    return taught
  }

  static func move(_ taught: ModelProject, from old: Server, to new: Server) throws {
    try taught.project.editPipeline("\(old.server.url)/v1", "\(new.server.url)/v1")
  }

  @Test func `another model under the same name ends the build, until the user says which it is`() async throws {
    let (old, new) = (try Server("/weights/a"), try Server("/weights/b"))
    let taught = try Self.project(at: [old])
    #expect(try await taught.build().report.status == "complete")

    // With nothing to call, nobody is asked anything.
    try Self.move(taught, from: old, to: new)
    #expect(try await taught.build().report.status == "complete")
    #expect(new.server.requests.isEmpty)

    try taught.project.editPipeline(
      #""input": "translate","#, #""input": "translate", "attempts": 2, "prompts": { "system": "p.md" },"#)
    try taught.project.write("Write one solution.", to: "p.md")
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(
      run.errors.split(separator: "\n").last
        == "error: model 'teacher' at \(new.server.url)/v1: this is another model than the one whose results are kept: 'root' was \"/weights/a\" and is \"/weights/b\"; if it is the same all the same, run 'distillbuild check --same teacher'; if it is another, run 'distillbuild check --new teacher' or change its 'revision', and its work is made again"
    )
    #expect(new.completions == 0)

    let check = try await taught.project.run("check")
    #expect(check.output.contains("another model than the one whose results are kept: 'root' was"))
    #expect(try await taught.project.run("check", "--same", "teacher").status == 0)
    let before = new.completions
    let same = try await taught.build().report
    #expect(same.status == "complete")
    #expect(same.executed.filter { $0.value > 0 }.keys.sorted() == ["rephrase"])
    #expect(new.completions - before == same.callsMade)

    #expect(try await taught.project.run("check", "--new", "teacher").status == 0)
    let fresh = try await taught.build().report
    #expect(fresh["solve"]?.executed == 6)
    #expect(fresh["solve"]?.calls.reused == 0)
    let why = try await taught.project.run("why", "solve")
    #expect(why.output.contains(#"identity of model: was {"root":"/weights/a"}, is now {"root":"/weights/b"}"#))
  }

  @Test(arguments: [ScriptedAnswer.Break.reset, .close])
  func `a server that comes back with another model in the middle of a build gives no reply`(
    leaving how: ScriptedAnswer.Break
  ) async throws {
    let broken = Mutex(false)
    let server = try Server("/weights/a") { question, exchange in
      guard question.role == .explain,
        broken.withLock({
          let was = $0; $0 = true; return !was
        })
      else { return nil }
      // Even a small server takes as long to come back.
      Thread.sleep(forTimeInterval: 1.1)
      exchange.bring("/weights/b")
      return ScriptedAnswer("").broken(how)
    }
    let taught = try Self.project(at: [server], #", "concurrency": 1"#)
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(run.errors.contains(#"'root' was "/weights/a" and is "/weights/b""#))
    let asked = server.server.requests.map(\.path)
    #expect(asked.last == "/v1/models")
    // Before planning, before the first call, after the break; on a slow machine also for a connection made in between.
    #expect(asked.count { $0 == "/v1/models" } >= 3)
    // Of what the other model said nothing was kept, and what the first one said is not asked for again.
    server.exchange.bring("/weights/a")
    #expect(try await taught.build().report.status == "complete")
    let calm = try Server("/weights/a")
    let undisturbed = try Self.project(at: [calm])
    _ = try await undisturbed.build()
    #expect(1...2 ~= server.completions - calm.completions, "the call that broke, and the reply that was not believed")
    #expect(try taught.project.outputs() == undisturbed.project.outputs())
  }

  @Test func `two servers of one model have to serve the same one`() async throws {
    let (one, other) = (try Server("/weights/a"), try Server("/weights/b"))
    let taught = try Self.project(at: [one, other])
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(run.errors.contains("model 'teacher' at \(other.server.url)/v1: this is another model"))
    #expect(other.completions == 0)
    #expect(try await taught.project.run("check", "--same", "teacher").status == 0)
    #expect(try await taught.build().report.status == "complete")
    #expect(other.completions > 0)
  }

  @Test func `a model that cannot be asked who it is ends the build; a plan says so and goes on`() async throws {
    let server = try Server("/weights/a")
    let taught = try Self.project(at: [server])
    server.server.stop()
    let build = try await taught.project.run("build")
    #expect(build.status == 3)
    #expect(build.errors.contains("is the server running?"))
    let plan = try await taught.project.run("plan")
    #expect(plan.status == 0)
    #expect(plan.errors.hasPrefix("warning: model 'teacher' at"))
    #expect(try await taught.project.run("build", "problems").status == 0, "what asks no model needs none")
  }

  @Test func `a server that tells nothing of its model is taken as it is`() async throws {
    let (old, new) = (try Server(""), try Server("/weights/b"))
    let taught = try Self.project(at: [old])
    _ = try await taught.build()
    try Self.move(taught, from: old, to: new)
    try taught.project.editPipeline(#""input": "translate","#, #""input": "translate", "attempts": 2,"#)
    #expect(try await taught.build().report.status == "complete")
  }

  @Test(arguments: [["check", "--same"], ["check", "--new", "--same", "teacher"]])
  func `what is said of a model must be clear`(arguments: [String]) async throws {
    let run = try await ModelProject(problems: []).project.run(arguments)
    #expect(run.status == 2)
  }
}
