internal import Graph
private import Synchronization

#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// Objects as files of a folder that many machines may share. A file appears whole, by renaming or linking, and is never
/// written to again. No sync for each: what a crash of a machine may cut is found by the check of whoever reads it.
final class FolderStore: ObjectStore {
  let name: String
  let width = 8
  private let limits: RemoteLimits
  private let threads = BlockingThreads(most: 8)
  private let isReady = Mutex(false)
  /// Seconds since 1970.
  private let now: @Sendable () -> Int

  /// - Parameter folder: is made when first written to; the folder it lies in must be there.
  init(folder: String, limits: RemoteLimits, now: @escaping @Sendable () -> Int) {
    name = folder
    self.limits = limits
    self.now = now
  }

  func get(_ path: ObjectPath, size: Int) async throws(RemoteFailure) -> [UInt8]? {
    let file = "\(name)/\(path)"
    return try await onThread(bytes: size) { () throws(DiskError) in
      do throws(DiskError) {
        guard let stat = try Disk.stat(file) else { return nil }
        // One byte more, so that a file that is too long shows.
        return try Disk.read(file, at: 0, count: min(stat.size, size) + 1)
      } catch  where error.isMissing {
        return nil
      }
    }
  }

  func presence(of path: ObjectPath) async throws(RemoteFailure) -> ObjectPresence {
    let file = "\(name)/\(path)"
    return try await onThread(bytes: 0) { () throws(DiskError) in
      guard let stat = try Disk.stat(file) else { return .absent }
      return .present(size: stat.size)
    }
  }

  func put(
    _ bytes: [UInt8], digest: Digest, at path: ObjectPath, ifAbsent: Bool
  ) async throws(RemoteFailure) -> Bool {
    let (file, scratch) = ("\(name)/\(path)", scratch)
    return try await onThread(bytes: bytes.count) { () throws(DiskError) in
      try self.makeFolders()
      do throws(DiskError) {
        return try Disk.write(bytes, to: file, scratch: scratch, once: ifAbsent)
      } catch  where error.isMissing {
        // Someone has emptied the folder meanwhile.
        self.isReady.withLock { $0 = false }
        try self.makeFolders()
        return try Disk.write(bytes, to: file, scratch: scratch, once: ifAbsent)
      }
    }
  }

  func honoursConditions() -> Bool { true }

  /// Where files are before they have their names.
  private var scratch: String { "\(name)/tmp" }

  private func makeFolders() throws(DiskError) {
    if isReady.withLock({ $0 }) { return }
    // Only the last folder is made: a path that leads nowhere is more likely a file system that is not mounted.
    try Disk.makeLastFolder(name)
    for kind in ObjectPath.Kind.allCases { try Disk.makeLastFolder("\(name)/\(kind.rawValue)") }
    try Disk.makeLastFolder(scratch)
    // A writer that was killed leaves its file behind.
    try Disk.removeFiles(in: scratch, before: now() - 86_400)
    isReady.withLock { $0 = true }
  }

  private func onThread<Value: Sendable>(
    bytes: Int, _ body: @escaping @Sendable () throws(DiskError) -> Value
  ) async throws(RemoteFailure) -> Value {
    let limit = limits.silence + .seconds(Double(bytes) / Double(limits.slowestRate))
    let result = await threads.run(within: min(limit, limits.longestExchange)) {
      Result { () throws(DiskError) in try body() }
    }
    guard let result else { throw RemoteFailure(.slow, remote: name, "its file system does not answer") }
    do throws(DiskError) {
      return try result.get()
    } catch {
      throw RemoteFailure(Self.kind(of: error.code), remote: name, "\(error)")
    }
  }

  /// What the system's error number means for a cache.
  static func kind(of code: Int32) -> RemoteFailure.Kind {
    switch code {
    case EACCES, EPERM, EROFS: .refused
    case ENOSPC, EDQUOT: .full
    case EFBIG: .tooLarge
    case EISDIR, ELOOP, ENAMETOOLONG, ESPIPE: .unfit
    default: .unreachable
    }
  }
}
