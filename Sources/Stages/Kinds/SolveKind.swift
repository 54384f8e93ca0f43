package import Graph

/// Solves problems with an agent that may call tools.
package struct SolveKind: StageKind {
  package let version = 1
  let runtime: StageRuntime

  package init(runtime: StageRuntime) { self.runtime = runtime }

  package var declaration: KindDeclaration {
    KindDeclaration(
      "solve",
      parameters: [
        Parameter("model", .ingredient, .reference(section: "models"), required: true, "The model that solves."),
        Parameter(
          "tools", .ingredient, .list(of: .oneOf(ToolCatalog.names)), default: [],
          "The tools that it may call; `sympy` stands for all its functions."),
        Parameter(
          "samples", .fanOut, .integer(1...10_000), default: 1,
          "How many solutions of each problem; they become the records `<id>#1`, `<id>#2`, …"),
        Parameter(
          "maxTurns", .bound, .integer(1...10_000), default: 15,
          "How many pieces of reasoning, each perhaps ending in a tool call, a trace may have."),
        Parameter(
          "toolSeconds", .bound, .integer(1...86_400), default: 30,
          "The processor's seconds that one tool call may take; its error then says so."),
        Parameter(
          "toolCharacters", .bound, .integer(1...1_000_000), default: 2000,
          "The characters of a tool's result that the model is shown; the rest is cut."),
        PromptBook.parameter(SolvePrompts.roles),
      ], "Makes a trace for each problem: plan, reasoning, tool calls with their results, final answer.")
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    switch try StageModel(
      "model", of: stage, in: context, runtime: runtime, taking: [.offline, .openai, .traces])
    {
    case .asked(let model)?: return try prepare(stage, model, in: context)
    case .given(let traces)?: return try prepare(stage, traces, in: context)
    case .offline?, nil: return try prepareOffline(stage, in: context)
    }
  }

  private func prepareOffline(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    try context.refuse(["prompts", "toolSeconds", "toolCharacters"], of: stage, provider: .offline)
    guard stage.values.strings("tools").contains(Calculator.name) else {
      throw context.problem(
        stage.values["tools"]?.position ?? stage.position,
        "the provider 'offline' solves by replaying calculations, so 'tools' must name 'calculator'")
    }
    let maxTurns = stage.values.int("maxTurns")
    return PreparedStage(
      reads: ["problem", "reference"], adds: TraceFields.all,
      parts: [
        .version(of: Calculator.name, Calculator.version), .version(of: "offline solver", OfflineSolver.version),
        .version(of: "answers", Answers.version),
      ],
      samples: stage.values.int("samples"), bounds: [.init("maxTurns", maxTurns)],
      work: .map(OfflineSolveStage(maxTurns: maxTurns)))
  }

  private func prepare(
    _ stage: StageDeclaration, _ traces: TracesEntry, in context: PreparationContext
  ) throws -> PreparedStage {
    try context.refuse(["tools", "prompts", "toolSeconds", "toolCharacters"], of: stage, provider: .traces)
    let maxTurns = stage.values.int("maxTurns")
    return PreparedStage(
      reads: [traces.field], adds: TraceFields.all,
      parts: [.version(of: "traces", TraceReading.version), .version(of: "answers", Answers.version)],
      samples: stage.values.int("samples"), bounds: [.init("maxTurns", maxTurns)],
      work: .map(TracesSolveStage(field: traces.field, format: traces.format, maxTurns: maxTurns)))
  }

  private func prepare(
    _ stage: StageDeclaration, _ model: ModelUse, in context: PreparationContext
  ) throws -> PreparedStage {
    let limits = ToolLimits(
      seconds: stage.values.int("toolSeconds"), characters: stage.values.int("toolCharacters"))
    let tools = runtime.tools(named: stage.values.strings("tools"), limits: limits)
    let prompts = try PromptBook(SolvePrompts.roles, stage, in: context)
    let work = ModelSolveStage(
      model: model, tools: tools, prompts: prompts, maxTurns: stage.values.int("maxTurns"), limits: limits,
      reads: prompts.fields, readiness: ToolReadiness())
    return PreparedStage(
      reads: prompts.fields, adds: TraceFields.all,
      parts: tools.identities.map { Recipe.Part("version of \($0.name)", .ingredient, $0.version) } + [
        .version(of: "solver agent", SolverAgent.version), .version(of: "answers", Answers.version),
        Recipe.Part("notes on tools", .ingredient, Digest(of: Array(ToolNotes.notes(tools).utf8)).hex),
      ] + prompts.parts + model.parts, samples: stage.values.int("samples"), bounds: work.bounds, work: .wait(work))
  }
}

/// The fields of a trace, each in a column of its own, so that stages can read one without the others.
enum TraceFields {
  static let plan: FieldPath = "trace.plan"
  static let turns: FieldPath = "trace.turns"
  static let calls: FieldPath = "trace.calls"
  static let answer: FieldPath = "trace.answer"
  static let all = [plan, turns, calls, answer]

  /// What a stage gives that adds all of them.
  static func outcome(of trace: Trace) -> Outcome {
    var (turns, calls): ([UInt8], [UInt8]) = ([], [])
    trace.appendTurns(to: &turns)
    trace.appendCalls(to: &calls)
    return .fields([.string(trace.plan), .json(turns), .json(calls), trace.answer.map { .string($0) } ?? .missing])
  }
}

private struct OfflineSolveStage: RecordStage {
  let maxTurns: Int

  func result(for record: Record, sample: Int) -> StageResult {
    guard record[1].kind == .string else {
      return StageResult(
        .reject(reason: "no-reference", detail: "the provider 'offline' replays worked solutions, and there is none"))
    }
    switch OfflineSolver.solve(reference: record[1].bytes, maxTurns: maxTurns) {
    case .solved(let trace, turnsUsed: let turns):
      return StageResult(TraceFields.outcome(of: trace), usage: [turns])
    case .maxTurns:
      return StageResult(
        .reject(reason: "max-turns", detail: "no answer after \(maxTurns) turns"), usage: [maxTurns], hitBound: true)
    case .noAnswer(let trace):
      return StageResult(
        .reject(reason: "no-answer", detail: "the worked solution ends without a number"), usage: [trace.turns.count])
    case .emptyReference:
      return StageResult(.reject(reason: "no-reference", detail: "the worked solution is empty"))
    }
  }
}
