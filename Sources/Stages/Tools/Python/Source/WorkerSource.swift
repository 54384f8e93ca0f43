internal import Graph

/// The Python that workers run, part of the program so that one file is all there is to install.
enum WorkerSource {
  /// By file name.
  private static let files = [
    ("calculus.py", calculus), ("calls.py", calls), ("cells.py", cells), ("channel.py", channel),
    ("confine.py", confine), ("equations.py", equations), ("forks.py", forks), ("grammar.py", grammar),
    ("main.py", main), ("matrices.py", matrices), ("number_theory.py", numberTheory),
    ("polynomials.py", polynomials), ("reading.py", reading), ("vocabulary.py", vocabulary),
  ]

  /// Names every byte of it.
  static let digest = Digest(of: Array(files.map { "\($0.0)\n\($0.1.utf8.count)\n\($0.1)" }.joined().utf8))

  /// Writes it into a folder of its own, if it is not there.
  static func write(into folder: String) throws(ToolTrouble) -> String {
    let path = "\(folder)/worker-\(digest.hex.prefix(16))"
    do throws(DiskError) {
      // Each file arrives whole, and the last one says that all are there.
      if try Disk.stat("\(path)/complete") != nil { return path }
      try Disk.makeFolder(path)
      for (name, text) in files { try Disk.write(Array(text.utf8), to: "\(path)/\(name)") }
      try Disk.write([], to: "\(path)/complete")
      return path
    } catch {
      throw ToolTrouble(error.description)
    }
  }
}
