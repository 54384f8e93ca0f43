import Synchronization
import Testing

@testable import Graph

@Suite("A stage that works on groups is given each group whole, and makes it again whole")
struct BuildGroupTests {
  let bench: Workbench
  var records = ToyRecord.numbered(1...9)
  var pipeline = ToyPipeline([
    .read(), .map("solve", ["samples": 2]), .together("vote", from: "solve", ["reads": ["solve"]]),
    .map("tell", from: "vote", ["reads": ["vote"]]),
  ])

  init() throws { bench = try Workbench() }

  /// Builds, and compares with a build that knows nothing.
  private func build(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Built {
    try bench.write(records)
    let built = try await bench.build(pipeline)
    guard built.status == .complete else { return built }
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
    for stage in pipeline.stages {
      #expect(
        try built.records(stage.name, in: bench.store) == naive[stage.name]?.records, sourceLocation: sourceLocation)
    }
    return built
  }

  private func votes(_ built: Built) -> [String] { built.ran.filter { $0.hasPrefix("vote:") } }

  @Test func `the members come in order, and records are what is counted`() async throws {
    let built = try await build()
    #expect(votes(built).first == "vote:made eight 1,made eight 2")
    #expect(votes(built).count == 9)
    #expect(built.counts("vote").input == 18)
    #expect(built.counts("vote").executed == 18)
  }

  @Test mutating func `one changed record makes its group again, and no other`() async throws {
    _ = try await build()
    records[4].problem = "fünf"
    let built = try await build()
    #expect(votes(built) == ["vote:made fünf 1,made fünf 2"])
    #expect(built.executed == ["problems": 3, "solve": 1, "vote": 2, "tell": 2])
    #expect(built.counts("vote").chunksReused == 2)
  }

  @Test mutating func `one changed member makes its whole group again`() async throws {
    pipeline["solve"].parameters["samples"] = 3
    pipeline["solve"].parameters["limit"] = 6
    _ = try await build()
    pipeline["solve"].parameters["limit"] = 7
    // Of the samples of `two` only the third takes more than six, and of those of `five` none does.
    let built = try await build()
    #expect(built.ran.contains("solve:two#3"))
    #expect(!built.ran.contains("solve:two"))
    #expect(votes(built).contains("vote:made two 1,made two 2,made two 3"))
    #expect(!votes(built).contains { $0.contains("five") })
  }

  @Test mutating func `a member more or less is another group`() async throws {
    _ = try await build()
    pipeline["solve"].parameters["samples"] = 3
    #expect(votes(try await build()).count == 9)
    pipeline["solve"].parameters["samples"] = 2
    #expect(try await build().ran == [])
  }

  @Test mutating func `a shuffle runs nothing`() async throws {
    _ = try await build()
    var generator = SeededGenerator(seed: 7)
    records.shuffle(using: &generator)
    let built = try await build()
    #expect(built.ran == [])
    #expect(built.counts("vote").grain == .record)
  }

  @Test mutating func `a rejected member is absent, and a group without members is none`() async throws {
    pipeline["solve"].parameters["drop"] = "iv"
    let built = try await build()
    #expect(votes(built).count == 8)
    #expect(built.counts("vote").input == 16)
  }

  @Test mutating func `the same record by way of two inputs is two groups`() async throws {
    pipeline.stages.insert(.map("again", ["samples": 1]), at: 2)
    pipeline["again"].parameters["word"] = "made again"
    pipeline["vote"] = .together("vote", from: "", ["reads": ["id"]])
    pipeline["vote"].inputs = [
      InputReference(stage: "solve", tag: "a"), InputReference(stage: "again", tag: "b"),
    ]
    records = [ToyRecord("p1", "one")]
    #expect(votes(try await build()) == ["vote:a/p1#1,a/p1#2", "vote:b/p1#1"])
  }

