package import Graph

/// Turns an explained trace into one solution that needs no tool.
package struct RephraseKind: StageKind {
  package let version = 1
  let runtime: StageRuntime

  package init(runtime: StageRuntime) { self.runtime = runtime }

  package var declaration: KindDeclaration {
    KindDeclaration(
      "rephrase",
      parameters: [
        Parameter("model", .ingredient, .reference(section: "models"), required: true, "The model that writes."),
        Parameter(
          "attempts", .bound, .integer(1...100), default: 3,
          "How often a solution is written before its record is given up; each time the model is told what was wrong."),
        PromptBook.parameter(RephrasePrompts.roles),
      ],
      "Writes one solution in plain language. Its answer is checked again; no tool may be named, no code left, no number of a tool lost."
    )
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    if case .asked(let model)? = try StageModel("model", of: stage, in: context, runtime: runtime) {
      return try prepare(stage, model, in: context)
    }
    try context.refuse(["prompts", "attempts"], of: stage, provider: .offline)
    return PreparedStage(
      reads: ModelRephraseStage.reads, adds: ["reasoning"],
      parts: [
        .version(of: "offline rephraser", OfflineRephraser.version),
        .version(of: "rephrase check", RephraseCheck.version), .version(of: "answers", Answers.version),
      ],
      work: .map(OfflineRephraseStage()))
  }

  private func prepare(
    _ stage: StageDeclaration, _ model: ModelUse, in context: PreparationContext
  ) throws -> PreparedStage {
    let prompts = try PromptBook(RephrasePrompts.roles, stage, in: context)
    let reads = ModelRephraseStage.reads + prompts.fields.filter { !ModelRephraseStage.reads.contains($0) }
    let work = ModelRephraseStage(
      model: model, attempts: stage.values.int("attempts"), prompts: prompts, reads: reads)
    return PreparedStage(
      reads: reads, adds: ["reasoning"],
      parts: [
        .version(of: "rephraser agent", ModelRephraseStage.version),
        .version(of: "rephrase check", RephraseCheck.version),
        .version(of: "solution check", SolutionCheck.version), .version(of: "answers", Answers.version),
      ] + prompts.parts + model.parts, bounds: work.bounds, work: .wait(work))
  }
}

private struct OfflineRephraseStage: RecordStage {
  func result(for record: Record, sample: Int) -> StageResult {
    guard let turns = try? Trace.turns(record[1].bytes), let calls = try? Trace.calls(record[2].bytes),
      let explanations = try? Explanation.list(record[4].bytes)
    else {
      return StageResult(.reject(reason: "unreadable-trace", detail: "the trace is not in the form of one"))
    }
    let trace = Trace(turns: turns, calls: calls, answer: Array(record[3].bytes))
    let text = OfflineRephraser.rephrase(trace, explanations: explanations)
    // The problem itself may speak of calculators: the solution then may too.
    let faults = RephraseCheck.reasons(text, trace: trace, problem: record[0].bytes)
    guard let first = faults.first else { return StageResult(.fields([.string(text)])) }
    return StageResult(
      .reject(reason: first.rawValue, detail: faults.map(\.rawValue).joined(separator: ", ")))
  }
}
