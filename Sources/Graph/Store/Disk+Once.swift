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
    return try write(bytes, to: path, by: temporary) { () throws(DiskError) in
      if once, let isOurs = try link(temporary, path) {
        unlink(temporary)
        return isOurs
      }
      guard rename(temporary, path) == 0 else { throw DiskError(action: "write", path: path, code: errno) }
      return true
    }
  }

  /// Gives a file a second name.
  /// - Returns: false if something else bears that name; nil if it is free and the file system has no links.
  private static func link(_ file: String, _ path: String) throws(DiskError) -> Bool? {
    if System.link(file, path) == 0 { return true }
    let code = errno
    // The answer to a link that was made may get lost, and the repeated request finds it there.
    if code == EEXIST { return linkCount(file) == 2 }
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) else {
      throw DiskError(action: "write", path: path, code: code)
    }
    return try stat(path) == nil ? nil : false
  }

  private static func linkCount(_ path: String) -> Int {
    var info = System.Stat()
    return System.stat(path, &info) == 0 ? Int(info.st_nlink) : 0
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
