import Testing

@testable import Graph

@Suite("What does not have the form of a stage's own work is not taken for it", .timeLimit(.minutes(2)))
struct SharingLiarTests {
  /// How a program lies that publishes other work under an honest recipe.
  struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The stage that is not what its recipe says.
    let kind: String
    let change: @Sendable (inout PreparedStage) -> Void

    static let all: [Lie] = [
      Lie(testDescription: "fewer samples", kind: "map") { $0.samples = 1 },
      Lie(testDescription: "more samples", kind: "map") { $0.samples = 3 },
      Lie(testDescription: "no samples at all", kind: "map") { $0.samples = 0 },
      Lie(testDescription: "one result where there are several", kind: "map") { $0.samples = nil },
      Lie(testDescription: "several results where there is one", kind: "ask") { $0.samples = 2 },
      Lie(testDescription: "more bounds", kind: "map") { $0.bounds += [.init("more", 9)] },
      Lie(testDescription: "no bounds", kind: "map") { $0.bounds = [] },
      Lie(testDescription: "another field", kind: "map") { $0.adds = ["other"] },
      Lie(testDescription: "a member of its own field", kind: "ask") { $0.adds = ["asked.more"] },
      Lie(testDescription: "a way out of the folder", kind: "together") { $0.work = .decide(Away()) },
      Lie(testDescription: "rows moved by a source", kind: "read") { $0.work = .source(Shuffled(files: $0.files)) },
      Lie(testDescription: "rows without ids", kind: "read") { $0.work = .source(Nameless(files: $0.files)) },
      Lie(testDescription: "fields of others from a source", kind: "read") {
        $0.work = .source(Loud(files: $0.files))
      },
    ]
  }

  private let data = ["problems.jsonl": ToyRecord.numbered(1...12)]
  private let pipeline = ToyPipeline([
    .read(), .map("mapped", ["samples": 2, "limit": 9]), .ask("asked", from: "mapped"),
    .together("joined", from: "asked", ["reads": ["asked"]]), .unique("unique", from: "joined", of: "joined"),
  ])

  @Test("it is done without, one warning tells of it, and honest work takes its place", arguments: Lie.all)
  func lie(lie: Lie) async throws {
    let (remote, liar, first) = (SharingRemote(), try SharingMember(), try SharingMember())
    try liar.write(data)
    let kinds = liar.bench.kinds.map { $0.declaration.name == lie.kind ? LyingKind(honest: $0, lie: lie) : $0 }
    _ = try? await liar.build(pipeline, sharing: [remote], kinds: kinds)
    try #require(!remote.kept.entries.isEmpty)
    try first.write(data)
    let built = try await first.build(pipeline, sharing: [remote])
    #expect(try first.difference(built, pipeline, data) == nil)
    #expect(
      built.complaints.count == 1 && built.complaints.allSatisfy { $0.contains("not whole") }, "\(built.complaints)")
    let second = try SharingMember()
    try second.write(data)
    let again = try await second.build(pipeline, sharing: [remote])
    #expect(again.built.ran == [] && again.built.manifests == built.built.manifests)
  }

  @Test("nor is it taken over where two make the same", arguments: Lie.all.filter { $0.kind == "ask" })
  func late(lie: Lie) async throws {
    let (remote, liar, first) = (SharingRemote(), try SharingMember(), try SharingMember())
    for member in [liar, first] { try member.write(data) }
    first.bench.model.hold { _ in true }
    async let late = first.build(pipeline, sharing: [remote])
    try await first.bench.model.wait { $0.underWay > 0 }
    let kinds = liar.bench.kinds.map { $0.declaration.name == lie.kind ? LyingKind(honest: $0, lie: lie) : $0 }
    _ = try? await liar.build(pipeline, sharing: [remote], kinds: kinds)
    first.bench.model.release()
    let built = try await late
    #expect(try first.difference(built, pipeline, data) == nil)
    let second = try SharingMember()
    try second.write(data)
    let again = try await second.build(pipeline, sharing: [remote])
    #expect(again.built.ran == [] && again.built.manifests == built.built.manifests)
  }
}

/// A kind whose stages have an honest recipe and do something else.
private struct LyingKind: StageKind {
  let honest: any StageKind
  let lie: SharingLiarTests.Lie

  var declaration: KindDeclaration { honest.declaration }
  var version: Int { honest.version }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    var prepared = try honest.prepare(stage, in: context)
    lie.change(&prepared)
    return prepared
  }
}

extension PreparedStage {
  fileprivate var files: [SourceFile] { if case .source(let source) = work { source.files } else { [] } }
}

/// Sends all rows to a file that lies elsewhere.
private struct Away: DecidingStage {
  func summarise(_ chunk: ChunkView) -> [UInt8] { [] }

  func decide(_ summaries: [[UInt8]]) -> [[UInt8]] { summaries }

  func apply(_ decision: [UInt8], to chunk: ChunkView) -> [Outcome] {
    (0..<chunk.rows).map { _ in .fields([.text("../../elsewhere")]) }
  }
}

/// Parses as the honest source does, and spoils what came of it.
private protocol SpoilingSource: Source {
  func spoil(_ layer: inout LayerBuilder, _ lines: [Int])
}

extension SpoilingSource {
  var namesMatter: Bool { false }

  func isLines(_ file: SourceFile) -> Bool { true }

  func rows(of file: SourceFile, _ bytes: [UInt8]) -> [SourceRow] { [] }

  func duplicate(id: String, first: (file: String, line: Int), second: (file: String, line: Int)) -> String { "" }

  func parse(_ lines: SourceLines, into layer: inout LayerBuilder) throws(DataProblems) {
    spoil(&layer, (0..<lines.bytes.count { $0 == 0x0A }).map { lines.lineNumbers[$0] })
  }
}

/// Gives the rows of a chunk in another order.
private struct Shuffled: SpoilingSource {
  let files: [SourceFile]

  func spoil(_ layer: inout LayerBuilder, _ lines: [Int]) {
    for (row, line) in lines.enumerated() {
      layer.set(layer.column(.id), kind: .string, Array("p\(line)".utf8))
      layer.set(layer.column("problem"), kind: .string, Array("p".utf8))
      layer.finishRow(lines.count - 1 - row)
    }
  }
}

/// Gives rows that nobody can name.
private struct Nameless: SpoilingSource {
  let files: [SourceFile]

  func spoil(_ layer: inout LayerBuilder, _ lines: [Int]) {
    for row in lines.indices {
      layer.set(layer.column("problem"), kind: .string, Array("p".utf8))
      layer.finishRow(row)
    }
  }
}

/// Gives fields that later stages add.
private struct Loud: SpoilingSource {
  let files: [SourceFile]

  func spoil(_ layer: inout LayerBuilder, _ lines: [Int]) {
    for (row, line) in lines.enumerated() {
      layer.set(layer.column(.id), kind: .string, Array("p\(line)".utf8))
      layer.set(layer.column("mapped"), kind: .string, Array("made".utf8))
      layer.finishRow(row)
    }
  }
}
