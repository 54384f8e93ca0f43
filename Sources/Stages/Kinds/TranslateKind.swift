package import Graph

/// Puts each tool call into words.
package struct TranslateKind: StageKind {
  package let version = 1

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "translate",
      parameters: [
        Parameter("model", .ingredient, .reference(section: "models"), required: true, "The model that explains.")
      ],
      "Explains each tool call in words. The result that an explanation arrives at is compared with the tool's, and a record with an explanation that does not hold is rejected."
    )
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    PreparedStage(
      reads: [TraceFields.calls], adds: ["explanations"],
      parts: [
        .version(of: "offline translator", OfflineTranslator.version), .version(of: "answers", Answers.version),
      ],
      work: .map(OfflineTranslateStage()))
  }
}

private struct OfflineTranslateStage: RecordStage {
  func result(for record: Record, sample: Int) -> StageResult {
    guard let calls = try? Trace.calls(record[0].bytes) else {
      return StageResult(.reject(reason: "unreadable-trace", detail: "the tool calls are not in the form of a trace's"))
    }
    var explanations: [Explanation] = []
    for call in calls {
      guard let explanation = OfflineTranslator.explain(call) else {
        return StageResult(
          .reject(reason: "unexplained-call", detail: String(decoding: call.arguments.prefix(200), as: UTF8.self)))
      }
      if case .words(_, let result) = explanation,
        Answers.grade(answer: result[...], gold: call.result[...]) != .correct
      {
        let (own, tool) = (String(decoding: result, as: UTF8.self), String(decoding: call.result, as: UTF8.self))
        return StageResult(
          .reject(reason: "explanation-differs", detail: "the explanation arrives at \(own), the tool at \(tool)"))
      }
      explanations.append(explanation)
    }
    var text: [UInt8] = []
    Explanation.append(explanations, to: &text)
    return StageResult(.fields([.json(text)]))
  }
}
