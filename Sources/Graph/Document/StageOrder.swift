/// The order in which stages can run, and the circles that keep some from ever running.
struct StageOrder {
  /// Indices of the stages, inputs first; among those that could come next, the first in the file does.
  private(set) var sorted: [Int] = []
  /// Each circle along the flow of records, starting at its first stage in the file.
  private(set) var circles: [[Int]] = []

  /// Takes the stages in the order of the file; an input that is no stage is passed over.
  init(_ stages: [(name: String, inputs: [String])]) {
    let places = Dictionary(
      stages.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let inputs = stages.map { Set($0.inputs.compactMap { places[$0] }) }
    var waiting = Array(stages.indices)
    var done: Set<Int> = []
    while !waiting.isEmpty {
      if let ready = waiting.firstIndex(where: { inputs[$0].isSubset(of: done) }) {
        let stage = waiting.remove(at: ready)
        done.insert(stage)
        sorted.append(stage)
      } else {
        let circle = Self.circle(from: waiting[0], inputs: inputs, done: done)
        circles.append(circle)
        // Taken out together, so that what lies behind is still looked at.
        waiting.removeAll(where: circle.contains)
        done.formUnion(circle)
        sorted.append(contentsOf: circle)
      }
    }
    circles.sort { $0[0] < $1[0] }
  }

  /// Walks upstream among stages that all wait for another until one comes up again.
  private static func circle(from start: Int, inputs: [Set<Int>], done: Set<Int>) -> [Int] {
    var walk: [Int] = []
    var stage = start
    while !walk.contains(stage) {
      walk.append(stage)
      guard let next = inputs[stage].subtracting(done).min() else {
        preconditionFailure("a stage that waits for nothing was not taken")
      }
      stage = next
    }
    let upstream = walk.drop { $0 != stage }
    let flow = Array(upstream.reversed())
    let first = flow.indices.min { flow[$0] < flow[$1] } ?? 0
    return Array(flow[first...] + flow[..<first])
  }
}
