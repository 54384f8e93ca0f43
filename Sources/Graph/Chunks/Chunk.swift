/// A run of consecutive records as one stage sees it: the layers that all stages before it added, joined by position.
package struct Chunk: Sendable {
  /// From the source upwards.
  package let layers: [LayerHandle]
  /// Tags of the inputs it came through, the first one applied first.
  package let tags: [Tag]
  /// In a dry run, the rows whose values are not known because a stage before would have to make them.
  let unknown: [Bool]?
  /// Groups of which a stage before failed at a member in this build, by their rows in the source's layer.
  let torn: Set<Int>

  init(layers: [LayerHandle], tags: [Tag] = [], unknown: [Bool]? = nil, torn: Set<Int> = []) {
    self.layers = layers
    self.tags = tags
    self.unknown = unknown
    self.torn = torn
  }

  /// A tag set on an input: it prefixes ids from there on.
  package struct Tag: Sendable, Hashable {
    package let text: String
    /// How many layers lay below when it was set.
    package let depth: Int
  }

  /// Whether all of its rows are there and known.
  var isWhole: Bool { unknown == nil && torn.isEmpty }

  package var rows: Int { layers.last?.info.rows ?? 0 }

  /// The chunk with one more stage's layer.
  /// - Parameter torn: groups at a member of which that stage failed.
  func adding(_ layer: LayerHandle, unknown: [Bool]? = nil, torn: Set<Int> = []) -> Chunk {
    Chunk(layers: layers + [layer], tags: tags, unknown: unknown, torn: self.torn.union(torn))
  }

  /// The chunk as an input with this tag hands it on.
  func tagged(_ tag: String?) -> Chunk {
    guard let tag else { return self }
    return Chunk(layers: layers, tags: tags + [Tag(text: tag, depth: layers.count)], unknown: unknown, torn: torn)
  }

  /// The chunk with handles of its own: what they decode goes with them.
  func copied() -> Chunk { Chunk(layers: layers.map { $0.copied() }, tags: tags, unknown: unknown, torn: torn) }

  /// The chunk with nothing in memory but what is known of its layers.
  func released() -> Chunk { Chunk(layers: layers.map { $0.released() }, tags: tags, unknown: unknown, torn: torn) }

  /// A field's columns, by layer: all that lie inside `path`, or the one that `path` lies inside of.
  func columns(of path: FieldPath) -> [(layer: Int, column: LayerInfo.ColumnInfo)] {
    var found: [(layer: Int, column: LayerInfo.ColumnInfo)] = []
    for (place, layer) in layers.enumerated() {
      for column in layer.info.columns where path.contains(column.path) || column.path.contains(path) {
        found.append((place, column))
      }
    }
    return found
  }

  /// What a stage that reads these fields sees of this chunk, as one digest: row count, row maps, and the fields' columns.
  func readDigest(_ reads: [FieldPath]) -> Digest {
    var encoder = CanonicalEncoder("chunk read")
    encoder.add(rows)
    for layer in layers where !layer.info.isIdentity { encoder.add(layer.info.mapDigest) }
    for path in reads {
      encoder.add(text: path.description)
      if path == .id || path == .group {
        for tag in tags where path == .id {
          encoder.add(text: tag.text)
          encoder.add(mapsBelow(tag.depth))
        }
        if let ids = layers.first?.info.columns.first(where: { $0.path == .id }) { encoder.add(ids.digest) }
        continue
      }
      let columns = columns(of: path)
      encoder.beginList(columns.count)
      for (layer, column) in columns {
        encoder.add(text: column.path.description)
        encoder.add(mapsBelow(layer + 1))
        encoder.add(column.digest)
      }
    }
    return encoder.digest
  }

  /// How many of the lowest layers move rows: it tells through which row maps a column is seen.
  private func mapsBelow(_ depth: Int) -> Int { layers.prefix(depth).count { !$0.info.isIdentity } }
}
