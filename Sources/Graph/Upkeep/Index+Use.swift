internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension Index {
  /// What a cache saved the runs of a pipeline.
  package func use(by pipeline: Pipeline) throws -> CacheUse {
    let states = try stageStates(pipeline.path)
    var stages: [String: CacheUse.Stage] = [:]
    for stage in pipeline.stages {
      guard case .wait = stage.prepared.work else { continue }
      // A stage that was changed since is told by its last whole build.
      let before = try states[stage.name].flatMap { try recipe($0.recipe) }.flatMap(Recipe.init(json:))
      let candidates = [stage.recipe.ingredients] + (before.map { [$0.ingredients] } ?? [])
      for ingredients in candidates {
        let calls = try callSum(ingredients: ingredients)
        guard calls.calls > 0 else { continue }
        let results = try resultCount(ingredients)
        stages[stage.name] = CacheUse.Stage(calls: calls, inputs: results / (stage.prepared.samples ?? 1))
        break
      }
    }
    return CacheUse(reports: try runs(pipeline.path, limit: .max).map(\.report), stages: stages)
  }

  /// What the calls that were made on behalf of a recipe took.
  func callSum(ingredients: Digest) throws -> CallSum {
    try read { database in
      let texts = try String.fetchCursor(
        database, sql: "SELECT provenance FROM call_keys JOIN call_values USING (seq) WHERE recipe = ?",
        arguments: [ingredients.data])
      var sum = CallSum()
      while let text = try texts.next() { sum.add(provenance: text) }
      return sum
    }
  }

  /// How many different results a recipe has ever made: chunks that differ in one record share the keys of the others.
  private func resultCount(_ ingredients: Digest) throws -> Int {
    var keys: Set<ShortKey> = []
    try forEachKeyList(ingredients, before: try snapshot()) { _, list in
      for key in list where key != .none { keys.insert(key) }
    }
    return keys.count
  }
}
