/// A chunk's layer, to be shared under its key.
struct SharedChunk: Sendable {
  let stage: Pipeline.Stage
  let key: Digest
  let info: LayerInfo
}

/// A reply on disk, to be shared under its key.
struct SharedReply: Sendable {
  /// The key: with or without bounds.
  let place: Digest
  let recipe: Digest
}

extension SharedCache {
  /// Whether there is a remote that takes results, as far as is known.
  package var mayWrite: Bool { lines.contains(where: \.mayWrite) }

  /// Shares chunks, their blobs first; another's layer under one of their keys is taken over.
  /// - Returns: how many were.
  func publish(_ chunks: [SharedChunk]) async throws -> Int {
    var adopted = 0
    for line in lines where line.mayWrite {
      let held = try index.names(chunks.map(\.key), heldBy: line.name)
      let fresh = chunks.filter { !held.contains($0.key) }
      let names = try await write(fresh.map { (layer: $0.info.digest, stage: $0.stage) }, to: line)
      let entries = zip(fresh, names).compactMap { chunk, name in
        name.map {
          Offer(
            key: chunk.key,
            entry: RemoteEntry(
              value: chunk.info.encoded(), blobs: [$0], provenance: provenance(chunk.stage)))
        }
      }
      let answers = await line.publish(entries)
      try index.note(line.name, holds: zip(entries, answers).filter { $1 != nil }.map(\.0.key))
      let stages = Dictionary(fresh.map { ($0.key, $0.stage) }) { one, _ in one }
      for (offer, answer) in zip(entries, answers) {
        guard let answer, answer.value != offer.entry.value, let stage = stages[offer.key] else { continue }
        if try await adopt(chunk: answer, under: offer.key, of: stage, from: line) {
          adopted += 1
        } else {
          // What is there is of no use, so that ours takes its place.
          _ = await line.publish(offer.entry, under: offer.key)
        }
      }
    }
    return adopted
  }

  /// Shares replies; another's under one of their keys is taken over for later builds.
  ///
  /// What was made with ours is settled when the chunk is shared that it went into.
  /// - Returns: how many were handed on.
  @discardableResult
  func publish(_ replies: [SharedReply]) async throws -> Int {
    var count = 0
    for line in lines where line.mayWrite {
      let held = try index.names(replies.map(\.place), heldBy: line.name)
      let fresh = replies.filter { !held.contains($0.place) }
      let drafts = try fresh.compactMap { reply in
        try index.reply(under: reply.place, SharedCache.zstd).map { found in
          (reply: reply, draft: entry(for: found.reply, made: found.made))
        }
      }
      let blobs = drafts.compactMap(\.draft.blob).map { (name: BlobName(of: $0), bytes: $0) }
      guard await line.write(blobs).allSatisfy(\.self) else { continue }
      let offers = drafts.map { Offer(key: $0.reply.place, entry: $0.draft.entry) }
      let answers = await line.publish(offers)
      try index.note(line.name, holds: zip(offers, answers).filter { $1 != nil }.map(\.0.key))
      count += answers.count { $0 != nil }
      for (draft, answer) in zip(drafts, answers) {
        let place = draft.reply.place
        guard let answer, answer.value != draft.draft.entry.value,
          let other = await self.reply(in: answer, under: place, from: line)
        else { continue }
        try index.adopt(other, under: place, recipe: draft.reply.recipe, SharedCache.zstd, now: now())
      }
    }
    return count
  }

  /// Shares a whole artifact: its chunks first, then the entry that names them all. Another's under one of the keys is taken
  /// over, and then the rest is left for a build to make anew.
  /// - Returns: how many were.
  func publish(_ artifact: SharedArtifact) async throws -> Int {
    var adopted = 0
    for line in lines where line.mayWrite {
      if let held = await line.entries(for: [artifact.key])[0] {
        if held.value == artifact.value {
          try index.note(line.name, holds: [artifact.key] + held.blobs.map(\.digest))
          continue
        }
        if try await adopt(artifact: held, under: artifact.key, of: artifact.stage, from: line) {
          adopted += 1
          continue
        }
      }
      let chunks =
        artifact.keys.isEmpty
        ? []
        : zip(artifact.keys, artifact.layers).map {
          SharedChunk(stage: artifact.stage, key: $0, info: $1)
        }
      adopted += try await Batches.run(chunks) { try await self.publish($0) }.reduce(0, +)
      guard adopted == 0, let offer = try await offer(artifact, to: line),
        let answer = await line.publish(offer, under: artifact.key)
      else { continue }
      try index.note(line.name, holds: [artifact.key])
      if answer.value != offer.value,
        try await adopt(artifact: answer, under: artifact.key, of: artifact.stage, from: line)
      {
        adopted += 1
      }
    }
    return adopted
  }

  /// The entry of an artifact whose blobs have all been stored; nil if they could not be.
  private func offer(_ artifact: SharedArtifact, to line: RemoteLine) async throws -> RemoteEntry? {
    guard let manifest = try store.packed(artifact.manifest) else { throw DamagedBlob(digest: artifact.manifest) }
    let name = BlobName(of: manifest)
    guard await line.write([(name, manifest)])[0] else { return nil }
    let stage = artifact.stage
    let batches = try await Batches.run(artifact.layers.distinct) { batch in
      let names = try await self.write(batch.map { (layer: $0.digest, stage: stage) }, to: line)
      return zip(batch, names).map { (layer: $0.digest, name: $1) }
    }
    let names = Dictionary(batches.joined().map { ($0.layer, $0.name) }) { one, _ in one }
    var blobs = [name]
    for layer in artifact.layers.distinct {
      guard let name = names[layer.digest] ?? nil else { return nil }
      blobs.append(name)
    }
    return RemoteEntry(value: artifact.value, blobs: blobs, provenance: provenance(artifact.stage))
  }

