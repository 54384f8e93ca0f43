extension SharedCache {
  /// A reply that was found at a remote.
  struct FoundReply: Sendable {
    /// The key it lies under: the bounded or the free one.
    let place: Digest
    let reply: CallReply
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
        try index.note(line.name, holds: [place])
        return FoundReply(place: place, reply: reply)
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
}

extension SharedCache {
  /// Names the list of calls that an artifact was made with.
  private static func listKey(_ artifact: Digest) -> Digest {
    var encoder = CanonicalEncoder("calls of an artifact")
    encoder.add(artifact)
    return encoder.digest
  }

  /// Shares the keys of the calls that an artifact was made with, so that whoever wants to go on with it can have the
  /// replies all at once. The replies themselves were shared before.
  func publish(calls places: [Digest], of artifact: Digest, in stage: Pipeline.Stage) async throws {
    var bytes: [UInt8] = []
    for place in places { place.append(to: &bytes) }
    let (blob, key) = (BlobName(of: bytes), SharedCache.listKey(artifact))
    for line in lines where line.mayWrite {
      guard try index.names([key], heldBy: line.name).isEmpty, await line.write([(blob, bytes)])[0] else { continue }
      let entry = RemoteEntry(value: Array("calls".utf8), blobs: [blob], provenance: provenance(stage))
      if await line.publish(entry, under: key) != nil { try index.note(line.name, holds: [key]) }
    }
  }

  /// Brings the replies that an artifact was made with, as far as they are not here.
  /// - Returns: how many came.
  func bringCalls(of artifact: Digest, in stage: Pipeline.Stage) async throws -> Int {
    var count = 0
    for line in lines {
      guard let entry = await line.entries(for: [SharedCache.listKey(artifact)])[0], let blob = entry.blobs.first,
        let bytes = await line.read([blob])[0]
      else { continue }
      let places = stride(from: 0, to: bytes.count, by: 32).compactMap {
        Digest(bytes: bytes[$0..<min($0 + 32, bytes.count)])
      }
      let away = try places.filter { try index.reply(under: $0, SharedCache.zstd) == nil }
      count += try await Batches.run(away) { try await self.bringCalls($0, of: stage, from: line) }.reduce(0, +)
    }
    return count
  }

  private func bringCalls(_ places: [Digest], of stage: Pipeline.Stage, from line: RemoteLine) async throws -> Int {
    var brought: [Digest] = []
    for (place, entry) in zip(places, await line.entries(for: places)) {
      guard let entry, let reply = await reply(in: entry, under: place, from: line) else { continue }
      try index.adopt(reply, under: place, recipe: stage.recipe.ingredients, SharedCache.zstd, now: now())
      brought.append(place)
    }
    try index.note(line.name, holds: brought)
    return brought.count
  }
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
