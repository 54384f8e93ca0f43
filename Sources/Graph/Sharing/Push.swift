/// Brings what the local cache holds of a pipeline to the remotes, without making anything.
package struct Push {
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
    case pushed, there
    /// Somebody else's artifact was there, which a build is to go on with.
    case adopted
    /// There is no whole artifact here.
    case unbuilt
    /// A remote did not take it.
    case refused
    /// The user ended it before its turn.
    case stopped
  }

  /// One stage.
  package struct Stage: Sendable {
    package let name: String
    package var outcome: Outcome
    /// Replies of models that were handed on.
    package var calls = 0
  }

  /// Brings some stages with all that they depend on (all stages, if none is named).
  /// - Throws: `DamagedBlob`, `DiskError`, `IndexError`.
  package func run(_ names: [String] = []) async throws -> [Stage] {
    let wanted = pipeline.closure(of: names)
    var walk = ArtifactWalk(
      pipeline: pipeline, index: index, store: store, snapshot: try index.snapshot(), shared: nil, now: options.now)
    try await walk.walk(wanted)
    var stages: [Stage] = []
    for stage in pipeline.stages where wanted.contains(stage.index) {
      var result = Stage(name: stage.name, outcome: try await push(stage, &walk))
      // Replies are worth sharing even where a stage has not come out whole.
      if result.outcome != .stopped { result.calls = try await pushCalls(of: stage, walk.known[stage.index]) }
      stages.append(result)
      // What follows was made of what is no longer ours.
      if result.outcome == .adopted { break }
    }
    return stages
  }

  private func push(_ stage: Pipeline.Stage, _ walk: inout ArtifactWalk) async throws -> Outcome {
    if options.isInterrupted() { return .stopped }
    guard let artifact = try walk.shareable(stage) else { return .unbuilt }
    guard shared.mayWrite else { return .refused }
    if try await shared.isEverywhere(artifact) { return .there }
    options.report(.sharing(left: artifact.layers.count))
    if try await shared.publish(artifact) > 0 { return .adopted }
    return shared.mayWrite ? .pushed : .refused
  }

  private func pushCalls(of stage: Pipeline.Stage, _ known: ArtifactWalk.Known?) async throws -> Int {
    guard case .wait = stage.prepared.work else { return 0 }
    let recipe = stage.recipe.ingredients
    let places = try index.replies(of: recipe)
    let count = try await Batches.run(places.map { SharedReply(place: $0, recipe: recipe) }) { batch in
      if self.options.isInterrupted() { return 0 }
      return try await self.shared.publish(batch)
    }.reduce(0, +)
    if let known { try await shared.publish(calls: places, of: stage.artifactKey(known.read), in: stage) }
    return count
  }
}

extension SharedCache {
  /// Whether all remotes that may be written to hold an artifact, whole.
  fileprivate func isEverywhere(_ artifact: SharedArtifact) async throws -> Bool {
    for line in lines where line.mayWrite {
      guard let held = await line.entries(for: [artifact.key])[0], held.isArtifact(artifact.summary),
        try await isWhole(held, under: artifact.key, of: artifact.stage, at: line)
      else { return false }
      try index.note(line.name, holds: [artifact.key])
    }
    return true
  }
}

extension ArtifactWalk {
  /// A stage's artifact, ready to be shared; nil if it is not known.
  /// - Throws: `DamagedBlob`.
  mutating func shareable(_ stage: Pipeline.Stage) throws -> SharedArtifact? {
    guard let known = known[stage.index] else { return nil }
    guard let layers = try storedLayers(stage.index) else { throw DamagedBlob(digest: known.summary.manifest) }
    let chunks = stage.findsRecords ? try inputChunks(stage) ?? [] : []
    return SharedArtifact(
      stage, key: stage.artifactKey(known.read), summary: known.summary, layers: layers,
      chunkKeys: chunks.map { stage.chunkKey($0.readDigest(stage.prepared.reads)) })
  }
}
