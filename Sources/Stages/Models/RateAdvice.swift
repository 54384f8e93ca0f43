internal import HTTP

/// What a server says in its headers of how much more it will take.
struct RateAdvice: Sendable, Equatable {
  /// How long to leave it alone.
  var retryAfter: Duration?
  var requests: Quota?
  var tokens: Quota?

  /// What is left, and for how long that is all.
  struct Quota: Sendable, Equatable {
    var left: Int
    var reset: Duration
  }

  /// Knows nothing.
  init(retryAfter: Duration? = nil, requests: Quota? = nil, tokens: Quota? = nil) {
    self.retryAfter = retryAfter
    self.requests = requests
    self.tokens = tokens
  }

  /// Reads `Retry-After` (RFC 9110, 10.2.3), `retry-after-ms`, and OpenAI's `x-ratelimit-…` headers.
  /// - Parameter date: seconds since 1970, for a server that gives a date and does not say what time it has itself.
  init(_ headers: HTTPHeaders, date: Int) {
    requests = Self.quota(headers, "requests")
    tokens = Self.quota(headers, "tokens")
    if let text = headers["retry-after-ms"], let milliseconds = Double(text),
      let wait = Self.duration(milliseconds / 1000)
    {
      retryAfter = wait
    } else if let text = headers["retry-after"] {
      let now = headers["date"].flatMap(HTTPDate.seconds) ?? date
      retryAfter = Self.duration(text) ?? HTTPDate.seconds(text).map { .seconds(max(0, $0 - now)) }
    }
  }

  private static func quota(_ headers: HTTPHeaders, _ what: String) -> Quota? {
    guard let left = headers["x-ratelimit-remaining-\(what)"].flatMap({ Int($0) }),
      let reset = headers["x-ratelimit-reset-\(what)"].flatMap({ duration($0) })
    else { return nil }
    return Quota(left: max(0, left), reset: reset)
  }

  /// Reads `30`, `0.5`, `1s`, `6m0s`, `1h2m3.5s` or `20ms`; nil for anything else.
  static func duration(_ text: String) -> Duration? {
    if let seconds = Double(text) { return duration(seconds) }
    var total = 0.0
    var rest = Substring(text)
    while !rest.isEmpty {
      let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
      rest = rest.dropFirst(number.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let value = Double(number), let seconds = unitSeconds[unit] else { return nil }
      total += value * seconds
    }
    return text.isEmpty ? nil : duration(total)
  }

  private static let unitSeconds: [Substring: Double] = [
    "d": 86_400, "h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ns": 1e-9,
  ]

  /// A wait that makes sense; nil for what is negative or longer than a year.
  private static func duration(_ seconds: Double) -> Duration? {
    seconds >= 0 && seconds < 31_536_000 ? .seconds(seconds) : nil
  }
}
