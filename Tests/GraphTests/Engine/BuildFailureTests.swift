import Testing

@testable import Graph

@Suite("A failure is reported, never stored, and tried again by the next build")
struct BuildFailureTests {
  let bench: Workbench
  var pipeline = ToyPipeline([.read(), .map("shout"), .map("tell", from: "shout", ["reads": ["shout"]])])

  init() throws {
    bench = try Workbench()
    try bench.write(ToyRecord.numbered(1...9))
  }

  private func expectWhole(_ built: Built) throws {
    #expect(built.status == .complete)
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": ToyRecord.numbered(1...9)]).evaluate()
    for stage in pipeline.stages {
      #expect(try built.records(stage.name, in: bench.store) == naive[stage.name]?.records)
    }
  }

  @Test func `the build goes on, and ends incomplete`() async throws {
    bench.world.fail { $0 == "shout:five" }
    let built = try await bench.build(pipeline)
    #expect(built.status == .incomplete)
    #expect(built.result.failures == [Failure(stage: "shout", id: "p5", message: "no luck")])
    #expect(Set(built.manifests.keys) == ["problems"])
    #expect(built.counts("shout").failed == 1)
    #expect(built.counts("shout").executed == 8)
    #expect(built.counts("tell").kept == 8)
  }

  @Test func `the next build does only what failed`() async throws {
    bench.world.fail { $0 == "shout:five" }
    _ = try await bench.build(pipeline)
    #expect(try await bench.build(pipeline).ran == ["shout:five"])
    bench.world.heal()
    let built = try await bench.build(pipeline)
    #expect(built.ran == ["shout:five", "tell:made five 1"])
    try expectWhole(built)
    #expect(try await bench.build(pipeline).grains.values.allSatisfy { $0 == "artifact" })
  }

  @Test func `a whole chunk of failures leaves the others alone`() async throws {
    bench.world.fail { ["shout:four", "shout:five", "shout:six"].contains($0) }
    #expect(try await bench.build(pipeline).counts("shout").failed == 3)
    bench.world.heal()
    let built = try await bench.build(pipeline)
    #expect(built.executed == ["problems": 0, "shout": 3, "tell": 3])
    try expectWhole(built)
  }

  @Test mutating func `of a record's samples, only the failed one is done again`() async throws {
    pipeline["shout"].parameters["samples"] = 3
    bench.world.fail { $0 == "shout:five#2" }
    let first = try await bench.build(pipeline)
    #expect(first.result.failures.map(\.id) == ["p5"])
    #expect(first.counts("shout").kept == 26)
    #expect(first.counts("shout").failed == 1)
    bench.world.heal()
    let built = try await bench.build(pipeline)
    #expect(built.ran == ["shout:five#2", "tell:made five 2"])
    try expectWhole(built)
  }

  @Test mutating func `more failures than 'maxFailures' end the build early`() async throws {
    pipeline["shout"].parameters["maxFailures"] = 1
    bench.world.fail { $0.hasPrefix("shout:") }
    let built = try await bench.build(pipeline) { $0.jobs = 1 }
    #expect(built.status == .stopped)
    #expect(built.ran == ["shout:one", "shout:three", "shout:two"])
    #expect(
      built.warnings == ["more than 1 inputs of 'shout' failed, so the build ends here ('maxFailures')"])
    bench.world.heal()
    try expectWhole(try await bench.build(pipeline))
  }

  @Test mutating func `as many failures as 'maxFailures' do not`() async throws {
    pipeline["shout"].parameters["maxFailures"] = 1
    bench.world.fail { $0 == "shout:one" }
    let built = try await bench.build(pipeline) { $0.jobs = 1 }
    #expect(built.status == .incomplete)
    #expect(built.counts("shout").kept == 8)
  }

  @Test func `an interrupted build keeps what it finished`() async throws {
    let world = bench.world
    let stopped = try await bench.build(pipeline) { options in
      options.jobs = 1
      options.scheduleSeed = 3
      options.isInterrupted = { world.ranCount >= 4 }
    }
    #expect(stopped.status == .stopped)
    let rest = try await bench.build(pipeline)
    #expect(stopped.ran.count + rest.ran.count == 18)
    #expect(Set(stopped.ran).isDisjoint(with: rest.ran))
    try expectWhole(rest)
  }
}
