import Foundation
import Synchronization
import Testing
import TestSupport

/// A small language model behind a real server, as `scripts/small-model` installs and serves it.
final class RealModelServer: Sendable {
  private static let script = "\(CommandBinary.repository)/scripts/small-model"

  private static let installing = Task {
    let run = try await CommandProcess("/usr/bin/env", ["bash", script, "install"], in: CommandBinary.repository).wait()
    // Told here, since the runner says of a test that is skipped no more than that it is.
    if run.status != 0 { FileHandle.standardError.write(Data("no small model: \(run.errors)\n".utf8)) }
    return run.status == 0
  }

  /// Whether the model can be served here; installs it if need be.
  static func isInstalled() async throws -> Bool { try await installing.value }

  /// Where it is served, without `/v1`.
  let url: String
  private let process: CommandProcess
  private let isOver = Mutex(false)

  /// Starts a server, and waits until the model can be asked.
  /// - Parameter port: any that is free if it is nil.
  static func start(port: String? = nil) async throws -> RealModelServer {
    let file = "\(CommandBinary.scratch)/\(UUID().uuidString).url"
    let option = port.map { " --port \($0)" } ?? ""
    // `exec` gives the server the process that signals go to.
    let process = try CommandProcess(
      "/bin/sh", ["-c", "exec bash '\(script)' serve\(option) >'\(file)'"], in: CommandBinary.repository)
    while process.isRunning {
      let said = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
      if said.hasPrefix("url "), said.hasSuffix("/v1\n") {
        return RealModelServer(url: String(said.dropFirst(4).dropLast(4)), process)
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    let run = await process.wait()
    throw CommandTrouble("the small model ended with status \(run.status):\n\(run.errors)")
  }

  private init(url: String, _ process: CommandProcess) { (self.url, self.process) = (url, process) }

  deinit {
    if !isOver.withLock({ $0 }) { process.signal(SIGKILL) }
  }

  /// The port, for a server that takes its place.
  var port: String { String(url.split(separator: ":").last ?? "") }

  /// Ends it with a signal, and waits until it is gone.
  /// - Returns: its exit status, or the signal as a negative number.
  func end(_ signal: Int32) async -> Int32 {
    process.signal(signal)
    let status = await process.wait().status
    isOver.withLock { $0 = true }
    return status
  }
}
