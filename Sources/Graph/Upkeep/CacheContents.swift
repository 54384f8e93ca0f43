internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The rows of the index that name blobs or take room, without what they hold.
struct CacheContents {
  private(set) var actions: [Action] = []
  private(set) var keyLists: [KeyList] = []
  private(set) var calls: [Call] = []
  /// The newest start of a run that ended with a list of layers, in seconds since 1970.
  private(set) var listUse: [Digest: Int] = [:]

  /// A result at the grain of artifacts, chunks or summaries.
  struct Action {
    let seq: Int
    let grain: Grain
    let key: Digest
    let recipe: Digest
    let layer: Digest?
    let bytes: Int
    let created: Int
  }

  /// The keys of a layer's results.
  struct KeyList {
    let seq: Int
    let recipe: Digest
    let layer: Digest
    let count: Int
    let bytes: Int
  }

  /// A reply.
  struct Call {
    let seq: Int
    let recipe: Digest?
    /// No key leads to it any more.
    let isForgotten: Bool
    let bytes: Int
    let created: Int
  }

  /// What a row takes beside its own values: other columns, and its places in the table's indices.
  private static let rowBytes = 200

  init(_ index: Index) throws {
    try index.read { database in
      var rows = try Row.fetchCursor(
        database, sql: "SELECT seq, grain, key, recipe, layer, length(value), created FROM actions")
      while let row = try rows.next() {
        let (key, recipe, layer): (Data, Data, Data?) = (row[2], row[3], row[4])
        guard let grain = Grain(rawValue: row[1]), let key = Digest(bytes: key), let recipe = Digest(bytes: recipe)
        else {
          continue
        }
        actions.append(
          Action(
            seq: row[0], grain: grain, key: key, recipe: recipe, layer: layer.flatMap { Digest(bytes: $0) },
            bytes: row[5] + CacheContents.rowBytes, created: row[6]))
      }
      rows = try Row.fetchCursor(database, sql: "SELECT seq, recipe, layer, count, length(keys) FROM key_lists")
      while let row = try rows.next() {
        let (recipe, layer): (Data, Data) = (row[1], row[2])
        guard let recipe = Digest(bytes: recipe), let layer = Digest(bytes: layer) else { continue }
        keyLists.append(
          KeyList(seq: row[0], recipe: recipe, layer: layer, count: row[3], bytes: row[4] + CacheContents.rowBytes))
      }
      rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT seq, recipe, key IS NULL, length(reply) + length(usage) + length(provenance), created
          FROM call_values LEFT JOIN call_keys USING (seq) GROUP BY seq
          """)
      while let row = try rows.next() {
        let recipe: Data? = row[1]
        calls.append(
          Call(
            seq: row[0], recipe: recipe.flatMap { Digest(bytes: $0) }, isForgotten: row[2],
            bytes: row[3] + CacheContents.rowBytes, created: row[4]))
      }
      rows = try Row.fetchCursor(
        database,
        sql: "SELECT artifact, max(started) FROM run_artifacts JOIN runs ON runs.id = run GROUP BY artifact")
      while let row = try rows.next() {
        let artifact: Data = row[0]
        if let artifact = Digest(bytes: artifact) { listUse[artifact] = row[1] }
      }
    }
  }
}
