#if canImport(Darwin)
  private import Darwin
#else
  private import Glibc
#endif
private import Foundation
private import Synchronization

/// A program started with some input, and what it wrote.
struct Program: Sendable {
  let arguments: [String]
  /// Where it runs, and where a path without a leading slash starts. A bare name is looked for there, too, and then in
  /// the search path.
  let folder: String

  struct Output: Sendable {
    let bytes: [UInt8]
    /// Why it cannot be taken as done; nil if it ended well.
    let problem: String?
  }

  /// Runs it to its end.
  func run(input: [UInt8], timeout: Duration) async -> Output {
    let process: ChildProcess
    do throws(ChildProcess.StartFailure) {
      process = try ChildProcess(line)
    } catch {
      return Output(bytes: [], problem: "cannot start '\(arguments[0])': \(error.message)")
    }
    let isLate = Mutex(false)
    let watchdog = Task {
      try await Task.sleep(for: timeout)
      isLate.withLock { $0 = true }
      process.kill()
    }
    // Pipes hold little: all three must move at once, each on a thread that may wait.
    async let bytes = Program.onThread { process.output.readAll() }
    async let words = Program.onThread { process.errors.readAll() }
    async let written: Void = Program.onThread { process.input.writeAll(input) }
    let output = await (bytes, words, written)
    let status = await Program.onThread { process.wait() }
    watchdog.cancel()
    return Output(
      bytes: output.0, problem: problem(status, isLate: isLate.withLock { $0 }, timeout: timeout, words: output.1))
  }

  /// The shell is there to change folders, for which POSIX has no word at a process's start.
  private var line: [String] {
    let local = "\(folder)/\(arguments[0])"
    let program = !arguments[0].hasPrefix("/") && access(local, X_OK) == 0 ? local : arguments[0]
    return ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder, program] + arguments.dropFirst()
  }

  private func problem(_ ending: ChildProcess.Ending, isLate: Bool, timeout: Duration, words: [UInt8]) -> String? {
    let name = arguments[0]
    if isLate { return "'\(name)' was ended after \(timeout.components.seconds) seconds ('timeoutSeconds')" }
    switch ending {
    case .signal(let signal): return "'\(name)' was ended by signal \(signal)"
    case .status(0): return nil
    case .status(let status):
      let last = words.split(separator: UInt8(ascii: "\n")).last { $0.contains { $0 > 0x20 } }
      let detail = last.map { ": \(String(decoding: $0.prefix(300), as: UTF8.self))" } ?? ""
      return "'\(name)' ended with status \(status)\(detail)"
    }
  }

  /// Runs something that waits, away from the threads that all tasks share.
  private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}
