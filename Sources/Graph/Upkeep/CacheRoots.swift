internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What a cache is kept for: what the last runs of each pipeline and the last whole build of each stage ended with, and
/// what lock files name.
struct CacheRoots {
  /// Lists of layers.
  private(set) var lists: Set<Digest> = []
  /// Recipes that are in use, as far as they are known by themselves.
  private(set) var recipes: Set<Digest> = []
  /// Those of these recipes' calls.
  private(set) var ingredients: Set<Digest> = []
  /// When the oldest of the runs began, in seconds since 1970. What was made since may belong to a build that has not
  /// come to its end.
  private(set) var since = Int.min
  private(set) var runs = 0
  private(set) var pipelines: Set<String> = []

  /// - Parameters:
  ///   - keepRuns: how many of the last runs of each pipeline count.
  ///   - ignoring: pipelines that do not count.
  init(_ index: Index, keepRuns: Int, ignoring: Set<String>, locks: [LockedBuild]) throws {
    for stage in locks.flatMap(\.stages) {
      lists.insert(stage.artifact)
      recipes.insert(stage.recipe.digest)
      ingredients.insert(stage.recipe.ingredients)
    }
    try index.read { database in
      var counts: [String: Int] = [:]
      let note = try database.cachedStatement(sql: "SELECT artifact FROM run_artifacts WHERE run = ?")
      let rows = try Row.fetchCursor(database, sql: "SELECT id, pipeline, started FROM runs ORDER BY id DESC")
      var oldest: Int?
      while let row = try rows.next() {
        let (run, pipeline, started): (Int, String, Int) = (row[0], row[1], row[2])
        guard !ignoring.contains(pipeline), counts[pipeline, default: 0] < keepRuns else { continue }
        counts[pipeline, default: 0] += 1
        oldest = min(oldest ?? started, started)
        for artifact in try Data.fetchAll(note, arguments: [run]) {
          if let artifact = Digest(bytes: artifact) { lists.insert(artifact) }
        }
      }
      since = oldest ?? .min
      runs = counts.values.reduce(0, +)
      pipelines = Set(counts.keys)
    }
    for pipeline in try index.pipelines() where !ignoring.contains(pipeline) {
      for state in try index.stageStates(pipeline).values {
        lists.formUnion(state.artifacts.map(\.manifest))
        recipes.insert(state.recipe)
      }
    }
  }
}

extension Index {
  /// All pipelines that were ever built here, by the resolved paths of their files, sorted.
  package func pipelines() throws -> [String] {
    try read { database in
      try String.fetchAll(
        database, sql: "SELECT pipeline FROM runs UNION SELECT pipeline FROM stages ORDER BY pipeline")
    }
  }

  /// The ingredients of recipes whose parts are known.
  func ingredients(of recipes: Set<Digest>) throws -> Set<Digest> {
    try Set(recipes.compactMap { try recipe($0).flatMap(Recipe.init(json:))?.ingredients })
  }
}
