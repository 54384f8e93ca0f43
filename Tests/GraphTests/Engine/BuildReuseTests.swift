import TestSupport
import Testing

@testable import Graph

@Suite("A build makes again only what changed")
struct BuildReuseTests {
  let bench: Workbench
  var records = ToyRecord.numbered(1...9)
  var pipeline = ToyPipeline([.read(), .map("shout"), .map("tell", from: "shout", ["reads": ["shout"]])])

  init() throws {
    bench = try Workbench()
    try bench.write(records)
  }

  /// Builds after an edit, and compares with a build that knows nothing.
  private func rebuild(sourceLocation: SourceLocation = #_sourceLocation) async throws -> Built {
    try bench.write(records)
    let built = try await bench.build(pipeline)
    #expect(built.status == .complete, sourceLocation: sourceLocation)
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": records]).evaluate()
    for stage in pipeline.stages {
      #expect(
        try built.records(stage.name, in: bench.store) == naive[stage.name]?.records, sourceLocation: sourceLocation)
    }
    return built
  }

  @Test func `a first build makes everything`() async throws {
    let built = try await rebuild()
    #expect(built.executed == ["problems": 9, "shout": 9, "tell": 9])
    #expect(built.ran.count == 18)
    #expect(built.counts("shout").chunksExecuted == 3)
  }

  @Test func `when nothing changed, every artifact is found whole`() async throws {
    let first = try await rebuild()
    let again = try await rebuild()
    #expect(again.ran == [])
    #expect(again.grains == ["problems": "artifact", "shout": "artifact", "tell": "artifact"])
    #expect(again.manifests == first.manifests)
    #expect(again.result.stages.allSatisfy { $0.isFresh })
  }

  @Test mutating func `a changed record is made again, and no other`() async throws {
    _ = try await rebuild()
    records[4].problem = "fünf"
    let built = try await rebuild()
    #expect(built.ran == ["shout:fünf", "tell:made fünf 1"])
    #expect(built.executed == ["problems": 3, "shout": 1, "tell": 1])
    #expect(built.counts("shout").chunksReused == 2)
  }

  @Test mutating func `a change in a field that is not read runs nothing`() async throws {
    _ = try await rebuild()
    records[4].x = 50
    let built = try await rebuild()
    #expect(built.ran == [])
    #expect(built.grains == ["problems": "made", "shout": "chunk", "tell": "chunk"])
  }

  @Test mutating func `an unchanged result stops the rebuild there`() async throws {
    pipeline["shout"].parameters["drop"] = "iv"
    _ = try await rebuild()
    records[4].problem = "fiver"
    #expect(try await rebuild().ran == ["shout:fiver"])
  }

  @Test(arguments: [0, 3, 4, 9]) mutating func `an inserted record is the only one made`(place: Int) async throws {
    _ = try await rebuild()
    records.insert(ToyRecord("new", "new"), at: place)
    #expect(try await rebuild().ran == ["shout:new", "tell:made new 1"])
  }

  @Test(arguments: [0, 2, 8]) mutating func `a deleted record runs nothing`(place: Int) async throws {
    _ = try await rebuild()
    records.remove(at: place)
    #expect(try await rebuild().ran == [])
  }

  @Test mutating func `a shuffle runs nothing`() async throws {
    _ = try await rebuild()
    var generator = SeededGenerator(seed: 7)
    records.shuffle(using: &generator)
    let built = try await rebuild()
    #expect(built.ran == [])
    #expect(built.counts("shout").grain == .record)
  }

  @Test mutating func `a record moved to another file runs nothing`() async throws {
    _ = try await rebuild()
    try bench.write([records[8]], to: "more")
    try bench.write(Array(records[..<8]))
    pipeline["problems"].parameters["files"] = ["problems.jsonl", "more.jsonl"]
    #expect(try await bench.build(pipeline).ran == [])
  }

  @Test mutating func `a changed ingredient makes its stage again, and what reads its results`() async throws {
    _ = try await rebuild()
    pipeline["tell"].parameters["word"] = "told"
    let told = try await rebuild()
    #expect(told.executed == ["problems": 0, "shout": 0, "tell": 9])
    #expect(told.grains["shout"] == "artifact")
    pipeline["shout"].parameters["word"] = "shouted"
    #expect(try await rebuild().executed == ["problems": 0, "shout": 9, "tell": 9])
  }

  @Test mutating func `a change taken back finds the old artifacts`() async throws {
    let first = try await rebuild()
    let before = (records, pipeline)
    pipeline["shout"].parameters["word"] = "shouted"
    records[0].problem = "uno"
    records.swapAt(2, 7)
    _ = try await rebuild()
    (records, pipeline) = before
    let back = try await rebuild()
    #expect(back.ran == [])
    #expect(back.grains == ["problems": "artifact", "shout": "artifact", "tell": "artifact"])
    #expect(back.manifests == first.manifests)
  }

  @Test mutating func `conduct is in no key`() async throws {
    _ = try await rebuild()
    pipeline["shout"].parameters["pace"] = 7
    pipeline["shout"].parameters["maxFailures"] = 3
    #expect(try await rebuild().grains == ["problems": "artifact", "shout": "artifact", "tell": "artifact"])
  }

  @Test mutating func `a revision makes its stage again and no other whose input stays the same`() async throws {
    _ = try await rebuild()
    pipeline["shout"].parameters["revision"] = 2
    #expect(try await rebuild().executed == ["problems": 0, "shout": 9, "tell": 0])
  }

  @Test mutating func `more samples add only those that are new`() async throws {
    pipeline["shout"].parameters["samples"] = 1
    _ = try await rebuild()
    pipeline["shout"].parameters["samples"] = 2
    let two = try await rebuild()
    #expect(two.ran.count == 18)
    #expect(two.ran.allSatisfy { $0.hasSuffix("#2") || $0.hasSuffix(" 2") })
    pipeline["shout"].parameters["samples"] = 1
    #expect(try await rebuild().ran == [])
  }

  @Test mutating func `of two branches, only the changed one is made again`() async throws {
    pipeline = ToyPipeline([.read(), .map("left"), .map("right")])
    _ = try await rebuild()
    pipeline["left"].parameters["word"] = "links"
    #expect(try await rebuild().executed == ["problems": 0, "left": 9, "right": 0])
  }

  @Test func `only the stages asked for are built, with what they depend on`() async throws {
    let built = try await bench.build(pipeline, ["shout"])
    #expect(built.executed == ["problems": 9, "shout": 9])
    #expect(try await rebuild().executed == ["problems": 0, "shout": 0, "tell": 9])
  }

  @Test func `an empty file makes an empty artifact`() async throws {
    try bench.folder.write("\n \n", to: "problems.jsonl")
    let built = try await bench.build(pipeline)
    #expect(built.status == .complete)
    #expect(built.ran == [])
    #expect(try built.records("tell", in: bench.store) == SeenRecords())
  }
}
