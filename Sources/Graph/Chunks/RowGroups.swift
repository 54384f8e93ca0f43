/// A chunk's rows as groups: runs of rows that come from one row of the source.
///
/// No id has to be read for it. A chunk holds no source row twice, and no stage puts rows into another order.
struct RowGroups: Sendable {
  private let rows: Int
  /// The source's row behind each row; nil where it is the same row.
  private let sources: [UInt32]?

  init(rows: Int, join: RowJoin) {
    self.rows = rows
    sources = join.rowsByLayer.first ?? nil
  }

  init(_ chunk: Chunk) throws { self.init(rows: chunk.rows, join: try RowJoin(chunk)) }

  /// The row in the source's layer, which names the group of a row.
  func source(of row: Int) -> Int { sources.map { Int($0[row]) } ?? row }

  /// The rows of each group, in order.
  var ranges: [Range<Int>] {
    guard let sources else { return (0..<rows).map { $0..<$0 + 1 } }
    var ranges: [Range<Int>] = []
    var start = 0
    for row in 0..<rows where row + 1 == rows || sources[row + 1] != sources[row] {
      ranges.append(start..<row + 1)
      start = row + 1
    }
    return ranges
  }
}
