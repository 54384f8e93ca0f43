import Graph
import TestSupport

@testable import Graph
@testable import Stages

/// Problems with samples whose answers the test chooses, verified.
struct VerifyBench {
  private let folder: TemporaryFolder
  private let index: Index
  private let store = MemoryBlobStore()

  init() throws {
    folder = try TemporaryFolder()
    index = try Index(folder: folder.path(of: "cache"))
    try write("", to: "problems.jsonl")
  }

  func write(_ text: String, to name: String) throws { try folder.write(text, to: name) }

  /// Builds with these parameters of `verify`, and shows what it made, group by group in the order of the samples.
  /// - Parameter problems: lines for `load`; the member `answers` lists the samples' answers, `null` for none, and a sample
  ///   that calls a tool says `[answer]`.
  func verify(_ problems: [String], samples: Int, _ parameters: String = "") async throws -> (
    rows: [String], executed: Int
  ) {
    try folder.write(problems.joined(separator: "\n"), to: "problems.jsonl")
    let result = try await Builder(
      pipeline: pipeline(samples: samples, parameters), index: index, store: store, options: BuildOptions(now: { 0 })
    ).build()
    let layers = try result.stages.map { stage in
      try (stage.artifact?.layers(in: store) ?? []).map { LayerHandle($0, in: store) }
    }
    var rows: [String] = []
    for place in layers[0].indices {
      let input = Chunk(layers: [layers[0][place], layers[1][place]])
      let ids = try input.ids()
      let layer = try layers[2][place].layer()
      for (row, _, made) in layer.places() { rows.append("\(ids[row]) \(VerifyBench.text(made, layer))") }
    }
    return (rows, result.stages[2].counts.executed)
  }

  func pipeline(samples: Int, _ parameters: String) throws -> Pipeline {
    let text = """
      { "name": "bench", "stages": {
      "problems": { "kind": "load", "files": ["problems.jsonl"] },
      "try": { "kind": "try", "input": "problems", "samples": \(samples) },
      "verify": { "kind": "verify", "input": "try"\(parameters.isEmpty ? "" : ", \(parameters)") }
      } }
      """
    var declarations = StageCatalog.declarations
    declarations.kinds.append(TryKind().declaration)
    let document = try PipelineDocument.read(Array(text.utf8), file: "pipeline.json", declarations: declarations)
    let index = index
    return try Pipeline(document, path: folder.path(of: "pipeline.json"), kinds: StageCatalog.kinds + [TryKind()]) {
      try FileDigests(index: index, now: { 0 }).digest(of: $0)
    }
  }

  private static func text(_ place: Layer.Place, _ layer: Layer) -> String {
    switch place {
    case .rejected(let number):
      let reject = layer.rejects[number]
      return "✗ \(reject.reason)" + (reject.detail.isEmpty ? "" : " (\(reject.detail))")
    case .kept(let row):
      let fields = layer.columns.map { column -> String in
        let view = column[row]
        let sign = view.kind == .json ? ":" : "="
        return view.kind == .missing ? "" : "\(column.path)\(sign)\(String(decoding: view.bytes, as: UTF8.self))"
      }
      return fields.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }
}

/// Makes of each problem the samples that its line lists.
private struct TryKind: StageKind, RecordStage {
  let version = 1

  var declaration: KindDeclaration {
    KindDeclaration(
      "try", parameters: [Parameter("samples", .fanOut, .integer(1...100), required: true, "How many.")],
      "Samples for tests.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) -> PreparedStage {
    PreparedStage(
      reads: ["meta.answers"], adds: [TraceFields.answer, TraceFields.calls], samples: stage.values.int("samples"),
      work: .map(self))
  }

  func result(for record: Record, sample: Int) -> StageResult {
    guard let list = (try? JSONNode.parse(Array(record[0].bytes), file: ""))?.elements, sample < list.count else {
      return StageResult(.reject(reason: "no-answer-left"))
    }
    let call = list[sample].elements?.first
    let answer = (call ?? list[sample]).string
    return StageResult(
      .fields([answer.map { .text($0) } ?? .missing, .text(call == nil ? "[]" : #"[{"tool":"calculator"}]"#)]))
  }
}
