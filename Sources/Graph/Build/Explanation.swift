/// Tells why stages are stale: the difference between what the last build left and what is there today.
struct Explanation {
  let index: Index
  let states: [String: StageState]

  /// Why a stage is not fresh.
  /// - Parameters:
  ///   - digests: what its inputs look like today, as far as that can be told.
  ///   - staleInputs: stages before it that are to be made and whose results are not known yet.
  func changes(_ stage: Pipeline.Stage, digests: InputDigests?, staleInputs: [(name: String, records: Int)]) throws
    -> [Change]
  {
    guard let state = states[stage.name] else { return [Change(part: "stage", was: nil, now: "never built")] }
    var changes: [Change] = []
    if state.recipe != stage.recipe.digest {
      let old = try index.recipe(state.recipe).flatMap { Recipe(json: $0) }
      changes += old.map { stage.recipe.changes(since: $0) } ?? [Change(part: "recipe", was: nil, now: nil)]
    }
    if let digests {
      if digests.records != state.digests.records {
        changes.append(Change(part: "records", was: String(state.digests.records), now: String(digests.records)))
      }
      for field in digests.fields {
        let was = state.digests.fields.first { $0.path == field.path }?.digest
        if was != field.digest {
          changes.append(
            Change(part: "field \(field.path)", was: was.map(Explanation.short), now: Explanation.short(field.digest)))
        }
      }
    }
    for input in staleInputs {
      changes.append(
        Change(
          part: "input \(input.name)", was: "fresh",
          now: "\(input.records) \(input.records == 1 ? "record" : "records") to be made again"))
    }
    return changes.isEmpty ? [Change(part: "result", was: "stored", now: "not in the cache")] : changes
  }

  private static func short(_ digest: String) -> String { String(digest.prefix(12)) }
}
