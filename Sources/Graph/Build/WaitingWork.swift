internal import Synchronization

/// A waiting stage within one build: its calls, and the gate that its units go through.
struct WaitingWork: Sendable {
  let stage: any WaitingStage
  let calls: StageCalls
  let allowance: CallAllowance
  let gate: UnitGate

  init(_ stage: any WaitingStage, calls: StageCalls, allowance: CallAllowance) {
    self.stage = stage
    self.calls = calls
    self.allowance = allowance
    gate = UnitGate(width: stage.width)
  }

  /// The results of some units, in their order.
  /// - Throws: `CallsEnded` if a limit ended the work. Calls that were under way have then been waited for, so that what
  ///   was paid for is kept; any other error breaks them off.
  func results(of units: [WorkUnit]) async throws -> [StageResult] {
    let results = ResultSlots(count: units.count)
    let (stage, calls, gate, allowance) = (stage, calls, gate, allowance)
    try await withThrowingDiscardingTaskGroup { group in
      for (place, unit) in units.enumerated() {
        await gate.enter()
        if Task.isCancelled || group.isCancelled || allowance.ending != nil {
          await gate.leave()
          break
        }
        group.addTask { @concurrent in
          let result: StageResult?
          do {
            result = try await stage.result(for: unit, calls: calls)
          } catch is CallsEnded {
            result = nil
          } catch {
            await gate.leave()
            throw error
          }
          await gate.leave()
          results.set(place, result)
        }
      }
    }
    try Task.checkCancellation()
    let finished = results.all
    if finished.contains(where: { $0 == nil }) {
      throw allowance.ending ?? CallsEnded("the stage ended its calls by itself")
    }
    return finished.compactMap(\.self)
  }
}

/// A place for each unit's result, filled from many tasks.
private final class ResultSlots: Sendable {
  private let slots: Mutex<[StageResult?]>

  init(count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

  var all: [StageResult?] { slots.withLock { $0 } }

  func set(_ place: Int, _ result: StageResult?) { slots.withLock { $0[place] = result } }
}
