extension SharedCache {
  /// The layers of some chunks, brought here and remembered; nil for each that no remote holds whole.
  /// - Parameter rows: how many rows each chunk has.
  func chunks(_ stage: Pipeline.Stage, keys: [Digest], rows: [Int]) async throws -> [LayerInfo?] {
    var found = [LayerInfo?](repeating: nil, count: keys.count)
    for line in lines where line.mayRead {
      let log = line.log(of: stage.recipe.digest)
      await log.read()
      while true {
        let places = found.indices.filter { found[$0] == nil }
        let told = zip(places, await log.layers(under: places.map { keys[$0] })).compactMap { place, layers in
          layers.first(of: rows[place]).map { (place: place, layer: $0) }
        }
        guard !told.isEmpty else { break }
        let failed = try await bring(told.map(\.layer), of: stage, from: line)
        for (place, layer) in told where !failed.contains(layer.crate) { found[place] = layer.info }
        await log.giveUp(failed)
        try refuse(failed, of: stage, at: line)
      }
    }
    try index.store(zip(keys, found).compactMap { key, info in info.map { stage.chunkEntry(key, $0) } }, now: now())
    return found
  }

  /// Shares chunks of one stage; another's layer under one of their keys is taken over.
  /// - Returns: how many were.
  func publish(_ chunks: [SharedChunk], of stage: Pipeline.Stage) async throws -> Int {
    var adopted = 0
    for line in lines where line.mayWrite && !chunks.isEmpty {
      let keys = chunks.map(\.key)
      let log = line.log(of: stage.recipe.digest)
      await log.catchUp()
      try await giveUpGone(keys, log, of: stage, at: line)
      let (others, unshared) = try await compare(chunks, of: stage, with: log, at: line)
      adopted += others
      guard try await ship(unshared, of: stage, to: line, log) else { continue }
      // Somebody may have been quicker: then theirs comes first in the log.
      adopted += try await compare(unshared, of: stage, with: log, at: line).adopted
      try index.note(line.name, holds: keys)
    }
    return adopted
  }

  /// Takes over the layers of others that a log tells of under the keys of some chunks, once for each: two remotes that tell
  /// of different ones would else take turns.
  /// - Returns: how many were, and the chunks that the log does not tell of.
  private func compare(
    _ chunks: [SharedChunk], of stage: Pipeline.Stage, with log: ShipmentLog, at line: RemoteLine
  ) async throws -> (adopted: Int, unshared: [SharedChunk]) {
    let settled = try index.names(chunks.map(\.key), heldBy: line.name)
    var (adopted, unshared): (Int, [SharedChunk]) = (0, [])
    for chunk in chunks {
      // Where the first turns out to be of no use, the next one is everybody's.
      var isShared = false
      while !isShared, let first = await log.layers(under: [chunk.key])[0].first(of: chunk.info.inputRows) {
        isShared = first.info == chunk.info || settled.contains(chunk.key)
        guard !isShared, try await adopt(first, under: chunk.key, of: stage, from: line, log) else { continue }
        (isShared, adopted) = (true, adopted + 1)
      }
      if !isShared { unshared.append(chunk) }
    }
    return (adopted, unshared)
  }

  /// What is told of in a log and is there no more does not keep anybody from sharing the same again.
  private func giveUpGone(
    _ keys: [Digest], _ log: ShipmentLog, of stage: Pipeline.Stage, at line: RemoteLine
  ) async throws {
    let gone = await gone(of: Set(await log.layers(under: keys).joined().map(\.crate)), at: line)
    guard !gone.isEmpty else { return }
    await log.giveUp(gone)
    try index.forgetCrates(of: stage.recipe.ingredients, at: line.name)
  }

  private func ship(
    _ chunks: [SharedChunk], of stage: Pipeline.Stage, to line: RemoteLine, _ log: ShipmentLog
  ) async throws -> Bool {
    if chunks.isEmpty { return true }
    guard let layers = try await store(chunks.map(\.info), of: stage, at: line) else { return false }
    let shipment = Shipment(zip(chunks, layers).map { ($0.key, $1) })
    return await log.append(shipment.entry(provenance(stage)))
  }

  private func adopt(
    _ layer: CratedLayer, under key: Digest, of stage: Pipeline.Stage, from line: RemoteLine, _ log: ShipmentLog
  ) async throws -> Bool {
    let failed = try await bring([layer], of: stage, from: line)
    guard failed.isEmpty else {
      await log.giveUp(failed)
      try refuse(failed, of: stage, at: line)
      return false
    }
    try index.adopt(key, value: layer.info.encoded(), layer: layer.info.digest)
    return true
  }

  private func refuse(_ crates: Set<BlobName>, of stage: Pipeline.Stage, at line: RemoteLine) throws {
    guard let crate = crates.first else { return }
    line.tellDamage("cas/\(crate.digest.hex)")
    try index.forgetCrates(of: stage.recipe.ingredients, at: line.name)
  }
}

extension [CratedLayer] {
  /// The first layer for so many rows.
  fileprivate func first(of rows: Int) -> CratedLayer? { first { $0.info.inputRows == rows } }
}

/// A chunk's layer, to be shared under its key.
struct SharedChunk: Sendable {
  let stage: Pipeline.Stage
  let key: Digest
  let info: LayerInfo
}

extension Pipeline.Stage {
  /// What the index keeps of a chunk.
  func chunkEntry(_ key: Digest, _ info: LayerInfo) -> IndexEntry {
    .action(key: key, grain: .chunk, recipe: recipe.digest, layer: info.digest, value: info.encoded())
  }
}
