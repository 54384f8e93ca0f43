import Foundation
import Testing
import TestSupport

@Suite("Builds side by side are all right, and an interrupted one keeps what was done", .timeLimit(.minutes(6)))
struct SideBySideTests {
  @Test func `a second build of a pipeline waits, naming the holder, and then finds everything done`() async throws {
    let project = try CommandProject.waiting(problems: Built.few)
    try await CommandGate.through {
      let first = try project.start(["build", "--json"])
      try await project.wait(for: "waiting")
      let second = try project.start(["build", "--json"])
      let third = try project.start(["build"])
      let words = "waiting for another build of this pipeline: process \(first.pid) on "
      #expect(try await second.hasSaid(words))
      #expect(try await third.hasSaid(words))
      // Looking is never kept waiting.
      let plan = try await project.start(["plan", "--json"]).wait()
      #expect(plan.status == 0)
      try project.write("", to: "go")

      let runs = await (first.wait(), second.wait(), third.wait())
      #expect(runs.0.status == 0)
      #expect(runs.1.status == 0)
      #expect(runs.2.status == 0)
      let warning = try #require(try runs.1.lines().first)
      #expect(warning.event == "warning")
      #expect(warning.message?.hasPrefix(words) == true)
      #expect(runs.2.errors.hasPrefix("warning: \(words)"))
      #expect(try runs.0.built()["filter"]?.executed == 23)
      #expect(try runs.1.built().executed.values.allSatisfy { $0 == 0 })
    }
    #expect(try await project.outputs() == project.cleanOutputs())
  }

  @Test func `a build that waits goes on when the holder is killed`() async throws {
    let project = try CommandProject.waiting(problems: Built.few)
    try await CommandGate.through {
      let first = try project.start(["build", "--json"])
      try await project.wait(for: "waiting")
      let second = try project.start(["build", "--json"])
      #expect(try await second.hasSaid("waiting for another build"))
      try project.remove("waiting")
      first.signal(SIGKILL)
      // The second takes over although the program that the first had started still runs.
      try await project.wait(for: "waiting")
      try project.write("", to: "go")
      _ = await first.wait()
      let run = await second.wait()
      #expect(run.status == 0)
      #expect(try run.built().status == "complete")
    }
  }

  @Test func `a build that waits can be interrupted`() async throws {
    let project = try CommandProject.waiting(problems: Built.few)
    try await CommandGate.through {
      let first = try project.start(["build", "--json"])
      try await project.wait(for: "waiting")
      let second = try project.start(["build"])
      #expect(try await second.hasSaid("waiting for another build"))
      second.signal(SIGINT)
      #expect(try await second.hasEnded(within: 60))
      try project.write("", to: "go")
      #expect(await second.wait().status == 130)
      #expect(await first.wait().status == 0)
    }
  }

  @Test func `different pipelines may use one cache at once`() async throws {
    let shared = try CommandProject()
    let projects = try (0..<3).map { _ in try CommandProject(problems: [CommandProblem](count: 300)) }
    try projects[1].editPipeline(#""kind": "translate","#, #""kind": "translate", "revision": 1,"#)
    try projects[2].write([CommandProblem](count: 300, from: 100).text, to: "data/problems.jsonl")
    try await CommandGate.through {
      let cache = shared.path("cache")
      let processes = try projects.map { try $0.start(["build", "--json", "--cache", cache]) }
      for process in processes {
        let run = await process.wait()
        #expect(run.status == 0, "\(run.errors)")
        #expect(try run.built().status == "complete")
      }
    }
    for project in projects {
      #expect(try await project.outputs() == project.cleanOutputs())
      #expect(try await project.build("--cache", shared.path("cache")).executed.values.allSatisfy { $0 == 0 })
    }
  }

  @Test func `Ctrl-C ends a build in good order; the next one goes on from there`() async throws {
    let project = try CommandProject.waiting(problems: Built.problems)
    let run = try await CommandGate.through {
      let process = try project.start(["build", "--json"])
      try await project.wait(for: "waiting")
      try await process.deliver(SIGINT)
      try project.write("", to: "go")
      return await process.wait()
    }
    #expect(run.status == 130)
    let stopped = try run.built()
    #expect(stopped.event == "built")
    #expect(stopped.status == "stopped")
    #expect(!project.exists("dist"))

    let rest = try await project.build()
    #expect(rest.status == "complete")
    for stage in rest.stages {
      let before = stopped[stage.name]?.executed ?? 0
      // Records that look alike to a stage are found by each other's keys, so that it may be less.
      #expect(
        before + stage.executed <= stage.input,
        "\(stage.name) executed \(before) and then \(stage.executed) of \(stage.input)")
    }
    let solved = stopped["solve"]?.executed ?? 0
    #expect(solved > 0)
    #expect(rest["solve"]?.executed == Built.problems.count - solved)
    #expect(try await project.outputs() == project.cleanOutputs())
  }

  @Test("Ctrl-C at any moment of a plain build", arguments: [0, 50, 100, 250])
  func interrupt(_ milliseconds: Int) async throws {
    let project = try CommandProject(problems: Built.problems)
    let run = try await CommandGate.through {
      let process = try project.start(["build", "--json"])
      if milliseconds > 0 { _ = try await process.hasSaid("started") }
      try await Task.sleep(for: .milliseconds(milliseconds))
      process.signal(SIGINT)
      return await process.wait()
    }
    // Before the handler stands, the signal itself ends the process; afterwards there may be nothing left to stop.
    #expect([130, 0, -SIGINT].contains(run.status), "status \(run.status): \(run.errors)")
    #expect(try await project.build().status == "complete")
    #expect(try await project.outputs() == Built.shipped.project().outputs())
  }

  @Test func `a second Ctrl-C ends the build at once`() async throws {
    let project = try CommandProject.waiting(problems: Built.few)
    let run = try await CommandGate.through {
      let process = try project.start(["build"])
      try await project.wait(for: "waiting")
      try await process.deliver(SIGINT)
      try await process.deliver(SIGINT)
      #expect(try await process.hasEnded(within: 60))
      // For the program that was left behind.
      try project.write("", to: "go")
      return await process.wait()
    }
    #expect(run.status == 130)
    #expect(try await project.build().status == "complete")
  }
}
