import TestSupport
import Testing

@testable import Graph

@Suite("Cleaning up removes what no kept run needs, and nothing else")
struct SweepTests {
  let bench: UpkeepBench
  var pipeline = ToyPipeline([.read(), .ask("shout"), .map("tell", from: "shout", ["reads": ["shout"]])])

  init() throws {
    bench = try UpkeepBench()
    try bench.bench.write(ToyRecord.numbered(1...9))
  }

  /// Builds under one word after the other.
  private mutating func build(words: String...) async throws {
    for word in words {
      pipeline["tell"].parameters["word"] = .text(word)
      #expect(try await bench.build(pipeline).status == .complete)
    }
  }

  /// What a build under a word has to run.
  private mutating func ran(_ word: String) async throws -> Int {
    pipeline["tell"].parameters["word"] = .text(word)
    return try await bench.bench.build(pipeline).ran.count
  }

  @Test mutating func `the last runs are kept, and what older ones made goes`() async throws {
    try await build(words: "a", "b", "c")
    let plan = try bench.sweep { $0.keepRuns = 2 }
    #expect(plan.runs == 2)
    #expect(plan.pipelines == 1)
    #expect(plan.removed.artifacts.count == 1)
    #expect(plan.removed.chunks.count == 3)
    #expect(plan.removed.records.count == 9)
    #expect(plan.kept.artifacts.count == 4)
    #expect(plan.kept.chunks.count == 12)
    #expect(try bench.findings(pipeline) == [])
    #expect(try await ran("c") == 0)
    #expect(try await ran("b") == 0)
    #expect(try await ran("a") == 9)
  }

  @Test mutating func `planning alone changes nothing`() async throws {
    try await build(words: "a", "b")
    var options = SweepOptions()
    options.keepRuns = 1
    #expect(try bench.plan(options).removed.chunks.count == 3)
    #expect(try bench.plan(options).removed.chunks.count == 3)
    #expect(try await ran("a") == 0)
  }

  @Test mutating func `nothing goes while no run has come to its end`() async throws {
    _ = try await bench.build(pipeline, isKilled: true)
    let plan = try bench.sweep { $0.keepRuns = 1 }
    #expect(plan.since == nil)
    #expect(plan.removed == CacheHoldings())
  }

  @Test mutating func `what an unfinished build made since the oldest kept run stays`() async throws {
    try await build(words: "a", "b")
    pipeline["tell"].parameters["word"] = "c"
    _ = try await bench.build(pipeline, isKilled: true)
    try bench.sweep { $0.keepRuns = 1 }
    #expect(try await ran("c") == 0)
    #expect(try await ran("a") == 9)
  }

  @Test mutating func `what a failed chunk has of results stays as long as that`() async throws {
    try await build(words: "a", "b")
    pipeline["tell"].parameters["word"] = "c"
    bench.bench.world.fail { $0.hasPrefix("tell:made five") }
    #expect(try await bench.build(pipeline).status == .incomplete)
    bench.bench.world.heal()
    try bench.sweep { $0.keepRuns = 1 }
    #expect(try await ran("c") == 1)
  }

  @Test mutating func `what a lock file names stays, though no kept run ended with it`() async throws {
    pipeline["tell"].parameters["word"] = "a"
    let locked = try await bench.build(pipeline)
    try await build(words: "b")
    let stages = locked.result.stages.compactMap { stage in
      stage.artifact.map {
        LockedBuild.Stage(
          name: stage.stage.name, recipe: stage.stage.recipe, files: [:], artifact: $0.manifest, kept: 9, rejects: [:])
      }
    }
    let plan = try bench.sweep {
      $0.keepRuns = 1
      $0.locks = [LockedBuild(stages: stages, identities: [:])]
    }
    #expect(plan.removed == CacheHoldings())
    #expect(try await ran("a") == 0)
  }

  @Test mutating func `with an age, only what was last used before goes`() async throws {
    try await build(words: "a", "b", "c", "a", "d")
    // 'a' was made first and found again in the fourth run.
    let before = bench.now - 1_500
    let plan = try bench.sweep {
      $0.keepRuns = 1
      $0.before = before
    }
    #expect(plan.removed.artifacts.count == 2)
    #expect(try await ran("a") == 0)
    #expect(try await ran("b") == 9)
    #expect(try await ran("c") == 9)
  }

