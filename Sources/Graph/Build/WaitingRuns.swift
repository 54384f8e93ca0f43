/// What is under way of the stages that wait: chunks, and the units in them.
struct WaitingRuns: Sendable {
  /// With more chunks than one, the last units of one do not leave the servers idle.
  private static let leastChunks = 3

  private var units: [Int: [Int]] = [:]

  var isEmpty: Bool { units.values.allSatisfy(\.isEmpty) }

  /// Whether another chunk is of use to a stage that can have so many units under way.
  func hasRoom(_ stage: Int, width: Int) -> Bool {
    let chunks = units[stage] ?? []
    // Which chunk ends first is not known, so the bound is on what was begun: small chunks add up, large ones do not.
    return chunks.count < WaitingRuns.leastChunks || chunks.reduce(0, +) < 2 * width
  }

  mutating func started(_ stage: Int, units count: Int) { units[stage, default: []].append(count) }

  /// A chunk has ended. Which one matters little: the oldest is taken for it.
  mutating func ended(_ stage: Int) {
    if units[stage]?.isEmpty == false { units[stage]?.removeFirst() }
  }
}
