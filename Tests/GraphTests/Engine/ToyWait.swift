@testable import Graph

/// Makes one field, named like the stage, from what a model says to the fields it reads.
struct ToyWaitKind: StageKind {
  let world: ToyWorld
  let model: ToyModel
  let version = 1

  var declaration: KindDeclaration {
    KindDeclaration(
      "ask",
      parameters: [
        Parameter("reads", .ingredient, .list(of: .fieldPath, minimum: 1), default: ["problem"], "What it reads."),
        Parameter("word", .ingredient, .string, default: "made", "What its results start with."),
        Parameter("drop", .ingredient, .string, default: "", "What a record must not contain."),
        Parameter("asObject", .ingredient, .boolean, default: false, "Whether results are objects."),
        Parameter("turns", .ingredient, .integer(1...9), default: 1, "Calls for each result."),
        Parameter("samples", .fanOut, .integer(1...9), "How many results for each record."),
        Parameter("limit", .bound, .integer(1...100), "The most effort for one result."),
        Parameter("width", .conduct, .integer(1...100), default: 9, "Units under way at once."),
        Parameter("pace", .conduct, .integer(1...100), "Nothing of importance."),
      ], "Asks for a field.")
  }

  func prepare(_ stage: StageDeclaration, in context: PreparationContext) -> PreparedStage {
    let values = stage.values
    let limit = values["limit"]?.int
    let rule = ToyRule(
      word: values.string("word"), drop: values.string("drop"), asObject: values.bool("asObject"), limit: limit)
    let reads = values.strings("reads")
    return PreparedStage(
      reads: reads.map { FieldPath(dotted: $0) }, adds: [FieldPath([stage.name])],
      parts: [Recipe.Part("adds", .ingredient, stage.name)], samples: values["samples"]?.int,
      bounds: limit.map { [.init("limit", $0)] } ?? [],
      work: .wait(
        ToyWait(
          name: stage.name, rule: rule, reads: reads.count, turns: values.int("turns"), width: values.int("width"),
          world: world, model: model)))
  }
}

private struct ToyWait: WaitingStage {
  let name: String
  let rule: ToyRule
  let reads: Int
  let turns: Int
  let width: Int
  let world: ToyWorld
  let model: ToyModel

  func calls(for record: Record?) -> CallEstimate { CallEstimate(turns, most: turns) }

  func result(for unit: WorkUnit, calls: StageCalls) async throws -> StageResult {
    let values = (0..<reads).map { unit.record[$0].value }
    let question = values[0].shown + (unit.sample == 0 ? "" : "#\(unit.sample + 1)")
    try await model.enter(question)
    guard world.run("\(name):\(question)") else { return StageResult(.failure("no luck")) }
    let result = rule.result(values, sample: unit.sample)
    var body: [UInt8] = []
    for turn in 1...turns {
      let question = question + (turn == 1 ? "" : " (turn \(turn))")
      let reply = CallReply(body: result.body, usage: result.usage, hitBound: result.hitBound)
      do {
        body = try await calls.reply(to: key(values, unit.sample, turn)) { [model] in
          try await model.answer(question, saying: reply)
        }.body
      } catch is ToyModel.NoAnswer {
        return StageResult(.failure("no answer"))
      }
    }
    return result.saying(body)
  }

  /// All that the model is asked, but never the stage's name.
  private func key(_ values: [FieldValue], _ sample: Int, _ turn: Int) -> CallKey {
    var encoder = CanonicalEncoder("toy call")
    encoder.add(text: rule.word)
    encoder.add(text: rule.drop)
    encoder.add(text: rule.asObject ? "object" : "text")
    encoder.beginList(values.count)
    for value in values { encoder.add(text: value.shown) }
    encoder.add(sample)
    encoder.add(turn)
    return CallKey(request: encoder.digest, bounds: rule.limit.map { [$0] } ?? [])
  }
}

extension StageResult {
  /// What a model says so that this is the result.
  fileprivate var body: [UInt8] {
    guard case .fields(let values) = outcome else { return [] }
    return switch values[0] {
    case .missing: []
    case .string(let text), .json(let text): text
    }
  }

  /// The same, as a model said it.
  fileprivate func saying(_ body: [UInt8]) -> StageResult {
    guard case .fields(let values) = outcome else { return self }
    let value: FieldValue =
      switch values[0] {
      case .missing: .missing
      case .string: .string(body)
      case .json: .json(body)
      }
    return StageResult(.fields([value]), usage: usage, hitBound: hitBound)
  }
}
