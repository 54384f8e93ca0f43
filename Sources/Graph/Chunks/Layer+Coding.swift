extension Layer {
  /// The blob's first bytes; the last one is the version of the form.
  private static let magic: [UInt8] = Array("DBL1".utf8)

  /// The bytes that are stored and that name the layer.
  func encoded() -> [UInt8] {
    var out = ByteWriter()
    out.bytes.reserveCapacity(columns.reduce(256) { $0 + $1.bytes.count + $1.ends.count * 4 + 64 })
    out.bytes.append(contentsOf: Layer.magic)
    out.write(inputRows)
    out.write(rows)
    out.write((fansOut ? 1 : 0) | (map.inputs != nil ? 2 : 0) | (map.samples != nil ? 4 : 0))
    if let inputs = map.inputs { out.write(inputs) }
    if let samples = map.samples { out.write(samples) }
    out.write(rejects.count)
    for reject in rejects {
      out.write(reject.row)
      out.write(reject.sample)
      out.write(reject.reason)
      out.write(reject.detail)
    }
    out.write(bounds)
    out.write(usage)
    out.write(columns.count)
    for column in columns {
      out.write(column.path)
      out.write(column.ends)
      out.write(piece: column.bytes)
    }
    return out.bytes
  }

  /// Reads what `encoded` wrote, checking that all of it hangs together.
  init(decoding bytes: [UInt8]) throws(MalformedBytes) {
    var reader = ByteReader(bytes)
    for byte in Layer.magic.indices {
      guard byte < bytes.count, bytes[byte] == Layer.magic[byte] else { throw MalformedBytes() }
    }
    _ = try reader.word()
    let inputRows = try reader.count()
    let rows = try reader.count()
    let flags = try reader.word()
    let map = RowMap(
      inputs: flags & 2 != 0 ? try reader.words() : nil, samples: flags & 4 != 0 ? try reader.words() : nil)
    var rejects: [Reject] = []
    for _ in 0..<(try reader.count()) {
      rejects.append(
        Reject(
          row: try reader.count(), sample: try reader.count(), reason: try reader.text(), detail: try reader.text()))
    }
    let bounds = try reader.count()
    let usage = try reader.words()
    var columns: [Column] = []
    for _ in 0..<(try reader.count()) {
      let path = try reader.path()
      let ends = try reader.words()
      columns.append(Column(path: path, bytes: try reader.piece(), ends: ends))
    }
    let results = bounds.multipliedReportingOverflow(by: rows + rejects.count)
    let sound =
      reader.isAtEnd && columns.allSatisfy { $0.ends.count == rows && $0.isConsistent }
      && (map.inputs.map { $0.count == rows && $0.allSatisfy { $0 < inputRows } } ?? (rows <= inputRows))
      && (map.samples.map { $0.count == rows } ?? true) && rejects.allSatisfy { $0.row < inputRows }
      && !results.overflow && usage.count == results.partialValue
    guard sound else { throw MalformedBytes() }
    self.init(
      inputRows: inputRows, rows: rows, fansOut: flags & 1 != 0, map: map, rejects: rejects, columns: columns,
      usage: usage, bounds: bounds)
  }
}
