/// Brings artifacts of a pipeline from the remotes, without making anything. What a lock names takes the place of what else
/// lies here.
package struct Pull {
  let pipeline: Pipeline
  let index: Index
  let store: any BlobStore
  let shared: SharedCache
  let options: BuildOptions

  package init(pipeline: Pipeline, index: Index, store: any BlobStore, shared: SharedCache, options: BuildOptions) {
    self.pipeline = pipeline
    self.index = index
    self.store = store
    self.shared = shared
    self.options = options
  }

  /// What became of a stage.
  package enum Outcome: String, Sendable {
    case pulled
    /// It was here already.
    case here
    /// No remote holds it whole.
    case missing
    /// The remotes hold another result than the one that is locked.
    case other
    /// What it is made of is not here.
    case unknown
    case stopped
  }

  /// One stage.
  package struct Stage: Sendable {
    package let name: String
    package var outcome: Outcome
    package var kept: Int?
    /// Who made what was pulled.
    package var provenance: Provenance?
    /// Replies of models that were brought.
    package var calls = 0
  }

  /// Brings some stages with all that they depend on (all stages, if none is named).
  /// - Parameters:
  ///   - locked: the artifacts that are wanted, by the names of stages; of a stage that is not in it, whatever is there.
  ///   - withCalls: also brings the replies of models that they were made with.
  /// - Throws: `DamagedBlob`, `DiskError`, `IndexError`.
  package func run(
    _ names: [String] = [], locked: [String: Digest] = [:], withCalls: Bool = false
  ) async throws -> [Stage] {
    let wanted = pipeline.closure(of: names)
    var walk = ArtifactWalk(
      pipeline: pipeline, index: index, store: store, snapshot: try index.snapshot(), shared: shared, now: options.now)
    var stages: [Stage] = []
    for stage in pipeline.stages where wanted.contains(stage.index) {
      var result = try await pull(stage, locked[stage.name], &walk)
      if withCalls, case .wait = stage.prepared.work, let known = walk.known[stage.index] {
        result.calls = try await shared.bringCalls(of: stage.artifactKey(known.read), in: stage)
      }
      stages.append(result)
    }
    return stages
  }

  /// Brings what is missing of artifacts that are known here.
  /// - Throws: `DiskError`, `IndexError`.
  package func mend() async throws {
    var walk = ArtifactWalk(
      pipeline: pipeline, index: index, store: store, snapshot: try index.snapshot(), shared: shared, now: options.now)
    for stage in pipeline.stages where !options.isInterrupted() {
      guard let read = try walk.readDigest(stage), let known = try walk.find(stage, read), try !walk.isWhole(stage),
        let rows = try walk.inputChunks(stage)?.map(\.rows)
      else { continue }
      let artifact = try await shared.artifact(stage, key: stage.artifactKey(read), rows: rows) {
        $0.manifest == known.manifest
      }
      if let artifact { try walk.take(artifact, of: stage, read: read) }
    }
  }

  private func pull(_ stage: Pipeline.Stage, _ locked: Digest?, _ walk: inout ArtifactWalk) async throws -> Stage {
    if options.isInterrupted() { return Stage(name: stage.name, outcome: .stopped) }
    guard let read = try walk.readDigest(stage) else { return Stage(name: stage.name, outcome: .unknown) }
    if let summary = try walk.find(stage, read), locked == nil || summary.manifest == locked,
      try walk.isWhole(stage)
    {
      return Stage(name: stage.name, outcome: .here, kept: summary.kept)
    }
    var isOther = false
    guard let rows = try walk.inputChunks(stage)?.map(\.rows) else { return Stage(name: stage.name, outcome: .unknown) }
    let artifact = try await shared.artifact(stage, key: stage.artifactKey(read), rows: rows) { summary in
      let isWanted = locked == nil || summary.manifest == locked
      isOther = isOther || !isWanted
      return isWanted
    }
    guard let artifact, try walk.take(artifact, of: stage, read: read) else {
      return Stage(name: stage.name, outcome: isOther ? .other : .missing)
    }
    return Stage(
      name: stage.name, outcome: .pulled, kept: artifact.summary.kept, provenance: artifact.provenance)
  }
}
