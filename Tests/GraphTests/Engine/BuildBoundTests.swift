import Testing

@testable import Graph

@Suite("A changed bound makes again only results that it would alter")
struct BuildBoundTests {
  let bench: Workbench
  var records = ToyRecord.numbered(1...9)
  var pipeline = ToyPipeline([.read(), .map("work", ["reads": ["problem", "x"], "limit": 5])])

  init() throws { bench = try Workbench() }

  private func build(limit: Int) async throws -> [String] {
    var pipeline = pipeline
    pipeline["work"].parameters["limit"] = .number(limit)
    try bench.write(records)
    let built = try await bench.build(pipeline)
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
    #expect(try built.records("work", in: bench.store) == naive["work"]?.records)
    return built.ran
  }

  private func steps(_ words: String...) -> [String] { words.map { "work:\($0)" }.sorted() }

  @Test func `raised: those that had hit it, kept or rejected`() async throws {
    _ = try await build(limit: 5)
    #expect(try await build(limit: 7) == steps("six", "seven", "eight", "nine"))
    #expect(try await build(limit: 9) == steps("eight", "nine"))
    #expect(try await build(limit: 100) == [])
  }

  @Test func `lowered: those that do not fit any more`() async throws {
    _ = try await build(limit: 9)
    #expect(try await build(limit: 7) == steps("eight", "nine"))
    #expect(try await build(limit: 3) == steps("four", "five", "six", "seven", "eight", "nine"))
  }

  @Test func `taken back: none`() async throws {
    for limit in [5, 9, 3] { _ = try await build(limit: limit) }
    for limit in [5, 3, 9] { #expect(try await build(limit: limit) == []) }
  }

  @Test func `between two: those that hit the lower one and never ran freely`() async throws {
    _ = try await build(limit: 3)
    _ = try await build(limit: 5)
    #expect(try await build(limit: 4) == steps("five", "six", "seven", "eight", "nine"))
  }

  @Test mutating func `a cut result is found again under the bound that cut it, record by record`() async throws {
    _ = try await build(limit: 9)
    _ = try await build(limit: 5)
    records.insert(ToyRecord("new", "new", x: 8), at: 6)
    records.swapAt(1, 8)
    #expect(try await build(limit: 5) == steps("new"))
  }

  @Test func `a stricter bound keeps no one from finding the free result`() async throws {
    _ = try await build(limit: 2)
    _ = try await build(limit: 50)
    #expect(try await build(limit: 40) == [])
  }

  @Test func `a stage given its first bound does not trust results that never told of it`() async {
    await #expect(processExitsWith: .success) {
      let bench = try Workbench()
      let records = ToyRecord.numbered(1...9)
      try bench.write(records)
      var pipeline = ToyPipeline([.read(), .map("work", ["reads": ["problem", "x"]])])
      _ = try await bench.build(pipeline)
      pipeline["work"].parameters["limit"] = 5
      let built = try await bench.build(pipeline)
      let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
      try #require(try built.records("work", in: bench.store) == naive["work"]?.records)
    }
  }
}
