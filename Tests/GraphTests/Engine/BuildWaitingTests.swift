import Synchronization
import Testing

@testable import Graph

@Suite("A stage that waits has many units under way, and gives what one that does not wait would give")
struct BuildWaitingTests {
  let bench: Workbench
  let records = ToyRecord.numbered(1...9)
  var pipeline = ToyPipeline([.read(), .ask("solve"), .map("tell", from: "solve", ["reads": ["solve"]])])

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

  @Test(arguments: [1, 2, 5, 9])
  mutating func `as many units as its width are under way, whatever the number of processors, and never more`(
    width: Int
  ) async throws {
    pipeline["solve"].parameters["width"] = .number(width)
    let (bench, pipeline) = (bench, pipeline)
    bench.model.hold { _ in true }
    async let built = bench.build(pipeline) { $0.jobs = 1 }
    try await bench.model.wait { $0.underWay == width }
    bench.model.release()
    try expectWhole(try await built)
    #expect(bench.model.state.peak == width)
  }

  @Test func `waiting units keep no other stage from its work`() async throws {
    let (bench, pipeline) = (bench, ToyPipeline([.read(), .ask("solve"), .map("tell")]))
    let world = bench.world
    bench.model.hold { _ in true }
    async let built = bench.build(pipeline) { $0.jobs = 1 }
    try await bench.model.wait { _ in world.ranCount == 18 }
    bench.model.release()
    #expect(try await built.executed == ["problems": 9, "solve": 9, "tell": 9])
  }

  @Test func `results come in the order of the records, whichever was there first`() async throws {
    let (bench, pipeline) = (bench, pipeline)
    bench.model.hold { _ in true }
    async let built = bench.build(pipeline)
    try await bench.model.wait { $0.underWay == 9 }
    for count in 1...9 {
      let released = Set(records.suffix(count).map(\.problem))
      bench.model.hold { !released.contains($0) }
      try await bench.model.wait { $0.answered.count == count }
    }
    try expectWhole(try await built)
    #expect(bench.model.state.answered == records.reversed().map(\.problem))
  }

  @Test func `a record that fails does so alone, and is all that the next build asks for`() async throws {
    bench.model.fail { $0 == "five" }
    let built = try await bench.build(pipeline)
    #expect(built.status == .incomplete)
    #expect(built.result.failures == [Failure(stage: "solve", id: "p5", message: "no answer")])
    #expect([built.counts("solve").kept, built.counts("solve").failed, built.counts("solve").executed] == [8, 1, 8])
    #expect(built.counts("tell").kept == 8)
    #expect(bench.model.takeCalls().count == 9)
    bench.model.fail { _ in false }
    let next = try await bench.build(pipeline)
    #expect(next.ran == ["solve:five", "tell:made five 1"])
    #expect(bench.model.takeCalls() == ["five"])
    try expectWhole(next)
  }

  @Test func `failures are told in the order of the records`() async throws {
    let (bench, pipeline) = (bench, pipeline)
    let told = Mutex<[String]>([])
    bench.model.fail { ["four", "five", "six"].contains($0) }
    bench.model.hold { _ in true }
    async let built = bench.build(pipeline) { options in
      options.report = { if case .failed(let failure) = $0 { told.withLock { $0.append(failure.id) } } }
    }
    try await bench.model.wait { $0.underWay == 9 }
    for held in [["four", "five"], ["four"], []] {
      bench.model.hold { held.contains($0) }
      try await bench.model.wait { $0.underWay == held.count }
    }
    #expect(try await built.result.failures.map(\.id) == ["p4", "p5", "p6"])
    #expect(told.withLock { $0 } == ["p4", "p5", "p6"])
  }

  @Test mutating func `each sample is a unit of its own, and more samples are only added`() async throws {
    pipeline["solve"].parameters["samples"] = 2
    bench.model.fail { $0 == "five#2" }
    #expect(try await bench.build(pipeline).result.failures.map(\.id) == ["p5"])
    #expect(bench.model.takeCalls().count == 18)
    bench.model.fail { _ in false }
    try expectWhole(try await bench.build(pipeline))
    #expect(bench.model.takeCalls() == ["five#2"])
    pipeline["solve"].parameters["samples"] = 3
    try expectWhole(try await bench.build(pipeline))
    #expect(bench.model.takeCalls() == records.map { "\($0.problem)#3" }.sorted())
  }

