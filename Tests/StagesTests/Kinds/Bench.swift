import Foundation
import Graph
import Stages

/// A folder of data files, with a cache of its own, in which pipelines are built.
final class Bench: Sendable {
  let folder: String
  private let index: Index
  private let store = MemoryBlobStore()

  init(_ files: [String: String] = [:]) throws {
    let root = Disk.resolved(NSTemporaryDirectory()) ?? "/tmp"
    folder = "\(root)/bench-\(UUID().uuidString)"
    index = try Index(folder: "\(folder)/cache")
    for (name, text) in files { try write(text, to: name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func write(_ text: String, to name: String) throws {
    let path = "\(folder)/\(name)"
    try Disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
    try Disk.write(Array(text.utf8), to: path)
  }

  /// A pipeline whose stages start on the second line of its file.
  func pipeline(_ stages: String, seed: Int = 0) throws -> Pipeline {
    let text = """
      { "name": "bench", "seed": \(seed), "models": { "teacher": { "provider": "offline" } }, "stages": {
      \(stages)
      } }
      """
    var declarations = StageCatalog.declarations
    declarations.kinds.append(RowsKind().declaration)
    let document = try PipelineDocument.read(Array(text.utf8), file: "pipeline.json", declarations: declarations)
    let index = index
    return try Pipeline(document, path: "\(folder)/pipeline.json", kinds: StageCatalog.kinds + [RowsKind()]) { path in
      try FileDigests(index: index, now: { 0 }).digest(of: path)
    }
  }

  func build(_ stages: String, seed: Int = 0) async throws -> Built {
    let pipeline = try pipeline(stages, seed: seed)
    let result = try await Builder(pipeline: pipeline, index: index, store: store, options: BuildOptions(now: { 0 }))
      .build()
    try index.record(pipeline: pipeline.path, started: 0, seconds: 0, status: result.status, report: "") { run in
      Bench.states(result, pipeline, run)
    }
    return Built(result: result, past: try PastBuild(index: index, store: store, pipeline: pipeline.path))
  }

  /// What lets the records of a build be found again, stage by stage.
  private static func states(_ result: BuildResult, _ pipeline: Pipeline, _ run: Int) -> [String: StageState] {
    var states: [String: StageState] = [:]
    for stage in result.stages {
      guard let artifact = stage.artifact, let digests = stage.digests else { continue }
      let inputs = stage.stage.inputs.map { StageState.Input(stage: pipeline.stages[$0.stage].name, tag: $0.tag) }
      var all: [StageState.Artifact] = []
      let below = inputs.flatMap { states[$0.stage]?.artifacts ?? [] }
      for artifact in below where !all.contains(artifact) { all.append(artifact) }
      all.append(StageState.Artifact(stage: stage.stage.name, inputs: inputs, manifest: artifact.manifest))
      states[stage.stage.name] = StageState(
        recipe: stage.stage.recipe.digest, artifacts: all, digests: digests, run: run, executed: 0, changes: [])
    }
    return states
  }

  /// The names and bytes of the files that a stage writes for the user.
  func files(of stage: String, in built: Built) throws -> [String: String] {
    guard let artifact = built.result.stages.first(where: { $0.stage.name == stage })?.artifact else { return [:] }
    let exporter = Exporter(store: store, folder: "\(folder)/dist/\(stage)")
    let files = try exporter.export(artifact: artifact.manifest) { try artifact.layers(in: store) }
    return try Dictionary(
      uniqueKeysWithValues: files.map {
        ($0.name, String(decoding: try Disk.read("\(folder)/dist/\(stage)/\($0.name)"), as: UTF8.self))
      })
  }
}

/// What a build left behind, for looking into.
struct Built {
  let result: BuildResult
  private let past: PastBuild

  init(result: BuildResult, past: PastBuild) {
    self.result = result
    self.past = past
  }

  struct Row {
    let id: String
    /// The fields that the stage added; none for a reject.
    let fields: [(name: String, value: FieldValue)]
    let reason: String?
    let detail: String

    subscript(field: String) -> String? {
      switch fields.first(where: { $0.name == field })?.value {
      case .string(let text), .json(let text): String(decoding: text, as: UTF8.self)
      case .missing, nil: nil
      }
    }

    /// `id | name=text | name:json`, or `id ✗ reason (detail)`; a line break is shown as ⏎.
    var text: String {
      if let reason { return "\(id) ✗ \(reason)" + (detail.isEmpty ? "" : " (\(detail))") }
      let parts = fields.map { field -> String in
        let sign = if case .json = field.value { ":" } else { "=" }
        return "\(field.name)\(sign)\(self[field.name] ?? "")"
      }
      return ([id] + parts).joined(separator: " | ").replacing("\n", with: "⏎")
    }
  }

  /// Everything that a stage made: what it kept, in order, then what it dropped.
  func rows(_ stage: String) throws -> [Row] {
    var past = past
    let inputs = try past.inputChunks(stage) ?? []
    var kept: [Row] = []
    var dropped: [Row] = []
    for (place, chunk) in try (past.chunks(stage) ?? []).enumerated() {
      guard let layer = try chunk.layers.last?.layer() else { continue }
      let columns = layer.columns.filter { $0.path != .id }
      for (row, id) in try chunk.ids().enumerated() {
        let fields = columns.map { (name: $0.path.description, value: $0[row].value) }
        kept.append(Row(id: id, fields: fields.filter { $0.value != .missing }, reason: nil, detail: ""))
      }
      guard !layer.rejects.isEmpty else { continue }
      let ids = try inputs[place].ids()
      for reject in layer.rejects {
        let id = ids[reject.row] + (layer.fansOut ? "#\(reject.sample + 1)" : "")
        dropped.append(Row(id: id, fields: [], reason: reject.reason, detail: reject.detail))
      }
    }
    return kept + dropped
  }

  func texts(_ stage: String) throws -> [String] { try rows(stage).map(\.text) }

  func counts(_ stage: String) -> StageCounts {
    guard let found = result.stages.first(where: { $0.stage.name == stage }) else {
      preconditionFailure("the test's pipeline has no stage '\(stage)'")
    }
    return found.counts
  }
}

/// A source for tests: lines of JSON whose members are fields by their dotted names, whatever they are.
private struct RowsKind: StageKind, Source {
  let version = 1
  var files: [SourceFile] = []
  let namesMatter = false

  var declaration: KindDeclaration {
    KindDeclaration(
      "rows", inputs: .none, parameters: [Parameter("file", .conduct, .string, required: true, "The lines.")],
      "Rows for tests.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    let path = context.absolute(stage.values.string("file"))
    var source = RowsKind()
    source.files = [SourceFile(path: path, name: stage.values.string("file"))]
    let lines = try Disk.read(path).split(separator: UInt8(ascii: "\n"))
    let names = try lines.flatMap { try JSONNode.parse(Array($0), file: path).members?.map(\.key) ?? [] }
    return PreparedStage(reads: [], adds: Set(names).sorted().map { FieldPath(dotted: $0) }, work: .source(source))
  }

  func isLines(_ file: SourceFile) -> Bool { true }
  func rows(of file: SourceFile, _ bytes: [UInt8]) -> [SourceRow] { [] }

  func duplicate(id: String, first: (file: String, line: Int), second: (file: String, line: Int)) -> String {
    "the id '\(id)' twice"
  }

  func parse(_ lines: SourceLines, into layer: inout LayerBuilder) throws(DataProblems) {
    for (row, line) in lines.bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let members = try? JSONNode.parse(Array(line), file: "").members else { continue }
      for member in members {
        let column = layer.column(FieldPath(dotted: member.key))
        if let text = member.node.string {
          layer.set(column, kind: .string, Array(text.utf8))
        } else {
          layer.set(column, kind: .json, Array(member.node.json.utf8))
        }
      }
      layer.finishRow(row)
    }
  }
}
