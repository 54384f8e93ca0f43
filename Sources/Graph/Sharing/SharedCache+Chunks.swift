extension SharedCache {
  /// The layers of some chunks, brought here and remembered; nil for each that no remote holds whole.
  /// - Parameter rows: how many rows each chunk has.
  func chunks(_ stage: Pipeline.Stage, keys: [Digest], rows: [Int]) async throws -> [LayerInfo?] {
    var found = [LayerInfo?](repeating: nil, count: keys.count)
    for line in lines {
      let places = found.indices.filter { found[$0] == nil }
      let entries = await line.entries(for: places.map { keys[$0] })
      let held = zip(places, entries).compactMap { place, entry in entry.map { (place: place, entry: $0) } }
      let parcels = await line.read(held.compactMap { $0.entry.blobs.first })
      var remembered: [IndexEntry] = []
      for ((place, entry), bytes) in zip(held, held.parcels(parcels)) {
        let info = LayerInfo(encoded: entry.value)
        guard let info, info.inputRows == rows[place], let bytes, let more = try receive(bytes, as: info, of: stage)
        else {
          line.refuse(entry, under: keys[place])
          continue
        }
        found[place] = info
        remembered += more + [stage.chunkEntry(keys[place], info)]
      }
      try index.store(remembered, now: now())
      try index.note(line.name, holds: held.flatMap { [keys[$0.place]] + $0.entry.blobs.map(\.digest) })
    }
    return found
  }
}

extension [(place: Int, entry: RemoteEntry)] {
  /// What was read for each entry, where one that names no blob had nothing read for it.
  fileprivate func parcels(_ read: [[UInt8]?]) -> [[UInt8]?] {
    var rest = read[...]
    return map { $0.entry.blobs.isEmpty ? nil : rest.removeFirst() }
  }
}

extension Pipeline.Stage {
  /// What the index keeps of a chunk.
  func chunkEntry(_ key: Digest, _ info: LayerInfo) -> IndexEntry {
    .action(key: key, grain: .chunk, recipe: recipe.digest, layer: info.digest, value: info.encoded())
  }
}

extension LayerInfo {
  /// Reads what `encoded` wrote; nil for anything else.
  init?(encoded: [UInt8]) {
    var reader = ByteReader(encoded)
    guard let info = try? LayerInfo(from: &reader), reader.isAtEnd else { return nil }
    self = info
  }
}
