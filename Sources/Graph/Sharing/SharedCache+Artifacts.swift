extension SharedCache {
  /// An artifact that was brought here.
  struct Artifact: Sendable {
    let summary: ArtifactSummary
    let layers: [LayerInfo]
    let provenance: Provenance?
  }

  /// The artifact under a key, brought here with all that it names; nil if no remote holds it whole.
  /// - Parameter isWanted: looks at what it would be, before anything is brought.
  func artifact(
    _ stage: Pipeline.Stage, key: Digest, where isWanted: (ArtifactSummary) throws -> Bool = { _ in true }
  ) async throws -> Artifact? {
    for line in lines {
      guard let entry = await line.entries(for: [key])[0] else { continue }
      if let summary = try? ArtifactSummary(decoding: entry.value), try !isWanted(summary) { continue }
      if let artifact = try await bring(entry, under: key, of: stage, from: line) { return artifact }
    }
    return nil
  }

  /// Brings what an entry names.
  /// - Returns: nil if it does not hold together; it is then taken for one of no use.
  func bring(
    _ entry: RemoteEntry, under key: Digest, of stage: Pipeline.Stage, from line: RemoteLine
  ) async throws -> Artifact? {
    guard let summary = try? ArtifactSummary(decoding: entry.value), let manifest = entry.blobs.first,
      let layers = try await layers(summary.manifest, in: manifest, from: line),
      case let distinct = layers.distinct, distinct.count == entry.blobs.count - 1,
      ArtifactSummary(layers, manifest: summary.manifest, digests: summary.digests).encoded() == entry.value,
      try await bring(Array(zip(distinct, entry.blobs.dropFirst())), of: stage, from: line)
    else {
      line.refuse(entry, under: key)
      return nil
    }
    try index.note(line.name, holds: [key] + entry.blobs.map(\.digest))
    return Artifact(summary: summary, layers: layers, provenance: entry.provenance)
  }

  /// The list of layers under a name, from here or else from the remote.
  private func layers(_ manifest: Digest, in blob: BlobName, from line: RemoteLine) async throws -> [LayerInfo]? {
    if let bytes = try store.read(manifest) { return try? Manifest.decode(bytes) }
    guard let packed = await line.read([blob])[0], let bytes = try store.keep(packed: packed, as: manifest) else {
      return nil
    }
    return try? Manifest.decode(bytes)
  }

  /// Brings those of some layers that are not here.
  /// - Returns: whether all are here now.
  private func bring(
    _ layers: [(info: LayerInfo, blob: BlobName)], of stage: Pipeline.Stage, from line: RemoteLine
  ) async throws -> Bool {
    let away = try layers.filter { try !store.contains($0.info.digest) }
    return try await Batches.run(away) { batch in
      let parcels = await line.read(batch.map(\.blob))
      var entries: [IndexEntry] = []
      for (layer, bytes) in zip(batch, parcels) {
        guard let bytes, let keys = try self.receive(bytes, as: layer.info, of: stage) else { return false }
        entries += keys
      }
      try self.index.store(entries, now: self.now())
      return true
    }.allSatisfy(\.self)
  }

  /// Takes in a layer that came from outside, if it is what was promised.
  /// - Returns: what else is to be remembered of it; nil if it is something else.
  func receive(_ bytes: [UInt8], as info: LayerInfo, of stage: Pipeline.Stage) throws -> [IndexEntry]? {
    guard let parcel = Parcel(bytes), let plain = try store.keep(packed: parcel.packed, as: info.digest),
      let layer = try? Layer(decoding: plain), LayerInfo(layer, digest: info.digest) == info
    else { return nil }
    guard stage.findsRecords else { return [] }
    guard let keys = parcel.keys, keys.count == layer.places().count else { return nil }
    return [.keyList(recipe: stage.recipe.ingredients, layer: info.digest, keys: keys)]
  }
}

extension Pipeline.Stage {
  /// Whether results of single records are looked up, so that their keys travel with layers, and chunks are worth a question.
  var findsRecords: Bool {
    switch prepared.work {
    case .map, .mapGroups, .wait: true
    case .source, .decide: false
    }
  }
}

extension [LayerInfo] {
  /// Each layer once: chunks that are alike have one layer.
  var distinct: [LayerInfo] {
    var seen: Set<Digest> = []
    return filter { seen.insert($0.digest).inserted }
  }
}