  @Test func `what can never go well ends the build with its message, and breaks off the rest`() async throws {
    let (bench, pipeline) = (bench, pipeline)
    bench.model.hold { !["one", "two", "three"].contains($0) }
    let task = Task { try await bench.build(pipeline) }
    try await bench.model.wait { $0.answered.count == 3 && $0.underWay == 6 }
    bench.model.despair { $0 == "four" }
    bench.model.hold { !["one", "two", "three", "four"].contains($0) }
    await #expect(throws: ToyModel.Hopeless(message: "the key is wrong")) { try await task.value }
    #expect(bench.model.state.brokenOff.sorted() == ["eight", "five", "nine", "seven", "six"])
    // What was answered before stays answered.
    bench.model.despair { _ in false }
    bench.model.release()
    _ = bench.model.takeCalls()
    try expectWhole(try await bench.build(pipeline))
    #expect(bench.model.takeCalls() == ["eight", "five", "four", "nine", "seven", "six"])
  }

  @Test(arguments: [false, true])
  func `a build that is told to end, or whose task is cancelled, breaks off what waits`(byTask: Bool) async throws {
    let (bench, pipeline) = (bench, pipeline)
    let isInterrupted = Mutex(false)
    bench.model.hold { !["one", "two", "three"].contains($0) }
    let task = Task {
      try await bench.build(pipeline) { options in options.isInterrupted = { isInterrupted.withLock { $0 } } }
    }
    try await bench.model.wait { $0.answered.count == 3 && $0.underWay == 6 }
    if byTask { task.cancel() } else { isInterrupted.withLock { $0 = true } }
    let built = try await task.value
    #expect(built.status == .stopped)
    #expect(built.result.failures == [])
    #expect(built.warnings == [])
    #expect(bench.model.state.brokenOff.count == 6)
    bench.model.release()
    _ = bench.model.takeCalls()
    try expectWhole(try await bench.build(pipeline))
    #expect(bench.model.takeCalls() == ["eight", "five", "four", "nine", "seven", "six"])
  }

  @Test mutating func `more failures than 'maxFailures' end the build, and nothing more is begun`() async throws {
    pipeline["solve"].parameters["maxFailures"] = 1
    let (bench, pipeline) = (bench, pipeline)
    let isOver = Mutex(false)
    bench.model.fail { _ in true }
    bench.model.holdUnits { !["one", "two", "three"].contains($0) }
    async let waiting = bench.build(pipeline) { options in
      options.report = { [report = options.report] event in
        report(event)
        if case .warning = event { isOver.withLock { $0 = true } }
      }
    }
    try await bench.model.wait { _ in isOver.withLock { $0 } }
    bench.model.release()
    let built = try await waiting
    #expect(bench.model.takeCalls() == ["one", "three", "two"])
    #expect(built.status == .stopped)
    #expect(built.warnings == ["more than 1 inputs of 'solve' failed, so the build ends here ('maxFailures')"])
    bench.model.fail { _ in false }
    try expectWhole(try await bench.build(pipeline))
  }

  @Test mutating func `a plan asks nobody, and tells how many calls a build would make`() async throws {
    pipeline["solve"].parameters = ["samples": 2, "turns": 3]
    bench.model.fail { $0 == "five#2" }
    for calls in [54, 3, 3] {
      let plan = try await bench.plan(pipeline)
      #expect(plan.result.stages.map(\.calls) == [.none, CallEstimate(calls, most: calls), .none])
      #expect(plan.ran == [])
      #expect(bench.model.takeCalls() == [])
      _ = try await bench.build(pipeline)
      _ = bench.model.takeCalls()
    }
  }

  @Test mutating func `a group waits for a member that was not answered`() async throws {
    pipeline = ToyPipeline([
      .read(), .ask("solve", ["samples": 2]), .together("vote", from: "solve", ["reads": ["solve"]]),
    ])
    bench.model.fail { $0 == "five#2" }
    let built = try await bench.build(pipeline)
    #expect(built.counts("vote").waiting == 1)
    #expect(!built.ran.contains { $0.hasPrefix("vote:") && $0.contains("five") })
    bench.model.fail { _ in false }
    let next = try await bench.build(pipeline)
    #expect(next.ran == ["solve:five#2", "vote:made five 1,made five 2"])
    try expectWhole(next)
  }

  @Test func `raising a bound asks again only for what it had cut`() async throws {
    var pipeline = ToyPipeline([.read(), .ask("solve", ["reads": ["problem", "x"], "limit": 5])])
    for (limit, asked) in [
      (5, records.map(\.problem)), (7, ["six", "seven", "eight", "nine"]), (9, ["eight", "nine"]), (100, []),
      (8, ["nine"]), (5, []), (7, []), (9, []),
    ] {
      pipeline["solve"].parameters["limit"] = .number(limit)
      let built = try await bench.build(pipeline)
      #expect(bench.model.takeCalls() == asked.sorted(), "limit \(limit)")
      let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
      #expect(try built.records("solve", in: bench.store) == naive["solve"]?.records, "limit \(limit)")
    }
  }
}
