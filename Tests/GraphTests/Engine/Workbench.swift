import Synchronization
import TestSupport

@testable import Graph

/// A folder with data and a cache, in which pipelines are edited and built.
struct Workbench {
  let folder: TemporaryFolder
  let index: Index
  let store: any BlobStore
  /// Kept as long as the store that lies in it.
  let storeFolder: TemporaryFolder?
  let world = ToyWorld()
  let model: ToyModel

  /// - Parameter store: nil for one in memory.
  init(store: (any BlobStore)? = nil, storeFolder: TemporaryFolder? = nil) throws {
    folder = try TemporaryFolder()
    index = try Index(folder: folder.path(of: "cache"))
    self.store = store ?? MemoryBlobStore()
    self.storeFolder = storeFolder
    model = ToyModel()
  }

  /// Another with the same files, the same cache and the same model: for a second build beside the first one's.
  init(beside other: Workbench) throws {
    folder = other.folder
    index = try Index(folder: folder.path(of: "cache"))
    store = other.store
    storeFolder = other.storeFolder
    model = other.model
  }

  /// Writes a data file.
  func write(_ records: [ToyRecord], to name: String = "problems") throws {
    try folder.write(records.map { $0.line + "\n" }.joined(), to: "\(name).jsonl")
  }

  /// The kinds of its stages.
  var kinds: [any StageKind] {
    [
      ToySourceKind(), ToyMapKind(world: world), ToyWaitKind(world: world, model: model), ToyGroupKind(world: world),
      ToyUniqueKind(world: world),
    ]
  }

  /// A pipeline, prepared.
  /// - Parameter others: kinds in the place of its own.
  func prepare(_ pipeline: ToyPipeline, kinds others: [any StageKind]? = nil) throws -> Pipeline {
    let kinds = others ?? kinds
    let document = try PipelineDocument.read(
      Array(pipeline.text.utf8), file: "pipeline.json", declarations: Declarations(kinds: kinds.map(\.declaration)))
    return try Pipeline(document, path: folder.path(of: "pipeline.json"), kinds: kinds) { Digest(of: Array($0.utf8)) }
  }

  /// Builds, and tells exactly what ran.
  func build(
    _ pipeline: ToyPipeline, _ names: [String] = [], _ adjust: (inout BuildOptions) -> Void = { _ in }
  ) async throws -> Built {
    try await run(pipeline, adjust) { [store] builder in
      // Whoever builds reads what came out.
      try await builder.build(names) { for stage in $0.stages { _ = try stage.artifact?.layers(in: store) } }
    }
  }

  /// Finds out what a build would do.
  func plan(_ pipeline: ToyPipeline) async throws -> Built { try await run(pipeline, { _ in }) { try await $0.plan() } }

  private func run(
    _ pipeline: ToyPipeline, _ adjust: (inout BuildOptions) -> Void, _ body: (Builder) async throws -> BuildResult
  ) async throws -> Built {
    let warnings = Warnings()
    var options = BuildOptions(now: WallClock.now)
    options.report = { event in if case .warning(let text) = event { warnings.add(text) } }
    adjust(&options)
    let prepared = try prepare(pipeline)
    _ = world.takeRan()
    let result = try await body(Builder(pipeline: prepared, index: index, store: store, options: options))
    return Built(pipeline: prepared, result: result, ran: world.takeRan(), warnings: warnings.all)
  }
}

/// A build that has ended.
struct Built {
  let pipeline: Pipeline
  let result: BuildResult
  /// The steps of toy stages that ran, sorted.
  let ran: [String]
  let warnings: [String]

  var status: BuildStatus { result.status }

  /// The grain at which each stage was found; `made` for those of which something ran.
  var grains: [String: String] {
    Dictionary(
      uniqueKeysWithValues: result.stages.map { stage in
        (stage.stage.name, stage.counts.executed > 0 ? "made" : stage.counts.grain?.rawValue ?? "nothing")
      })
  }

  /// Inputs for which each stage ran.
  var executed: [String: Int] {
    Dictionary(uniqueKeysWithValues: result.stages.map { ($0.stage.name, $0.counts.executed) })
  }

  var manifests: [String: Digest] {
    Dictionary(
      uniqueKeysWithValues: result.stages.compactMap { stage in
        stage.artifact.map { (stage.stage.name, $0.manifest) }
      })
  }

  func counts(_ stage: String) -> StageCounts {
    result.stages.first { $0.stage.name == stage }?.counts ?? StageCounts()
  }
}

private final class Warnings: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) { texts.withLock { $0.append(text) } }
}
