/// The two fields by which a stage sends rows to files that the user takes away.
package enum OutputFields {
  /// Which file of the stage the row belongs to, without ending: `train`.
  package static let file: FieldPath = "output.file"
  /// The row's line in that file, without the line break.
  package static let line: FieldPath = "output.line"

  static func tally(_ layer: Layer) -> [LayerInfo.FileTally] {
    guard let files = layer.column(file), let lines = layer.column(line) else { return [] }
    var result: [LayerInfo.FileTally] = []
    for row in 0..<layer.rows {
      let name = files[row].bytes
      // A row that names no file goes to none.
      if name.isEmpty { continue }
      let place =
        result.firstIndex { name.elementsEqual($0.file.utf8) }
        ?? {
          result.append(.init(file: String(decoding: name, as: UTF8.self), rows: 0, bytes: 0))
          return result.count - 1
        }()
      result[place].rows += 1
      result[place].bytes += lines[row].bytes.count + 1
    }
    return result.sorted { $0.file < $1.file }
  }
}

extension OutputFields {
  static let all = [file, line]
}
