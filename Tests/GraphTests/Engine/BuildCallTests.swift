import Synchronization
import Testing

@testable import Graph

@Suite("A call is made once, and a build makes no more calls than it may")
struct BuildCallTests {
  let bench: Workbench
  let records = ToyRecord.numbered(1...9)
  var pipeline = ToyPipeline([.read(), .ask("solve")])

  init() throws {
    bench = try Workbench()
    try bench.write(records)
  }

  private func expectWhole(_ built: Built, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(built.status == .complete, sourceLocation: sourceLocation)
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
    for stage in pipeline.stages {
      #expect(
        try built.records(stage.name, in: bench.store) == naive[stage.name]?.records, sourceLocation: sourceLocation)
    }
  }

  /// What a stage's calls came to.
  private func calls(_ built: Built, at stage: String = "solve") -> [Int] {
    [built.counts(stage).calls.made, built.counts(stage).calls.reused]
  }

  // MARK: Once

  @Test func `what was asked, and what it took, is counted`() async throws {
    let built = try await bench.build(pipeline)
    let spent = CallSpending(inputTokens: 18, outputTokens: 27, cost: 4.5)
    #expect(calls(built) == [9, 0])
    #expect(built.counts("solve").calls.spent == spent)
    #expect(calls(try await bench.build(pipeline)) == [0, 0])
  }

  @Test func `records that ask the same share one call`() async throws {
    let alike = records.map { ToyRecord($0.id, "one", endsChunk: $0.endsChunk) }
    try bench.write(alike)
    bench.model.becomeFickle()
    let built = try await bench.build(pipeline)
    #expect(bench.model.takeCalls() == ["one"])
    #expect(calls(built) == [1, 8])
    let kept = try #require(try built.records("solve", in: bench.store)).kept
    #expect(kept.map { $0.fields["solve"] } == Array(repeating: .text("made one 1 1"), count: 9))
  }

  @Test mutating func `samples do not, nor do the turns of one unit`() async throws {
    pipeline["solve"].parameters = ["samples": 2, "turns": 2]
    try bench.write([ToyRecord("p1", "one")])
    #expect(calls(try await bench.build(pipeline)) == [4, 0])
    #expect(bench.model.takeCalls() == ["one", "one (turn 2)", "one#2", "one#2 (turn 2)"])
  }

  @Test mutating func `stages that ask the same share their calls`() async throws {
    pipeline.stages.append(.ask("again"))
    let built = try await bench.build(pipeline)
    #expect(bench.model.takeCalls() == records.map(\.problem).sorted())
    #expect(built.counts("solve").calls.made + built.counts("again").calls.made == 9)
    #expect(built.counts("solve").calls.reused + built.counts("again").calls.reused == 9)
    try expectWhole(built)
  }

  @Test mutating func `a stage whose results are made again asks nobody again`() async throws {
    _ = try await bench.build(pipeline)
    _ = bench.model.takeCalls()
    pipeline["solve"].parameters["revision"] = 2
    let built = try await bench.build(pipeline)
    #expect(built.executed["solve"] == 9)
    #expect(calls(built) == [0, 9])
    #expect(bench.model.takeCalls() == [])
    try expectWhole(built)
  }

  @Test mutating func `a unit that is broken off goes through its earlier calls for nothing`() async throws {
    pipeline["solve"].parameters["turns"] = 3
    let (bench, pipeline) = (bench, pipeline)
    bench.model.hold { $0.hasSuffix("(turn 3)") }
    let task = Task { try await bench.build(pipeline) }
    try await bench.model.wait { $0.underWay == 9 }
    task.cancel()
    #expect(try await task.value.status == .stopped)
    bench.model.release()
    _ = bench.model.takeCalls()
    let built = try await bench.build(pipeline)
    #expect(bench.model.takeCalls() == records.map { "\($0.problem) (turn 3)" }.sorted())
    #expect(calls(built) == [9, 18])
    try expectWhole(built)
  }

  @Test func `a call is on disk before its unit goes on`() async throws {
    let (bench, pipeline) = (bench, ToyPipeline([.read(), .ask("solve", ["turns": 2])]))
    bench.model.hold { $0.hasSuffix("(turn 2)") }
    let task = Task { try await bench.build(pipeline) }
    try await bench.model.wait { $0.underWay == 9 }
    // Another process would see what this one has so far.
    let other = try Workbench(beside: bench)
    let rest = try await other.build(ToyPipeline([.read(), .ask("first")]))
    #expect(calls(rest, at: "first") == [0, 9])
    bench.model.release()
    #expect(try await task.value.status == .complete)
  }

  @Test func `two builds at once in one cache agree, although each made its own calls`() async throws {
    let (bench, pipeline) = (bench, pipeline)
    let other = try Workbench(beside: bench)
    bench.model.becomeFickle()
    bench.model.hold { _ in true }
    async let one = bench.build(pipeline)
    async let two = other.build(pipeline)
    try await bench.model.wait { $0.underWay == 18 }
    bench.model.release()
    let (first, second) = (try await one, try await two)
    #expect(first.status == .complete)
    #expect(first.manifests["solve"] != nil)
    #expect(first.manifests == second.manifests)
    #expect(try await bench.build(pipeline).manifests == first.manifests)
  }

  // MARK: Limits

  @Test(arguments: [0, 1, 4, 8])
  func `a limit on calls is kept to exactly, and the next build makes the rest`(most: Int) async throws {
    let built = try await bench.build(pipeline) { $0.mostCalls = most }
    #expect(built.status == .stopped)
    #expect(
      built.warnings == ["the limit of \(most) \(most == 1 ? "call" : "calls") is reached, so the build ends here"])
    #expect(built.result.failures == [])
    #expect(built.counts("solve").calls.made == most)
    #expect(bench.model.takeCalls().count == most)
    let next = try await bench.build(pipeline) { $0.mostCalls = 9 - most }
    #expect(bench.model.takeCalls().count == 9 - most)
    try expectWhole(next)
  }

  @Test(arguments: [9, 10]) func `a limit that is not passed is none`(most: Int) async throws {
    let built = try await bench.build(pipeline) { $0.mostCalls = most }
    #expect(built.warnings == [])
    try expectWhole(built)
  }

  @Test func `calls under way when a limit is reached are waited for, and kept`() async throws {
    let (bench, pipeline) = (bench, pipeline)
    bench.model.hold { _ in true }
    async let waiting = bench.build(pipeline) { $0.mostCalls = 4 }
    // All nine have come to their call, and five were refused.
    try await bench.model.wait { $0.underWay == 4 }
    bench.model.release()
    let built = try await waiting
    #expect(built.status == .stopped)
    #expect(bench.model.state.answered.count == 4)
    #expect(bench.model.state.brokenOff == [])
    let asked = Set(bench.model.takeCalls())
    try expectWhole(try await bench.build(pipeline))
    #expect(Set(bench.model.takeCalls()).isDisjoint(with: asked))
  }

  @Test func `chunks that were done before a limit are found whole`() async throws {
    let (bench, pipeline) = (bench, pipeline)
    let done = Mutex(0)
    bench.model.holdUnits { !["one", "two", "three"].contains($0) }
    async let waiting = bench.build(pipeline) { options in
      options.mostCalls = 3
      options.report = { event in
        if case .progress("solve", _, let count, _) = event { done.withLock { $0 = count } }
      }
    }
    try await bench.model.wait { _ in done.withLock { $0 } == 1 }
    bench.model.release()
    let built = try await waiting
    #expect(built.status == .stopped)
    #expect(built.counts("solve").kept == 3)
    let next = try await bench.build(pipeline)
    #expect(next.ran == ["eight", "five", "four", "nine", "seven", "six"].map { "solve:\($0)" })
    #expect(next.counts("solve").chunksReused == 1)
    #expect(calls(next) == [6, 0])
    try expectWhole(next)
  }

  @Test func `remembered calls take nothing of a limit`() async throws {
    _ = try await bench.build(pipeline)
    var pipeline = pipeline
    pipeline["solve"].parameters["revision"] = 2
    let built = try await bench.build(pipeline) { $0.mostCalls = 0 }
    #expect(built.status == .complete)
    #expect(calls(built) == [0, 9])
  }

  @Test func `nor does a call that brings nothing`() async throws {
    var pipeline = pipeline
    pipeline["solve"].parameters["width"] = 1
    // Neither is the last of its chunk, so that one is left to call after each.
    bench.model.fail { ["two", "five"].contains($0) }
    let built = try await bench.build(pipeline) { $0.mostCalls = 7 }
    #expect(built.status == .incomplete)
    #expect(built.result.failures.map(\.id) == ["p2", "p5"])
    #expect(calls(built) == [7, 0])
  }

  @Test mutating func `all stages of a build share one limit`() async throws {
    pipeline.stages.append(.ask("more", ["word": "more"]))
    let built = try await bench.build(pipeline) { $0.mostCalls = 11 }
    #expect(built.status == .stopped)
    #expect(built.counts("solve").calls.made + built.counts("more").calls.made == 11)
    let next = try await bench.build(pipeline) { $0.mostCalls = 7 }
    #expect(bench.model.takeCalls().count == 18)
    try expectWhole(next)
  }

  @Test mutating func `a limit on cost ends a build once it is reached`() async throws {
    pipeline["solve"].parameters["width"] = 1
    let built = try await bench.build(pipeline) { $0.mostCost = 1.6 }
    #expect(built.status == .stopped)
    // Each costs 0.5, and what a call will cost is not known before.
    #expect(built.counts("solve").calls.spent.cost == 2)
    #expect(built.warnings == ["the calls have cost 2.0, and the limit is 1.6, so the build ends here"])
    try expectWhole(try await bench.build(pipeline))
  }
}
