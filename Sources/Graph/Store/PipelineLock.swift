#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// Held while a pipeline is built, so that a second build of it waits; it goes with the process, however that ends.
package final class PipelineLock: Sendable {
  private let file: Int32

  private init(file: Int32) { self.file = file }

  deinit { close(file) }

  /// Takes the lock, waiting for another build to end.
  /// - Parameters:
  ///   - folder: the cache.
  ///   - pipeline: the pipeline file's resolved path.
  ///   - holder: how this process is to be named to those that wait.
  ///   - waiting: called once, with the holder's own words, before waiting starts.
  ///   - isInterrupted: asked now and then.
  /// - Returns: the lock; nil if interrupted.
  package static func take(
    in folder: String, pipeline: String, holder: String, waiting: (String) -> Void, isInterrupted: () -> Bool
  ) async throws -> PipelineLock? {
    let locks = "\(folder)/locks"
    try Disk.makeFolder(locks)
    let path = "\(locks)/\(Digest(of: Array(pipeline.utf8)).hex.prefix(32)).lock"
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw DiskError(action: "lock", path: path, code: errno) }
    let lock = PipelineLock(file: file)
    var hasSaid = false
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw DiskError(action: "lock", path: path, code: errno) }
      if isInterrupted() { return nil }
      if !hasSaid {
        waiting(String(decoding: (try? Disk.read(path)) ?? [], as: UTF8.self))
        hasSaid = true
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    ftruncate(file, 0)
    try Disk.append(Array(holder.utf8), to: file, path)
    return lock
  }
}
