#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The system refused something: which call, on what, and its own words.
package struct DiskError: Error, CustomStringConvertible {
  package let action: String
  package let path: String
  package let code: Int32

  package var description: String { "cannot \(action) \(path): \(String(cString: strerror(code)))" }

  /// The file or folder does not exist.
  package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
}

/// What identifies a state of a file without reading it.
package struct FileStat: Hashable, Sendable {
  package let size: Int
  /// Nanoseconds since 1970.
  package let modified: Int
  package let changed: Int
  package let inode: UInt64
  package let isDirectory: Bool
}

/// The few calls on files that the engine needs, straight to the system: starting Foundation's would cost more than a whole
/// build with nothing to do.
package enum Disk {
  /// The bytes of a file.
  package static func read(_ path: String) throws(DiskError) -> [UInt8] {
    let file = try open(path)
    defer { System.close(file) }
    let size = try stat(descriptor: file, path).size
    // One byte more than the size, so that the end is seen without a second buffer.
    var bytes = try read(file, path, at: 0, count: size + 1)
    while bytes.count > size {
      // Grown since, or a pipe that has no size: go on to the true end.
      let more = try read(file, path, at: bytes.count, count: 1 << 20)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Up to `count` bytes from `offset` on.
  package static func read(_ path: String, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
    let file = try open(path)
    defer { System.close(file) }
    return try read(file, path, at: offset, count: count)
  }

  /// Writes a file whole or not at all: into a temporary file beside it, then by renaming.
  package static func write(_ bytes: [UInt8], to path: String) throws(DiskError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    try write(bytes, to: path, by: temporary) { () throws(DiskError) in
      guard rename(temporary, path) == 0 else { throw DiskError(action: "write", path: path, code: errno) }
    }
  }

  /// Writes a temporary file and has it brought to its place; after an error nothing is left of it.
  static func write<Value>(
    _ bytes: [UInt8], to path: String, by temporary: String, placing place: () throws(DiskError) -> Value
  ) throws(DiskError) -> Value {
    let file = System.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw DiskError(action: "write", path: path, code: errno) }
    do throws(DiskError) {
      do throws(DiskError) {
        try append(bytes, to: file, path)
      } catch {
        System.close(file)
        throw error
      }
      // Over a network the bytes may be refused only now.
      guard System.close(file) == 0 else { throw DiskError(action: "write", path: path, code: errno) }
      return try place()
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes all bytes to an open file.
  package static func append(_ bytes: [UInt8], to file: Int32, _ path: String) throws(DiskError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { System.write(file, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count < 0 {
        if errno == EINTR { continue }
        throw DiskError(action: "write", path: path, code: errno)
      }
      done += count
    }
  }

  /// The state of a file or folder; nil if there is none.
  package static func stat(_ path: String) throws(DiskError) -> FileStat? {
    var info = System.Stat()
    guard System.stat(path, &info) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw DiskError(action: "read", path: path, code: errno)
    }
    return FileStat(info)
  }

  /// Makes a file's time that of now, as far as it may be changed.
  /// - Returns: whether there is such a file.
  package static func touch(_ path: String) -> Bool {
    utimensat(AT_FDCWD, path, nil, 0) == 0 || errno != ENOENT && errno != ENOTDIR
  }

  /// Whether a path is a symbolic link.
  package static func isLink(_ path: String) throws(DiskError) -> Bool {
    var info = System.Stat()
    guard lstat(path, &info) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return false }
      throw DiskError(action: "read", path: path, code: errno)
    }
    return info.st_mode & S_IFMT == S_IFLNK
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(DiskError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw DiskError(action: "make the folder", path: path, code: errno)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw DiskError(action: "make the folder", path: path, code: errno)
    }
  }

  /// The names in a folder, sorted as bytes; empty if there is no such folder.
  package static func names(in folder: String) throws(DiskError) -> [String] {
    guard let handle = opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return [] }
      throw DiskError(action: "list", path: folder, code: errno)
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes a file, if it is there.
  package static func remove(_ path: String) throws(DiskError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw DiskError(action: "remove", path: path, code: errno) }
  }

  /// Removes a folder, if it is there and empty.
  package static func removeEmptyFolder(_ path: String) { rmdir(path) }

  /// Gives a file another name, replacing what bears it.
  package static func move(_ path: String, to other: String) throws(DiskError) {
    guard rename(path, other) == 0 else { throw DiskError(action: "rename", path: path, code: errno) }
  }

  /// Waits, where nothing can be awaited.
  static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }

  /// The absolute path without symbolic links; nil if there is no such file.
  package static func resolved(_ path: String) -> String? {
    guard let pointer = realpath(path, nil) else { return nil }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  /// The folder that relative paths start from.
  package static var currentFolder: String { resolved(".") ?? "/" }

  static func open(_ path: String) throws(DiskError) -> Int32 {
    let file = System.open(path, O_RDONLY | O_CLOEXEC, 0)
    guard file >= 0 else { throw DiskError(action: "read", path: path, code: errno) }
    return file
  }

  static func close(_ file: Int32) { System.close(file) }

  static func stat(descriptor: Int32, _ path: String) throws(DiskError) -> FileStat {
    var info = System.Stat()
    guard fstat(descriptor, &info) == 0 else { throw DiskError(action: "read", path: path, code: errno) }
    return FileStat(info)
  }

  static func read(_ file: Int32, _ path: String, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
    var end = (count: 0, code: Int32(0))
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      end = fill(UnsafeMutableRawBufferPointer(buffer), from: file, at: offset)
      filled = end.count
    }
    guard end.code == 0 else { throw DiskError(action: "read", path: path, code: end.code) }
    return bytes
  }

  /// Fills a buffer, as far as the file goes.
  /// - Returns: how many bytes there were.
  static func read(
    _ file: Int32, _ path: String, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(DiskError) -> Int {
    let end = fill(buffer, from: file, at: offset)
    guard end.code == 0 else { throw DiskError(action: "read", path: path, code: end.code) }
    return end.count
  }

  private static func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from file: Int32, at offset: Int
  ) -> (count: Int, code: Int32) {
    var count = 0
    while count < buffer.count {
      let read = pread(file, buffer.baseAddress?.advanced(by: count), buffer.count - count, off_t(offset + count))
      if read < 0, errno == EINTR { continue }
      if read < 0 { return (count, errno) }
      if read == 0 { break }
      count += read
    }
    return (count, 0)
  }
}

extension FileStat {
  fileprivate init(_ info: System.Stat) {
    size = Int(info.st_size)
    #if canImport(Darwin)
      modified = Int(info.st_mtimespec.tv_sec) * 1_000_000_000 + Int(info.st_mtimespec.tv_nsec)
      changed = Int(info.st_ctimespec.tv_sec) * 1_000_000_000 + Int(info.st_ctimespec.tv_nsec)
    #else
      modified = Int(info.st_mtim.tv_sec) * 1_000_000_000 + Int(info.st_mtim.tv_nsec)
      changed = Int(info.st_ctim.tv_sec) * 1_000_000_000 + Int(info.st_ctim.tv_nsec)
    #endif
    inode = UInt64(info.st_ino)
    isDirectory = info.st_mode & S_IFMT == S_IFDIR
  }
}
