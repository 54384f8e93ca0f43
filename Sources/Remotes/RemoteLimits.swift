/// How long a remote may take, and how often it is asked again.
package struct RemoteLimits: Sendable {
  /// Until a connection stands.
  package var connect: Duration = .seconds(5)
  /// For the first byte of an answer, and between two pieces of anything.
  package var silence: Duration = .seconds(20)
  /// For an exchange as a whole, before its size is counted.
  package var exchange: Duration = .seconds(60)
  /// Bytes a second that even a slow line carries: what a large blob may take besides.
  package var slowestRate = 64 << 10
  /// For any exchange, however large: a server that trickles must come to an end.
  package var longestExchange: Duration = .seconds(900)
  /// How often something is tried in all. What took too long is not tried again: it would take as long once more.
  package var attempts = 3
  /// The wait before the second try; it doubles from then on.
  package var pause: Duration = .milliseconds(200)
  /// The longest wait before another try, whatever a server asks for.
  package var longestPause: Duration = .seconds(5)
  /// How many exchanges of one call are under way at once.
  package var width = 32

  /// Those for use.
  package init() {}

  /// Those for use, with this instead of 20 seconds for an answer to begin and to go on; the other limits on time keep their
  /// proportions to it. But a connection has three seconds at least: a packet that got lost is sent again after one.
  package init(patience: Duration) {
    connect = max(patience / 4, .seconds(3))
    silence = patience
    exchange = patience * 3
    slowestRate = Int(Double(slowestRate) / (patience / .seconds(20)))
    longestExchange = patience * 45
  }

  /// For an exchange that carries so many bytes.
  func total(bytes: Int) -> Duration {
    min(exchange + .seconds(Double(bytes) / Double(slowestRate)), longestExchange)
  }
}
