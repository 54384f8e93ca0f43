/// A stage that brings records in from files.
package protocol Source: Sendable {
  /// The files, in the order in which their records come.
  var files: [SourceFile] { get }

  /// Whether a file's name shapes its records (through their ids), and so is part of keys.
  var namesMatter: Bool { get }

  /// Whether a file's lines are records as they stand, each one JSON object.
  func isLines(_ file: SourceFile) -> Bool

  /// The records of any other file, each as one line of JSON.
  func rows(of file: SourceFile, _ bytes: [UInt8]) throws(DataProblems) -> [SourceRow]

  /// The message for an id that two records bear, with the way out.
  func duplicate(id: String, first: (file: String, line: Int), second: (file: String, line: Int)) -> String

  /// Parses a run of lines into a layer. A blank line makes no record.
  func parse(_ lines: SourceLines, into layer: inout LayerBuilder) throws(DataProblems)
}

/// A file of records.
package struct SourceFile: Sendable, Hashable {
  /// Absolute.
  package let path: String
  /// As the user knows it, relative to the pipeline file.
  package let name: String

  package init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// One record of a file, as a line of JSON.
package struct SourceRow: Sendable {
  package let bytes: [UInt8]
  /// Where it starts in the file, from 1.
  package let line: Int

  package init(bytes: [UInt8], line: Int) {
    self.bytes = bytes
    self.line = line
  }
}

/// A run of lines to parse.
package struct SourceLines: Sendable {
  package let file: SourceFile
  package let bytes: [UInt8]
  package let lineNumbers: LineNumbers

  /// Where rows stand in the user's file.
  package enum LineNumbers: Sendable {
    case from(Int)
    case each([Int])

    package subscript(row: Int) -> Int {
      switch self {
      case .from(let first): first + row
      case .each(let numbers): numbers[row]
      }
    }
  }

  package init(file: SourceFile, bytes: [UInt8], lineNumbers: LineNumbers) {
    self.file = file
    self.bytes = bytes
    self.lineNumbers = lineNumbers
  }
}

/// Something wrong with the user's data, with its place.
package struct DataProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let file: String
  package let line: Int
  /// From 1; nil where the whole line is meant.
  package let column: Int?
  package let message: String

  package init(file: String, line: Int, column: Int? = nil, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  package var description: String { "\(file):\(line):\(column.map { "\($0): " } ?? " ")\(message)" }
}

/// All that was found wrong with the data, in the order of files and lines.
package struct DataProblems: Error, Sendable, CustomStringConvertible {
  package static let shown = 10
  package let problems: [DataProblem]

  package init(_ problems: [DataProblem]) { self.problems = problems }

  package var description: String {
    var lines = problems.prefix(DataProblems.shown).map(\.description)
    if problems.count > DataProblems.shown { lines.append("… and \(problems.count - DataProblems.shown) more") }
    return lines.joined(separator: "\n")
  }
}
