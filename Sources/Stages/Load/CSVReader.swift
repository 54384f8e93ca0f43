internal import Graph

/// Reads comma-separated values with a heading (RFC 4180): each row becomes one line of JSON with string members.
enum CSVReader {
  static func rows(_ bytes: [UInt8], file: String) throws(DataProblems) -> [SourceRow] {
    var reader = Reader(bytes)
    guard let heading = try reader.row(file) else { return [] }
    let names = heading.cells
    if let repeated = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw DataProblems([
        DataProblem(
          file: file, line: heading.line,
          message: "the heading names the column '\(String(decoding: names[repeated], as: UTF8.self))' twice")
      ])
    }
    var rows: [SourceRow] = []
    var problems: [DataProblem] = []
    while let row = try reader.row(file) {
      // A line with nothing on it is no row.
      if row.cells.count == 1, row.cells[0].isEmpty { continue }
      guard row.cells.count == names.count else {
        problems.append(
          DataProblem(
            file: file, line: row.line,
            message: "expected \(names.count) cells as in the heading, found \(row.cells.count)"))
        continue
      }
      rows.append(SourceRow(bytes: object(names, row.cells), line: row.line))
    }
    guard problems.isEmpty else { throw DataProblems(problems) }
    return rows
  }

  private static func object(_ names: [[UInt8]], _ cells: [[UInt8]]) -> [UInt8] {
    var out: [UInt8] = [UInt8(ascii: "{")]
    for (name, cell) in zip(names, cells) where !cell.isEmpty {
      if out.count > 1 { out.append(UInt8(ascii: ",")) }
      JSONText.appendString(name, to: &out)
      out.append(UInt8(ascii: ":"))
      JSONText.appendString(cell, to: &out)
    }
    out.append(UInt8(ascii: "}"))
    return out
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var place = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      // Spreadsheets write a byte order mark.
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    }

    mutating func row(_ file: String) throws(DataProblems) -> (cells: [[UInt8]], line: Int)? {
      guard place < bytes.count else { return nil }
      let start = line
      var cells: [[UInt8]] = []
      while true {
        cells.append(try cell(file))
        guard place < bytes.count else { return (cells, start) }
        let separator = bytes[place]
        place += 1
        if separator == UInt8(ascii: ",") { continue }
        if separator == UInt8(ascii: "\r"), place < bytes.count, bytes[place] == UInt8(ascii: "\n") { place += 1 }
        line += 1
        return (cells, start)
      }
    }

    private mutating func cell(_ file: String) throws(DataProblems) -> [UInt8] {
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        let start = place
        while place < bytes.count, ![UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[place]) {
          place += 1
        }
        return Array(bytes[start..<place])
      }
      let start = line
      place += 1
      var cell: [UInt8] = []
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        if byte == UInt8(ascii: "\n") { line += 1 }
        guard byte == UInt8(ascii: "\"") else {
          cell.append(byte)
          continue
        }
        guard place < bytes.count, bytes[place] == byte else {
          if place < bytes.count, ![UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains(bytes[place]) {
            throw DataProblems([
              DataProblem(
                file: file, line: line, message: "expected ',' or the end of the line after a closing quotation mark")
            ])
          }
          return cell
        }
        cell.append(byte)
        place += 1
      }
      throw DataProblems([DataProblem(file: file, line: start, message: "a quoted cell that starts here never ends")])
    }
  }
}
