/// A reply on disk, to be shared under its key.
struct SharedReply: Sendable {
  /// The key: with or without bounds.
  let place: Digest
  let recipe: Digest
}

extension SharedCache {
  /// Whether there is a remote that answers, as far as is known.
  package var mayRead: Bool { lines.contains(where: \.mayRead) }

  /// Whether there is a remote that takes results, as far as is known.
  package var mayWrite: Bool { lines.contains(where: \.mayWrite) }

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
      var drafts = try fresh.compactMap { reply in
        try index.reply(under: reply.place, SharedCache.zstd).map { found in
          (reply: reply, draft: entry(for: found.reply, made: found.made))
        }
      }
      let blobs = drafts.compactMap(\.draft.blob).map { (name: BlobName(of: $0), bytes: $0) }
      let lost = Set(zip(blobs, await line.write(blobs)).filter { !$1 }.map(\.0.name))
      drafts.removeAll { $0.draft.entry.blobs.contains(where: lost.contains) }
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

  /// Says of a result of a stage who made it and with what.
  func provenance(_ stage: Pipeline.Stage, _ calls: CallSum = CallSum()) -> Provenance {
    let told = stage.recipe.parts.filter { part in
      part.label == "model" || ["identity of ", "version of "].contains(where: part.label.hasPrefix)
    }
    var details: [(String, JSONNode)] = [("program", .text(program)), ("stage", .text(stage.name))]
    details += told.map { ($0.label, .text($0.value)) }
    if calls.calls > 0 {
      details += [
        ("calls", .number(calls.calls)), ("inputTokens", .number(calls.inputTokens)),
        ("outputTokens", .number(calls.outputTokens)), ("cost", JSONNode(.number(String(calls.cost)))),
      ]
    }
    return Provenance(author: author, made: now(), details: JSONNode.object(details).line)
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
