/// Digests of whole files, remembered as long as a file is not touched.
package struct FileDigests: Sendable {
  private let index: Index
  private let now: @Sendable () -> Int

  /// - Parameter now: nanoseconds since 1970.
  package init(index: Index, now: @escaping @Sendable () -> Int) {
    self.index = index
    self.now = now
  }

  /// The SHA-256 of a file's content.
  /// - Throws: `DiskError`, `IndexError`.
  package func digest(of path: String) throws -> Digest {
    guard let stat = try Disk.stat(path) else { throw DiskError(action: "read", path: path, code: 2) }
    // Data files are remembered under their own kind of digest: a name of its own keeps the two apart.
    let name = "whole:\(path)"
    if let known = try index.fileDigest(name, stat) { return known }
    let start = now()
    let digest = Digest(of: try Disk.read(path))
    try index.store([.file(path: name, stat, hashedAt: start, digest: digest)], now: start / 1_000_000_000)
    return digest
  }
}
