package import Graph

/// Grades each trace's final answer against the gold answer.
package struct VerifyKind: StageKind {
  package let version = 1

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "verify",
      parameters: [
        Parameter(
          "keep", .ingredient, .oneOf(["correct", "everything"]), default: "correct",
          "Which records go on: those graded correct, or all, each with its verdict."),
        Parameter(
          "requireToolUse", .ingredient, .boolean, default: false,
          "Drops traces that called no tool, as the paper does."),
      ], "Grades final answers; every verdict but `correct` is a reject with its own reason.")
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    let requiresToolUse = stage.values.bool("requireToolUse")
    return PreparedStage(
      reads: ["answer", "trace.answer"] + (requiresToolUse ? ["trace.calls"] : []), adds: ["verdict"],
      parts: [.version(of: "answers", Answers.version)],
      work: .map(
        Verifier(keepsEverything: stage.values.string("keep") == "everything", requiresToolUse: requiresToolUse)))
  }
}

private struct Verifier: RecordStage {
  let keepsEverything: Bool
  let requiresToolUse: Bool

  func result(for record: Record, sample: Int) -> StageResult {
    let (gold, answer) = (record[0].bytes, record[1].bytes)
    if requiresToolUse, record[2].kind == .missing || record[2].bytes.elementsEqual("[]".utf8) {
      return StageResult(.reject(reason: "no-tool-used"))
    }
    let verdict = Answers.grade(answer: answer, gold: gold)
    guard verdict == .correct || keepsEverything else {
      return StageResult(
        .reject(
          reason: verdict.rawValue,
          detail: "answered \(Verifier.quoted(answer)), gold is \(Verifier.quoted(gold))"))
    }
    return StageResult(.fields([.text(verdict.rawValue)]))
  }

  private static func quoted(_ text: ArraySlice<UInt8>) -> String {
    text.isEmpty ? "nothing" : "'\(String(decoding: text.prefix(80), as: UTF8.self))\(text.count > 80 ? "…" : "")'"
  }
}

extension Recipe.Part {
  /// The version of something that a stage uses.
  static func version(of name: String, _ version: Int) -> Recipe.Part {
    Recipe.Part("version of \(name)", .ingredient, String(version))
  }
}
