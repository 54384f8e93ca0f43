internal import Graph
internal import Synchronization

/// The stage `solve` with a model.
struct ModelSolveStage: WaitingStage {
  let model: ModelUse
  let tools: ToolSet
  let prompts: PromptBook
  let maxTurns: Int
  let limits: ToolLimits
  /// What it is handed, in order.
  let reads: [FieldPath]
  let readiness: ToolReadiness

  var width: Int { model.width }

  /// The bounds whose use it reports, in order.
  var bounds: [PreparedStage.Bound] {
    [.init("maxTurns", maxTurns), .init("maxTokens", model.tokenBound)]
      + (tools.tools.isEmpty ? [] : [.init("toolSeconds", limits.seconds), .init("toolCharacters", limits.characters)])
  }

  func calls(for record: Record?) -> CallEstimate { CallEstimate(2, most: 1 + maxTurns) }

  func result(for unit: WorkUnit, calls: StageCalls) async throws -> StageResult {
    // Nothing is spent on a model whose tools cannot be had.
    try await readiness.prepare(tools)
    return try await AgentFailure.caught {
      let prompts: SolverAgent.Prompts
      do throws(MissingField) {
        prompts = try self.filled(unit.record)
      } catch {
        return error.result
      }
      var agent = SolverAgent(
        model: model, tools: tools, prompts: prompts, maxTurns: maxTurns, sample: unit.sample, calls: calls)
      return result(of: try await agent.solve())
    }
  }

  private func filled(_ record: Record) throws(MissingField) -> SolverAgent.Prompts {
    let values = [SolvePrompts.tools: ToolNotes.list(tools), SolvePrompts.toolNotes: ToolNotes.notes(tools)]
    func text(_ role: String) throws(MissingField) -> String {
      try prompts.filled(role, record, reads: reads, values)
    }
    return SolverAgent.Prompts(
      system: try text(SolvePrompts.system), plan: try text(SolvePrompts.plan), act: try text(SolvePrompts.act),
      next: try text(SolvePrompts.next), wrapUp: try text(SolvePrompts.wrapUp))
  }

  private func result(of work: SolverAgent.Work) -> StageResult {
    var usage = [work.turns, work.tokens.most]
    // How long a call took depends on the machine, so only a looser limit is sure to let it come about again.
    if !tools.tools.isEmpty {
      usage += [work.usedTime ? limits.seconds : 0, min(work.longestResult, limits.characters)]
    }
    let wasCut = work.tokens.wasCut || work.wasToolCut
    func reject(_ reason: String, _ detail: String, hitBound: Bool) -> StageResult {
      StageResult(.reject(reason: reason, detail: detail), usage: usage, hitBound: hitBound)
    }
    switch work.ending {
    case .solved:
      var (turns, calls): ([UInt8], [UInt8]) = ([], [])
      work.trace.appendTurns(to: &turns)
      work.trace.appendCalls(to: &calls)
      return StageResult(
        .fields([
          .string(work.trace.plan), .json(turns), .json(calls), work.trace.answer.map { .string($0) } ?? .missing,
        ]), usage: usage, hitBound: wasCut)
    case .noAnswer: return reject("no-answer", "the model said nothing, twice", hitBound: wasCut)
    case .maxTurns: return reject("max-turns", "no answer after \(maxTurns) turns", hitBound: true)
    case .tooLong:
      return reject(
        "too-long", "a reply was cut at \(model.entry.maxTokens.map { "\($0)" } ?? "the server's limit of") tokens",
        hitBound: true)
    }
  }
}

/// Makes sure, once for all records, that a stage's tools can be used.
final class ToolReadiness: Sendable {
  private let task = Mutex<Task<Result<Void, ToolTrouble>, Never>?>(nil)

  /// - Throws: `ToolTrouble`, which ends the build: no other record would fare better.
  func prepare(_ tools: ToolSet) async throws {
    let preparing = task.withLock { task in
      let preparing =
        task
        ?? Task {
          do throws(ToolTrouble) {
            return .success(try await tools.prepare())
          } catch {
            return .failure(error)
          }
        }
      task = preparing
      return preparing
    }
    try await preparing.value.get()
  }
}

/// Trouble that concerns one record.
enum AgentFailure {
  /// What was found, or a failure of the record where only it is concerned.
  /// - Throws: what makes going on pointless, what ends the build's calls, and what a cancellation threw.
  static func caught(_ body: () async throws -> StageResult) async throws -> StageResult {
    do {
      return try await body()
    } catch let failure as ModelFailure {
      if failure.isCancelled { throw CancellationError() }
      if failure.isHopeless { throw failure }
      return StageResult(.failure(failure.description))
    } catch let trouble as ToolTrouble {
      if Task.isCancelled { throw CancellationError() }
      return StageResult(.failure(trouble.description))
    } catch let missing as CallMissing {
      return StageResult(.failure(missing.description))
    } catch let problem as ReplyProblem {
      return StageResult(.failure("a stored reply \(problem)"))
    }
  }
}
