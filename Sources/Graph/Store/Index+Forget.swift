#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
internal import GRDB

/// How many results were forgotten, by grain.
package struct Forgotten: Sendable, Equatable {
  package var artifacts = 0
  package var chunks = 0
  package var records = 0
  package var calls = 0
}

extension Index {
  /// Forgets what a damaged blob held, so that it is made again, and takes the blob out of its store's way.
  package func forget(_ damaged: DamagedBlob, in store: any BlobStore) throws {
    try forget(layer: damaged.digest)
    try store.remove(damaged.digest)
  }

  /// Forgets a layer or a list of layers that turned out to be damaged, and all artifacts, which are found again chunk by chunk.
  func forget(layer: Digest) throws {
    try write { database in
      try database.execute(sql: "DELETE FROM actions WHERE layer = ?", arguments: [layer.data])
      try database.execute(sql: "DELETE FROM key_lists WHERE layer = ?", arguments: [layer.data])
      try database.execute(sql: "DELETE FROM actions WHERE grain = ?", arguments: [Grain.artifact.rawValue])
    }
  }

  /// Forgets everything that a stage's recipe of today has made, at all grains.
  package func forget(_ stage: Pipeline.Stage) throws -> Forgotten {
    try write { database in
      var forgotten = Forgotten()
      forgotten.records = try Index.number(
        database, "SELECT sum(count) FROM key_lists WHERE recipe = ?", [stage.recipe.ingredients.data])
      for recipe in [stage.recipe.ingredients, stage.recipe.digest] {
        try database.execute(sql: "DELETE FROM key_lists WHERE recipe = ?", arguments: [recipe.data])
        forgotten.calls += try Index.number(database, "SELECT count(*) FROM call_keys WHERE recipe = ?", [recipe.data])
        try database.execute(sql: "DELETE FROM call_keys WHERE recipe = ?", arguments: [recipe.data])
      }
      forgotten.artifacts = try Index.deleteActions(database, stage.recipe.digest, .artifact)
      forgotten.chunks = try Index.deleteActions(database, stage.recipe.digest, .chunk)
      _ = try Index.deleteActions(database, stage.recipe.digest, .summary)
      return forgotten
    }
  }

  /// Forgets what a stage made of some records: the artifacts and chunks that they are in, and their own results.
  func forget(_ stage: Pipeline.Stage, layers: [Digest], keys: Set<ShortKey>) throws -> Forgotten {
    try write { database in
      var forgotten = Forgotten()
      forgotten.artifacts = try Index.deleteActions(database, stage.recipe.digest, .artifact)
      for layer in layers {
        try database.execute(
          sql: "DELETE FROM actions WHERE recipe = ? AND layer = ?", arguments: [stage.recipe.digest.data, layer.data])
        forgotten.chunks += database.changesCount
      }
      let lists = try Row.fetchAll(
        database, sql: "SELECT seq, keys FROM key_lists WHERE recipe = ?", arguments: [stage.recipe.ingredients.data])
      for list in lists {
        let data: Data = list[1]
        var found = ShortKey.list(data)
        var count = 0
        for place in found.indices where keys.contains(found[place]) {
          found[place] = .none
          count += 1
        }
        guard count > 0 else { continue }
        forgotten.records += count
        try database.execute(
          sql: "UPDATE key_lists SET keys = ? WHERE seq = ?", arguments: [ShortKey.data(found), list[0] as Int])
      }
      return forgotten
    }
  }

  private static func deleteActions(_ database: Database, _ recipe: Digest, _ grain: Grain) throws -> Int {
    try database.execute(
      sql: "DELETE FROM actions WHERE recipe = ? AND grain = ?", arguments: [recipe.data, grain.rawValue])
    return database.changesCount
  }

  private static func number(_ database: Database, _ sql: String, _ arguments: StatementArguments) throws -> Int {
    try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
  }
}

extension PastBuild {
  /// Forgets what a stage made of the records of an id, and, where it works on groups, of all members of theirs.
  /// - Returns: nil if the last build knew no such record at that stage.
  package mutating func forget(_ id: String, at stage: Pipeline.Stage, index: Index) throws -> Forgotten? {
    guard let inputs = try inputChunks(stage.name), let outputs = try chunks(stage.name) else { return nil }
    if stage.inputs.isEmpty {
      let layers = try outputs.filter { try !$0.rows(of: id).isEmpty }.compactMap(\.layers.last?.info.digest)
      return layers.isEmpty ? nil : try index.forget(stage, layers: layers, keys: [])
    }
    var (layers, keys): ([Digest], Set<ShortKey>) = ([], [])
    let given = stage.given(id)
    for (input, output) in zip(inputs, outputs) {
      let rows = try input.rows(of: given)
      guard !rows.isEmpty, let layer = output.layers.last else { continue }
      layers.append(layer.info.digest)
      let view = try ChunkView(input, reads: stage.prepared.reads)
      var maker = RecordKeyMaker(stage)
      for key in maker.keys(of: view, concerning: Set(rows)) { keys.formUnion([key.free, key.bounded]) }
    }
    return layers.isEmpty ? nil : try index.forget(stage, layers: layers, keys: keys)
  }

  /// What a stage was given of the records of an id, with all their samples.
  package mutating func units(of id: String, at stage: Pipeline.Stage) throws -> [WorkUnit] {
    try (inputChunks(stage.name) ?? []).flatMap { chunk -> [WorkUnit] in
      let rows = try chunk.rows(of: stage.given(id))
      guard !rows.isEmpty else { return [] }
      let view = try ChunkView(chunk, reads: stage.prepared.reads)
      return rows.flatMap { row in
        (0..<(stage.prepared.samples ?? 1)).map { WorkUnit(record: view[row], sample: $0) }
      }
    }
  }
}

extension Pipeline.Stage {
  /// For a sample's id, the record that the stage was given bears the id without the sample.
  fileprivate func given(_ id: String) -> String {
    prepared.samples == nil ? id : id.split(separator: "#").first.map(String.init) ?? id
  }
}

extension Chunk {
  fileprivate func rows(of id: String) throws -> [Int] {
    let wanted = Array(id.utf8)
    let own = try IdReader(self, join: RowJoin(self))
    let groups = try IdReader(self, join: RowJoin(self), wholeId: false)
    return (0..<rows).filter { own[$0] == wanted || groups[$0] == wanted }
  }
}
