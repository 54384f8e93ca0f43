/// Chunks that were made by one recipe and are shared together, each under its key.
///
/// A remote is told of them in the recipe's log: whoever begins with the recipe learns in a few requests of all chunks that
/// there are, where a question for each would take hundreds.
struct Shipment: Sendable {
  let chunks: [(key: Digest, layer: CratedLayer)]

  init(_ chunks: [(key: Digest, layer: CratedLayer)]) { self.chunks = chunks }

  func entry(_ provenance: Provenance) -> RemoteEntry {
    let layers = chunks.map(\.layer)
    var value = ByteWriter()
    value.write(chunks.count)
    for chunk in chunks {
      value.write(chunk.key)
      chunk.layer.info.write(to: &value)
    }
    value.write(layers.crateNumbers)
    return RemoteEntry(value: value.bytes, blobs: layers.crates, provenance: provenance)
  }

  /// Reads what `entry` wrote; nil for anything else.
  init?(_ entry: RemoteEntry) {
    var reader = ByteReader(entry.value)
    guard let count = try? reader.count() else { return nil }
    var (keys, infos): ([Digest], [LayerInfo]) = ([], [])
    for _ in 0..<count {
      guard let key = try? reader.digest(), let info = try? LayerInfo(from: &reader) else { return nil }
      keys.append(key)
      infos.append(info)
    }
    guard let numbers = try? reader.words(), reader.isAtEnd, let layers = infos.crated(numbers, entry.blobs) else {
      return nil
    }
    chunks = zip(keys, layers).map { ($0, $1) }
  }
}
