/// A place in a document: a line and column of the file, or the `--set` flag that put a value there.
package struct SourcePosition: Hashable, Sendable {
  /// A `--set` of the command line.
  package struct Flag: Hashable, Sendable {
    /// Which of the flags it is, from 0.
    package var index: Int
    /// What follows `--set`, such as `solve.samples=4`.
    package var text: String

    /// Puts the parts together.
    package init(index: Int, text: String) {
      self.index = index
      self.text = text
    }
  }

  /// The line, from 1.
  package var line: Int
  /// The column in Unicode scalars, from 1.
  package var column: Int
  /// The flag that the value came from; nil for the file.
  package var flag: Flag?

  /// Puts the parts together.
  package init(line: Int, column: Int, flag: Flag? = nil) {
    self.line = line
    self.column = column
    self.flag = flag
  }

  /// The place of a value that a flag put there.
  package init(flag: Flag) {
    self.init(line: 0, column: 0, flag: flag)
  }

  /// The place of values that code made.
  package static let nowhere = SourcePosition(line: 0, column: 0)
}

extension SourcePosition: Comparable {
  /// The file from top to bottom, then the flags as given.
  package static func < (a: SourcePosition, b: SourcePosition) -> Bool {
    let (left, right) = (a.flag?.index ?? -1, b.flag?.index ?? -1)
    return (left, a.line, a.column) < (right, b.line, b.column)
  }
}
