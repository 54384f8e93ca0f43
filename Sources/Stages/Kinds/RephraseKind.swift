package import Graph

/// Turns an explained trace into one solution that needs no tool.
package struct RephraseKind: StageKind {
  package let version = 1

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "rephrase",
      parameters: [
        Parameter("model", .ingredient, .reference(section: "models"), required: true, "The model that writes.")
      ],
      "Writes one solution in plain language. Its answer is checked again; no tool may be named, no code left, no number of a tool lost."
    )
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    PreparedStage(
      reads: ["problem", TraceFields.turns, TraceFields.calls, TraceFields.answer, "explanations"], adds: ["reasoning"],
      parts: [
        .version(of: "offline rephraser", OfflineRephraser.version),
        .version(of: "rephrase check", RephraseCheck.version), .version(of: "answers", Answers.version),
      ],
      work: .map(OfflineRephraseStage()))
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
