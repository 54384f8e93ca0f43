// Whoever wants to go on with what calls went into needs all of their replies, and cannot ask before knowing their keys. So
// these lie in a log of each recipe, added to by everybody who makes calls for it.

extension SharedCache {
  /// Tells the remotes of the replies that were made on behalf of a stage's recipe, as far as that was not done from here. The
  /// replies themselves were shared before.
  func tellCalls(of stage: Pipeline.Stage) async throws {
    let marks = try index.replies(of: stage.recipe.ingredients).map { (place: $0, mark: CallList.mark($0)) }
    for line in lines where line.mayWrite && !marks.isEmpty {
      let told = try index.names(marks.map(\.mark), heldBy: line.name)
      let untold = marks.filter { !told.contains($0.mark) }
      guard !untold.isEmpty else { continue }
      let list = CallList(places: untold.map(\.place))
      guard await line.write(list.blobs).allSatisfy(\.self) else { continue }
      let log = CallList.log(of: stage, at: line)
      await log.catchUp()
      if await log.append(list.entry(provenance(stage))) { try index.note(line.name, holds: untold.map(\.mark)) }
    }
  }

  /// Brings the replies that were made on behalf of a stage's recipe, as far as they are not here.
  /// - Returns: how many came.
  func bringCalls(of stage: Pipeline.Stage) async throws -> Int {
    var count = 0
    for line in lines {
      let log = CallList.log(of: stage, at: line)
      await log.read()
      for entry in await log.entries {
        let bytes = entry.blobs.isEmpty ? [] : await line.read(entry.blobs)
        guard let list = CallList(entry, blobs: bytes.compactMap(\.self)) else { continue }
        // Read, not looked for: one that lies here damaged is brought anew.
        let away = try list.places.filter { try index.reply(under: $0, SharedCache.zstd) == nil }
        count += try await Batches.run(away) { try await self.bring($0, of: stage, from: line) }.reduce(0, +)
      }
    }
    return count
  }

  private func bring(_ places: [Digest], of stage: Pipeline.Stage, from line: RemoteLine) async throws -> Int {
    var brought: [Digest] = []
    for (place, entry) in zip(places, await line.entries(for: places)) {
      guard let entry, let reply = await reply(in: entry, under: place, from: line) else { continue }
      try index.adopt(reply, under: place, recipe: stage.recipe.ingredients, SharedCache.zstd, now: now())
      brought.append(place)
    }
    try index.note(line.name, holds: brought + brought.map(CallList.mark))
    return brought.count
  }
}

/// The keys of some replies, told of in one entry of a log.
struct CallList {
  let places: [Digest]

  /// More keys travel as a blob.
  private static let mostInline = 1024

  init(places: [Digest]) { self.places = places }

  static func log(of stage: Pipeline.Stage, at line: RemoteLine) -> RemoteLog {
    RemoteLog(line, of: "call list", recipe: stage.recipe.ingredients)
  }

  /// What is noted of a reply of which a remote was told.
  static func mark(_ place: Digest) -> Digest {
    var encoder = CanonicalEncoder("told call")
    encoder.add(place)
    return encoder.digest
  }

  private var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for place in places { place.append(to: &bytes) }
    return bytes
  }

  /// What has to be stored before the entry.
  var blobs: [(name: BlobName, bytes: [UInt8])] {
    places.count > CallList.mostInline ? [(BlobName(of: bytes), bytes)] : []
  }

  func entry(_ provenance: Provenance) -> RemoteEntry {
    let blobs = blobs.map(\.name)
    var value = ByteWriter()
    value.write(piece: blobs.isEmpty ? bytes : [])
    return RemoteEntry(value: value.bytes, blobs: blobs, provenance: provenance)
  }

  /// Reads what `entry` wrote; nil for anything else.
  /// - Parameter blobs: the bytes of those blobs that it names and that could be had.
  init?(_ entry: RemoteEntry, blobs: [[UInt8]]) {
    var reader = ByteReader(entry.value)
    guard let inline = try? reader.piece(), reader.isAtEnd, blobs.count == entry.blobs.count else { return nil }
    let bytes = blobs.first ?? inline
    guard bytes.count.isMultiple(of: 32) else { return nil }
    places = stride(from: 0, to: bytes.count, by: 32).compactMap { Digest(bytes: bytes[$0..<$0 + 32]) }
  }
}
