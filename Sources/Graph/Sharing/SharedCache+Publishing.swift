extension SharedCache {
  /// Shares a whole artifact: its chunks first, then the entry that names them all. Another's under one of the keys is taken
  /// over, and then the rest is left for a build to make anew.
  /// - Returns: how many were.
  func publish(_ artifact: SharedArtifact) async throws -> Int {
    var adopted = 0
    for line in lines where line.mayWrite {
      if let held = await line.entries(for: [artifact.key])[0] {
        if held.isArtifact(artifact.summary), try await isWhole(held, under: artifact.key, of: artifact.stage, at: line)
        {
          try index.note(line.name, holds: [artifact.key])
          continue
        }
        if !held.isArtifact(artifact.summary), try await adopt(held, inPlaceOf: artifact, from: line) {
          adopted += 1
          continue
        }
      }
      let chunks = zip(artifact.keys, artifact.layers).map {
        SharedChunk(stage: artifact.stage, key: $0, info: $1)
      }
      adopted += try await publish(chunks, of: artifact.stage)
      guard adopted == 0, let offer = try await offer(artifact, to: line),
        let answer = await line.publish(offer, under: artifact.key)
      else { continue }
      try index.note(line.name, holds: [artifact.key])
      if !answer.isArtifact(artifact.summary),
        try await adopt(answer, inPlaceOf: artifact, from: line)
      {
        adopted += 1
      }
    }
    return adopted
  }

  /// Whether the blobs of an entry are there; of one that was seen before, one blob stands for all, so that what has not
  /// changed costs two requests. If not, the entry is to be replaced.
  func isWhole(
    _ entry: RemoteEntry, under key: Digest, of stage: Pipeline.Stage, at line: RemoteLine
  ) async throws -> Bool {
    let isKnown = try !index.names([key], heldBy: line.name).isEmpty
    let blobs = isKnown ? entry.blobs.suffix(1) : entry.blobs
    guard let gone = await line.missing(blobs), !gone.isEmpty else { return true }
    line.replace(entry, under: key)
    try index.forgetCrates(of: stage.recipe.ingredients, at: line.name)
    return false
  }

  /// Looks once more whether artifacts that were shared are the ones that hold: of two who store at the same moment, not
  /// every server tells both who was first.
  /// - Returns: whether another is taken over.
  func isOvertaken(_ artifacts: [SharedArtifact]) async throws -> Bool {
    for line in lines where line.mayWrite {
      let held = await line.entries(for: artifacts.map(\.key), isCounted: false)
      for case (let artifact, let entry?) in zip(artifacts, held) where !entry.isArtifact(artifact.summary) {
        // What follows was made of what is no longer ours.
        if try await adopt(entry, inPlaceOf: artifact, from: line) { return true }
      }
    }
    return false
  }

  private func adopt(
    _ entry: RemoteEntry, inPlaceOf ours: SharedArtifact, from line: RemoteLine
  ) async throws -> Bool {
    let rows = ours.layers.map(\.inputRows)
    guard let theirs = try await bring(entry, under: ours.key, of: ours.stage, rows: rows, from: line) else {
      return false
    }
    try index.adopt(ours.key, value: theirs.summary.encoded(), layer: theirs.summary.manifest)
    return true
  }
}

/// An artifact, to be shared under its key.
struct SharedArtifact: Sendable {
  let stage: Pipeline.Stage
  let key: Digest
  let summary: ArtifactSummary
  let layers: [LayerInfo]
  /// The keys of its chunks, in the same order; none where chunks are not shared by themselves.
  let keys: [Digest]

  init(_ stage: Pipeline.Stage, key: Digest, summary: ArtifactSummary, layers: [LayerInfo], chunkKeys: [Digest]) {
    self.stage = stage
    self.key = key
    self.summary = summary
    self.layers = layers
    keys = stage.findsRecords ? chunkKeys : []
  }
}
