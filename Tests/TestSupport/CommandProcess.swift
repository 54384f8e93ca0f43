import Foundation
import Synchronization

/// What a run of the command left: its exit status and all it said.
package struct CommandRun: Sendable {
  /// The exit status; for a run that a signal ended, the signal as a negative number.
  package let status: Int32
  package let output: String
  package let errors: String

  package init(status: Int32, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

/// A process under way.
package final class CommandProcess: Sendable {
  private let process: Mutex<Process>
  private let end: AsyncStream<Int32>
  /// Files that take what it says.
  private let (output, errors): (String, String)
  package let pid: Int32

  /// Starts a program in a folder.
  package init(_ program: String, _ arguments: [String], in folder: String) throws {
    let scratch = "\(CommandBinary.scratch)/\(UUID().uuidString)"
    (output, errors) = (scratch + ".out", scratch + ".err")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try CommandProcess.file(output)
    process.standardError = try CommandProcess.file(errors)
    let (end, ended) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = { process in
      ended.yield(process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus)
      ended.finish()
    }
    try process.run()
    self.end = end
    pid = process.processIdentifier
    self.process = Mutex(process)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: output)
    try? FileManager.default.removeItem(atPath: errors)
  }

  private static func file(_ path: String) throws -> FileHandle {
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw CommandTrouble("cannot make \(path)")
    }
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  package func signal(_ number: Int32) { kill(pid, number) }

  /// Sends a signal and waits until it has been taken: one that comes before would be lost, or count as the same.
  package func deliver(_ number: Int32) async throws {
    signal(number)
    #if os(Linux)
      while isRunning, isWaiting(number) { try await Task.sleep(for: .milliseconds(5)) }
    #else
      try await Task.sleep(for: .milliseconds(200))
    #endif
  }

  #if os(Linux)
    /// Whether a signal still waits for the process to take it, as the system tells.
    private func isWaiting(_ number: Int32) -> Bool {
      let mark = "ShdPnd:\t"
      let line = text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix(mark) }
      let pending = line.flatMap { UInt64($0.dropFirst(mark.count), radix: 16) } ?? 0
      return pending & 1 << UInt64(number - 1) != 0
    }
  #endif

  /// Whether it still runs, asked of the system: Foundation hears of an end only when children left behind have ended too.
  package var isRunning: Bool {
    var state = siginfo_t()
    return waitid(P_PID, id_t(pid), &state, WEXITED | WNOHANG | WNOWAIT) == 0 && state.si_signo == 0
  }

  /// Waits until it no longer runs; false if it still does after `seconds`.
  package func hasEnded(within seconds: Double) async throws -> Bool {
    for _ in 0..<Int(seconds * 200) {
      if !isRunning { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  /// Whole lines on standard output so far.
  package var linesSaid: Int { (FileManager.default.contents(atPath: output) ?? Data()).count { $0 == 0x0A } }

  /// Waits for it to end.
  package func wait() async -> CommandRun {
    var status: Int32 = -1
    for await ended in end { status = ended }
    return CommandRun(status: status, output: text(output), errors: text(errors))
  }

  /// Waits until it has said something on either stream; false if it does not within `seconds`.
  package func hasSaid(_ words: String, within seconds: Double = 20) async throws -> Bool {
    for _ in 0..<Int(seconds * 200) {
      if text(output).contains(words) || text(errors).contains(words) { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  private func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// Lets as many processes run at once as there are processors, so that tests side by side do not starve each other.
package actor CommandGate {
  private static let shared = CommandGate(ProcessInfo.processInfo.activeProcessorCount)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  private init(_ width: Int) { free = max(1, width) }

  /// Does something with a place of its own.
  package static func through<Value>(_ body: () async throws -> Value) async throws -> Value {
    await shared.enter()
    do {
      let value = try await body()
      await shared.leave()
      return value
    } catch {
      await shared.leave()
      throw error
    }
  }

  private func enter() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
