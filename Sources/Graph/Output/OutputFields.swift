/// The two fields by which a stage sends rows to files that the user takes away.
package enum OutputFields {
  /// Which file of the stage the row belongs to, without ending: `train`.
  package static let file: FieldPath = "output.file"
  /// The row's line in that file, without the line break.
  package static let line: FieldPath = "output.line"

  static func tally(_ layer: Layer) -> [LayerInfo.FileTally] {
    guard let files = layer.column(file), let lines = layer.column(line) else { return [] }
    var tallies: [(tally: LayerInfo.FileTally, lines: SHA256Hasher)] = []
    for row in 0..<layer.rows {
      let name = files[row].bytes
      // A row that names no file goes to none.
      if name.isEmpty { continue }
      let place = tallies.firstIndex { name.elementsEqual($0.tally.file.utf8) } ?? tallies.count
      if place == tallies.count {
        tallies.append((.init(file: String(decoding: name, as: UTF8.self), rows: 0, bytes: 0), SHA256Hasher()))
      }
      let line = lines[row].bytes
      tallies[place].tally.rows += 1
      tallies[place].tally.bytes += line.count + 1
      line.withUnsafeBytes { tallies[place].lines.update($0) }
      withUnsafeBytes(of: UInt8(ascii: "\n")) { tallies[place].lines.update($0) }
    }
    return tallies.map { tally, lines in
      var tally = tally
      tally.digest = lines.finish()
      return tally
    }.sorted { $0.file < $1.file }
  }
}

extension OutputFields {
  static let all = [file, line]
}
