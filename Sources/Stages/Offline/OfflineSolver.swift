internal import Graph

/// Makes tool-integrated traces from worked solutions, without a model: the provider `offline` of the stage `solve`.
///
/// Every calculation that the solution marks, as in `48/2 = <<48/2=24>>24 clips`, becomes a call to the calculator,
/// really executed: the trace holds the calculator's result, never the mark's. The final answer is read off the
/// worked text, as a solver would find it, and never off the `####` line, so that verifying it means something.
package enum OfflineSolver {
  /// Part of the recipe: raise it when any trace changes.
  package static let version = 1

  /// How solving ended.
  package enum Outcome: Sendable, Hashable {
    /// There is an answer. `turnsUsed` never exceeds the bound.
    case solved(Trace, turnsUsed: Int)
    /// The worked solution was followed to its end and holds no answer.
    case noAnswer(Trace)
    /// More turns were needed than allowed; the trace is what fitted.
    case maxTurns(Trace)
    /// There was nothing to follow.
    case emptyReference
  }

  /// Follows a worked solution. A turn is one piece of reasoning with at most one call, and the last has none.
  package static func solve(reference: ArraySlice<UInt8>, maxTurns: Int) -> Outcome {
    let solution = WorkedSolution(reference)
    guard !solution.isEmpty else { return .emptyReference }
    var trace = Trace()
    var worked: [UInt8] = []
    worked.reserveCapacity(solution.body.count)
    var operations: [OfflinePlan.Operation] = []
    var turnStart = 0

    for piece in solution.pieces {
      worked += piece.text
      guard let expression = piece.expression else { continue }
      operations.append(OfflinePlan.Operation(expression))
      guard trace.turns.count < maxTurns else { continue }
      trace.turns.append(Turn(text: turnText(worked[turnStart...]), calls: [trace.calls.count]))
      trace.calls.append(call(expression))
      turnStart = worked.count
    }
    trace.plan = OfflinePlan.text(operations, seed: solution.body)
    guard trace.turns.count < maxTurns, trace.calls.count == operations.count else { return .maxTurns(trace) }

    trace.turns.append(Turn(text: lastText(worked[turnStart...], after: trace.calls.last)))
    trace.answer = answer(worked[...], calls: trace.calls)
    return trace.answer == nil ? .noAnswer(trace) : .solved(trace, turnsUsed: trace.turns.count)
  }

  private static func call(_ expression: ArraySlice<UInt8>) -> ToolCall {
    var arguments: [UInt8] = []
    arguments.reserveCapacity(expression.count + 20)
    arguments.append("{\"expression\":")
    JSONText.appendString(expression, to: &arguments)
    arguments.append(UInt8(ascii: "}"))
    do {
      let value = try Calculator.evaluate(expression)
      return ToolCall(tool: calculator, arguments: arguments, status: .success, result: value.utf8)
    } catch {
      return ToolCall(tool: calculator, arguments: arguments, status: .error, result: Array(error.message.utf8))
    }
  }

  private static let calculator = Array(Calculator.name.utf8)

  /// The text of a turn that ends in a call: `Natalia sold 48/2 =`.
  private static func turnText(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var text = text
    while let last = text.last, last.isSpace { text.removeLast() }
    return Array(text)
  }

  /// The text after the last call. Solutions go on with the number; one that does not gets it.
  private static func lastText(_ text: ArraySlice<UInt8>, after call: ToolCall?) -> [UInt8] {
    let text = turnText(text)
    if text.isEmpty, let call, call.status == .success { return call.result }
    return text
  }

  /// The last box; without any, the last number of the last line, else the last number computed.
  private static func answer(_ worked: ArraySlice<UInt8>, calls: [ToolCall]) -> [UInt8]? {
    if worked.contains(UInt8(ascii: "\\")), let boxed = Answers.boxed(in: worked)?.trimmed, !boxed.isEmpty {
      return Array(boxed)
    }
    let text = worked.trimmed
    let lineStart = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.startIndex
    if let number = Answers.lastNumber(in: text[lineStart...]) { return Array(number) }
    return calls.last { $0.status == .success }?.result
  }
}
