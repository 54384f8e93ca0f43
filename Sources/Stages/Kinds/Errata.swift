internal import Graph

/// What is known to be wrong with a data set: gold answers to be replaced and problems to be left out, by the problem's id.
struct Errata: Sendable {
  private let entries: [ArraySlice<UInt8>: Entry]

  /// What is said of one problem.
  enum Entry: Sendable, Equatable {
    case correction(Correction)
    case exclusion(why: String)
  }

  /// A gold answer in place of the data set's.
  struct Correction: Sendable, Equatable {
    let answer: [UInt8]
    /// The reason given; may be empty.
    let why: String
  }

  init(_ entries: [ArraySlice<UInt8>: Entry]) { self.entries = entries }

  /// Reads the file that a pipeline names.
  init(_ value: ParameterValue, _ context: PreparationContext) throws {
    let name = value.string ?? ""
    let path = context.absolute(name)
    guard let stat = try Disk.stat(path), !stat.isDirectory else {
      throw context.problem(value.position, "there is no file '\(name)' in \(context.folder)")
    }
    var reader = ErrataReader(file: name)
    try Disk.read(path).withUnsafeBufferPointer { reader.read($0) }
    guard reader.problems.isEmpty else { throw PipelineProblems(reader.problems) }
    self.init(reader.entries)
  }

  /// What is said of a problem.
  subscript(id: ArraySlice<UInt8>) -> Entry? { entries[id] }
}
