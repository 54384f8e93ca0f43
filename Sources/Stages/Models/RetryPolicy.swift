/// How often and how patiently a call is tried again.
package struct RetryPolicy: Sendable, Equatable {
  /// The most requests for one call, refusals for the sake of a rate limit not counted.
  package var attempts: Int
  /// The longest wait before the second attempt; it doubles from attempt to attempt.
  package var firstDelay: Duration
  /// Where the doubling ends.
  package var longestDelay: Duration
  /// The longest that one call waits in all, and that a server may refuse everything before it is given up.
  package var patience: Duration

  /// Puts the parts together.
  package init(
    attempts: Int = 5, firstDelay: Duration = .seconds(1), longestDelay: Duration = .seconds(30),
    patience: Duration = .seconds(600)
  ) {
    self.attempts = attempts
    self.firstDelay = firstDelay
    self.longestDelay = longestDelay
    self.patience = patience
  }

  /// The wait before the next attempt: exponential back-off with full jitter, so that callers who failed together do
  /// not come back together (Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
  /// - Parameter random: from 0 to 1.
  func delay(afterAttempt attempt: Int, random: Double) -> Duration {
    // Beyond thirty doublings any limit is reached.
    let ceiling = min(longestDelay, firstDelay * (1 << min(max(0, attempt - 1), 30)))
    return ceiling * min(max(0, random), 1)
  }
}

/// One call's way through its attempts. It decides; others wait.
struct RetryState: Sendable {
  let policy: RetryPolicy
  /// Attempts that count.
  private(set) var attempts = 0
  /// All requests made.
  private(set) var requests = 0
  private var waited: Duration = .zero
  private var refusedSince: Duration?

  init(policy: RetryPolicy) { self.policy = policy }

  /// What to do after a fault.
  enum Decision: Sendable, Equatable {
    /// Try again after so long, or whenever the limiter allows it if that is later.
    case again(after: Duration)
    /// Do not.
    case giveUp
  }

  /// - Parameters:
  ///   - now: from any fixed point in time.
  ///   - random: from 0 to 1.
  ///   - pause: how long the server asks to be left alone, if it does.
  mutating func decide(_ fault: CallFault, pause: Duration?, now: Duration, random: Double) -> Decision {
    requests += 1
    switch fault.remedy {
    case .none, .hopeless: return .giveUp
    case .wait:
      let start = refusedSince ?? now
      refusedSince = start
      // The limiter holds everyone back, this call included.
      return now + (pause ?? .zero) - start > policy.patience ? .giveUp : .again(after: .zero)
    case .retry:
      attempts += 1
      refusedSince = nil
      let delay = policy.delay(afterAttempt: attempts, random: random)
      waited += delay
      return attempts >= policy.attempts || waited > policy.patience ? .giveUp : .again(after: delay)
    }
  }
}