  /// Stores layers, as far as they are not there.
  /// - Returns: the names they have there; nil for one that could not be stored.
  private func write(
    _ layers: [(layer: Digest, stage: Pipeline.Stage)], to line: RemoteLine
  ) async throws -> [BlobName?] {
    let parcels = try layers.map { try parcel($0.layer, $0.stage).bytes }
    let names = parcels.map { BlobName(of: $0) }
    let held = try index.names(names.map(\.digest), heldBy: line.name)
    var unknown: [BlobName: [UInt8]] = [:]
    for (name, parcel) in zip(names, parcels) where !held.contains(name.digest) { unknown[name] = parcel }
    let ordered = unknown.sorted { $0.key.digest < $1.key.digest }.map { (name: $0.key, bytes: $0.value) }
    let toWrite = await absent(ordered, at: line)
    let isDone = await line.write(toWrite)
    let failed = Set(zip(toWrite, isDone).filter { !$1 }.map(\.0.name))
    try index.note(line.name, holds: ordered.map(\.name).filter { !failed.contains($0) }.map(\.digest))
    return names.map { failed.contains($0) ? nil : $0 }
  }

  /// Those of some blobs that are worth sending. Most that were just made are nowhere else, so a few are asked for first.
  private func absent(
    _ blobs: [(name: BlobName, bytes: [UInt8])], at line: RemoteLine
  ) async -> [(name: BlobName, bytes: [UInt8])] {
    let few = blobs.prefix(4).map(\.name)
    guard !few.isEmpty, let missing = await line.missing(few), missing.count < few.count,
      let all = await line.missing(blobs.map(\.name))
    else { return blobs }
    let absent = Set(all)
    return blobs.filter { absent.contains($0.name) }
  }

  private func parcel(_ layer: Digest, _ stage: Pipeline.Stage) throws -> Parcel {
    guard let packed = try store.packed(layer) else { throw DamagedBlob(digest: layer) }
    guard stage.findsRecords else { return Parcel(packed: packed) }
    return Parcel(packed: packed, keys: try index.keyLists(stage.recipe.ingredients, layers: [layer])[0])
  }

  private func adopt(
    chunk entry: RemoteEntry, under key: Digest, of stage: Pipeline.Stage, from line: RemoteLine
  ) async throws -> Bool {
    guard let info = LayerInfo(encoded: entry.value), let blob = entry.blobs.first,
      let bytes = await line.read([blob])[0], let entries = try receive(bytes, as: info, of: stage)
    else {
      line.refuse(entry, under: key)
      return false
    }
    try index.store(entries, now: now())
    try index.adopt(key, value: info.encoded(), layer: info.digest)
    return true
  }

  private func adopt(
    artifact entry: RemoteEntry, under key: Digest, of stage: Pipeline.Stage, from line: RemoteLine
  ) async throws -> Bool {
    guard let artifact = try await bring(entry, under: key, of: stage, from: line) else { return false }
    try index.adopt(key, value: entry.value, layer: artifact.summary.manifest)
    return true
  }

  /// Says of a result of a stage who made it and with what.
  func provenance(_ stage: Pipeline.Stage) -> Provenance {
    let parts = stage.recipe.parts.filter { $0.label.hasPrefix("identity of ") || $0.label == "version" }
    let details = JSONNode.object(
      [("stage", .text(stage.name)), ("kind", .text(stage.kind))] + parts.map { ($0.label, .text($0.value)) })
    return Provenance(author: author, made: now(), details: details.line)
  }
}

/// An artifact, to be shared under its key.
struct SharedArtifact: Sendable {
  let stage: Pipeline.Stage
  let key: Digest
  let value: [UInt8]
  let manifest: Digest
  let layers: [LayerInfo]
  /// The keys of its chunks, in the same order; none where chunks are not shared by themselves.
  let keys: [Digest]

  init(_ stage: Pipeline.Stage, key: Digest, summary: ArtifactSummary, layers: [LayerInfo], chunkKeys: [Digest]) {
    self.stage = stage
    self.key = key
    value = summary.encoded()
    manifest = summary.manifest
    self.layers = layers
    keys = stage.findsRecords ? chunkKeys : []
  }
}

/// An entry to be stored under a key.
struct Offer: Sendable {
  let key: Digest
  let entry: RemoteEntry
}

extension RemoteLine {
  private static let width = 16

  /// Stores some entries, many at once.
  /// - Returns: those that hold now, in order; nil where that is not known.
  func publish(_ offers: [Offer]) async -> [RemoteEntry?] {
    await withTaskGroup(of: (Int, RemoteEntry?).self) { group in
      var answers = [RemoteEntry?](repeating: nil, count: offers.count)
      for (place, offer) in offers.enumerated() {
        if place >= RemoteLine.width, let (done, answer) = await group.next() { answers[done] = answer }
        group.addTask { @concurrent in (place, await self.publish(offer.entry, under: offer.key)) }
      }
      for await (done, answer) in group { answers[done] = answer }
      return answers
    }
  }
}
