@testable import Graph

extension Chunk {
  /// A source's chunk of these ids, each record with some fields beside it.
  static func source(
    _ ids: [String], _ paths: [FieldPath] = [], _ values: (String) -> [FieldValue] = { _ in [] }
  ) -> Chunk {
    var builder = LayerBuilder(inputRows: ids.count, paths: [.id] + paths)
    for (row, id) in ids.enumerated() {
      builder.append(row: row, sample: 0, result: StageResult(.fields([.text(id)] + values(id))))
    }
    return Chunk(layers: [handle(builder.finish())])
  }

  /// The chunk with the layer of a stage that adds `field`: a value, or nil to reject the row.
  func adding(_ field: FieldPath, _ value: (Int) -> String?) -> Chunk {
    adding(field, samples: nil) { row, _ in value(row) }
  }

  /// The chunk with the layer of a stage that makes samples.
  func adding(_ field: FieldPath, samples: Int?, _ value: (Int, Int) -> String?) -> Chunk {
    var builder = LayerBuilder(inputRows: rows, paths: [field], fansOut: samples != nil)
    for row in 0..<rows {
      for sample in 0..<(samples ?? 1) {
        let outcome: Outcome = value(row, sample).map { .fields([.text($0)]) } ?? .reject(reason: "no")
        builder.append(row: row, sample: sample, result: StageResult(outcome))
      }
    }
    return adding(Chunk.handle(builder.finish()))
  }

  private static func handle(_ layer: Layer) -> LayerHandle {
    LayerHandle(LayerInfo(layer, digest: Digest(of: layer.encoded())), in: MemoryBlobStore(), layer: layer)
  }

  /// A field's values, row by row, as they would be logged.
  func values(_ field: FieldPath) throws -> [String] {
    let view = try ChunkView(self, reads: [field])
    return (0..<rows).map { view[$0][0].value.shown }
  }
}
