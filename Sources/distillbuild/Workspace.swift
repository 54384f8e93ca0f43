import ArgumentParser
import Foundation
import Graph
import Stages

/// What every command takes.
struct CommonOptions: ParsableArguments {
  @Option(name: .long, help: "The pipeline file.")
  var pipeline = "pipeline.json"

  @Option(name: .long, help: "The cache folder (default: cache/ beside the pipeline).")
  var cache: String?

  @Option(name: .long, help: "The folder for finished files (default: dist/ beside the pipeline).")
  var output: String?

  @Option(
    name: .long, help: ArgumentHelp("Overrides a value of the pipeline file.", valueName: "stage.key=value"))
  var set: [String] = []

  @Flag(name: .long, help: "Prints JSON.")
  var json = false
}

/// A pipeline with its cache and output folders, opened.
struct Workspace {
  private(set) var pipeline: Pipeline
  let index: Index
  let store: FolderBlobStore
  /// What stages share while they are built.
  let runtime: StageRuntime
  /// Whether the command line overrides what the file says, so that its lock is left alone.
  let isOverridden: Bool
  let cacheFolder: String
  let outputFolder: String
  /// Held as long as the workspace is in use.
  private let lock: CacheLock

  /// Opens a pipeline's folders, waiting as long as others keep it out.
  /// - Parameter purpose: what the cache is wanted alone for; nil if it may be used together with others.
  /// - Throws: `ExitStatus` if interrupted while waiting.
  init(_ options: CommonOptions, alone purpose: String? = nil) throws {
    let file = options.pipeline
    guard let path = Disk.resolved(file) else {
      throw UserMistake("there is no pipeline file '\(file)'; name one with --pipeline")
    }
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try Disk.read(path)
    } catch {
      throw UserMistake(error.description)
    }
    let overrides = try options.set.map { try Override(parsing: $0) }
    let document = try PipelineDocument.read(
      bytes, file: file, overrides: overrides, declarations: StageCatalog.declarations)
    cacheFolder = Workspace.absolute(options.cache) ?? "\(folder)/cache"
    outputFolder = Workspace.absolute(options.output) ?? "\(folder)/dist"
    let index = try Index(folder: cacheFolder)
    self.index = index
    lock = try Workspace.lock(cacheFolder, alone: purpose)
    isOverridden = !overrides.isEmpty
    try Workspace.adoptIdentities(lockedBeside: path, index)
    store = FolderBlobStore(folder: "\(cacheFolder)/blobs")
    runtime = StageRuntime(
      cache: cacheFolder, index: index, environment: ProcessInfo.processInfo.environment, author: Workspace.author,
      tell: { Terminal.note($0) })
    pipeline = try Workspace.prepare(document, path, runtime, index)
  }

  private static func prepare(
    _ document: PipelineDocument, _ path: String, _ runtime: StageRuntime, _ index: Index
  ) throws -> Pipeline {
    try Pipeline(document, path: path, kinds: StageCatalog.kinds(with: runtime)) { path in
      try FileDigests(index: index, now: Workspace.now).digest(of: path)
    }
  }

  /// Asks the models that some stages use, and that were never met, who they are, since that is part of keys.
  /// - Throws: `ModelFailure` if one cannot be asked.
  mutating func meetModels(of stages: [String]) async throws {
    let names = Set(pipeline.closure(of: stages).map { pipeline.stages[$0].name })
    var haveMet = false
    for model in try pipeline.document.modelsAsked(by: names) where try await runtime.meet(model) { haveMet = true }
    if haveMet { pipeline = try Workspace.prepare(pipeline.document, pipeline.path, runtime, index) }
  }

  /// Nanoseconds since 1970.
  @Sendable static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  static func absolute(_ path: String?) -> String? {
    path.map { $0.hasPrefix("/") ? $0 : "\(Disk.currentFolder)/\($0)" }
  }

  /// The path as the user would write it from here.
  static func shown(_ path: String) -> String {
    let here = Disk.currentFolder + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  /// The records as the last build left them.
  func lastBuild() throws -> PastBuild { try PastBuild(index: index, store: store, pipeline: pipeline.path) }

  /// Does something with the last build's records. A piece that turns out to be damaged is forgotten, for a build to make.
  func reading<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DamagedBlob {
      try index.forget(error, in: store)
      throw MachineTrouble(
        description:
          "the cache's blob \(error.digest.hex.prefix(12))… is damaged or missing; build, and what it held is made again"
      )
    }
  }

  /// Refuses names that are no stage's.
  func check(_ names: [String]) throws {
    for name in names where pipeline.index(of: name) == nil {
      throw UserMistake(
        "unknown stage '\(name)'\(Nearest.hint(name, among: pipeline.stages.map(\.name)))")
    }
  }
}
