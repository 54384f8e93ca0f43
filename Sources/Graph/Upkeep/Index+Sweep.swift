internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Index {
  /// What some replies took when they were made.
  func callSum(_ seqs: [Int]) throws -> CallSum {
    try read { database in
      let statement = try database.cachedStatement(sql: "SELECT provenance FROM call_values WHERE seq = ?")
      return try seqs.reduce(into: CallSum()) { sum, seq in
        if let text = try String.fetchOne(statement, arguments: [seq]) { sum.add(provenance: text) }
      }
    }
  }

  /// Removes the rows that a plan names, and those that belong to them, all or none; on disk when this returns.
  func remove(_ plan: SweepPlan) throws {
    try write { database in
      func delete(_ sql: String, _ seqs: [Int]) throws {
        let statement = try database.cachedStatement(sql: sql)
        for seq in seqs { try statement.execute(arguments: [seq]) }
      }
      try delete("DELETE FROM actions WHERE seq = ?", plan.actions)
      try delete("DELETE FROM key_lists WHERE seq = ?", plan.keyLists)
      try delete("DELETE FROM call_values WHERE seq = ?", plan.callValues + plan.forgottenCallValues)
      try database.execute(sql: "DELETE FROM call_keys WHERE seq NOT IN (SELECT seq FROM call_values)")
      for pipeline in plan.forgottenPipelines {
        try database.execute(sql: "DELETE FROM stages WHERE pipeline = ?", arguments: [pipeline])
        try database.execute(sql: "DELETE FROM runs WHERE pipeline = ?", arguments: [pipeline])
      }
      try database.execute(sql: "DELETE FROM run_artifacts WHERE run NOT IN (SELECT id FROM runs)")
      try Index.removeRunArtifacts(Set(plan.blobs), database)
      try Index.removeReads(plan, database)
      try Index.removeRecipes(plan, database)
    }
    // A row that came back after a crash of the machine would lead to a file that is gone.
    try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }

  private static func removeRunArtifacts(_ blobs: Set<Digest>, _ database: Database) throws {
    let statement = try database.cachedStatement(sql: "DELETE FROM run_artifacts WHERE run = ? AND artifact = ?")
    for row in try Row.fetchAll(database, sql: "SELECT run, artifact FROM run_artifacts") {
      let (run, artifact): (Int, Data) = (row[0], row[1])
      guard let digest = Digest(bytes: artifact), blobs.contains(digest) else { continue }
      try statement.execute(arguments: [run, artifact])
    }
  }

  /// Removes what is remembered of artifacts that are gone: a read belongs to those whose keys are made of it.
  private static func removeReads(_ plan: SweepPlan, _ database: Database) throws {
    let reads = try Row.fetchAll(database, sql: "SELECT artifact, fields, digest FROM reads").map {
      row -> (artifact: Data, fields: Data, digest: Data) in (row[0], row[1], row[2])
    }
    let recipes = plan.recipes.sorted()
    let isKept = Parallel.map(reads) { read in
      Digest(bytes: read.digest).map { digest in
        recipes.contains { plan.artifacts.contains(Pipeline.Stage.artifactKey(digest, recipe: $0)) }
      } ?? false
    }
    // That inputs were found good to merge is noted beside how they look.
    let inputs = Set(zip(reads, isKept).lazy.filter(\.1).map(\.0.artifact))
    let statement = try database.cachedStatement(sql: "DELETE FROM reads WHERE artifact = ? AND fields = ?")
    for (read, isKept) in zip(reads, isKept) where !isKept {
      if read.fields == IdCheck.unique.data, inputs.contains(read.artifact) { continue }
      try statement.execute(arguments: [read.artifact, read.fields])
    }
  }

  private static func removeRecipes(_ plan: SweepPlan, _ database: Database) throws {
    let statement = try database.cachedStatement(sql: "DELETE FROM recipes WHERE digest = ?")
    for recipe in try Data.fetchAll(database, sql: "SELECT digest FROM recipes") {
      if Digest(bytes: recipe).map(plan.recipes.contains) ?? false { continue }
      try statement.execute(arguments: [recipe])
    }
  }
}
