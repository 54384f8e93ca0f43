@testable import Graph

/// Makes one field, named like the stage, from the fields it reads.
struct ToyMapKind: StageKind {
  let world: ToyWorld
  let version = 1

  var declaration: KindDeclaration {
    KindDeclaration(
      "map",
      parameters: [
        Parameter("reads", .ingredient, .list(of: .fieldPath, minimum: 1), default: ["problem"], "What it reads."),
        Parameter("word", .ingredient, .string, default: "made", "What its results start with."),
        Parameter("drop", .ingredient, .string, default: "", "What a record must not contain."),
        Parameter("asObject", .ingredient, .boolean, default: false, "Whether results are objects."),
        Parameter("samples", .fanOut, .integer(1...9), "How many results for each record."),
        Parameter("limit", .bound, .integer(1...100), "The most effort for one result."),
        Parameter("pace", .conduct, .integer(1...100), "Nothing of importance."),
      ], "Makes a field.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) -> PreparedStage {
    let values = stage.values
    let limit = values["limit"]?.int
    let rule = ToyRule(
      word: values.string("word"), drop: values.string("drop"), asObject: values.bool("asObject"), limit: limit)
    return PreparedStage(
      reads: values.strings("reads").map { FieldPath(dotted: $0) }, adds: [FieldPath([stage.name])],
      parts: [Recipe.Part("adds", .ingredient, stage.name)], samples: values["samples"]?.int,
      bounds: limit.map { [.init("limit", $0)] } ?? [],
      work: .map(
        ToyMap(name: stage.name, rule: rule, reads: values.strings("reads").count, world: world)))
  }
}

private struct ToyMap: RecordStage {
  let name: String
  let rule: ToyRule
  let reads: Int
  let world: ToyWorld

  func result(for record: Record, sample: Int) -> StageResult {
    let values = (0..<reads).map { record[$0].value }
    let step = "\(name):\(values[0].shown)" + (sample == 0 ? "" : "#\(sample + 1)")
    return world.run(step) ? rule.result(values, sample: sample) : StageResult(.failure("no luck"))
  }
}

/// What a toy map stage makes of the values it reads: a pure function, which a naive evaluator can ask as well.
struct ToyRule {
  var word: String
  /// Records whose first value contains this are rejected.
  var drop: String
  var asObject: Bool
  var limit: Int?

  func result(_ values: [FieldValue], sample: Int) -> StageResult {
    if !drop.isEmpty, values[0].shown.contains(drop) { return StageResult(.reject(reason: "dropped", detail: drop)) }
    let effort = effort(values, sample)
    if let limit, effort > limit {
      // Giving up may keep or drop a record, as it would in life.
      let outcome: Outcome =
        effort % 2 == 0 ? .fields([.text("gave up after \(limit)")]) : .reject(reason: "gave-up", detail: "\(limit)")
      return StageResult(outcome, usage: [limit], hitBound: true)
    }
    if values.allSatisfy({ $0 == .missing }) { return StageResult(.fields([.missing]), usage: [effort]) }
    let text = "\(word) \(values.map(\.shown).joined(separator: "+")) \(sample + 1)"
    let value: FieldValue =
      asObject ? .json(Array(JSONNode.object([("n", .number(effort)), ("text", .text(text))]).line.utf8)) : .text(text)
    return StageResult(.fields([value]), usage: [effort])
  }

  /// The first number read; else one that depends on what is read.
  private func effort(_ values: [FieldValue], _ sample: Int) -> Int {
    for case .json(let text) in values {
      if let number = Int(String(decoding: text, as: UTF8.self)) { return max(1, number) }
    }
    return values.flatMap(\.shown.utf8).reduce(sample) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % 10 + 1
  }
}

extension FieldValue {
  /// For logs: the text itself, JSON as it stands, `-` for a missing one.
  var shown: String {
    switch self {
    case .missing: "-"
    case .string(let text), .json(let text): String(decoding: text, as: UTF8.self)
    }
  }
}
