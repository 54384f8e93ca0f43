/// What is known of one endpoint of a model: whether it may be asked now, and by how many at once.
///
/// After a refusal or a breakdown it is closed for a while that grows from time to time. Then one request tries it, and
/// with every success one more may be under way, so that a crowd that waited does not run it over again.
struct EndpointState: Sendable, Equatable {
  private(set) var inFlight = 0
  /// When it may be asked again.
  private(set) var opensAt: Duration = .zero
  private let concurrency: Int
  private var window: Int
  private var requests: Allowance?
  private var tokens: Allowance?
  /// When it was last closed: what was sent before tells nothing new.
  private var closedAt: Duration?
  /// How many of those under way were sent before that.
  private var older = 0
  /// Closings since the last success.
  private var closings = 0
  /// Failures in a row.
  private var failures = 0

  /// What the server has said is left, and until when.
  private struct Allowance: Sendable, Equatable {
    var left: Int
    var until: Duration
  }

  /// So many failures in a row are no accident.
  private static let mostFailures = 3
  private static let shortestClosing = Duration.seconds(1)
  private static let longestClosing = Duration.seconds(60)
  /// For a server that can be reached: it may be the requests that are at fault, and each is owed its attempts before
  /// all lose patience.
  private static let longestClosingAfterFailure = Duration.seconds(4)

  init(concurrency: Int) {
    self.concurrency = concurrency
    window = concurrency
  }

  /// Whether its last word was a good one.
  var isWell: Bool { closings == 0 }

  func hasRoom(for need: Int, now: Duration) -> Bool {
    // A long call from before the last closing must not keep the one that tries from going.
    inFlight < concurrency && inFlight - older < window && opening(for: need, now: now) <= now
  }

  /// When it could be asked for so much, room apart.
  func opening(for need: Int, now: Duration) -> Duration {
    var opening = max(opensAt, now)
    if let requests, requests.until > now, requests.left < 1 { opening = max(opening, requests.until) }
    if let tokens, tokens.until > now, tokens.left < need { opening = max(opening, tokens.until) }
    return opening
  }

  mutating func start(_ need: Int) {
    inFlight += 1
    requests?.left -= 1
    tokens?.left -= need
  }

  /// Takes note of how a request ended.
  mutating func end(_ outcome: CallOutcome, startedAt: Duration, now: Duration) {
    inFlight -= 1
    note(outcome.advice, now: now)
    let isOld = closedAt.map { startedAt <= $0 } ?? false
    if isOld { older -= 1 }
    let pause = outcome.advice.retryAfter
    switch outcome.result {
    case .unknown: break
    case .answered where isOld: break
    case .answered:
      (failures, closings) = (0, 0)
      window = min(window + 1, concurrency)
    case .refused, .failed, .dead:
      if outcome.result == .failed, !isOld { failures += 1 }
      let closes = outcome.result != .failed || failures >= Self.mostFailures || pause != nil
      if closes, !isOld {
        let longest = outcome.result == .failed ? Self.longestClosingAfterFailure : Self.longestClosing
        close(for: pause, longest: longest, now: now)
      }
      if let pause { opensAt = max(opensAt, now + pause) }
    }
  }

  private mutating func close(for pause: Duration?, longest: Duration, now: Duration) {
    closings += 1
    closedAt = now
    older = inFlight
    window = 1
    // A server that asks for too little time again and again is given more.
    let least =
      pause == nil
      ? Self.growing(closings) : closings == 1 ? .milliseconds(10) : Self.growing(closings - 1)
    opensAt = max(opensAt, now + max(pause ?? .zero, min(least, longest)))
  }

  private static func growing(_ times: Int) -> Duration {
    min(shortestClosing * (1 << min(times - 1, 10)), longestClosing)
  }

  private mutating func note(_ advice: RateAdvice, now: Duration) {
    if let quota = advice.requests { requests = Allowance(left: quota.left, until: now + quota.reset) }
    if let quota = advice.tokens { tokens = Allowance(left: quota.left, until: now + quota.reset) }
  }
}

/// How a request to an endpoint ended, as far as the next ones are concerned.
struct CallOutcome: Sendable, Equatable {
  /// What it says of the endpoint.
  enum Result: Sendable, Hashable {
    /// The server did its work, be it that it turned this one request down.
    case answered
    /// Too many requests.
    case refused
    /// A time-out, an error of the server's, a damaged reply.
    case failed
    /// It could not be reached at all.
    case dead
    /// The caller gave up before there was an answer.
    case unknown
  }

  var result: Result
  var advice = RateAdvice()
  /// The tokens that the call really took, where that is known.
  var tokens: Int?
}
