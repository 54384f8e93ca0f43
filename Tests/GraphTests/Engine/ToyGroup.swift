@testable import Graph

/// Looks at the members of a group together, and makes one field, named like the stage, of what all of them hold.
struct ToyGroupKind: StageKind {
  let world: ToyWorld
  let version = 1

  var declaration: KindDeclaration {
    KindDeclaration(
      "together",
      parameters: [
        Parameter("reads", .ingredient, .list(of: .fieldPath, minimum: 1), default: ["problem"], "What it reads."),
        Parameter("word", .ingredient, .string, default: "all", "What its results start with."),
        Parameter("drop", .ingredient, .string, default: "", "What no member of a group may contain."),
      ], "Makes a field of whole groups.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) -> PreparedStage {
    let reads = stage.values.strings("reads")
    let rule = ToyGroupRule(word: stage.values.string("word"), drop: stage.values.string("drop"))
    return PreparedStage(
      reads: reads.map { FieldPath(dotted: $0) }, adds: [FieldPath([stage.name])],
      parts: [Recipe.Part("adds", .ingredient, stage.name)],
      work: .mapGroups(ToyGroup(name: stage.name, rule: rule, reads: reads.count, world: world)))
  }
}

private struct ToyGroup: GroupStage {
  let name: String
  let rule: ToyGroupRule
  let reads: Int
  let world: ToyWorld

  func run(_ group: [Record]) async -> [StageResult] {
    let members = group.map { record in (0..<reads).map { record[$0].value } }
    var results = rule.outcomes(members).map { StageResult($0) }
    // One member's failure is the group's.
    if !world.run("\(name):\(ToyGroupRule.step(members))") {
      results[results.count - 1] = StageResult(.failure("no luck"))
    }
    return results
  }
}

/// What a toy group stage makes of the values of a group's members: a pure function, which a naive evaluator can ask as well.
struct ToyGroupRule {
  var word: String
  /// A group with a member that contains this is rejected.
  var drop: String

  /// Members that repeat the first are rejected; the others are told their place and what all members hold.
  func outcomes(_ members: [[FieldValue]]) -> [Outcome] {
    let all = ToyGroupRule.step(members)
    if !drop.isEmpty, all.contains(drop) { return members.map { _ in .reject(reason: "dropped", detail: all) } }
    return members.enumerated().map { place, member in
      place > 0 && member == members[0]
        ? .reject(reason: "as-the-first") : .fields([.text("\(word) \(all) \(place + 1)")])
    }
  }

  /// The members as steps of the log show them.
  static func step(_ members: [[FieldValue]]) -> String {
    members.map { $0.map(\.shown).joined(separator: "+") }.joined(separator: ",")
  }
}
