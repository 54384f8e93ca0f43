import Synchronization

/// Faults that meet a share of all requests, the same ones on every run, however they are mixed.
package final class ScriptedFaults: Sendable {
  private struct State {
    var seen: [UInt64: Int] = [:]
    var given = 0
    var isOver = false
  }

  /// One request in so many is met.
  private let share: UInt64
  /// How often the same request is.
  private let times: Int
  private let state = Mutex(State())

  package init(oneIn share: Int, times: Int = 1) {
    self.share = UInt64(share)
    self.times = times
  }

  /// Whether a request is to meet the fault now.
  package func meets(_ request: String) -> Bool {
    let mark = Self.hash(request)
    guard mark % share == 0 else { return false }
    return state.withLock { state in
      guard !state.isOver, state.seen[mark, default: 0] < times else { return false }
      state.seen[mark, default: 0] += 1
      state.given += 1
      return true
    }
  }

  /// How many faults there were.
  package var given: Int { state.withLock { $0.given } }

  /// How many different requests met one.
  package var requests: Int { state.withLock { $0.seen.count } }

  /// No more of them.
  package func end() { state.withLock { $0.isOver = true } }

  /// FNV-1a, and a last mixing since its low bits alone are poor: the same on every run.
  private static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }
    return ((hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9) >> 20
  }
}
