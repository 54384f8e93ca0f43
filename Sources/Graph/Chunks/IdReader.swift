/// Makes the ids of a chunk's records: the source's id, `#k` for each fan-out, and the tags of inputs in front.
struct IdReader: Sendable {
  private let ids: Column?
  private let rows: [UInt32]?
  private let steps: [Step]

  private enum Step: Sendable {
    case sample([UInt32])
    case tag([UInt8])
  }

  /// - Parameter wholeId: with samples and tags; otherwise the group, which is the source's id alone.
  init(_ chunk: Chunk, join: RowJoin, wholeId: Bool = true) throws {
    ids = try chunk.layers.first?.layer().column(.id)
    rows = join.rowsByLayer.first ?? nil
    guard wholeId else {
      steps = []
      return
    }
    let tags = chunk.tags.map { (depth: $0.depth, step: Step.tag(Array(($0.text + "/").utf8))) }
    let samples = join.fanOuts.map { (depth: $0.layer, step: Step.sample($0.samples)) }
    // A tag set above n layers comes after the fan-out of layer n - 1 and before that of layer n.
    steps = (tags + samples).sorted { $0.depth < $1.depth }.map(\.step)
  }

  /// The id of one row, as UTF-8.
  subscript(row: Int) -> [UInt8] {
    guard let ids else { return [] }
    var id = Array(ids[rows.map { Int($0[row]) } ?? row].bytes)
    for step in steps {
      switch step {
      case .sample(let samples):
        id.append(UInt8(ascii: "#"))
        id.append(contentsOf: String(samples[row] + 1).utf8)
      case .tag(let prefix): id = prefix + id
      }
    }
    return id
  }
}
