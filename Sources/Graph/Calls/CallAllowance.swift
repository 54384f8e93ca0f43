internal import Synchronization

/// A limit on new calls was reached: what is under way is finished, and nothing more is begun.
package struct CallsEnded: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A call is not remembered, and the build makes none. It concerns the one who asked; others go on.
package struct CallMissing: Error, Sendable, Equatable, CustomStringConvertible {
  package init() {}

  package var description: String { "a call is not remembered, and none is made offline" }
}

/// How many calls a build may still make, and for how much. Remembered calls take nothing of it.
package final class CallAllowance: Sendable {
  private struct State {
    var begun = 0
    var cost = 0.0
    /// The limit that somebody ran into.
    var ending: CallsEnded?
  }

  private let mostCalls: Int?
  private let mostCost: Double?
  private let isOffline: Bool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - mostCalls: nil for no limit; so too `mostCost`.
  ///   - isOffline: whether there are no calls, and everything that can do without goes on.
  package init(mostCalls: Int? = nil, mostCost: Double? = nil, isOffline: Bool = false) {
    self.mostCalls = mostCalls
    self.mostCost = mostCost
    self.isOffline = isOffline
  }

  /// Why no further call is begun, once that is so.
  package var ending: CallsEnded? { state.withLock { $0.ending } }

  /// Has no further call begun.
  func stop(_ reason: CallsEnded) { state.withLock { $0.ending = $0.ending ?? reason } }

  /// Takes one call of it.
  /// - Throws: `CallsEnded`, `CallMissing`.
  func begin() throws {
    if isOffline { throw CallMissing() }
    let ending = state.withLock { state -> CallsEnded? in
      if state.ending != nil { return state.ending }
      if let mostCalls, state.begun >= mostCalls {
        state.ending = CallsEnded("the limit of \(mostCalls) \(mostCalls == 1 ? "call" : "calls") is reached")
      } else if let mostCost, state.cost >= mostCost {
        // What calls under way will cost is not known, so they may pass the limit.
        state.ending = CallsEnded("the calls have cost \(state.cost), and the limit is \(mostCost)")
      } else {
        state.begun += 1
        return nil
      }
      return state.ending
    }
    if let ending { throw ending }
  }

  /// A call has come to its end.
  func end(_ spent: CallSpending) { state.withLock { $0.cost += spent.cost } }

  /// A call brought nothing.
  func giveBack() { state.withLock { $0.begun -= 1 } }
}
