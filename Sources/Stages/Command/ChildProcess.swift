#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif
private import Synchronization

/// A child process in a group of its own, so that it can be ended together with whatever it has started.
struct ChildProcess: Sendable {
  let input: Pipe
  let output: Pipe
  let errors: Pipe
  private let pid: pid_t

  struct StartFailure: Error {
    let code: Int32
  }

  enum Ending: Sendable {
    case status(Int32)
    case signal(Int32)
  }

  /// Our end of a pipe.
  struct Pipe: Sendable {
    fileprivate let file: Int32
  }

  /// Starts a program: a path is taken from `folder` on, a bare name is looked for there and then in the search path.
  init(arguments: [String], folder: String) throws(StartFailure) {
    self = try ChildProcess.spawning.withLock { _ throws(StartFailure) in
      try ChildProcess(exclusively: arguments, folder: folder)
    }
  }

  /// Between the making of a pipe and the mark that keeps it from other children, no other child may be started.
  private static let spawning = Mutex(())

  private init(exclusively arguments: [String], folder: String) throws(StartFailure) {
    var ends: [Int32] = []
    for _ in 0..<3 {
      var pair: [Int32] = [0, 0]
      guard pipe(&pair) == 0 else { throw StartFailure(code: errno) }
      ends += pair
    }
    // Our own ends must not live on in other children, or their readers would never see an end.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let theirs = [ends[0], ends[3], ends[5]]
    let ours = [ends[1], ends[2], ends[4]]

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
    for (place, end) in theirs.enumerated() { posix_spawn_file_actions_adddup2(&actions, end, Int32(place)) }
    posix_spawnattr_setpgroup(&attributes, 0)
    var ignored = sigset_t()
    sigemptyset(&ignored)
    sigaddset(&ignored, SIGPIPE)
    // We ignore broken pipes; the program is to meet them as usual.
    posix_spawnattr_setsigdefault(&attributes, &ignored)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

    let local = "\(folder)/\(arguments[0])"
    let program = !arguments[0].hasPrefix("/") && access(local, X_OK) == 0 ? local : arguments[0]
    // The shell is there to change folders, which a spawned process cannot be told to do on every system.
    let line = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, program] + arguments.dropFirst()
    var words = line.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &words, environ)
    for end in theirs { close(end) }
    guard code == 0 else {
      for end in ours { close(end) }
      throw StartFailure(code: code)
    }
    self.pid = pid
    (input, output, errors) = (Pipe(file: ours[0]), Pipe(file: ours[1]), Pipe(file: ours[2]))
  }

  /// Ends it and all that it started, at once.
  func kill() { _ = killpg(pid, SIGKILL) }

  /// Waits for its end.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
  }
}

extension ChildProcess.Pipe {
  /// Reads to the end and closes.
  func readAll() -> [UInt8] {
    defer { close(file) }
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
    defer { close(file) }
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      done += count
    }
  }
}