  @Test mutating func `with a size, the oldest goes until the rest fits`() async throws {
    try await build(words: "a", "b", "c", "d")
    let all = try bench.plan().bytesBefore
    let plan = try bench.sweep {
      $0.keepRuns = 1
      $0.mostBytes = all - 1
    }
    // One list of layers is enough; the layers that it named are still found one by one.
    #expect(plan.removed.artifacts.count == 1)
    #expect(plan.removed.chunks.count == 0)
    #expect(plan.bytesAfter < all)
    #expect(try bench.findings(pipeline) == [])
    #expect(try await ran("a") == 0)
    try bench.sweep {
      $0.keepRuns = 1
      $0.mostBytes = 0
    }
    #expect(try await ran("d") == 0)
    #expect(try await ran("c") == 9)
  }

  @Test mutating func `calls stay, whatever else goes, unless they are named`() async throws {
    pipeline["shout"].parameters["word"] = "old"
    try await build(words: "a")
    pipeline["shout"].parameters["word"] = "new"
    try await build(words: "a")
    let kept = try bench.sweep { $0.keepRuns = 1 }
    #expect(kept.removed.chunks.count == 6)
    #expect(kept.kept.calls.count == 18)
    #expect(kept.spareCalls.calls == 9)
    pipeline["shout"].parameters["word"] = "old"
    _ = try await bench.bench.build(pipeline)
    #expect(bench.bench.model.takeCalls().count == 18, "the old calls were not made again")
  }

  @Test mutating func `calls that are named go where nothing kept needs them`() async throws {
    pipeline["shout"].parameters["word"] = "old"
    try await build(words: "a")
    pipeline["shout"].parameters["word"] = "new"
    try await build(words: "a")
    let plan = try bench.sweep {
      $0.keepRuns = 1
      $0.takesCalls = true
    }
    #expect(plan.removedCalls.calls == 9)
    #expect(plan.kept.calls.count == 9)
    _ = bench.bench.model.takeCalls()
    _ = try await bench.bench.build(pipeline)
    #expect(bench.bench.model.takeCalls() == [])
    pipeline["shout"].parameters["word"] = "old"
    _ = try await bench.bench.build(pipeline)
    #expect(bench.bench.model.takeCalls().count == 9)
  }

  @Test mutating func `what is forgotten, and files that nothing leads to, go at once`() async throws {
    try await build(words: "a")
    let shout = try #require(try bench.bench.prepare(pipeline).stages.first { $0.name == "shout" })
    #expect(try bench.bench.index.forget(shout).calls == 9)
    try bench.store.write([1, 2, 3], as: Digest(of: [1, 2, 3]))
    let old = "\(bench.path(of: Digest(of: [1, 2, 3]))).77.1.tmp"
    let young = "\(bench.path(of: Digest(of: [1, 2, 3]))).78.1.tmp"
    for path in [old, young] { try Disk.write([1], to: path) }
    try bench.date(old, bench.now - 3_700)
    try bench.date(young, bench.now - 3_500)
    let plan = try bench.sweep { $0.before = 0 }
    // Nine replies, the blob, and the older temporary file. What the list of the last run names stays.
    #expect(plan.leftovers.count == 11)
    #expect(plan.removed == CacheHoldings())
    #expect(try !bench.store.contains(Digest(of: [1, 2, 3])))
    #expect(try Disk.stat(old) == nil)
    #expect(try Disk.stat(young) != nil)
    #expect(try await bench.bench.build(pipeline).status == .complete)
  }

  @Test mutating func `a pipeline that does not count leaves nothing behind`() async throws {
    try await build(words: "a")
    let path = try bench.bench.prepare(pipeline).path
    let plan = try bench.sweep { $0.ignoring = [path] }
    #expect(plan.pipelines == 0)
    #expect(try bench.bench.index.runs(path, limit: 10).isEmpty)
  }

  @Test mutating func `a sweep that ends between rows and files leaves a cache that is right`() async throws {
    try await build(words: "a", "b")
    var options = SweepOptions()
    options.keepRuns = 1
    let plan = try bench.plan(options)
    try bench.bench.index.remove(plan)
    #expect(try bench.findings(pipeline) == [])
    #expect(try await ran("a") == 9)
    #expect(try await ran("b") == 0)
  }

  @Test mutating func `a damaged list of a kept run keeps all that its recipe made, and is named`() async throws {
    try await build(words: "a", "b")
    pipeline["tell"].parameters["word"] = "b"
    let built = try await bench.bench.build(pipeline)
    let list = try #require(built.manifests["tell"])
    try Disk.write([0], to: bench.path(of: list))
    let plan = try bench.sweep { $0.keepRuns = 1 }
    #expect(plan.damaged == [list])
    // The list is made again of its chunks, by a build whose result somebody reads.
    #expect(try await ran("b") == 0)
  }
}
