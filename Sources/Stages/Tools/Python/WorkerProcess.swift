#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// A process that reads lines and writes lines, with a deadline on everything that is done with it.
///
/// It ends, with whatever it has started, when this object does.
final class WorkerProcess {
  /// How it ended.
  enum Ending: Hashable {
    /// It used up its processor time.
    case outOfTime
    case other(String)
  }

  /// What became of waiting.
  enum Received {
    case line([UInt8])
    /// It closed its end, or wrote more than any reply has.
    case ended
    case late
    case interrupted
  }

  /// The longest line read.
  static let longestLine = 1 << 22

  private let child: ChildProcess
  private var pending: [UInt8] = []
  private var isOver = false

  /// Starts a program; a name without a slash is looked for in the search path.
  init(_ launch: Launch) throws(ToolTrouble) {
    do throws(ChildProcess.StartFailure) {
      child = try ChildProcess(launch.arguments, environment: launch.environment)
    } catch {
      throw ToolTrouble("cannot start '\(launch.arguments[0])': \(error.message)")
    }
    for end in [child.input, child.output, child.errors] { _ = fcntl(end.file, F_SETFL, O_NONBLOCK) }
  }

  deinit { _ = end() }

  /// Writes a line; false if it is not taken by the deadline.
  func send(_ line: [UInt8], by deadline: ContinuousClock.Instant) -> Bool {
    // A reply that nobody asked for must not be taken for that to this line.
    guard pending.isEmpty, !isReadable() else { return false }
    var done = 0
    while done < line.count {
      let count = line.withUnsafeBytes { write(child.input.file, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        guard Self.wait(for: child.input, POLLOUT, by: deadline) == .ready else { return false }
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  /// The next line, without its end.
  func receive(by deadline: ContinuousClock.Instant) -> Received {
    var searched = 0
    while true {
      if let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(pending[..<end])
        pending.removeSubrange(...end)
        return .line(line)
      }
      searched = pending.count
      guard searched <= Self.longestLine else { return .ended }
      switch Self.wait(for: child.output, POLLIN, by: deadline) {
      case .late: return .late
      case .interrupted: return .interrupted
      case .ready: if !readMore() { return .ended }
      }
    }
  }

  /// What it wrote for people, as far as there is any: its last line.
  func complaint() -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(child.errors.file, &buffer, buffer.count)
    let lines = buffer.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"))
    return lines.last.map { String(decoding: $0.prefix(300), as: UTF8.self) } ?? ""
  }

  /// Ends it with all that it started. One that has hung up gets a moment to say how it ended.
  func end(afterHangUp: Bool = false) -> Ending? {
    guard !isOver else { return nil }
    isOver = true
    if afterHangUp { child.linger(milliseconds: 2_000) }
    child.kill()
    let ending = child.wait()
    for end in [child.input, child.output, child.errors] { end.close() }
    return switch ending {
    // A sandbox tells of a signal as shells do.
    case .signal(SIGXCPU), .status(128 + SIGXCPU): .outOfTime
    case .signal(let number): .other("signal \(number)")
    case .status(let number): .other("status \(number)")
    }
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(child.output.file, &buffer, buffer.count)
    if count > 0 { pending += buffer[..<count] }
    return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
  }

  private func isReadable() -> Bool {
    Self.wait(for: child.output, POLLIN, by: .now) == .ready
  }
}

extension WorkerProcess {
  fileprivate enum Waited { case ready, late, interrupted }

  /// Waits for a pipe, looking up now and then to see whether the result is still wanted.
  fileprivate static func wait(for end: PipeEnd, _ events: Int32, by deadline: ContinuousClock.Instant) -> Waited {
    var entry = pollfd(fd: end.file, events: Int16(truncatingIfNeeded: events), revents: 0)
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      let milliseconds = min(
        50, max(0, left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000))
      if poll(&entry, 1, Int32(milliseconds)) > 0 { return .ready }
      if Task.isCancelled { return .interrupted }
      if ContinuousClock.now >= deadline { return .late }
    }
  }
}
