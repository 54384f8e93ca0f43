internal import Synchronization

/// One stage's way to calls that are remembered: made on behalf of its recipe, counted, and within the build's limits.
package struct StageCalls: Sendable {
  private let store: CallStore
  private let recipe: Digest
  private let allowance: CallAllowance
  private let trail: CallTrail?
  private let tally = CallTally()

  /// - Parameters:
  ///   - recipe: what the calls are forgotten with.
  ///   - allowance: shared by all stages of a build.
  ///   - trail: notes what is asked for.
  package init(
    store: CallStore, recipe: Digest, allowance: CallAllowance = CallAllowance(), trail: CallTrail? = nil
  ) {
    self.store = store
    self.recipe = recipe
    self.allowance = allowance
    self.trail = trail
  }

  /// The reply to a call: the stored one, or that of an equal call under way, or else a new one.
  /// - Parameter make: really calls; what it throws is nobody's reply and is not stored.
  /// - Throws: `CallsEnded` where a new call would pass the build's limits; else what `make` throws.
  package func reply(
    to key: CallKey, make: @escaping @Sendable () async throws -> (reply: CallReply, spent: CallSpending)
  ) async throws -> CallReply {
    trail?.note(key)
    let (allowance, tally) = (allowance, tally)
    let (reply, isReused) = try await store.reply(to: key, recipe: recipe) {
      try allowance.begin()
      do {
        let (reply, spent) = try await make()
        allowance.end(spent)
        tally.made(spent)
        return reply
      } catch {
        allowance.giveBack()
        throw error
      }
    }
    if isReused { tally.reused() }
    return reply
  }

  /// What the stage's calls came to so far.
  package var counts: CallCounts { tally.counts }
}

/// What one call took.
package struct CallSpending: Sendable, Hashable {
  package var inputTokens: Int
  package var outputTokens: Int
  /// In whatever currency the prices are in; nothing where nobody knows.
  package var cost: Double

  package init(inputTokens: Int = 0, outputTokens: Int = 0, cost: Double = 0) {
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.cost = cost
  }
}

/// How many calls were made and spared, and what those made took.
package struct CallCounts: Sendable, Equatable {
  package var made = 0
  package var reused = 0
  package var spent = CallSpending()

  package init() {}

  mutating func add(_ other: CallCounts) {
    made += other.made
    reused += other.reused
    spent.add(other.spent)
  }
}

extension CallSpending {
  mutating func add(_ other: CallSpending) {
    inputTokens += other.inputTokens
    outputTokens += other.outputTokens
    cost += other.cost
  }
}

/// Counts from many tasks at once.
private final class CallTally: Sendable {
  private let state = Mutex(CallCounts())

  var counts: CallCounts { state.withLock { $0 } }

  func made(_ spent: CallSpending) {
    state.withLock { counts in
      counts.made += 1
      counts.spent.add(spent)
    }
  }

  func reused() { state.withLock { $0.reused += 1 } }
}
