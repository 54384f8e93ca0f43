extension SharedCache {
  /// A reply that was found at a remote.
  struct FoundReply: Sendable {
    let reply: CallReply
    let holding: Holding
  }

  static let zstd = Zstd()

  /// A longer reply travels as a blob.
  private static let longestInlineReply = 128 << 10

  /// The reply to a call, if a remote holds one that today's bounds would have let come about.
  func reply(to key: CallKey) async throws -> FoundReply? {
    let places = key.bounded == key.free ? [key.free] : [key.bounded, key.free]
    for line in lines {
      for (place, entry) in zip(places, await line.entries(for: places)) {
        guard let entry, let reply = await reply(in: entry, under: place, from: line) else { continue }
        guard place == key.bounded || !reply.hitBound && reply.fits(key.bounds) else { continue }
        return FoundReply(reply: reply, holding: Holding(remote: line.name, name: place))
      }
    }
    return nil
  }

  /// The reply that an entry holds; nil if it does not hold together.
  func reply(in entry: RemoteEntry, under place: Digest, from line: RemoteLine) async -> CallReply? {
    var packed: [UInt8]?
    if let blob = entry.blobs.first { packed = await line.read([blob])[0] }
    guard let reply = CallReply(shared: entry, packed: packed) else {
      line.refuse(entry, under: place)
      return nil
    }
    return reply
  }

  /// How a reply travels: its entry, and the blob that the entry names if it is long.
  func entry(for reply: CallReply, made: Int) -> (entry: RemoteEntry, blob: [UInt8]?) {
    let packed = SharedCache.zstd.compress(reply.body)
    let isLong = packed.count > SharedCache.longestInlineReply
    var value = ByteWriter()
    value.write(reply.usageText)
    value.write(piece: isLong ? [] : packed)
    return (
      RemoteEntry(
        value: value.bytes, blobs: isLong ? [BlobName(of: packed)] : [],
        provenance: Provenance(author: author, made: made, details: reply.provenance)),
      isLong ? packed : nil
    )
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
      var drafts = try fresh.compactMap { reply in
        try index.reply(under: reply.place, SharedCache.zstd).map { found in
          (reply: reply, draft: entry(for: found.reply, made: found.made))
        }
      }
      let blobs = drafts.compactMap(\.draft.blob).map { (name: BlobName(of: $0), bytes: $0) }
      let lost = Set(zip(blobs, await line.write(blobs)).filter { !$1 }.map(\.0.name))
      drafts.removeAll { $0.draft.entry.blobs.contains(where: lost.contains) }
      let offers = drafts.map { (key: $0.reply.place, entry: $0.draft.entry) }
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
}

/// A reply on disk, to be shared under its key.
struct SharedReply: Sendable {
  /// The key: with or without bounds.
  let place: Digest
  let recipe: Digest
}

extension CallReply {
  /// Reads a shared entry; nil if it is none of a call.
  fileprivate init?(shared entry: RemoteEntry, packed: [UInt8]?) {
    var reader = ByteReader(entry.value)
    guard let usage = try? reader.text(), let inline = try? reader.piece(), reader.isAtEnd,
      let body = SharedCache.zstd.decompress(packed ?? inline)
    else { return nil }
    self.init(body: body, usageText: usage, provenance: entry.provenance?.details ?? "{}")
  }
}
