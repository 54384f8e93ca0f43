import Testing

@testable import Graph

@Suite("A deciding stage looks again only at chunks that changed, or that its decision is new for")
struct BuildDecisionTests {
  let bench: Workbench
  var records = ToyRecord.numbered(1...9)
  let pipeline = ToyPipeline([.read(), .unique("first")])

  init() throws { bench = try Workbench() }

  private func build() async throws -> Built {
    try bench.write(records)
    let built = try await bench.build(pipeline)
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
    #expect(try built.records("first", in: bench.store) == naive["first"]?.records)
    return built
  }

  @Test mutating func `a change that concerns no other chunk is decided for its own alone`() async throws {
    _ = try await build()
    records[4].problem = "fünf"
    #expect(try await build().ran == ["first.apply:four,fünf,six", "first.summarise:four,fünf,six"])
  }

  @Test mutating func `a change is applied wherever it alters the decision`() async throws {
    _ = try await build()
    records[8].problem = "one"
    #expect(
      try await build().ran
        == [
          "first.apply:one,two,three", "first.apply:seven,eight,one", "first.summarise:seven,eight,one",
        ].sorted())
  }

  @Test mutating func `a repeat does not outlive its twin`() async throws {
    records[8].problem = "one"
    let both = try await build()
    #expect(both.counts("first").rejects == ["repeat": 1])
    records.remove(at: 0)
    let built = try await build()
    #expect(built.counts("first").rejects == [:])
    #expect(built.counts("first").kept == 8)
  }

  @Test mutating func `when nothing changed, nothing is looked at`() async throws {
    _ = try await build()
    #expect(try await build().ran == [])
  }
}
