#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif
private import Synchronization

/// A child process with a pipe at each of its three places and no other file of ours, in a process group of its own, so
/// that it can be ended together with whatever it has started.
///
/// It starts with signals as any program expects them: none is blocked, and a broken pipe ends it.
struct ChildProcess: Sendable {
  let input: PipeEnd
  let output: PipeEnd
  let errors: PipeEnd
  private let pid: pid_t

  /// Why there is no process, as `errno` tells it.
  struct StartFailure: Error {
    let code: Int32

    /// In the system's words.
    var message: String { String(cString: strerror(code)) }
  }

  /// How a process came to its end.
  enum Ending: Sendable {
    case status(Int32)
    case signal(Int32)
  }

  /// Starts a program; a name without a slash is looked for in the search path.
  /// - Parameter environment: all that it knows of its surroundings, as `NAME=value`; nil for what we know of ours.
  init(_ arguments: [String], environment: [String]? = nil) throws(StartFailure) {
    ChildProcess.ignoreBrokenPipes
    self = try ChildProcess.spawning.withLock { _ throws(StartFailure) in
      try ChildProcess(exclusively: arguments, environment)
    }
  }

  /// Between the making of a pipe and the mark that keeps it from other children, no other child may be started.
  private static let spawning = Mutex(())

  /// A write to a process that has died is to fail, not to end the program.
  private static let ignoreBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  private init(exclusively arguments: [String], _ environment: [String]?) throws(StartFailure) {
    var pipes: [PipePair] = []
    do throws(StartFailure) {
      for _ in 0..<3 { pipes.append(try PipePair()) }
      let theirs = [pipes[0].reading, pipes[1].writing, pipes[2].writing]
      pid = try ChildProcess.spawn(arguments, environment: environment, files: theirs.map(\.file))
      for end in theirs { end.close() }
    } catch {
      for pipe in pipes { pipe.close() }
      throw error
    }
    (input, output, errors) = (pipes[0].writing, pipes[1].reading, pipes[2].reading)
  }

  /// Ends it and all that it started, at once.
  func kill() { _ = killpg(pid, SIGKILL) }

  /// Waits for its end.
  func wait() -> Ending {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return Ending(status)
  }

  /// Gives it so long to end by itself. Its end is not taken note of: only what is not can still be told from others.
  func linger(milliseconds: Int) {
    for _ in 0..<milliseconds {
      var state = siginfo_t()
      guard waitid(P_PID, id_t(pid), &state, WEXITED | WNOHANG | WNOWAIT) == 0, state.si_signo == 0 else { return }
      usleep(1_000)
    }
  }
}

extension ChildProcess.Ending {
  /// From the number that the system gives.
  fileprivate init(_ status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .status(status >> 8 & 0xFF) : .signal(signal)
  }
}
