package import Graph

/// Puts each tool call into words.
package struct TranslateKind: StageKind {
  package let version = 1
  let runtime: StageRuntime

  package init(runtime: StageRuntime) { self.runtime = runtime }

  package var declaration: KindDeclaration {
    KindDeclaration(
      "translate",
      parameters: [
        Parameter("model", .ingredient, .reference(section: "models"), required: true, "The model that explains."),
        Parameter(
          "judge", .ingredient, .reference(section: "models"),
          "The model that is asked where the grader cannot tell whether an explanation arrives at the tool's result; without one, such an explanation does not count."
        ),
        Parameter(
          "attempts", .bound, .integer(1...100), default: 3,
          "How often a call is explained before its record is given up; each time the model is told what was wrong."),
        PromptBook.parameter(TranslatePrompts.roles),
      ],
      "Explains each tool call in words. The result that an explanation arrives at is compared with the tool's, and a record with an explanation that does not hold is rejected."
    )
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    if case .asked(let model)? = try StageModel("model", of: stage, in: context, runtime: runtime) {
      return try prepare(stage, model, in: context)
    }
    try context.refuse(["prompts", "judge", "attempts"], of: stage, provider: .offline)
    return PreparedStage(
      reads: [TraceFields.calls], adds: ["explanations"],
      parts: [
        .version(of: "offline translator", OfflineTranslator.version), .version(of: "answers", Answers.version),
      ],
      work: .map(OfflineTranslateStage()))
  }

  private func prepare(
    _ stage: StageDeclaration, _ model: ModelUse, in context: PreparationContext
  ) throws -> PreparedStage {
    var judge: ModelUse?
    if case .asked(let use)? = try StageModel(
      "judge", of: stage, in: context, runtime: runtime, taking: [.openai])
    {
      judge = use
    }
    let prompts = try PromptBook(TranslatePrompts.roles, stage, in: context)
    let reads = [TraceFields.calls] + prompts.fields.filter { $0 != TraceFields.calls }
    let work = ModelTranslateStage(
      model: model, judge: judge, attempts: stage.values.int("attempts"), prompts: prompts, reads: reads)
    return PreparedStage(
      reads: reads, adds: ["explanations"],
      parts: [
        .version(of: "translator agent", TranslatorAgent.version), .version(of: "answers", Answers.version),
        Recipe.Part("documentation of tools", .ingredient, ToolDocumentation.digest.hex),
      ] + prompts.parts + model.parts + (judge?.parts ?? []), bounds: work.bounds, work: .wait(work))
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
