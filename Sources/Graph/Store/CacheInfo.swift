internal import GRDB

/// How much a cache holds.
package struct CacheInfo: Sendable {
  package let blobs: Int
  package let blobBytes: Int
  package let indexBytes: Int
  package let calls: Int
  package let runs: Int
  package let stages: [Stage]

  /// What is stored under a stage's recipe of today.
  package struct Stage: Sendable {
    package let name: String
    package let artifacts: Int
    package let chunks: Int
    package let records: Int
  }

  /// - Parameter blobs: the folder of the blob store.
  package init(index: Index, blobs folder: String, pipeline: Pipeline) throws {
    var (count, bytes) = (0, 0)
    for name in try Disk.names(in: folder) {
      for blob in try Disk.names(in: "\(folder)/\(name)") {
        guard let stat = try Disk.stat("\(folder)/\(name)/\(blob)") else { continue }
        count += 1
        bytes += stat.size
      }
    }
    (self.blobs, blobBytes) = (count, bytes)
    indexBytes = try Disk.stat(index.path)?.size ?? 0
    (calls, runs, stages) = try index.read { database in
      func number(_ sql: String, _ arguments: StatementArguments) throws -> Int {
        try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
      }
      let actions = "SELECT count(*) FROM actions WHERE recipe = ? AND grain = ?"
      return (
        try number("SELECT count(*) FROM call_keys", []),
        try number("SELECT count(*) FROM runs WHERE pipeline = ?", [pipeline.path]),
        try pipeline.stages.map { stage in
          Stage(
            name: stage.name,
            artifacts: try number(actions, [stage.recipe.digest.data, Grain.artifact.rawValue]),
            chunks: try number(actions, [stage.recipe.digest.data, Grain.chunk.rawValue]),
            records: try number(
              "SELECT sum(count) FROM key_lists WHERE recipe = ?", [stage.recipe.ingredients.data]))
        }
      )
    }
  }
}
