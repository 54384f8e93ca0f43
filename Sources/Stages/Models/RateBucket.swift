/// A limit of so many a minute, kept evenly: in no minute more than the limit, and never all at once.
///
/// A token bucket: it holds a twentieth of a minute's worth and fills at a rate that leaves room for that in the limit.
/// What is larger than the bucket waits until it is full and leaves a debt.
struct RateBucket: Sendable, Equatable {
  private let capacity: Double
  /// In units a second.
  private let rate: Double
  private var level: Double
  private var filledAt: Duration

  init(perMinute limit: Int, now: Duration) {
    let limit = Double(max(1, limit))
    capacity = max(1, (limit / 20).rounded(.down))
    rate = (limit - (capacity - 1)) / 60
    level = capacity
    filledAt = now
  }

  /// How long until so much may be taken; zero if now.
  mutating func wait(for need: Int, now: Duration) -> Duration {
    fill(now)
    let missing = min(Double(need), capacity) - level
    // Sums of small shares come out a hair below a whole.
    return missing <= 1e-6 ? .zero : .seconds(missing / rate)
  }

  /// Takes it, whether or not it is there.
  mutating func take(_ amount: Int, now: Duration) {
    fill(now)
    level -= Double(amount)
  }

  /// Gives back what was taken too much; a negative amount takes what was taken too little.
  mutating func giveBack(_ amount: Int, now: Duration) {
    fill(now)
    level = min(capacity, level + Double(amount))
  }

  private mutating func fill(_ now: Duration) {
    guard now > filledAt else { return }
    level = min(capacity, level + (now - filledAt) / .seconds(1) * rate)
    filledAt = now
  }
}
