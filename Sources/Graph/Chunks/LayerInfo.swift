/// What the engine remembers of a layer without reading it: enough for keys, counts and output files.
package struct LayerInfo: Sendable, Equatable {
  /// The blob.
  package let digest: Digest
  package let inputRows: Int
  package let rows: Int
  /// Whether output row n is input row n and nothing fans out, so that the row map can be passed over.
  let isIdentity: Bool
  /// Names the row map, so that a stage that reads through it sees when it moves.
  let mapDigest: Digest
  /// The columns, sorted by path, each with the digest of its values.
  let columns: [ColumnInfo]
  /// Rejected results by reason, sorted by reason.
  package let rejects: [Tally]
  /// Rows and bytes for each output file that the layer's rows go to, sorted by file.
  package let files: [FileTally]

  struct ColumnInfo: Sendable, Equatable {
    let path: FieldPath
    let digest: Digest
  }

  package struct Tally: Sendable, Equatable {
    package let reason: String
    package var count: Int
  }

  package struct FileTally: Sendable, Equatable {
    package let file: String
    package var rows: Int
    package var bytes: Int
    /// Names the lines, so that a file whose own lines are what they were is not written again.
    var digest = Digest(of: [])
  }

  package var rejected: Int { rejects.reduce(0) { $0 + $1.count } }
}

extension LayerInfo {
  /// Describes a layer whose encoded bytes have the name `digest`.
  init(_ layer: Layer, digest: Digest) {
    self.digest = digest
    inputRows = layer.inputRows
    rows = layer.rows
    isIdentity = layer.map == .identity && layer.rows == layer.inputRows && !layer.fansOut
    var map = CanonicalEncoder("row map")
    map.add(layer.inputRows)
    map.add(layer.rows)
    map.add(layer.fansOut ? 1 : 0)
    map.add(bytes: layer.map.inputs?.littleEndianBytes ?? [])
    map.add(bytes: layer.map.samples?.littleEndianBytes ?? [])
    mapDigest = map.digest
    columns = layer.columns.map { ColumnInfo(path: $0.path, digest: $0.digest()) }
    var reasons: [String: Int] = [:]
    for reject in layer.rejects { reasons[reject.reason, default: 0] += 1 }
    rejects = reasons.sorted { $0.key < $1.key }.map { Tally(reason: $0.key, count: $0.value) }
    files = OutputFields.tally(layer)
  }
}

extension [UInt32] {
  fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes { Array<UInt8>($0) } }
}

extension LayerInfo {
  func write(to out: inout ByteWriter) {
    out.write(digest)
    out.write(inputRows)
    out.write(rows)
    out.write(isIdentity ? 1 : 0)
    out.write(mapDigest)
    out.write(columns.count)
    for column in columns {
      out.write(column.path)
      out.write(column.digest)
    }
    out.write(rejects.count)
    for tally in rejects {
      out.write(tally.reason)
      out.write(tally.count)
    }
    out.write(files.count)
    for file in files {
      out.write(file.file)
      out.write(file.rows)
      out.write(file.bytes)
      out.write(file.digest)
    }
  }

  init(from reader: inout ByteReader) throws(MalformedBytes) {
    digest = try reader.digest()
    inputRows = try reader.count()
    rows = try reader.count()
    isIdentity = try reader.count() == 1
    mapDigest = try reader.digest()
    var columns: [ColumnInfo] = []
    for _ in 0..<(try reader.count()) {
      columns.append(ColumnInfo(path: try reader.path(), digest: try reader.digest()))
    }
    var rejects: [Tally] = []
    for _ in 0..<(try reader.count()) { rejects.append(Tally(reason: try reader.text(), count: try reader.count())) }
    var files: [FileTally] = []
    for _ in 0..<(try reader.count()) {
      files.append(
        FileTally(
          file: try reader.text(), rows: try reader.count(), bytes: try reader.count(), digest: try reader.digest()))
    }
    self.columns = columns
    self.rejects = rejects
    self.files = files
  }

  /// The form in which an index row or a manifest keeps it.
  func encoded() -> [UInt8] {
    var out = ByteWriter()
    write(to: &out)
    return out.bytes
  }
}
