extension SharedCache {
  /// Brings those of some layers that are not here.
  /// - Returns: the crates out of which some could not be had.
  func bring(_ layers: [CratedLayer], of stage: Pipeline.Stage, from line: RemoteLine) async throws -> Set<BlobName> {
    // What the index knows of the stage's own layers was checked when it was noted.
    let known = try index.areKnown(layers.map(\.info), of: stage.recipe.digest)
    let away = try zip(layers, known).filter { try !isHere($0.info, of: stage, isKnown: $1) }.map(\.0)
    let wanted = Dictionary(grouping: away, by: \.crate).mapValues { $0.map(\.info) }
    let failed = try await Batches.run(away.crates.batches, size: 1) { batches in
      let crates = batches[0]
      let read = Array(zip(crates, await line.read(crates)))
      let received = try Parallel.map(read) { try self.receive($1, wanted: wanted[$0] ?? [], of: stage) }
      try self.index.store(received.flatMap { $0 ?? [] }, now: self.now())
      return zip(crates, received).filter { $1 == nil }.map(\.0)
    }
    let useless = Set(failed.joined())
    // Of what was here before, nobody has looked whether it is there.
    try index.note(line.name, holds: away.filter { !useless.contains($0.crate) }, of: stage.recipe.ingredients)
    return useless
  }

  /// Whether a layer lies here, is what is told of it, and its records can be looked up.
  private func isHere(_ info: LayerInfo, of stage: Pipeline.Stage, isKnown: Bool) throws -> Bool {
    guard try store.contains(info.digest) else { return false }
    if isKnown { return true }
    if stage.findsRecords, try index.keyLists(stage.recipe.ingredients, layers: [info.digest])[0] == nil {
      return false
    }
    guard let bytes = try store.read(info.digest), let layer = try? Layer(decoding: bytes) else { return false }
    return LayerInfo(layer, digest: info.digest) == info && stage.couldMake(layer)
  }

  /// Takes layers out of a crate that came from outside.
  /// - Returns: what else is to be remembered of them; nil if not all of them were in it.
  private func receive(_ bytes: [UInt8]?, wanted: [LayerInfo], of stage: Pipeline.Stage) throws -> [IndexEntry]? {
    guard let crate = bytes.flatMap({ Crate($0) }) else { return nil }
    let parcels = Dictionary(crate.items.map { ($0.layer, $0.parcel) }) { one, _ in one }
    var entries: [IndexEntry] = []
    for info in wanted {
      guard let parcel = parcels[info.digest], let keys = try receive(parcel, as: info, of: stage) else { return nil }
      entries += keys
    }
    return entries
  }

  /// Takes in a layer that came from outside, if it is what was promised.
  /// - Returns: what else is to be remembered of it; nil if it is something else.
  private func receive(_ parcel: Parcel, as info: LayerInfo, of stage: Pipeline.Stage) throws -> [IndexEntry]? {
    guard let plain = try store.keep(packed: parcel.packed, as: info.digest), let layer = try? Layer(decoding: plain),
      LayerInfo(layer, digest: info.digest) == info, stage.couldMake(layer)
    else { return nil }
    guard stage.findsRecords else { return [] }
    guard let keys = parcel.keys, keys.count == layer.rows + layer.rejects.count else { return nil }
    return [.keyList(recipe: stage.recipe.ingredients, layer: info.digest, keys: keys)]
  }

  /// Stores layers, as far as a remote is not known to hold them.
  /// - Returns: where they lie there, in order; nil if one could not be stored.
  func store(_ layers: [LayerInfo], of stage: Pipeline.Stage, at line: RemoteLine) async throws -> [CratedLayer]? {
    let distinct = layers.distinct
    var crates = try await knownCrates(of: distinct, stage.recipe.ingredients, at: line)
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

  /// The crates in which a remote was seen to hold some layers, and still does.
  private func knownCrates(
    of layers: [LayerInfo], _ recipe: Digest, at line: RemoteLine
  ) async throws -> [Digest: BlobName] {
    let known = try index.crates(of: layers.map(\.digest), recipe, at: line.name)
    let gone = await gone(of: Set(known.values), at: line)
    if !gone.isEmpty { try index.forgetCrates(of: recipe, at: line.name) }
    return known.filter { !gone.contains($0.value) }
  }

  /// Those of some crates that a remote was seen to hold and holds no more: it gave up what is old, or was emptied. A few are
  /// asked for, and all if one of them is gone.
  func gone(of crates: Set<BlobName>, at line: RemoteLine) async -> Set<BlobName> {
    let crates = crates.sorted { $0.digest < $1.digest }
    let few = stride(from: 0, to: crates.count, by: max(1, crates.count / 8)).map { crates[$0] }
    guard !few.isEmpty, let lost = await line.missing(few), !lost.isEmpty else { return [] }
    return Set(await line.missing(crates) ?? crates)
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

extension [Digest: BlobName] {
  /// Whether whoever wants these layers would have to bring much else with them, since others have gone out of use.
  fileprivate func isWasteful(for layers: Int) -> Bool {
    Set(values).count * Crate.mostLayers > 4 * Swift.max(layers, 4 * Crate.mostLayers)
  }
}
