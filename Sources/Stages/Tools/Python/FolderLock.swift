#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// Held while something that several processes may want is made once for all of them.
struct FolderLock: Sendable {
  private let file: Int32

  /// Takes the lock, waiting for whoever has it. It goes with the process, however that ends.
  static func take(_ path: String) async throws -> FolderLock {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw ToolTrouble("cannot lock \(path): \(String(cString: strerror(errno)))") }
    let lock = FolderLock(file: file)
    do {
      while flock(file, LOCK_EX | LOCK_NB) != 0 { try await Task.sleep(for: .milliseconds(100)) }
    } catch {
      lock.release()
      throw error
    }
    return lock
  }

  /// Lets the next one in.
  func release() { close(file) }
}
