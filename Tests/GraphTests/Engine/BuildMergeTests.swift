import TestSupport
import Testing

@testable import Graph

@Suite("Ids are unique, wherever records come together")
struct BuildMergeTests {
  let bench: Workbench
  var pipeline = ToyPipeline([.read(), .map("left"), .map("right"), .map("both", from: "left")])

  init() throws {
    bench = try Workbench()
    try bench.write(ToyRecord.numbered(1...6))
  }

  private func inputs(_ left: String?, _ right: String?) -> [InputReference] {
    [InputReference(stage: "left", tag: left), InputReference(stage: "right", tag: right)]
  }

  private func complaint(_ pipeline: ToyPipeline) async throws -> String? {
    do {
      _ = try await bench.build(pipeline)
      return nil
    } catch let error as DuplicateIds {
      return error.description
    }
  }

  private static let collision = """
    'both' is given two records with the id 'p1', the second by 'right'; tell its inputs apart with "input": \
    [{ "stage": "left", "tag": "left" }, { "stage": "right", "tag": "right" }]
    """

  @Test mutating func `a tag prefixes the id and never the group`() async throws {
    pipeline["both"].inputs = inputs("l", "r")
    let built = try await bench.build(pipeline)
    let records = try #require(try built.records("both", in: bench.store))
    #expect(records.kept.map(\.id) == (1...6).map { "l/p\($0)" } + (1...6).map { "r/p\($0)" })
    #expect(records.kept.map(\.group) == (1...6).map { "p\($0)" } + (1...6).map { "p\($0)" })
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": ToyRecord.numbered(1...6)]).evaluate()
    #expect(records == naive["both"]?.records)
  }

  @Test mutating func `one tag is enough to tell two inputs apart`() async throws {
    pipeline["both"].inputs = inputs(nil, "r")
    #expect(try await complaint(pipeline) == nil)
  }

  @Test mutating func `merged inputs that share ids are an error, which a second build gives again`() async throws {
    pipeline["both"].inputs = inputs(nil, nil)
    for _ in 1...2 { #expect(try await complaint(pipeline) == Self.collision) }
  }

  @Test mutating func `merged inputs that share ids are an error even if the stage itself is fresh`() async throws {
    pipeline["both"].inputs = inputs("l", "r")
    _ = try await bench.build(pipeline)
    pipeline["both"].inputs = inputs(nil, nil)
    #expect(try await complaint(pipeline) == Self.collision)
  }

  @Test mutating func `a tag changed runs nothing that does not read the id`() async throws {
    pipeline["both"].inputs = inputs("l", "r")
    _ = try await bench.build(pipeline)
    pipeline["both"].inputs = inputs("l", "rechts")
    let built = try await bench.build(pipeline)
    #expect(built.ran == [])
    #expect(try built.records("both", in: bench.store)?.kept.last?.id == "rechts/p6")
    pipeline["both"].parameters["reads"] = ["id"]
    _ = try await bench.build(pipeline)
    pipeline["both"].inputs = inputs("l", "droite")
    #expect(try await bench.build(pipeline).ran == (1...6).map { "both:droite/p\($0)" })
  }

  @Test func `a source that gives an id twice is an error with both places`() async throws {
    let records = ToyRecord.numbered(1...6)
    let lines = records.map(\.line) + ["", " ", ToyRecord("p2", "again").line, ""]
    try bench.folder.write(lines.joined(separator: "\n"), to: "problems.jsonl")
    #expect(try await complaint(pipeline) == "problems.jsonl:9: 'p2' again, first at problems.jsonl:2")
  }

  @Test mutating func `an id that two files share is an error, even if each was built before`() async throws {
    _ = try await bench.build(pipeline)
    try bench.write([ToyRecord("q", "other"), ToyRecord("p5", "other")], to: "more")
    pipeline["problems"].parameters["files"] = ["more.jsonl"]
    _ = try await bench.build(pipeline)
    pipeline["problems"].parameters["files"] = ["more.jsonl", "problems.jsonl"]
    #expect(try await complaint(pipeline) == "problems.jsonl:5: 'p5' again, first at more.jsonl:2")
  }

  @Test func `what is wrong with the data is known before anything is spent`() async throws {
    try bench.folder.write(
      ToyRecord.numbered(1...6).map(\.line).joined(separator: "\n") + "\n{\nnonsense\n", to: "problems.jsonl")
    let error = try await #require(throws: DataProblems.self) { try await bench.build(pipeline) }
    #expect(error.description == "problems.jsonl:7: not a JSON object")
    #expect(bench.world.takeRan() == [])
  }
}
