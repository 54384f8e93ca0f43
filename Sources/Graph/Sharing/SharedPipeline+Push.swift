/// What a push did with a stage.
package struct Pushed: Sendable {
  package let stage: String
  package let outcome: Outcome
  /// Replies of models that were handed on.
  package let calls: Int

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
}

extension SharedPipeline {
  /// Brings what is here of some stages, with all that they depend on, to the remotes (of all stages, if none is named).
  /// - Throws: `DamagedBlob`, `DiskError`, `IndexError`.
  package func push(_ names: [String] = []) async throws -> [Pushed] {
    let wanted = stages(names)
    var walk = try look()
    try await walk.walk(Set(wanted.map(\.index)))
    var pushed: [Pushed] = []
    for stage in wanted {
      let outcome = try await push(stage, &walk)
      // Replies are worth sharing even where a stage has not come out whole.
      let calls = outcome == .stopped ? 0 : try await pushCalls(of: stage)
      pushed.append(Pushed(stage: stage.name, outcome: outcome, calls: calls))
      // What follows was made of what is no longer ours.
      if outcome == .adopted { break }
    }
    return pushed
  }

  private func push(_ stage: Pipeline.Stage, _ walk: inout ArtifactWalk) async throws -> Pushed.Outcome {
    if options.isInterrupted() { return .stopped }
    guard let artifact = try walk.shareable(stage) else { return .unbuilt }
    guard shared.mayWrite else { return .refused }
    if try await shared.isEverywhere(artifact) { return .there }
    options.report(.sharing(left: artifact.layers.count))
    if try await shared.publish(artifact) > 0 { return .adopted }
    return shared.mayWrite ? .pushed : .refused
  }

  private func pushCalls(of stage: Pipeline.Stage) async throws -> Int {
    guard case .wait = stage.prepared.work else { return 0 }
    let recipe = stage.recipe.ingredients
    let places = try index.replies(of: recipe)
    let count = try await Batches.run(places.map { SharedReply(place: $0, recipe: recipe) }) { batch in
      if self.options.isInterrupted() { return 0 }
      return try await self.shared.publish(batch)
    }.reduce(0, +)
    try await shared.tellCalls(of: stage)
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
