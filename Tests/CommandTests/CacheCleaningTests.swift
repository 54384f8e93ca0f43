import Foundation
import Graph
import Testing
import TestSupport

@Suite("'cache gc' removes what no recent run needs, alone with the cache", .timeLimit(.minutes(6)))
struct CacheCleaningTests {
  struct Swept: Decodable {
    struct Amount: Decodable {
      let count: Int
      let bytes: Int
    }

    struct Grains: Decodable {
      let artifacts: Amount
      let chunks: Amount
      let records: Amount
      let calls: Amount
    }

    let dryRun: Bool
    let removed: Grains
    let kept: Grains
    let leftovers: Amount
    let bytesBefore: Int
    let bytesAfter: Int
    let runs: Int
    let pipelines: Int
  }

  /// A project that was built twice, with other words in the rows and more than a second between, so that the first build's
  /// results are older than the second build.
  static func project(_ problems: [CommandProblem] = Built.few) async throws -> CommandProject {
    let project = try CommandProject(problems: problems)
    try project.editPipeline(#""kind": "split","#, #""kind": "split", "system": "One.","#)
    _ = try await project.build()
    try await Task.sleep(for: .milliseconds(1_100))
    try project.editPipeline("One.", "Two.")
    _ = try await project.build()
    return project
  }

  private func gc(_ project: CommandProject, _ arguments: String...) async throws -> Swept {
    let run = try await project.run(["cache", "gc", "--json"] + arguments)
    #expect(run.status == 0, "\(run.errors)")
    return try run.decoded(as: Swept.self)
  }

  @Test func `what the last run needs stays, and the rest goes`() async throws {
    let project = try await Self.project()
    let outputs = try project.outputs()
    let before = try project.files("cache/blobs")
    let dry = try await gc(project, "--keep-runs", "1", "--dry-run")
    #expect(dry.dryRun)
    #expect(try project.files("cache/blobs") == before)
    let swept = try await gc(project, "--keep-runs", "1")
    #expect(!swept.dryRun)
    #expect(swept.runs == 1)
    #expect(swept.removed.artifacts.count == dry.removed.artifacts.count)
    #expect(swept.removed.artifacts.count == 1)
    #expect(swept.removed.chunks.count == 1)
    #expect(try project.files("cache/blobs").count < before.count)
    #expect(try await project.run("cache", "verify").status == 0)
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    #expect(try project.outputs() == outputs)
    try project.editPipeline("Two.", "One.")
    #expect(try await project.build()["sft"]?.executed == Built.few.count { $0.isRight })
    #expect(try await project.outputs() == project.cleanOutputs())
  }

  @Test func `five runs are kept unless told otherwise`() async throws {
    let project = try await Self.project()
    let swept = try await gc(project)
    #expect(swept.runs == 2)
    #expect(swept.removed.artifacts.count == 0)
    #expect(swept.bytesAfter == swept.bytesBefore)
  }

  @Test func `two clones with one cache keep each other's results`() async throws {
    let shared = try CommandProject()
    let cache = shared.path("cache")
    let clones = try (0..<2).map { _ in try CommandProject(problems: Built.few) }
    for (number, clone) in [(1, clones[0]), (2, clones[1]), (3, clones[0])] {
      _ = try await clone.build("--cache", cache, "--set", "sft.system=\"\(number)\"")
      try await Task.sleep(for: .milliseconds(1_100))
    }
    let swept = try await gc(clones[0], "--cache", cache, "--keep-runs", "1")
    #expect(swept.pipelines == 2)
    // What only the first run needed; it is older than the oldest of the kept runs.
    #expect(swept.removed.artifacts.count == 1)
    for (number, clone, isMade) in [(3, clones[0], false), (2, clones[1], false), (1, clones[1], true)] {
      let built = try await clone.build("--cache", cache, "--set", "sft.system=\"\(number)\"")
      #expect(((built["sft"]?.executed ?? 0) > 0) == isMade, "\(number)")
    }
  }

  @Test func `a gc waits for a build, naming it, and a look is not kept waiting by either`() async throws {
    let project = try CommandProject.waiting(problems: Built.few)
    try await CommandGate.through {
      let build = try project.start(["build", "--json"])
      try await project.wait(for: "waiting")
      let gc = try project.start(["cache", "gc", "--keep-runs", "1", "--json"])
      #expect(try await gc.hasSaid("waiting to be alone with cache: process \(build.pid) on "))
      let plan = try await project.start(["plan", "--json"]).wait()
      #expect(plan.status == 0)
      #expect(plan.errors == "")
      try project.write("", to: "go")
      #expect(await build.wait().status == 0)
      let swept = await gc.wait()
      #expect(swept.status == 0)
      #expect(try swept.decoded(as: Swept.self).removed.chunks.count == 0)
    }
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    #expect(try await project.outputs() == project.cleanOutputs())
  }

  @Test func `a build that starts while somebody is alone with the cache waits, and says for whom`() async throws {
    let project = try await Built.small.project().copy()
    try await CommandGate.through {
      var alone = try CacheLock.takeAlone(
        project.path("cache"), holder: "cache gc, process 7", waiting: { _ in }, isInterrupted: { false })
      let builds = try (0..<2).map { _ in try project.start(["build", "--json"]) }
      for build in builds { #expect(try await build.hasSaid("warning: waiting for cache gc, process 7\n")) }
      builds[1].signal(SIGINT)
      #expect(try await builds[1].hasEnded(within: 60))
      #expect(await builds[1].wait().status == 130)
      #expect(builds[0].isRunning)
      #expect(alone != nil)
      alone = nil
      let run = await builds[0].wait()
      #expect(run.status == 0)
      #expect(try run.built().status == "complete")
    }
  }

  @Test func `a gc that waits can be interrupted`() async throws {
    let project = try CommandProject.waiting(problems: Built.few)
    try await CommandGate.through {
      let build = try project.start(["build", "--json"])
      try await project.wait(for: "waiting")
      let gc = try project.start(["cache", "gc"])
      #expect(try await gc.hasSaid("waiting to be alone"))
      gc.signal(SIGINT)
      #expect(try await gc.hasEnded(within: 60))
      #expect(await gc.wait().status == 130)
      try project.write("", to: "go")
      #expect(await build.wait().status == 0)
    }
  }

  @Test("kill -9 at any moment leaves a cache that is right", arguments: 1...(CommandBinary.isFull ? 25 : 5))
  func kill(_ seed: Int) async throws {
    var random = Seeded(UInt64(seed) &+ 7_000)
    let project = try await Self.killed.project().copy()
    let outputs = try project.outputs()
    // Of its time most goes into starting; what matters is in what follows.
    let pause = 10 + random.below(80)
    try await CommandGate.through {
      let gc = try project.start(["cache", "gc", "--keep-runs", "1"])
      try await Task.sleep(for: .milliseconds(pause))
      gc.signal(SIGKILL)
      _ = await gc.wait()
    }
    let check = try await project.run("cache", "verify")
    #expect(check.status == 0, "seed \(seed), killed after \(pause) ms: \(check.output)")
    try project.remove("dist")
    let same = try await project.run("build")
    #expect(!same.errors.contains("damaged"), "seed \(seed), killed after \(pause) ms: \(same.errors)")
    #expect(try project.outputs() == outputs)
    try project.editPipeline("Two.", "One.")
    let old = try await project.run("build")
    #expect(old.status == 0)
    #expect(!old.errors.contains("damaged"), "seed \(seed), killed after \(pause) ms: \(old.errors)")
    #expect(try await project.outputs() == project.cleanOutputs())
    #expect(try await project.run("cache", "gc", "--keep-runs", "1").status == 0)
    #expect(try await project.run("cache", "verify").status == 0)
  }

  /// Built once, with something to clean up.
  private final class Dirty: Sendable {
    private let task = Task { try await CacheCleaningTests.project(Built.problems) }

    func project() async throws -> CommandProject { try await task.value }
  }

  private static let killed = Dirty()
}
