/// A record that a stage dropped, with the reason.
package struct Reject: Hashable, Sendable {
  /// The row of the stage's input.
  package let row: Int
  /// Which of the row's results, where a stage makes several.
  package let sample: Int
  /// A short code that counts are kept by, such as `too-long`.
  package let reason: String
  /// What a person wants to know besides; may be empty.
  package let detail: String

  package init(row: Int, sample: Int = 0, reason: String, detail: String = "") {
    self.row = row
    self.sample = sample
    self.reason = reason
    self.detail = detail
  }
}

/// Where the rows that a stage made come from: an input row, and which of its results.
package struct RowMap: Sendable, Equatable {
  /// Input row of each output row; nil where output row n comes from input row n.
  let inputs: [UInt32]?
  /// Sample number of each output row; nil where all are 0.
  let samples: [UInt32]?

  static let identity = RowMap(inputs: nil, samples: nil)

  package func input(of row: Int) -> Int { inputs.map { Int($0[row]) } ?? row }

  package func sample(of row: Int) -> Int { samples.map { Int($0[row]) } ?? 0 }
}

/// What one stage added to one chunk: fields row by row, with the rejects and the fan-out.
///
/// A layer holds no id and no key: equal work makes equal layers, whoever asked for it.
package struct Layer: Sendable {
  /// Rows of the chunk that the stage was given.
  package let inputRows: Int
  /// Rows that it made.
  package let rows: Int
  /// Whether a row may have several results, so that ids carry `#k`.
  package let fansOut: Bool
  package let map: RowMap
  package let rejects: [Reject]
  /// Sorted by path.
  package let columns: [Column]
  /// How much of each bound each result used, result by result (kept ones, then rejected ones); empty for stages without bounds.
  let usage: [UInt32]
  /// How many bounds `usage` speaks of.
  let bounds: Int

  /// The column that holds exactly this field.
  package func column(_ path: FieldPath) -> Column? { columns.first { $0.path == path } }
}
