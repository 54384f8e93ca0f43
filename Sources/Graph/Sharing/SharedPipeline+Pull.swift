/// What a pull did with a stage.
package struct Pulled: Sendable {
  package let stage: String
  package let outcome: Outcome
  package var kept: Int?
  /// Who made what was pulled.
  package var provenance: Provenance?
  /// Replies of models that were brought.
  package var calls = 0

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
    /// The user ended it before its turn.
    case stopped
  }
}

extension SharedPipeline {
  /// Brings some stages with all that they depend on (all stages, if none is named) from the remotes. What is locked takes the
  /// place of what else lies here.
  /// - Parameters:
  ///   - locked: the artifacts that are wanted, by the names of stages; of a stage that is not in it, whatever is there.
  ///   - withCalls: also brings the replies of models that they were made with.
  /// - Throws: `DamagedBlob`, `DiskError`, `IndexError`.
  package func pull(
    _ names: [String] = [], locked: [String: Digest] = [:], withCalls: Bool = false
  ) async throws -> [Pulled] {
    var walk = try look()
    var pulled: [Pulled] = []
    for stage in stages(names) {
      var result = try await pull(stage, locked[stage.name], &walk)
      if withCalls, result.outcome != .stopped, case .wait = stage.prepared.work {
        result.calls = try await shared.bringCalls(of: stage)
      }
      pulled.append(result)
    }
    return pulled
  }

  /// Brings what is missing of artifacts that are known here.
  /// - Throws: `DiskError`, `IndexError`.
  package func mend() async throws {
    var walk = try look()
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

  private func pull(_ stage: Pipeline.Stage, _ locked: Digest?, _ walk: inout ArtifactWalk) async throws -> Pulled {
    if options.isInterrupted() { return Pulled(stage: stage.name, outcome: .stopped) }
    guard let read = try walk.readDigest(stage) else { return Pulled(stage: stage.name, outcome: .unknown) }
    if let summary = try walk.find(stage, read), locked == nil || summary.manifest == locked,
      try walk.isWhole(stage)
    {
      return Pulled(stage: stage.name, outcome: .here, kept: summary.kept)
    }
    var isOther = false
    guard let rows = try walk.inputChunks(stage)?.map(\.rows) else {
      return Pulled(stage: stage.name, outcome: .unknown)
    }
    let artifact = try await shared.artifact(stage, key: stage.artifactKey(read), rows: rows) { summary in
      let isWanted = locked == nil || summary.manifest == locked
      isOther = isOther || !isWanted
      return isWanted
    }
    guard let artifact, try walk.take(artifact, of: stage, read: read) else {
      return Pulled(stage: stage.name, outcome: isOther ? .other : .missing)
    }
    return Pulled(
      stage: stage.name, outcome: .pulled, kept: artifact.summary.kept, provenance: artifact.provenance)
  }
}
