@testable import Graph

/// A stage's records as a user would see them.
struct SeenRecords: Equatable {
  var kept: [Kept] = []
  var rejected: [Rejected] = []

  struct Kept: Equatable {
    var id: String
    var group: String
    var fields: [FieldPath: FieldValue]
  }

  struct Rejected: Equatable {
    var id: String
    var reason: String
    var detail: String
  }
}

extension Built {
  /// The records of a stage's artifact; nil if it is not whole.
  func records(_ name: String, in store: any BlobStore) throws -> SeenRecords? {
    guard let index = pipeline.index(of: name), let chunks = try chunks(index, store) else { return nil }
    var seen = SeenRecords()
    for chunk in chunks {
      seen.kept += try chunk.seen(fields: Set(chunk.layers.flatMap { $0.info.columns.map(\.path) }))
      guard let layer = try chunk.layers.last?.layer() else { continue }
      let below = Chunk(layers: chunk.layers.dropLast(), tags: chunk.tags)
      let ids = try IdReader(below, join: RowJoin(below))
      seen.rejected += layer.rejects.map { reject in
        .init(
          id: String(decoding: ids[reject.row], as: UTF8.self) + (layer.fansOut ? "#\(reject.sample + 1)" : ""),
          reason: reject.reason, detail: reject.detail)
      }
    }
    return seen
  }

  private func chunks(_ place: Int, _ store: any BlobStore) throws -> [Chunk]? {
    let stage = pipeline.stages[place]
    guard let artifact = result.stages.first(where: { $0.stage.name == stage.name })?.artifact else { return nil }
    let layers = try artifact.layers(in: store).map { LayerHandle($0, in: store) }
    guard !stage.inputs.isEmpty else { return layers.map { Chunk(layers: [$0]) } }
    var inputs: [Chunk] = []
    for input in stage.inputs {
      guard let chunks = try chunks(input.stage, store) else { return nil }
      inputs += chunks.map { $0.tagged(input.tag) }
    }
    return zip(inputs, layers).map { $0.adding($1) }
  }
}

extension Chunk {
  /// All rows, with their ids and the values of some fields.
  func seen(fields: Set<FieldPath>) throws -> [SeenRecords.Kept] {
    let fields = fields.subtracting([.id]).sorted()
    let view = try ChunkView(self, reads: [.id, .group] + fields)
    return (0..<rows).map { row in
      let record = view[row]
      let values = fields.enumerated().map { ($1, record[$0 + 2].value) }.filter { $1 != .missing }
      return .init(
        id: record[0].value.shown, group: record[1].value.shown, fields: Dictionary(uniqueKeysWithValues: values))
    }
  }
}
