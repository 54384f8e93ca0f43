internal import Foundation
private import Synchronization

/// A program started with some input, and what it wrote.
struct Program: Sendable {
  let arguments: [String]
  /// Where it runs, and where a path without a leading slash starts.
  let folder: String

  struct Output: Sendable {
    let bytes: [UInt8]
    /// Why it cannot be taken as done; nil if it ended well.
    let problem: String?
  }

  /// Runs it to its end.
  /// - Throws: nothing that one program's misbehaviour causes: that is the output's `problem`.
  func run(input: [UInt8], timeout: Duration) async throws -> Output {
    let process = Process()
    let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
    // The search path is asked for names without a slash; a file in the pipeline's folder comes first.
    let local = "\(folder)/\(arguments[0])"
    if arguments[0].hasPrefix("/") || FileManager.default.isExecutableFile(atPath: local) {
      process.executableURL = URL(fileURLWithPath: arguments[0].hasPrefix("/") ? arguments[0] : local)
      process.arguments = Array(arguments.dropFirst())
    } else {
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = stdin
    process.standardOutput = stdout
    process.standardError = stderr
    let ended = Mutex(false)
    do {
      try process.run()
    } catch {
      return Output(bytes: [], problem: "cannot start '\(arguments[0])': \(error.localizedDescription)")
    }
    let pid = process.processIdentifier
    let watchdog = Task {
      try await Task.sleep(for: timeout)
      if !ended.withLock({ $0 }) { kill(pid, SIGKILL) }
    }
    // Pipes hold little: all three must move at once, each on a thread that may wait.
    async let bytes = Program.onThread { stdout.fileHandleForReading.readDataToEndOfFile() }
    async let words = Program.onThread { stderr.fileHandleForReading.readDataToEndOfFile() }
    async let written: Void = Program.onThread {
      // A program may stop reading early; that is its own affair.
      try? stdin.fileHandleForWriting.write(contentsOf: Data(input))
      try? stdin.fileHandleForWriting.close()
    }
    let output = await (bytes, words, written)
    await Program.onThread { process.waitUntilExit() }
    ended.withLock { $0 = true }
    let timedOut = process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
    watchdog.cancel()
    return Output(
      bytes: [UInt8](output.0), problem: problem(process, timedOut: timedOut, timeout: timeout, words: output.1))
  }

  private func problem(_ process: Process, timedOut: Bool, timeout: Duration, words: Data) -> String? {
    let name = arguments[0]
    if timedOut { return "'\(name)' was ended after \(timeout.components.seconds) seconds ('timeoutSeconds')" }
    if process.terminationReason == .uncaughtSignal {
      return "'\(name)' was ended by signal \(process.terminationStatus)"
    }
    guard process.terminationStatus != 0 else { return nil }
    let last = String(decoding: words.suffix(2000), as: UTF8.self).split(separator: "\n").last.map { ": \($0)" } ?? ""
    return "'\(name)' ended with status \(process.terminationStatus)\(last)"
  }

  /// Runs something that waits, away from the threads that all tasks share.
  private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: body()) }
    }
  }
}
