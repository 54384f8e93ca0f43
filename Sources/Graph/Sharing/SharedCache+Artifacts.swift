extension SharedCache {
  /// An artifact that was brought here.
  struct Artifact: Sendable {
    let summary: ArtifactSummary
    let layers: [LayerInfo]
    let provenance: Provenance?
  }

  /// The artifact under a key, brought here with all that it names; nil if no remote holds it whole.
  /// - Parameters:
  ///   - rows: how many rows each of the chunks has that the stage is given; none for a source.
  ///   - isWanted: looks at what it would be, before anything is brought.
  func artifact(
    _ stage: Pipeline.Stage, key: Digest, rows: [Int],
    where isWanted: (ArtifactSummary) throws -> Bool = { _ in true }
  ) async throws -> Artifact? {
    for line in lines {
      guard let entry = await line.entries(for: [key])[0] else { continue }
      if let shared = SharedSummary(entry), try !isWanted(shared.summary) { continue }
      if let artifact = try await bring(entry, under: key, of: stage, rows: rows, from: line) {
        return artifact
      }
    }
    return nil
  }

  /// Brings what an entry names.
  /// - Returns: nil if it does not hold together; it is then taken for one of no use.
  func bring(
    _ entry: RemoteEntry, under key: Digest, of stage: Pipeline.Stage, rows: [Int], from line: RemoteLine
  ) async throws -> Artifact? {
    guard let shared = SharedSummary(entry),
      let layers = try await layers(shared.summary.manifest, in: shared.manifest, from: line),
      ArtifactSummary(layers, manifest: shared.summary.manifest, digests: shared.summary.digests).encoded()
        == shared.summary.encoded(),
      layers.areConsistent, stage.inputs.isEmpty || layers.map(\.inputRows) == rows,
      let crated = shared.crated(layers.distinct), try await bring(crated, of: stage, from: line).isEmpty
    else {
      line.refuse(entry, under: key)
      try index.forgetCrates(of: stage.recipe.ingredients, at: line.name)
      return nil
    }
    try index.note(line.name, holds: [key])
    return Artifact(summary: shared.summary, layers: layers, provenance: entry.provenance)
  }

  /// The list of layers under a name, from here or else from the remote.
  private func layers(_ manifest: Digest, in blob: BlobName, from line: RemoteLine) async throws -> [LayerInfo]? {
    if let bytes = try store.read(manifest) { return try? Manifest.decode(bytes) }
    guard let packed = await line.read([blob])[0], let bytes = try store.keep(packed: packed, as: manifest) else {
      return nil
    }
    return try? Manifest.decode(bytes)
  }

  /// The entry of an artifact whose blobs have all been stored; nil if they could not be.
  func offer(_ artifact: SharedArtifact, to line: RemoteLine) async throws -> RemoteEntry? {
    guard let packed = try store.packed(artifact.summary.manifest) else {
      throw DamagedBlob(digest: artifact.summary.manifest)
    }
    let manifest = BlobName(of: packed)
    guard let layers = try await store(artifact.layers.distinct, of: artifact.stage, at: line),
      await line.write([(manifest, packed)])[0]
    else { return nil }
    // What all calls took that were ever made for this recipe: those of one artifact cannot be told apart.
    let calls =
      if case .wait = artifact.stage.prepared.work {
        try index.callSum(ingredients: artifact.stage.recipe.ingredients)
      } else {
        CallSum()
      }
    return SharedSummary(summary: artifact.summary, manifest: manifest, layers: layers)
      .entry(provenance(artifact.stage, calls))
  }
}

extension [LayerInfo] {
  /// Whether the same is said of a layer wherever it is named.
  fileprivate var areConsistent: Bool {
    let infos = Dictionary(map { ($0.digest, $0) }) { first, _ in first }
    return allSatisfy { infos[$0.digest] == $0 }
  }
}
