import Foundation
import Graph

extension Workspace {
  /// Takes the lock of a cache, waiting for who is in the way and saying so once.
  /// - Parameter purpose: what the cache is wanted alone for; nil if it may be used together with others.
  /// - Throws: `ExitStatus` if interrupted.
  static func lock(_ folder: String, alone purpose: String?) throws -> CacheLock {
    let lock: CacheLock?
    if let purpose {
      lock = try CacheLock.takeAlone(
        folder, holder: "\(purpose), \(holder)",
        waiting: { holders in
          let others = holders.isEmpty ? "other commands that use the cache" : holders.joined(separator: "; ")
          Terminal.note("waiting to be alone with \(shown(folder)): \(others)")
        }, isInterrupted: { Interrupt.isAsked })
    } else {
      lock = try CacheLock.share(
        folder, waiting: { Terminal.note("warning: waiting for \($0)") }, isInterrupted: { Interrupt.isAsked })
    }
    guard let lock else { throw ExitStatus.interrupted }
    return lock
  }

  /// How this process is named to those that wait for it.
  static var holder: String {
    let process = ProcessInfo.processInfo
    return
      "process \(process.processIdentifier) on \(process.hostName), since \(ISO8601DateFormatter().string(from: Date()))"
  }
}
