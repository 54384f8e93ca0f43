internal import Synchronization

/// Notes which calls some work asks for.
package final class CallTrail: Sendable {
  private let state = Mutex<Set<CallKey>>([])

  package init() {}

  package var keys: Set<CallKey> { state.withLock { $0 } }

  func note(_ key: CallKey) { state.withLock { _ = $0.insert(key) } }
}

extension WaitingStage {
  /// The calls that some units make as long as their replies are remembered. None is made: a unit goes as far as memory
  /// carries it.
  package func rememberedCalls(of units: [WorkUnit], store: CallStore, recipe: Digest) async -> Set<CallKey> {
    let trail = CallTrail()
    let calls = StageCalls(store: store, recipe: recipe, allowance: CallAllowance(mostCalls: 0), trail: trail)
    // What ends a unit's way, mostly that it would have to ask, does not matter.
    for unit in units { _ = try? await result(for: unit, calls: calls) }
    return trail.keys
  }
}
