#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// A lock on a file, held by any number of processes together or by one alone; it goes with the process, however that ends,
/// and no child inherits it.
final class FileLock: Sendable {
  /// How a lock is held.
  enum Mode { case shared, exclusive }

  private let file: Int32
  private let path: String

  /// Opens a lock's file, which is made, with its folder, where it does not exist.
  init(_ path: String) throws(DiskError) {
    self.path = path
    var file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    if file < 0, errno == ENOENT, let slash = path.lastIndex(of: "/") {
      try Disk.makeFolder(String(path[..<slash]))
      file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    }
    guard file >= 0 else { throw DiskError(action: "lock", path: path, code: errno) }
    self.file = file
  }

  /// Opens the file of a lock that may never have been taken.
  init?(existing path: String) {
    self.path = path
    file = open(path, O_RDWR | O_CLOEXEC)
    if file < 0 { return nil }
  }

  deinit { close(file) }

  /// Takes the lock, unless somebody is in the way.
  func take(_ mode: Mode) throws(DiskError) -> Bool {
    while flock(file, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw DiskError(action: "lock", path: path, code: errno) }
    }
    return true
  }

  /// How the holder has named itself.
  var holder: String { String(decoding: (try? Disk.read(file, path, at: 0, count: 1000)) ?? [], as: UTF8.self) }

  /// Writes down who holds the lock, for those that wait.
  func name(_ holder: String) throws(DiskError) {
    ftruncate(file, 0)
    try Disk.append(Array(holder.utf8), to: file, path)
  }
}
