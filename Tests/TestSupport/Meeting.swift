import Dispatch
import Synchronization

/// Holds threads back until so many have come, so that what they do is surely under way at one time. Who comes later is
/// not held.
package final class Meeting: Sendable {
  private let missing: Mutex<Int>
  private let isComplete = DispatchSemaphore(value: 0)

  package init(of count: Int) { missing = Mutex(count) }

  /// Waits for the others. After half a minute it gives them up, so that a test in which they never come fails and ends.
  package func wait() {
    let isLast = missing.withLock { missing in
      missing -= 1
      return missing == 0
    }
    if isLast { isComplete.signal() }
    _ = isComplete.wait(timeout: .now() + 30)
    // One lets the next one go.
    isComplete.signal()
  }
}