  @Test func `a group waits for a member that failed, and is made in the next build`() async throws {
    bench.world.fail { $0 == "solve:five#2" }
    let built = try await build()
    #expect(built.status == .incomplete)
    #expect(!votes(built).contains { $0.contains("five") })
    let counts = built.counts("vote")
    #expect([counts.input, counts.kept, counts.failed, counts.waiting, counts.executed] == [17, 16, 0, 1, 16])
    #expect(counts.reused == 0)
    #expect(built.counts("tell").input == 16)
    #expect(built.warnings == ["at 'vote' 1 record waits for members of the same group, which failed before"])
    #expect(Set(built.manifests.keys) == ["problems"])
    bench.world.heal()
    let next = try await build()
    #expect(next.status == .complete)
    #expect(
      next.ran == [
        "solve:five#2", "tell:all made five 1,made five 2 1", "tell:all made five 1,made five 2 2",
        "vote:made five 1,made five 2",
      ])
    #expect(try await build().grains.values.allSatisfy { $0 == "artifact" })
  }

  @Test mutating func `a failed member is not taken for a rejected one`() async throws {
    records = [ToyRecord("p2", "two")]
    pipeline["solve"].parameters["samples"] = 3
    pipeline["solve"].parameters["limit"] = 6
    // The third sample gives up, so two members are left.
    #expect(votes(try await build()) == ["vote:made two 1,made two 2"])
    pipeline["solve"].parameters["limit"] = 7
    bench.world.fail { $0 == "solve:two#3" }
    let built = try await build()
    #expect(built.counts("solve").kept == 2)
    #expect(built.counts("vote").waiting == 2)
    #expect(built.counts("vote").kept == 0)
    bench.world.heal()
    #expect(votes(try await build()) == ["vote:made two 1,made two 2,made two 3"])
  }

  @Test mutating func `a group waits also behind a stage that knows nothing of groups`() async throws {
    pipeline.stages.insert(.map("polish", from: "solve", ["reads": ["solve"]]), at: 2)
    pipeline["vote"] = .together("vote", from: "polish", ["reads": ["polish"]])
    bench.world.fail { $0 == "solve:one" }
    #expect(try await build().counts("vote").waiting == 1)
    // Now `polish` finds its chunk as it was, with the member still missing.
    let again = try await build()
    #expect(again.counts("polish").executed == 0)
    #expect(again.counts("vote").waiting == 1)
    bench.world.heal()
    #expect(votes(try await build()).count == 1)
  }

  @Test func `where the group itself fails, nothing of it is kept`() async throws {
    bench.world.fail { $0 == "vote:made five 1,made five 2" }
    let built = try await build()
    #expect(
      built.result.failures == ["p5#1", "p5#2"].map { Failure(stage: "vote", id: $0, message: "no luck") })
    #expect(built.counts("vote").failed == 2)
    #expect(built.counts("vote").executed == 16)
    bench.world.heal()
    #expect(votes(try await build()) == ["vote:made five 1,made five 2"])
  }

  @Test func `what is forgotten of one member is forgotten of its group`() async throws {
    let built = try await build()
    let pipeline = built.pipeline
    try bench.index.record(pipeline: pipeline.path, started: 0, seconds: 0, status: .complete, report: "") { run in
      var artifacts: [StageState.Artifact] = []
      var states: [String: StageState] = [:]
      for stage in pipeline.stages {
        let inputs = stage.inputs.map { StageState.Input(stage: pipeline.stages[$0.stage].name, tag: $0.tag) }
        artifacts += built.manifests[stage.name].map { [.init(stage: stage.name, inputs: inputs, manifest: $0)] } ?? []
        states[stage.name] = StageState(
          recipe: stage.recipe.digest, artifacts: artifacts, digests: InputDigests(records: 0, fields: []), run: run,
          executed: 0, changes: [])
      }
      return states
    }
    var past = try PastBuild(index: bench.index, store: bench.store, pipeline: pipeline.path)
    let vote = try #require(pipeline.stages.first { $0.name == "vote" })
    let forgotten = try past.forget("p5#2", at: vote, index: bench.index)
    #expect(forgotten == Forgotten(artifacts: 1, chunks: 1, records: 2))
    #expect(try await build().ran == ["vote:made five 1,made five 2"])
  }

  @Test mutating func `a plan counts all members of a group of which one is to be made`() async throws {
    _ = try await build()
    records[4].problem = "fünf"
    try bench.write(records)
    let plan = try await bench.plan(pipeline)
    #expect(plan.executed == ["problems": 3, "solve": 1, "vote": 2, "tell": 2])
    #expect(plan.result.stages.map(\.isAtMost) == [false, false, true, true])
  }

  @Test mutating func `nor does a plan take a member that it does not know for one without a value`() async throws {
    records = [ToyRecord("p1", "one")]
    pipeline["solve"].parameters = ["reads": ["x"], "samples": 3, "limit": 10]
    // Without a number, the samples have no value, and take 6, 7 and 8.
    _ = try await build()
    pipeline["solve"].parameters["limit"] = 7
    let plan = try await bench.plan(pipeline)
    #expect(plan.counts("vote").executed == 3)
    #expect(try await build().counts("vote").executed == 3)
  }

  @Test func `what is read of a member is read of its whole group`() async throws {
    try bench.write(records)
    let seen = Mutex<[String: [String]]>([:])
    _ = try await bench.build(pipeline) { options in
      options.inspect = { stage, chunk in
        guard stage == 2 else { return }
        for whole in [true, false] {
          let values = (try? chunk.values(of: "p5#2", fields: ["solve"], wholeGroups: whole)) ?? []
          seen.withLock { $0[whole ? "group" : "record", default: []] += values.map(\.id) }
        }
      }
    }
    #expect(seen.withLock { $0 } == ["group": ["p5#1", "p5#2"], "record": ["p5#2"]])
  }
}
