import TestSupport
import Testing

@testable import Graph

@Suite("However a cache is cleaned up, kept builds find everything, and all others come out right")
struct RandomSweepTests {
  @Test(arguments: RandomBuildTests.seeds) func `builds and sweeps at random`(seed: UInt64) async throws {
    var session = try RandomSweepSession(seed: seed)
    for _ in 1...6 { try await session.step() }
    try await session.check()
  }
}

/// A random pipeline that is edited, built and cleaned up.
private struct RandomSweepSession {
  let bench: UpkeepBench
  let seed: UInt64
  var dice: SeededGenerator
  var random: RandomPipeline
  /// What was built, oldest first, with what came out, and whether every sweep so far was to keep it.
  var past: [(state: RandomPipeline, built: Built, isKept: Bool)] = []
  var story: [String] = []

  init(seed: UInt64) throws {
    bench = try UpkeepBench()
    self.seed = seed
    dice = SeededGenerator(seed: seed &* 104_729)
    random = RandomPipeline(seed: seed)
  }

  /// Edits, builds, and cleans up now and then.
  mutating func step() async throws {
    for _ in 1...Int.random(in: 1...3, using: &dice) { story.append(random.edit()) }
    if Int.random(in: 0..<4, using: &dice) == 0, let earlier = past.randomElement(using: &dice) {
      story.append("back")
      random = earlier.state
    }
    let isKilled = Int.random(in: 0..<5, using: &dice) == 0
    let salt = UInt64.random(in: 0 ... .max, using: &dice)
    if Int.random(in: 0..<4, using: &dice) == 0 {
      story.append("some steps fail")
      bench.bench.world.fail { Digest(of: Array("\(salt)\($0)".utf8)).short.low % 5 == 0 }
    }
    story.append(isKilled ? "build, killed" : "build")
    let built = try await build(random, isKilled: isKilled)
    bench.bench.world.heal()
    if !isKilled { past.append((random, built, true)) }
    if Int.random(in: 0..<3, using: &dice) == 0 { try sweep() }
  }

  private func build(_ state: RandomPipeline, isKilled: Bool = false, isLooking: Bool = false) async throws -> Built {
    for (file, records) in state.data {
      try bench.bench.folder.write(records.map { $0.line + "\n" }.joined(), to: file)
    }
    return isLooking
      ? try await bench.bench.build(state.pipeline) : try await bench.build(state.pipeline, isKilled: isKilled)
  }

  /// Cleans up in some way.
  private mutating func sweep() throws {
    var options = SweepOptions()
    options.keepRuns = Int.random(in: 1...3, using: &dice)
    if Bool.random(using: &dice) { options.before = Int.random(in: 0...bench.now, using: &dice) }
    if Bool.random(using: &dice) { options.mostBytes = Int.random(in: 0...20_000, using: &dice) }
    options.takesCalls = Bool.random(using: &dice)
    story.append("gc \(options)")
    try bench.sweep { $0 = options }
    let findings = try bench.findings(random.pipeline)
    #expect(findings == [], "seed \(seed), after \(story)")
    for place in past.indices.dropLast(options.keepRuns) { past[place].isKept = false }
  }

  /// Cleans up once more; then what is kept runs nothing, and everything is what it was.
  mutating func check() async throws {
    try sweep()
    for (state, before, isKept) in past.reversed() where isKept && before.status == .complete {
      let built = try await build(state, isLooking: true)
      #expect(built.ran == [], "seed \(seed), after \(story)")
      #expect(built.warnings == [], "seed \(seed), after \(story)")
      #expect(built.manifests == before.manifests, "seed \(seed), after \(story)")
    }
    for (state, _, _) in past.shuffled(using: &dice) {
      let built = try await build(state, isLooking: true)
      #expect(built.warnings == [], "seed \(seed), after \(story)")
      let naive = NaiveEvaluator(pipeline: state.pipeline, data: state.data).evaluate()
      for stage in state.pipeline.stages {
        let seen = try built.records(stage.name, in: bench.store)
        #expect(seen == naive[stage.name]?.records, "seed \(seed): \(stage.name), after \(story)")
      }
    }
  }
}
