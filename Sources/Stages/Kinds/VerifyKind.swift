package import Graph

/// Grades each trace's final answer against the gold answer, and keeps what the rules say.
package struct VerifyKind: StageKind {
  package let version = 2

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "verify",
      parameters: [
        Parameter(
          "keep", .ingredient, .oneOf(VerifyRules.Keep.allCases.map(\.rawValue)),
          default: JSONNode(.string(VerifyRules.Keep.correct.rawValue)),
          "Which records go on: those graded `correct`; all of a group if `any` of them or if `all` of them are; those whose answer the `majority` of their group gives, whatever the gold answer; or `everything`, each with its verdict."
        ),
        Parameter(
          "minPassRate", .ingredient, .number(0...1),
          "Drops groups of which a smaller share is graded correct, with the reason `pass-rate-too-low`."),
        Parameter(
          "maxPassRate", .ingredient, .number(0...1),
          "Drops groups of which a larger share is graded correct, with the reason `pass-rate-too-high`."),
        Parameter(
          "requireToolUse", .ingredient, .boolean, default: false,
          "Drops traces that called no tool, as the paper does, before a group is looked at."),
        Parameter(
          "errata", .ingredient, .file,
          "A file of corrected gold answers and of problems to leave out, by id; its content is part of every key."),
      ], "Grades final answers; every verdict but `correct` is a reject with its own reason.")
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    let rules = VerifyRules(stage.values, errata: try stage.values["errata"].map { try Errata($0, context) })
    if let least = rules.minPassRate, let most = rules.maxPassRate, least > most {
      throw context.problem(
        stage.values["maxPassRate"]?.position ?? stage.position, "'maxPassRate' must be at least 'minPassRate'")
    }
    return PreparedStage(
      reads: rules.reads, adds: rules.adds, parts: [.version(of: "answers", Answers.version)],
      work: rules.isGrouped ? .mapGroups(VerifyGroups(rules: rules)) : .map(VerifyRecords(rules: rules)))
  }
}

/// Rules that need one record at a time, so that it is graded again alone.
private struct VerifyRecords: RecordStage {
  let rules: VerifyRules

  func result(for record: Record, sample: Int) -> StageResult {
    switch rules.look(at: record) {
    case .dropped(let outcome): StageResult(outcome)
    case .graded(let answer): StageResult(rules.outcome(of: answer, passRate: nil))
    }
  }
}

extension Recipe.Part {
  /// The version of something that a stage uses.
  static func version(of name: String, _ version: Int) -> Recipe.Part {
    Recipe.Part("version of \(name)", .ingredient, String(version))
  }
}
