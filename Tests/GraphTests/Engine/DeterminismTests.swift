import Testing

@testable import Graph

@Suite("The same input gives the same bytes, whatever finished first")
struct DeterminismTests {
  private static let pipeline = ToyPipeline([
    .read(), .map("work", ["reads": ["problem", "x"], "limit": 6, "samples": 2, "drop": "7"]),
    .unique("first", from: "work", of: "work"), .map("tell", from: "first", ["reads": ["id", "work", "first"]]),
    .map("other", ["reads": ["meta"], "asObject": true]),
    .init(
      name: "both", kind: "map",
      inputs: [InputReference(stage: "tell", tag: "t"), InputReference(stage: "other", tag: "o")],
      parameters: ["reads": ["id"]]),
  ])

  private static func records(edited: Bool) -> [ToyRecord] {
    (0..<30).map { number in
      ToyRecord(
        "r\(number)", "p\(number % 10)\(edited && number % 20 == 3 ? "!" : "")", x: number % 11, a: "a\(number % 3)",
        endsChunk: number % 4 == 0)
    }
  }

  /// Two builds in a cache of their own, the second after an edit.
  private static func build(jobs: Int, seed: UInt64?) async throws -> [Built] {
    let bench = try Workbench()
    var built: [Built] = []
    for edited in [false, true] {
      try bench.write(records(edited: edited))
      built.append(
        try await bench.build(pipeline) { options in
          options.jobs = jobs
          options.scheduleSeed = seed
        })
    }
    return built
  }

  @Test(arguments: [1, 2, 4]) func `with any number of jobs, in any order`(jobs: Int) async throws {
    let expected = try await Self.build(jobs: 1, seed: nil)
    for seed: UInt64 in 1...20 {
      let built = try await Self.build(jobs: jobs, seed: seed)
      for (one, other) in zip(expected, built) {
        #expect(one.manifests == other.manifests, "seed \(seed)")
        #expect(one.result.stages.map(\.counts) == other.result.stages.map(\.counts), "seed \(seed)")
        #expect(one.ran == other.ran, "seed \(seed)")
      }
    }
  }
}
