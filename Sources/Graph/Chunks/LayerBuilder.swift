/// What a stage found for one input, or for one of its samples.
package enum Outcome: Sendable {
  /// The values of the fields that the stage adds, in the order it declares them.
  case fields([FieldValue])
  /// The record is dropped. `reason` is a code that counts are kept by; `detail` is for a reader.
  case reject(reason: String, detail: String = "")
  /// It could not be done, which says nothing of the record: reported, never stored.
  case failure(String)

  var isFailure: Bool { if case .failure = self { true } else { false } }
}

/// An outcome with how much it used of each bound, in the order the stage declares them.
package struct StageResult: Sendable {
  package let outcome: Outcome
  package let usage: [Int]
  /// Whether a bound cut the work short, so that a looser one might change the outcome.
  package let hitBound: Bool

  package init(_ outcome: Outcome, usage: [Int] = [], hitBound: Bool = false) {
    self.outcome = outcome
    self.usage = usage
    self.hitBound = hitBound
  }
}

/// Puts a layer together, input row by input row and sample by sample.
package struct LayerBuilder {
  private var inputRows: Int
  private let fansOut: Bool
  private let bounds: Int
  private var inputs: [UInt32] = []
  private var samples: [UInt32] = []
  private var rejects: [Reject] = []
  private var columns: [ColumnBuilder] = []
  private var places: [FieldPath: Int] = [:]
  private var keptUsage: [UInt32] = []
  private var rejectUsage: [UInt32] = []

  /// Starts a layer whose outcomes hold the fields `paths`, in that order.
  init(inputRows: Int, paths: [FieldPath], fansOut: Bool = false, bounds: Int = 0) {
    self.inputRows = inputRows
    self.fansOut = fansOut
    self.bounds = bounds
    for path in paths { _ = column(path) }
  }

  /// The place of a field's column, made when first asked for.
  package mutating func column(_ path: FieldPath) -> Int {
    if let place = places[path] { return place }
    places[path] = columns.count
    columns.append(ColumnBuilder(path))
    return columns.count - 1
  }

  /// Sets a field of the row being made; a field never set is missing. For sources, whose rows differ in what they hold.
  package mutating func set(_ column: Int, kind: FieldView.Kind, _ bytes: [UInt8]) {
    let rows = inputs.count
    columns[column].pad(to: rows)
    columns[column].append(kind: kind, bytes)
  }

  /// Ends the row being made.
  package mutating func finishRow(_ row: Int, sample: Int = 0) {
    inputs.append(UInt32(row))
    samples.append(UInt32(sample))
  }

  /// Adds a finished result, whose fields are those the builder was started with; a failure adds nothing.
  mutating func append(row: Int, sample: Int, result: StageResult) {
    let rows = inputs.count
    switch result.outcome {
    case .failure: return
    case .reject(let reason, let detail):
      rejects.append(Reject(row: row, sample: sample, reason: reason, detail: detail))
      rejectUsage += padded(result.usage)
    case .fields(let values):
      for (column, value) in values.enumerated() {
        if case .missing = value { continue }
        columns[column].pad(to: rows)
        columns[column].append(value)
      }
      finishRow(row, sample: sample)
      keptUsage += padded(result.usage)
    }
  }

  /// Takes over a result that an earlier layer holds.
  mutating func append(row: Int, sample: Int, from layer: Layer, at place: Layer.Place) {
    let rows = inputs.count
    switch place {
    case .kept(let old):
      for source in layer.columns {
        let value = source.packed(old)
        guard !value.isEmpty else { continue }
        let column = self.column(source.path)
        columns[column].pad(to: rows)
        columns[column].append(packed: value)
      }
      finishRow(row, sample: sample)
      keptUsage.append(contentsOf: layer.usage(at: place))
    case .rejected(let old):
      let reject = layer.rejects[old]
      rejects.append(Reject(row: row, sample: sample, reason: reject.reason, detail: reject.detail))
      rejectUsage.append(contentsOf: layer.usage(at: place))
    }
  }

  /// The layer of a source, whose input rows are the rows it made.
  func finishSource() -> Layer {
    var builder = self
    builder.inputRows = inputs.count
    return builder.finish()
  }

  /// The layer; columns in which no row has a value are left out, so that equal work makes equal layers.
  func finish() -> Layer {
    let rows = inputs.count
    var finished: [Column] = []
    for var builder in columns where !builder.isEmpty {
      builder.pad(to: rows)
      finished.append(builder.finish())
    }
    let isIdentity = rows == inputRows && inputs.indices.allSatisfy { Int(inputs[$0]) == $0 }
    return Layer(
      inputRows: inputRows, rows: rows, fansOut: fansOut,
      map: RowMap(inputs: isIdentity ? nil : inputs, samples: samples.contains { $0 != 0 } ? samples : nil),
      rejects: rejects, columns: finished.sorted { $0.path < $1.path }, usage: keptUsage + rejectUsage, bounds: bounds)
  }

  /// A number for each bound, those not given as 0.
  private func padded(_ usage: [Int]) -> [UInt32] {
    (0..<bounds).map { $0 < usage.count ? UInt32(clamping: usage[$0]) : 0 }
  }
}

extension Layer {
  /// Where a layer holds the result for one input and sample.
  enum Place: Hashable, Sendable {
    case kept(Int)
    case rejected(Int)
  }

  /// The results in the order of a key list: by input row, then sample.
  func places() -> [(row: Int, sample: Int, place: Place)] {
    var result: [(row: Int, sample: Int, place: Place)] = []
    result.reserveCapacity(rows + rejects.count)
    var nextReject = 0
    for row in 0..<rows {
      let at = (map.input(of: row), map.sample(of: row))
      while nextReject < rejects.count, (rejects[nextReject].row, rejects[nextReject].sample) < at {
        result.append((rejects[nextReject].row, rejects[nextReject].sample, .rejected(nextReject)))
        nextReject += 1
      }
      result.append((at.0, at.1, .kept(row)))
    }
    while nextReject < rejects.count {
      result.append((rejects[nextReject].row, rejects[nextReject].sample, .rejected(nextReject)))
      nextReject += 1
    }
    return result
  }

  func usage(at place: Place) -> ArraySlice<UInt32> {
    guard bounds > 0 else { return [] }
    let result =
      switch place {
      case .kept(let row): row
      case .rejected(let number): rows + number
      }
    return usage[result * bounds..<(result + 1) * bounds]
  }
}
