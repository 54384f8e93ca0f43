private import Synchronization

/// A blob that is missing, cut, or not what its name says.
package struct DamagedBlob: Error {
  package let digest: Digest
}

/// Bytes by content: a blob's name is the SHA-256 of its bytes.
package protocol BlobStore: Sendable {
  /// The bytes of that name; nil if they are not here or are damaged.
  func read(_ digest: Digest) throws(DiskError) -> [UInt8]?

  /// Keeps bytes whose digest the caller already knows.
  func write(_ bytes: [UInt8], as digest: Digest) throws(DiskError)

  /// The bytes of that name compressed with zstd, for sending them elsewhere; nil if they are not here or are damaged.
  func packed(_ digest: Digest) throws(DiskError) -> [UInt8]?

  /// Keeps bytes that came from elsewhere, compressed with zstd.
  /// - Returns: the bytes; nil if they are not those of that name, and then they are not kept.
  func keep(packed: [UInt8], as digest: Digest) throws(DiskError) -> [UInt8]?

  /// Whether something of that name lies here, undamaged or not.
  func contains(_ digest: Digest) throws(DiskError) -> Bool

  /// Forgets a blob, so that the next write makes it anew.
  func remove(_ digest: Digest) throws(DiskError)
}

/// Blobs in memory, for tests and dry runs.
package final class MemoryBlobStore: BlobStore {
  private let blobs = Mutex<[Digest: [UInt8]]>([:])
  private let zstd = Zstd()

  package init() {}

  package func packed(_ digest: Digest) -> [UInt8]? { read(digest).map { zstd.compress($0) } }

  package func keep(packed: [UInt8], as digest: Digest) -> [UInt8]? {
    guard let bytes = zstd.decompress(packed), Digest(of: bytes) == digest else { return nil }
    write(bytes, as: digest)
    return bytes
  }

  package func read(_ digest: Digest) -> [UInt8]? { blobs.withLock { $0[digest] } }
  package func write(_ bytes: [UInt8], as digest: Digest) { blobs.withLock { $0[digest] = bytes } }
  package func contains(_ digest: Digest) -> Bool { blobs.withLock { $0[digest] != nil } }
  package func remove(_ digest: Digest) { blobs.withLock { $0[digest] = nil } }
}

/// Blobs as zstd files `ab/cdef…` in a folder, each arriving by renaming.
///
/// No sync for each: a blob can be made again, and what a crash of the machine may damage is found by the check when read.
/// A file's time says when something last made its bytes.
package final class FolderBlobStore: BlobStore {
  let folder: String
  private let zstd = Zstd()
  private let knownFolders = Mutex<Set<String>>([])

  /// A store in `folder`, which is made when first written to.
  package init(folder: String) { self.folder = folder }

  package func read(_ digest: Digest) throws(DiskError) -> [UInt8]? {
    try file(digest).flatMap { unpacked($0, digest) }
  }

  package func packed(_ digest: Digest) throws(DiskError) -> [UInt8]? {
    try file(digest).flatMap { unpacked($0, digest) == nil ? nil : $0 }
  }

  package func write(_ bytes: [UInt8], as digest: Digest) throws(DiskError) {
    try add(digest, replacing: false) { zstd.compress(bytes) }
  }

  package func keep(packed: [UInt8], as digest: Digest) throws(DiskError) -> [UInt8]? {
    guard let bytes = unpacked(packed, digest) else { return nil }
    // What lies there may be damaged; this is not.
    try add(digest, replacing: true) { packed }
    return bytes
  }

  private func file(_ digest: Digest) throws(DiskError) -> [UInt8]? {
    do throws(DiskError) {
      return try Disk.read(path(digest).file)
    } catch  where error.isMissing {
      return nil
    }
  }

  private func unpacked(_ packed: [UInt8], _ digest: Digest) -> [UInt8]? {
    guard let bytes = zstd.decompress(packed), Digest(of: bytes) == digest else { return nil }
    return bytes
  }

  private func add(_ digest: Digest, replacing: Bool, _ packed: () -> [UInt8]) throws(DiskError) {
    let (folder, file) = path(digest)
    if !replacing, Disk.touch(file) { return }
    if !knownFolders.withLock({ $0.contains(folder) }) {
      try Disk.makeFolder(folder)
      knownFolders.withLock { _ = $0.insert(folder) }
    }
    try Disk.write(packed(), to: file)
  }

  package func contains(_ digest: Digest) throws(DiskError) -> Bool { try Disk.stat(path(digest).file) != nil }

  package func remove(_ digest: Digest) throws(DiskError) { try Disk.remove(path(digest).file) }

  private func path(_ digest: Digest) -> (folder: String, file: String) {
    let name = digest.hex
    let folder = "\(folder)/\(name.prefix(2))"
    return (folder, "\(folder)/\(name.dropFirst(2))")
  }
}
