#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The system's calls, where `Disk` has methods of the same names, which hide them.
enum System {
  typealias Stat = stat

  static func open(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { systemOpen(path, flags, mode) }

  static func write(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { systemWrite(file, bytes, count) }

  @discardableResult
  static func close(_ file: Int32) -> Int32 { systemClose(file) }

  static func link(_ file: String, _ path: String) -> Int32 { systemLink(file, path) }

  static func stat(_ path: String, _ info: inout Stat) -> Int32 { systemStat(path, &info) }
}

private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(file, bytes, count) }
private func systemClose(_ file: Int32) -> Int32 { close(file) }
private func systemLink(_ file: String, _ path: String) -> Int32 { link(file, path) }
private func systemStat(_ path: String, _ info: inout stat) -> Int32 { stat(path, &info) }
