import Synchronization

/// What the toy stages share: a log of what really ran, and which steps are to fail.
///
/// A step is one unit of work, written `stage:value`, or `stage:value#2` for a second sample, where the value is that of the
/// first field the stage reads.
final class ToyWorld: Sendable {
  private struct State {
    var ran: [String] = []
    var isFailing: @Sendable (String) -> Bool = { _ in false }
  }

  private let state = Mutex(State())

  /// From now on these steps fail.
  func fail(where isFailing: @escaping @Sendable (String) -> Bool) { state.withLock { $0.isFailing = isFailing } }

  /// From now on nothing fails.
  func heal() { fail { _ in false } }

  /// Notes that a step runs.
  /// - Returns: whether it is to succeed.
  func run(_ step: String) -> Bool {
    let isFailing = state.withLock { state in
      state.ran.append(step)
      return state.isFailing
    }
    return !isFailing(step)
  }

  /// How many steps ran since they were last taken.
  var ranCount: Int { state.withLock { $0.ran.count } }

  /// All steps that ran since the last call, sorted.
  func takeRan() -> [String] {
    state.withLock { state in
      defer { state.ran = [] }
      return state.ran.sorted()
    }
  }
}
