import Foundation
internal import Graph

/// A folder of its own for one test, gone when the test lets go of it.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    path = NSTemporaryDirectory() + "distillbuild-" + UUID().uuidString
    try Disk.makeFolder(path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of a name inside.
  package func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, making the folders it lies in.
  package func write(_ bytes: [UInt8], to name: String) throws {
    let path = path(of: name)
    if let slash = path.lastIndex(of: "/") { try Disk.makeFolder(String(path[..<slash])) }
    try Disk.write(bytes, to: path)
  }

  /// Writes a text file.
  package func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  /// The text of a file.
  package func text(of name: String) throws -> String {
    String(decoding: try Disk.read(path(of: name)), as: UTF8.self)
  }
}
