#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// One end of a pipe.
struct PipeEnd: Sendable {
  let file: Int32

  /// Gives the file back to the system; nothing may be done with it any more.
  func close() { _ = systemClose(file) }

  /// Reads to the end and closes.
  func readAll() -> [UInt8] {
    defer { close() }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Writes all and closes. A program may stop reading early; that is its own affair.
  func writeAll(_ bytes: [UInt8]) {
    defer { close() }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      done += count
    }
  }
}

/// The two ends of a new pipe, marked to live on in no other program: its readers would never see an end.
struct PipePair {
  let reading: PipeEnd
  let writing: PipeEnd

  init() throws(ChildProcess.StartFailure) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw ChildProcess.StartFailure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (PipeEnd(file: ends[0]), PipeEnd(file: ends[1]))
  }

  func close() {
    reading.close()
    writing.close()
  }
}

/// The system's function, which a method of the same name hides.
private func systemClose(_ file: Int32) -> Int32 { close(file) }
