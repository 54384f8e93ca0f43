import Synchronization

@testable import Graph

/// What toy waiting stages call: it can be made to wait, to fail, to be hopeless, or to say something else every time.
final class ToyModel: Sendable {
  /// What became of its calls.
  struct State {
    /// All calls that reached it, in the order in which they came.
    var calls: [String] = []
    var underWay = 0
    /// The most calls that were ever under way at once.
    var peak = 0
    var answered: [String] = []
    var brokenOff: [String] = []
    fileprivate var isHeld: @Sendable (String) -> Bool = { _ in false }
    fileprivate var isUnitHeld: @Sendable (String) -> Bool = { _ in false }
    fileprivate var isFailing: @Sendable (String) -> Bool = { _ in false }
    fileprivate var isHopeless: @Sendable (String) -> Bool = { _ in false }
    fileprivate var isFickle = false
  }

  /// No answer to one call.
  struct NoAnswer: Error {}

  /// No call will ever be answered.
  struct Hopeless: Error, Equatable {
    let message: String
  }

  static let spending = CallSpending(inputTokens: 2, outputTokens: 3, cost: 0.5)

  private let guarded = Mutex(State())

  var state: State { guarded.withLock { $0 } }

  /// From now on these calls wait.
  func hold(where isHeld: @escaping @Sendable (String) -> Bool) { guarded.withLock { $0.isHeld = isHeld } }

  /// From now on these units wait before they call.
  func holdUnits(where isHeld: @escaping @Sendable (String) -> Bool) { guarded.withLock { $0.isUnitHeld = isHeld } }

  /// From now on nothing waits.
  func release() {
    hold { _ in false }
    holdUnits { _ in false }
  }

  func fail(where isFailing: @escaping @Sendable (String) -> Bool) { guarded.withLock { $0.isFailing = isFailing } }

  func despair(where isHopeless: @escaping @Sendable (String) -> Bool) {
    guarded.withLock { $0.isHopeless = isHopeless }
  }

  /// From now on no two answers are alike.
  func becomeFickle() { guarded.withLock { $0.isFickle = true } }

  /// The calls since the last time, sorted.
  func takeCalls() -> [String] {
    guarded.withLock { state in
      defer { state.calls = [] }
      return state.calls.sorted()
    }
  }

  /// Lets a unit go on, once it is not held.
  func enter(_ question: String) async throws { try await pause { $0.isUnitHeld(question) } }

  /// The reply to a question: what it is to say, unless it is fickle.
  func answer(_ question: String, saying reply: CallReply) async throws -> (reply: CallReply, spent: CallSpending) {
    let number = guarded.withLock { state in
      state.calls.append(question)
      state.underWay += 1
      state.peak = max(state.peak, state.underWay)
      return state.calls.count
    }
    defer { guarded.withLock { $0.underWay -= 1 } }
    do {
      try await pause { $0.isHeld(question) }
    } catch {
      guarded.withLock { $0.brokenOff.append(question) }
      throw error
    }
    let state = state
    if state.isHopeless(question) { throw Hopeless(message: "the key is wrong") }
    if state.isFailing(question) { throw NoAnswer() }
    guarded.withLock { $0.answered.append(question) }
    guard state.isFickle else { return (reply, ToyModel.spending) }
    return (CallReply(body: reply.body + Array(" \(number)".utf8), usage: reply.usage), ToyModel.spending)
  }

  private func pause(while isHeld: (State) -> Bool) async throws {
    while isHeld(state) { try await Task.sleep(for: .milliseconds(1)) }
  }

  /// Waits until its state is as a test needs it; the minute is there for tests that would never end.
  func wait(until isReached: (State) -> Bool) async throws {
    for _ in 0..<30_000 {
      if isReached(state) { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw Hopeless(message: "this never comes about: \(state)")
  }
}
