internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How much a cache holds, and what it was good for.
package struct CacheInfo: Sendable {
  package let blobs: Int
  package let blobBytes: Int
  package let indexBytes: Int
  package let calls: Int
  package let callBytes: Int
  package let runs: Int
  package let stages: [Stage]
  /// By the runs of the pipeline at hand.
  package let use: CacheUse

  /// What is stored under a stage's recipe of today.
  package struct Stage: Sendable {
    package let name: String
    package let artifacts: Int
    /// Of lists of layers; what several stages share counts for each.
    package let artifactBytes: Int
    package let chunks: Int
    package let chunkBytes: Int
    package let records: Int
    package let calls: Int
    package let callBytes: Int
  }

  package init(index: Index, store: FolderBlobStore, pipeline: Pipeline) throws {
    let files = try store.files().blobs
    (blobs, blobBytes) = (files.count, files.values.reduce(0) { $0 + $1.bytes })
    indexBytes = try Disk.stat(index.path)?.size ?? 0
    use = try index.use(by: pipeline)
    (calls, callBytes, runs, stages) = try index.read { database in
      func number(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
      }
      func blobs(_ sql: String, _ arguments: StatementArguments) throws -> (count: Int, bytes: Int) {
        let digests = try Data.fetchAll(database, sql: sql, arguments: arguments).compactMap { Digest(bytes: $0) }
        return (digests.count, Set(digests).reduce(0) { $0 + (files[$1]?.bytes ?? 0) })
      }
      let actions = "SELECT layer FROM actions WHERE recipe = ? AND grain = ? AND layer IS NOT NULL"
      let bytes = "SELECT sum(length(reply)) FROM call_keys JOIN call_values USING (seq)"
      return (
        try number("SELECT count(*) FROM call_keys", []), try number(bytes, []),
        try number("SELECT count(*) FROM runs WHERE pipeline = ?", [pipeline.path]),
        try pipeline.stages.map { stage in
          let (recipe, ingredients) = (stage.recipe.digest.data, stage.recipe.ingredients.data)
          let artifacts = try blobs(actions, [recipe, Grain.artifact.rawValue])
          let chunks = try blobs(actions, [recipe, Grain.chunk.rawValue])
          return Stage(
            name: stage.name, artifacts: artifacts.count, artifactBytes: artifacts.bytes, chunks: chunks.count,
            chunkBytes: chunks.bytes,
            records: try number("SELECT sum(count) FROM key_lists WHERE recipe = ?", [ingredients]),
            calls: try number("SELECT count(*) FROM call_keys WHERE recipe = ?", [ingredients]),
            callBytes: try number("\(bytes) WHERE recipe = ?", [ingredients]))
        }
      )
    }
  }
}
