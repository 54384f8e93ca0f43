private import Foundation

/// Time and chance, passed in so that tests can do without them.
package struct ModelClock: Sendable {
  /// Time since some fixed point; never goes backwards.
  package var now: @Sendable () -> Duration
  /// Throws if the task is cancelled.
  package var sleep: @Sendable (Duration) async throws -> Void
  /// Seconds since 1970.
  package var date: @Sendable () -> Int
  /// From 0 to 1.
  package var random: @Sendable () -> Double

  /// Puts the parts together.
  package init(
    now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void,
    date: @escaping @Sendable () -> Int, random: @escaping @Sendable () -> Double
  ) {
    self.now = now
    self.sleep = sleep
    self.date = date
    self.random = random
  }

  /// The machine's own.
  package static let system: ModelClock = {
    let start = ContinuousClock.now
    return ModelClock(
      now: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) },
      date: { Int(Date().timeIntervalSince1970) }, random: { Double.random(in: 0...1) })
  }()
}
