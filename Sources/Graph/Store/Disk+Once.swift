#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

extension Disk {
  /// Writes a file whole or not at all, by way of a temporary file in a folder of the same file system.
  ///
  /// What is there already stays if `once` is set: then the file gets its name by a link, which exactly one of several
  /// writers can make, over a network's file system too. File systems without links get it by renaming, after a look.
  /// - Parameter scratch: the folder for the temporary file; it must exist.
  /// - Returns: false if something was there and stayed.
  package static func write(
    _ bytes: [UInt8], to path: String, scratch: String, once: Bool
  ) throws(DiskError) -> Bool {
    let temporary = "\(scratch)/\(getpid()).\(UInt64.random(in: 0 ... .max))"
    let file = systemOpen(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw DiskError(action: "write", path: path, code: errno) }
    defer { unlink(temporary) }
    do throws(DiskError) {
      try append(bytes, to: file, path)
    } catch {
      _ = systemClose(file)
      throw error
    }
    // Over a network the bytes may be refused only now.
    guard systemClose(file) == 0 else { throw DiskError(action: "write", path: path, code: errno) }
    if once {
      if link(temporary, path) == 0 { return true }
      let code = errno
      // The answer to a link that was made may get lost, and the repeated request finds it there.
      if code == EEXIST { return linkCount(temporary) == 2 }
      guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) else {
        throw DiskError(action: "write", path: path, code: code)
      }
      if try stat(path) != nil { return false }
    }
    guard rename(temporary, path) == 0 else { throw DiskError(action: "write", path: path, code: errno) }
    return true
  }

  /// Makes one folder; the one it lies in must be there.
  package static func makeLastFolder(_ path: String) throws(DiskError) {
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw DiskError(action: "make the folder", path: path, code: errno)
    }
  }

  /// Removes the files of a folder that were last changed before a point in time, in seconds since 1970.
  package static func removeFiles(in folder: String, before: Int) throws(DiskError) {
    for name in try names(in: folder) {
      let path = "\(folder)/\(name)"
      if let stat = try stat(path), !stat.isDirectory, stat.modified / 1_000_000_000 < before { try remove(path) }
    }
  }
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemClose(_ file: Int32) -> Int32 { close(file) }

private func systemStat(_ path: String, _ info: inout stat) -> Int32 { stat(path, &info) }

private func linkCount(_ path: String) -> Int {
  var info = stat()
  return systemStat(path, &info) == 0 ? Int(info.st_nlink) : 0
}
