#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif

/// A process that reads lines and writes lines, with a deadline on everything that is done with it.
///
/// It is in a process group of its own, inherits no file but its three places, and ends with this object.
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

  private let pid: pid_t
  /// Our end of what it reads and writes.
  private let channel: Int32
  private let errors: Int32
  private var pending: [UInt8] = []
  private var isOver = false

  /// Starts a program; a name without a slash is looked for in the search path.
  init(_ launch: Launch) throws(ToolTrouble) {
    Self.ignoreBrokenPipes()
    let (channel, theirChannel) = try Self.makePair()
    let (errors, theirErrors) = try Self.makePair()
    let spawned = Self.spawn(launch, [theirChannel, theirChannel, theirErrors])
    for end in [theirChannel, theirErrors] { close(end) }
    switch spawned {
    case .success(let pid): (self.pid, self.channel, self.errors) = (pid, channel, errors)
    case .failure(let failure):
      for end in [channel, errors] { close(end) }
      throw ToolTrouble("cannot start '\(launch.arguments[0])': \(String(cString: strerror(failure.code)))")
    }
    for end in [channel, errors] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit { _ = end() }

  /// Writes a line; false if it is not taken by the deadline.
  func send(_ line: [UInt8], by deadline: ContinuousClock.Instant) -> Bool {
    // A reply that nobody asked for must not be taken for that to this line.
    guard pending.isEmpty, !isReadable() else { return false }
    var done = 0
    while done < line.count {
      let count = line.withUnsafeBytes { write(channel, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        guard Self.wait(for: channel, POLLOUT, by: deadline) == .ready else { return false }
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
      switch Self.wait(for: channel, POLLIN, by: deadline) {
      case .late: return .late
      case .interrupted: return .interrupted
      case .ready: if !readMore() { return .ended }
      }
    }
  }

  /// What it wrote for people, as far as there is any: its last line.
  func complaint() -> String {
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(errors, &buffer, buffer.count)
    let lines = buffer.prefix(max(0, count)).split(separator: UInt8(ascii: "\n"))
    return lines.last.map { String(decoding: $0.prefix(300), as: UTF8.self) } ?? ""
  }

  /// Ends it with all that it started. One that has hung up gets a moment to say how it ended.
  func end(afterHangUp: Bool = false) -> Ending? {
    guard !isOver else { return nil }
    isOver = true
    var status: Int32 = 0
    var patience = afterHangUp ? 200 : 0
    while patience > 0, waitpid(pid, &status, WNOHANG) == 0 {
      usleep(1_000)
      patience -= 1
    }
    if patience == 0 {
      _ = killpg(pid, SIGKILL)
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    }
    for end in [channel, errors] { close(end) }
    let signal = status & 0x7F
    let code = status >> 8 & 0xFF
    // A sandbox tells of a signal as shells do.
    if signal == SIGXCPU || signal == 0 && code == 128 + SIGXCPU { return .outOfTime }
    return .other(signal == 0 ? "status \(code)" : "signal \(signal)")
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(channel, &buffer, buffer.count)
    if count > 0 { pending += buffer[..<count] }
    return count > 0 || count < 0 && (errno == EINTR || errno == EAGAIN)
  }

  private func isReadable() -> Bool {
    Self.wait(for: channel, POLLIN, by: .now) == .ready
  }
}

extension WorkerProcess {
  fileprivate enum Waited { case ready, late, interrupted }

  fileprivate struct SpawnFailure: Error {
    let code: Int32
  }

  /// Waits for a pipe, looking up now and then to see whether the result is still wanted.
  fileprivate static func wait(for file: Int32, _ events: Int32, by deadline: ContinuousClock.Instant) -> Waited {
    var entry = pollfd(fd: file, events: Int16(truncatingIfNeeded: events), revents: 0)
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      let milliseconds = min(
        50, max(0, left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000))
      if poll(&entry, 1, Int32(milliseconds)) > 0 { return .ready }
      if Task.isCancelled { return .interrupted }
      if ContinuousClock.now >= deadline { return .late }
    }
  }

  /// A write to a process that has died is to fail, not to end the program.
  fileprivate static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  /// Two ends of one connection that no other child inherits. A pipe could not be made so in one step.
  fileprivate static func makePair() throws(ToolTrouble) -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    #if canImport(Darwin)
      let code = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #else
      let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
    #endif
    guard code == 0 else { throw ToolTrouble("cannot make a socket pair: \(String(cString: strerror(errno)))") }
    return (ends[0], ends[1])
  }

  fileprivate static func spawn(_ launch: Launch, _ files: [Int32]) -> Result<pid_t, SpawnFailure> {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (place, file) in files.enumerated() { posix_spawn_file_actions_adddup2(&actions, file, Int32(place)) }
    var flags = Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    #if canImport(Darwin)
      flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
      // Another child's pipe, open without a mark for a moment, must not live on in here. (What hostile code may reach
      // does not hang on this: the worker closes all other files before it begins.)
      if let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") {
        typealias AddCloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        _ = unsafeBitCast(symbol, to: AddCloseFrom.self)(&actions, 3)
      }
    #endif
    posix_spawnattr_setpgroup(&attributes, 0)
    var ignored = sigset_t()
    sigemptyset(&ignored)
    sigaddset(&ignored, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &ignored)
    // Tasks run on threads that block signals, which a child would inherit: SIGXCPU must end it.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, flags)
    var words = launch.arguments.map { strdup($0) } + [nil]
    var environment = launch.environment.map { strdup($0) } + [nil]
    defer { for word in words + environment { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, launch.arguments[0], &actions, &attributes, &words, &environment)
    return code == 0 ? .success(pid) : .failure(SpawnFailure(code: code))
  }
}
