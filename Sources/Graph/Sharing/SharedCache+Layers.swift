extension SharedCache {
  /// Crates whose bytes are in memory together hold about so many.
  private static let bytesAtOnce = 16 << 20

  /// Brings those of some layers that are not here.
  /// - Returns: the crates out of which some could not be had.
  func bring(_ layers: [CratedLayer], of stage: Pipeline.Stage, from line: RemoteLine) async throws -> Set<BlobName> {
    let away = try layers.filter { try !store.contains($0.info.digest) }
    let wanted = Dictionary(grouping: away, by: \.crate).mapValues { $0.map(\.info) }
    let failed = try await Batches.run(away.crates.batches(ofBytes: SharedCache.bytesAtOnce), size: 1) { batches in
      let crates = batches[0]
      let bytes = await line.read(crates)
      return try zip(crates, bytes).filter { crate, bytes in
        try !self.receive(bytes, wanted: wanted[crate] ?? [], of: stage)
      }.map(\.0)
    }
    let useless = Set(failed.joined())
    try index.note(line.name, holds: layers.filter { !useless.contains($0.crate) }, of: stage.recipe.ingredients)
    return useless
  }

  /// Takes layers out of a crate that came from outside.
  /// - Returns: whether all of them were in it.
  private func receive(_ bytes: [UInt8]?, wanted: [LayerInfo], of stage: Pipeline.Stage) throws -> Bool {
    guard let crate = bytes.flatMap({ Crate($0) }) else { return false }
    let parcels = Dictionary(crate.items.map { ($0.layer, $0.parcel) }) { one, _ in one }
    var entries: [IndexEntry] = []
    for info in wanted {
      guard let parcel = parcels[info.digest], let keys = try receive(parcel, as: info, of: stage) else { return false }
      entries += keys
    }
    try index.store(entries, now: now())
    return true
  }

  /// Takes in a layer that came from outside, if it is what was promised.
  /// - Returns: what else is to be remembered of it; nil if it is something else.
  private func receive(_ parcel: Parcel, as info: LayerInfo, of stage: Pipeline.Stage) throws -> [IndexEntry]? {
    guard let plain = try store.keep(packed: parcel.packed, as: info.digest), let layer = try? Layer(decoding: plain),
      LayerInfo(layer, digest: info.digest) == info
    else { return nil }
    guard stage.findsRecords else { return [] }
    guard let keys = parcel.keys, keys.count == layer.places().count else { return nil }
    return [.keyList(recipe: stage.recipe.ingredients, layer: info.digest, keys: keys)]
  }

  /// Stores layers, as far as a remote is not known to hold them.
  /// - Returns: where they lie there, in order; nil if one could not be stored.
  func store(_ layers: [LayerInfo], of stage: Pipeline.Stage, at line: RemoteLine) async throws -> [CratedLayer]? {
    let distinct = layers.distinct
    var crates = try index.crates(of: distinct.map(\.digest), stage.recipe.ingredients, at: line.name)
    if crates.isWasteful(for: distinct.count) { crates = [:] }
    let known = crates
    let fresh = distinct.filter { known[$0.digest] == nil }
    let placed = try await Batches.run(fresh, size: Crate.mostLayers) { batch in
      try await self.pack(batch, of: stage, to: line)
    }
    for case let batch? in placed { for layer in batch { crates[layer.info.digest] = layer.crate } }
    let crated = layers.compactMap { info in crates[info.digest].map { CratedLayer(info: info, crate: $0) } }
    guard crated.count == layers.count else { return nil }
    return crated
  }

  /// Stores some layers in as few crates as they fit into.
  private func pack(
    _ layers: [LayerInfo], of stage: Pipeline.Stage, to line: RemoteLine
  ) async throws -> [CratedLayer]? {
    var crates: [(infos: [LayerInfo], items: [Crate.Item])] = []
    var size = Int.max
    for info in layers {
      let parcel = try parcel(info.digest, stage)
      if size > Crate.mostBytes {
        crates.append(([], []))
        size = 0
      }
      crates[crates.count - 1].infos.append(info)
      crates[crates.count - 1].items.append(Crate.Item(layer: info.digest, parcel: parcel))
      size += parcel.size
    }
    let blobs = crates.map { crate in
      let bytes = Crate(crate.items).bytes
      return (name: BlobName(of: bytes), bytes: bytes)
    }
    guard await line.write(blobs).allSatisfy(\.self) else { return nil }
    let crated = zip(crates, blobs).flatMap { crate, blob in
      crate.infos.map { CratedLayer(info: $0, crate: blob.name) }
    }
    try index.note(line.name, holds: crated, of: stage.recipe.ingredients)
    return crated
  }

  private func parcel(_ layer: Digest, _ stage: Pipeline.Stage) throws -> Parcel {
    guard let packed = try store.packed(layer) else { throw DamagedBlob(digest: layer) }
    guard stage.findsRecords else { return Parcel(packed: packed) }
    return Parcel(packed: packed, keys: try index.keyLists(stage.recipe.ingredients, layers: [layer])[0])
  }
}

extension Pipeline.Stage {
  /// Whether results of single records are looked up, so that their keys travel with layers, and chunks are shared by
  /// themselves.
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

extension [Digest: BlobName] {
  /// Whether whoever wants these layers would have to bring much else with them, since others have gone out of use.
  fileprivate func isWasteful(for layers: Int) -> Bool {
    Set(values).count * Crate.mostLayers > 4 * Swift.max(layers, 4 * Crate.mostLayers)
  }
}

extension [BlobName] {
  /// Runs of blobs that together have no more than so many bytes, or are one.
  func batches(ofBytes most: Int) -> [[BlobName]] {
    var batches: [[BlobName]] = []
    var size = Int.max
    for blob in self {
      if size > most - blob.size || batches.last?.count == Batches.size {
        batches.append([])
        size = 0
      }
      batches[batches.count - 1].append(blob)
      size += blob.size
    }
    return batches
  }
}
