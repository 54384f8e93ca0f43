import Foundation
import TestSupport
import Testing

@testable import Graph

/// Random pipelines under random edits, built in one cache, against an evaluator that has none.
///
/// `DISTILLBUILD_RANDOM_PIPELINES=1000` tries more; `DISTILLBUILD_RANDOM_SEED=17` starts elsewhere.
@Suite("Whatever is edited, a build gives what a build from scratch would")
struct RandomBuildTests {
  static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["DISTILLBUILD_RANDOM_SEED"].flatMap(UInt64.init) ?? 1
    let count = environment["DISTILLBUILD_RANDOM_PIPELINES"].flatMap(UInt64.init) ?? 40
    return first..<first + count
  }()

  @Test(arguments: seeds) func `every artifact equals the naive one after every edit`(seed: UInt64) async throws {
    var session = try RandomSession(seed: seed)
    for _ in 1...8 {
      try await session.step()
      if session.hasFailed { break }
    }
  }
}

/// One random pipeline, edited and built again and again.
private struct RandomSession {
  let bench: Workbench
  let seed: UInt64
  var dice: SeededGenerator
  var random: RandomPipeline
  var past: [RandomPipeline] = []
  /// What was done so far, for the message of a failed test.
  var story: [String] = []
  var last: Built?
  var hasFailed = false

  init(seed: UInt64) throws {
    bench = try Workbench()
    self.seed = seed
    dice = SeededGenerator(seed: seed &* 7919)
    random = RandomPipeline(seed: seed)
  }

  /// Edits something, plans, builds, compares.
  mutating func step() async throws {
    let isNothing = try edit()
    for (file, records) in random.data { try bench.folder.write(records.map { $0.line + "\n" }.joined(), to: file) }
    let fails = Int.random(in: 0..<4, using: &dice) == 0
    let salt = UInt64.random(in: 0 ... .max, using: &dice)
    bench.world.heal()
    let plan = Bool.random(using: &dice) ? nil : try await bench.plan(random.pipeline)
    if fails {
      story.append("some steps fail")
      bench.world.fail { Digest(of: Array("\(salt)\($0)".utf8)).short.low % 5 == 0 }
    }
    let built = try await bench.build(random.pipeline) { options in
      options.jobs = 2
      options.scheduleSeed = salt
    }
    try compare(built)
    // A build that meets lost blobs starts again, and its counts are those of its last try: see BuildDamageTests.
    if let plan, !fails, !hasLost { comparePlan(plan, built) }
    if isNothing, last?.status == .complete { expect(built.ran == [], "nothing changed, and \(built.ran) ran") }
    last = built
  }

  /// - Returns: whether it came to nothing.
  private mutating func edit() throws -> Bool {
    past.append(random)
    switch Int.random(in: 0..<8, using: &dice) {
    case 0:
      story.append("nothing")
      return last != nil
    case 1:
      story.append("back to an earlier state")
      if let earlier = past.randomElement(using: &dice) { random = earlier }
    case 2: try lose()
    default: for _ in 1...Int.random(in: 1...3, using: &dice) { story.append(random.edit()) }
    }
    return false
  }

  private var hasLost: Bool { story.contains { $0.hasSuffix("lost") } }

  /// A blob of the last build goes missing.
  private mutating func lose() throws {
    guard let artifact = last?.result.stages.randomElement(using: &dice)?.artifact else { return }
    let layers = ((try? artifact.layers(in: bench.store)) ?? []).map(\.digest)
    guard let blob = ([artifact.manifest] + layers).randomElement(using: &dice) else { return }
    story.append("blob \(blob.hex.prefix(8)) lost")
    try bench.store.remove(blob)
    // New words make the next build look at every chunk, so that what is lost is met.
    for place in random.pipeline.stages.indices
    where random.pipeline.stages[place].parameters["reads"] != nil {
      random.pipeline.stages[place].parameters["word"] = .text("w\(Int.random(in: 0...99, using: &dice))")
    }
  }

  private mutating func compare(_ built: Built) throws {
    let naive = NaiveEvaluator(pipeline: random.pipeline, data: random.data).evaluate()
    let failing = Set(built.result.failures.map(\.stage))
    expect((built.status == .incomplete) == !failing.isEmpty, "the status is \(built.status)")
    var broken: Set<String> = []
    for stage in random.pipeline.stages {
      let counts = built.counts(stage.name)
      let samples = stage.parameters["samples"]?.int ?? 1
      if failing.contains(stage.name) || stage.inputs.contains(where: { broken.contains($0.stage) }) {
        broken.insert(stage.name)
        expect(built.manifests[stage.name] == nil, "\(stage.name) is not whole and yet an artifact")
      } else if let expected = naive[stage.name] {
        // A lost blob that nothing of this build needed may be missing still.
        let seen = try? built.records(stage.name, in: bench.store)
        if seen != nil || !hasLost {
          expect(seen == expected.records, "\(stage.name) made \(String(describing: seen)), not \(expected.records)")
        }
        expect(counts.input == expected.input, "\(stage.name) counts \(counts.input) inputs, not \(expected.input)")
        expect(counts.kept == expected.records.kept.count, "\(stage.name) counts \(counts.kept) kept")
        expect(counts.rejected == expected.records.rejected.count, "\(stage.name) counts \(counts.rejected) rejected")
        expect(
          counts.failed == 0 && counts.kept + counts.rejected == counts.input * samples, "\(stage.name): \(counts)")
      }
      if stage.kind == "together", !random.pipeline.stages.contains(where: { $0.kind == "unique" }) {
        // A repeat may stand in for its failed twin; apart from that, failures must not show in what groups are.
        let strange = Set(built.ran.filter { $0.hasPrefix("\(stage.name):") }).subtracting(
          naive[stage.name]?.steps ?? [])
        expect(strange == [], "\(stage.name) was given parts of groups: \(strange)")
      }
      expect(counts.rejects.values.reduce(0, +) == counts.rejected, "\(stage.name): \(counts)")
      expect(counts.executed + counts.failed + counts.waiting <= counts.input, "\(stage.name): \(counts)")
    }
  }

  /// A plan says what the build will run: exactly, or at most.
  private mutating func comparePlan(_ plan: Built, _ built: Built) {
    let ran = plan.ran.filter { !$0.contains(".summarise:") && !$0.contains(".apply:") }
    expect(ran == [], "the plan ran \(ran)")
    for (planned, done) in zip(plan.result.stages, built.result.stages) {
      let (most, ran) = (planned.counts.executed, done.counts.executed)
      expect(
        planned.isAtMost ? ran <= most : ran == most,
        "\(done.stage.name) was to run \(planned.isAtMost ? "at most " : "")\(most) and ran \(ran)")
    }
  }

  private mutating func expect(_ holds: Bool, _ complaint: @autoclosure () -> String) {
    guard !holds, !hasFailed else { return }
    hasFailed = true
    Issue.record("seed \(seed): \(complaint())\nafter \(story.joined(separator: "; "))\n\(random.pipeline.text)")
  }
}
