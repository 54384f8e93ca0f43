internal import Graph

/// The stage `translate` with a model.
struct ModelTranslateStage: WaitingStage {
  let model: ModelUse
  let judge: ModelUse?
  let attempts: Int
  let prompts: PromptBook
  /// What it is handed, in order; the tool calls first.
  let reads: [FieldPath]

  var width: Int { model.width }

  /// The bounds whose use it reports, in order.
  var bounds: [PreparedStage.Bound] {
    [.init("attempts", attempts), .init("maxTokens", model.tokenBound)]
      + (judge.map { [.init("judge.maxTokens", $0.tokenBound)] } ?? [])
  }

  func calls(for record: Record?) -> CallEstimate {
    guard let record else { return CallEstimate(0, most: nil) }
    let explained = Set((try? Trace.calls(record[0].bytes))?.filter { $0.status == .success } ?? [])
    return CallEstimate(explained.count, most: explained.count * attempts * (judge == nil ? 1 : 2))
  }

  func result(for unit: WorkUnit, calls: StageCalls) async throws -> StageResult {
    guard let trace = try? Trace.calls(unit.record[0].bytes) else {
      return StageResult(.reject(reason: "unreadable-trace", detail: "the tool calls are not in the form of a trace's"))
    }
    return try await AgentFailure.caught {
      do {
        return try await explain(trace, unit.record, calls)
      } catch let missing as MissingField {
        return missing.result
      }
    }
  }

  private func explain(_ trace: [ToolCall], _ record: Record, _ calls: StageCalls) async throws -> StageResult {
    var known: [ToolCall: Explanation] = [:]
    var (used, tokens, judgeTokens) = (0, TokenUse.Sum(), TokenUse.Sum())
    func result(_ outcome: Outcome, hitBound: Bool = false) -> StageResult {
      StageResult(
        outcome, usage: [used, tokens.most] + (judge == nil ? [] : [judgeTokens.most]),
        hitBound: hitBound || tokens.wasCut || judgeTokens.wasCut)
    }
    for call in trace where call.status == .success && known[call] == nil {
      let work = try await agent(for: call, record, calls).explain(call)
      used = max(used, work.attempts)
      tokens.add(work.tokens)
      judgeTokens.add(work.judgeTokens)
      guard let explanation = work.explanation else {
        guard let fault = work.fault else { preconditionFailure("a call without an explanation has a fault") }
        return result(.reject(reason: fault.reason, detail: fault.detail(call)), hitBound: true)
      }
      known[call] = explanation
    }
    var text: [UInt8] = []
    Explanation.append(trace.map { known[$0] ?? .failedCall }, to: &text)
    return result(.fields([.json(text)]))
  }

  private func agent(for call: ToolCall, _ record: Record, _ calls: StageCalls) -> TranslatorAgent {
    let (prompts, reads) = (prompts, reads)
    let name = String(decoding: call.tool, as: UTF8.self)
    let facts = [
      TranslatePrompts.tool: name, TranslatePrompts.documentation: ToolDocumentation.text(of: name),
      TranslatePrompts.arguments: String(decoding: call.arguments, as: UTF8.self),
    ]
    return TranslatorAgent(model: model, judge: judge, attempts: attempts, calls: calls) { role, values in
      try prompts.filled(role, record, reads: reads, facts.merging(values) { $1 })
    }
  }
}

/// What tools do, for a model that explains their calls.
enum ToolDocumentation {
  private static let tools = ToolCatalog.tools(named: ToolCatalog.names, home: PythonHome(cache: ""))

  /// A tool's purpose and its arguments; little for one that is not of the catalog.
  static func text(of name: String) -> String {
    guard let spec = tools[name]?.spec else { return "what its name says." }
    return spec.purpose + spec.parameters.map { " The argument \"\($0.name)\": \($0.meaning)" }.joined()
  }

  /// Names all of it, for recipes.
  static var digest: Digest {
    Digest(of: Array(tools.tools.map { text(of: $0.spec.name) }.joined(separator: "\n").utf8))
  }
}

extension TokenUse {
  /// Of several.
  struct Sum {
    private(set) var most = 0
    private(set) var wasCut = false

    mutating func add(_ use: TokenUse) {
      most = max(most, use.most)
      if use.wasCut { wasCut = true }
    }
  }
}
