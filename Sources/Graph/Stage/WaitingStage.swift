/// A map stage whose work is to wait for others, models mostly, and to make calls that are paid for.
///
/// Its units run side by side, whatever the number of processors, and all calls go through `StageCalls`, so that none is
/// made twice: not by another record, nor after a kill in the middle of this one.
package protocol WaitingStage: Sendable {
  /// How many units it is of use to have under way at once.
  var width: Int { get }

  /// How many calls one unit takes, for plans.
  /// - Parameter record: nil where what the stage reads of it is not made yet.
  func calls(for record: Record?) -> CallEstimate

  /// The result of one unit.
  /// - Throws: `CallsEnded` as it came from `calls`; else only what makes going on pointless. What concerns one unit is a
  ///   failure in its result.
  func result(for unit: WorkUnit, calls: StageCalls) async throws -> StageResult
}
