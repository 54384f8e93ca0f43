/// A chunk with the fields that one stage reads, ready to be walked row by row.
package struct ChunkView: Sendable {
  package let rows: Int
  /// The groups, in order, for a stage that works on groups.
  let groups: RowGroups
  private let fields: [BoundField]

  /// Decodes what is needed of the chunk.
  /// - Throws: `DamagedBlob`.
  init(_ chunk: Chunk, reads: [FieldPath]) throws {
    rows = chunk.rows
    let join = try RowJoin(chunk)
    groups = RowGroups(rows: rows, join: join)
    fields = try reads.map { try BoundField($0, chunk: chunk, join: join) }
  }

  /// One record.
  package subscript(row: Int) -> Record { Record(view: self, row: row) }

  fileprivate func field(_ place: Int, row: Int) -> FieldView { fields[place][row] }

  /// Appends everything the stage reads of a row, so that two rows give the same bytes only if they read the same.
  func appendKeyMaterial(row: Int, to out: inout [UInt8]) {
    for field in fields {
      let value = field[row]
      out.append(value.kind.rawValue)
      withUnsafeBytes(of: UInt32(value.bytes.count).littleEndian) { out.append(contentsOf: $0) }
      out.append(contentsOf: value.bytes)
    }
  }
}

/// A record as a stage sees it: the fields it declared that it reads, and nothing else.
package struct Record: Sendable {
  private let view: ChunkView
  /// The row in its chunk.
  package let row: Int

  fileprivate init(view: ChunkView, row: Int) {
    self.view = view
    self.row = row
  }

  /// The value of the stage's `place`th declared field.
  package subscript(place: Int) -> FieldView { view.field(place, row: row) }
}

/// For each layer, which of its rows stands behind each row of the whole chunk; nil where it is the same row.
struct RowJoin {
  let rowsByLayer: [[UInt32]?]
  /// The sample number that each layer that fans out gave to each row of the whole chunk, from the source upwards.
  let fanOuts: [(layer: Int, samples: [UInt32])]

  init(_ chunk: Chunk) throws {
    var rowsByLayer: [[UInt32]?] = Array(repeating: nil, count: chunk.layers.count)
    var fanOuts: [(layer: Int, samples: [UInt32])] = []
    var current: [UInt32]?
    for place in chunk.layers.indices.reversed() {
      rowsByLayer[place] = current
      let handle = chunk.layers[place]
      if handle.info.isIdentity { continue }
      let layer = try handle.layer()
      if layer.fansOut {
        let samples = layer.map.samples ?? Array(repeating: 0, count: layer.rows)
        fanOuts.insert((place, current.map { $0.map { samples[Int($0)] } } ?? samples), at: 0)
      }
      if let inputs = layer.map.inputs {
        current = current.map { $0.map { inputs[Int($0)] } } ?? inputs
      }
    }
    self.rowsByLayer = rowsByLayer
    self.fanOuts = fanOuts
  }
}

/// A field found in a chunk's layers.
private enum BoundField: Sendable {
  case absent
  case column(BoundColumn)
  /// A member inside a column that holds whole JSON values.
  case inside(BoundColumn, FieldPath)
  /// A field whose members lie in columns of their own.
  case object([(path: FieldPath, column: BoundColumn)])
  case id(IdReader)

  init(_ path: FieldPath, chunk: Chunk, join: RowJoin) throws {
    if path == .id || path == .group {
      self = .id(try IdReader(chunk, join: join, wholeId: path == .id))
      return
    }
    var members: [(path: FieldPath, column: BoundColumn)] = []
    for (place, found) in chunk.columns(of: path) {
      guard let column = try chunk.layers[place].layer().column(found.path) else { continue }
      let bound = BoundColumn(column: column, rows: join.rowsByLayer[place])
      if found.path == path {
        self = .column(bound)
        return
      }
      if found.path.contains(path) {
        self = .inside(bound, path.below(found.path))
        return
      }
      members.append((found.path.below(path), bound))
    }
    self = members.isEmpty ? .absent : .object(members.sorted { $0.path < $1.path })
  }

  subscript(row: Int) -> FieldView {
    switch self {
    case .absent: .missing
    case .column(let column): column[row]
    case .inside(let column, let path): JSONMember.find(path, in: column[row])
    case .object(let members): JSONMember.object(members.map { ($0.path, $0.column[row]) })
    case .id(let reader): FieldView(kind: .string, bytes: reader[row][...])
    }
  }
}

/// A column with the rows to read. A class, since a view is read millions of times and each copy of a struct would count
/// references to all that it holds.
private final class BoundColumn: Sendable {
  private let column: Column
  private let rows: [UInt32]?

  init(column: Column, rows: [UInt32]?) {
    self.column = column
    self.rows = rows
  }

  subscript(row: Int) -> FieldView { column[rows.map { Int($0[row]) } ?? row] }
}
