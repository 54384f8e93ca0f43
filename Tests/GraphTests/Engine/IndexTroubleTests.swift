import TestSupport
import Testing

@testable import Graph

@Suite("An index that cannot be used says why, and what to do")
struct IndexTroubleTests {
  let folder: TemporaryFolder
  private var path: String { folder.path(of: "index.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  /// Changes bytes of a new index's file.
  private func overwrite(_ range: Range<Int>, with byte: UInt8) throws {
    #expect(complaint() == "none")
    var bytes = try Disk.read(path)
    for place in range { bytes[place] = byte }
    for name in try Disk.names(in: folder.path) { try Disk.remove(folder.path(of: name)) }
    try Disk.write(bytes, to: path)
  }

  private func complaint() -> String {
    do {
      _ = try Index(folder: folder.path).snapshot()
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test func `a file that is no database`() throws {
    try folder.write(String(repeating: "not a database ", count: 1000), to: "index.sqlite")
    #expect(
      complaint() == """
        \(path) is damaged (file is not a database); move it away to start with an empty index: nothing else is lost but \
        what it remembered
        """)
  }

  @Test func `a database damaged inside`() throws {
    try overwrite(100..<4096, with: 0xFF)
    #expect(complaint().hasPrefix("\(path) is damaged ("))
  }

  @Test func `one made by a newer version`() throws {
    // SQLite keeps `user_version` in the bytes 60 to 63 of the file, the last one least.
    try overwrite(63..<64, with: 99)
    #expect(
      complaint() == """
        \(path) was made by a newer distillbuild (form 99; this one knows \(IndexSchema.version)); update it, or name \
        another folder with --cache
        """)
  }

  @Test func `an empty file is an empty index`() throws {
    try folder.write("", to: "index.sqlite")
    #expect(complaint() == "none")
  }

  @Test func `a folder in its place`() throws {
    try Disk.makeFolder(path)
    #expect(
      complaint() == """
        cannot write \(path) (unable to open database file); make the folder writable, or name another with --cache
        """)
  }
}
