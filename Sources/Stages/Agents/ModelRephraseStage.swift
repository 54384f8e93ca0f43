internal import Graph

/// The stage `rephrase` with a model.
struct ModelRephraseStage: WaitingStage {
  /// Part of the recipe: raised when any solution, or what is accepted as one, changes.
  static let version = 2
  /// What it is handed before what the prompts name.
  static let reads: [FieldPath] = ["problem", TraceFields.turns, TraceFields.calls, TraceFields.answer, "explanations"]

  let model: ModelUse
  let attempts: Int
  let prompts: PromptBook
  /// What it is handed, in order.
  let reads: [FieldPath]

  var width: Int { model.width }

  /// The bounds whose use it reports, in order.
  var bounds: [PreparedStage.Bound] { [.init("attempts", attempts), .init("maxTokens", model.tokenBound)] }

  func calls(for record: Record?) -> CallEstimate { CallEstimate(1, most: attempts) }

  func result(for unit: WorkUnit, calls: StageCalls) async throws -> StageResult {
    let record = unit.record
    guard let turns = try? Trace.turns(record[1].bytes), let called = try? Trace.calls(record[2].bytes),
      let explanations = try? Explanation.list(record[4].bytes)
    else {
      return StageResult(.reject(reason: "unreadable-trace", detail: "the trace is not in the form of one"))
    }
    let trace = Trace(turns: turns, calls: called, answer: Array(record[3].bytes))
    return try await AgentFailure.caught {
      do {
        return try await rephrase(trace, explanations, record, calls)
      } catch let missing as MissingField {
        return missing.result
      }
    }
  }

  private func rephrase(
    _ trace: Trace, _ explanations: [Explanation], _ record: Record, _ calls: StageCalls
  ) async throws -> StageResult {
    let answer = String(decoding: trace.answer ?? [], as: UTF8.self)
    let facts = [
      RephrasePrompts.trace: ExplainedTrace.text(trace, explanations), RephrasePrompts.answer: answer,
    ]
    let conversation = Retrying(
      system: try prompts.filled(RephrasePrompts.system, record, reads: reads, facts),
      user: try prompts.filled(RephrasePrompts.rewrite, record, reads: reads, facts))
    // The problem itself may speak of calculators: the solution then may too.
    let check = SolutionCheck(trace: trace, problem: record[0].bytes)
    var (messages, tokens, faults) = (conversation.opening, TokenUse(), [SolutionCheck.Fault]())
    for attempt in 0..<attempts {
      let asked = try await model.ask(messages, attempt: attempt, calls: calls)
      tokens.add(asked)
      let said = ReplyText(asked.reply, toolProtocol: .native).said
      let text = Array(said.utf8)
      faults = check.faults(text, isCut: asked.isCut)
      if faults.isEmpty {
        return StageResult(.fields([.string(text)]), usage: [attempt + 1, tokens.most], hitBound: tokens.wasCut)
      }
      var values = facts
      values[RephrasePrompts.fault] = faults.map { "- \($0.complaint(answer: answer))" }.joined(separator: "\n")
      messages = conversation.after(
        said, isCut: asked.isCut, try prompts.filled(RephrasePrompts.again, record, reads: reads, values))
    }
    let reasons = faults.map(\.reason)
    return StageResult(
      .reject(reason: reasons.first ?? "unfinished", detail: reasons.joined(separator: ", ")),
      usage: [attempts, tokens.most], hitBound: true)
  }
}
