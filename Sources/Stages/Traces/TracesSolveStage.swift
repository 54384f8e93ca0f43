internal import Graph

/// The stage `solve` with traces that exist: nothing is solved, each sample's trace is read.
struct TracesSolveStage: MapStage {
  let field: FieldPath
  let format: TraceFormat
  let maxTurns: Int

  func run(_ units: [WorkUnit]) -> [StageResult] {
    var (row, traces) = (-1, TraceList(.missing))
    return units.map { unit in
      // The samples of a record come one after the other: its list is taken apart once.
      if unit.record.row != row { (row, traces) = (unit.record.row, TraceList(unit.record[0])) }
      do throws(TraceReading.Failure) {
        guard let trace = try traces.trace(unit.sample, format: format) else {
          return reject("no-trace", "the field '\(field)' holds none for sample \(unit.sample + 1)")
        }
        let turns = trace.turns.count
        guard turns <= maxTurns else {
          return StageResult(
            .reject(reason: "max-turns", detail: "the trace has more than \(maxTurns) turns"), usage: [maxTurns],
            hitBound: true)
        }
        return StageResult(TraceFields.outcome(of: trace), usage: [turns])
      } catch {
        return reject(error.reason.rawValue, error.detail)
      }
    }
  }

  private func reject(_ reason: String, _ detail: String) -> StageResult {
    StageResult(.reject(reason: reason, detail: detail), usage: [0])
  }
}
