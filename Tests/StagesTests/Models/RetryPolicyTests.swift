import HTTP
import Testing

@testable import Stages

@Suite("A call is tried again where that can help, and not for ever")
struct RetryPolicyTests {
  private static func status(_ status: Int, code: String? = nil) -> CallFault {
    var error = ServerError(body: [])
    error.code = code
    return .status(status, error)
  }

  private static let lost = CallFault.transport(.connectionLost(""))
  private static let damaged = CallFault.damaged(ReplyProblem(message: ""))

  @Test(
    "every status has its remedy",
    arguments: [
      ([408, 409, 425, 500, 502, 503, 504, 520, 529], CallFault.Remedy.retry), ([429], .wait),
      ([400, 403, 406, 411, 413, 414, 415, 418, 422, 451, 501, 505, 304, 100], CallFault.Remedy.none),
      ([401, 402, 404, 405, 407, 410], .hopeless),
    ])
  func statuses(statuses: [Int], remedy: CallFault.Remedy) {
    for status in statuses { #expect(Self.status(status).remedy == remedy, "\(status)") }
  }

  @Test(
    "an empty account is not a rate limit", arguments: ["insufficient_quota", "billing_hard_limit_reached"])
  func quota(code: String) {
    #expect(Self.status(429, code: code).remedy == .hopeless)
    #expect(
      CallFault.status(429, ServerError(body: Array(#"{"error":{"message":"x","type":"\#(code)"}}"#.utf8))).remedy
        == .hopeless)
  }

  @Test(
    "every failure of the transport has its remedy",
    arguments: [
      (HTTPFailure.unresolved(""), CallFault.Remedy.retry), (.unreachable(""), .retry), (.connectionLost(""), .retry),
      (.timedOut(.connect), .retry), (.timedOut(.firstByte), .retry), (.timedOut(.idle), .retry),
      (.timedOut(.total), .retry), (.tooLarge(limit: 1), CallFault.Remedy.none), (.cancelled, CallFault.Remedy.none),
      (.untrusted(""), .hopeless), (.invalidRequest(""), .hopeless),
      (.redirected(status: 302, location: ""), .hopeless),
    ])
  func transport(failure: HTTPFailure, remedy: CallFault.Remedy) {
    #expect(CallFault.transport(failure).remedy == remedy)
  }

  @Test(
    "the longest wait doubles up to its limit, and chance takes a share of it",
    arguments: [
      (1, 1.0, 1000), (2, 1.0, 2000), (3, 1.0, 4000), (5, 1.0, 16_000), (6, 1.0, 30_000), (1000, 1.0, 30_000),
      (3, 0.5, 2000), (3, 0.0, 0), (0, 1.0, 1000), (1, 7.0, 1000),
    ])
  func delays(attempt: Int, random: Double, milliseconds: Int) {
    #expect(RetryPolicy().delay(afterAttempt: attempt, random: random) == .milliseconds(milliseconds))
  }

  /// What is decided for one fault after the other, a second apart.
  private func decisions(_ policy: RetryPolicy, _ faults: [(CallFault, pause: Duration?)]) -> [RetryState.Decision] {
    var state = RetryState(policy: policy)
    return faults.enumerated().map { place, fault in
      state.decide(fault.0, pause: fault.pause, now: .seconds(place), random: 1)
    }
  }

  @Test func `attempts are counted`() {
    let decisions = decisions(
      RetryPolicy(attempts: 3), [(Self.lost, nil), (Self.damaged, nil), (Self.status(500), nil)])
    #expect(decisions == [.again(after: .seconds(1)), .again(after: .seconds(2)), .giveUp])
  }

  @Test func `being refused for the rate limit's sake is no attempt`() {
    let refused = (Self.status(429), pause: Duration?.none)
    let decisions = decisions(
      RetryPolicy(attempts: 2), Array(repeating: refused, count: 20) + [(Self.lost, nil), refused, (Self.lost, nil)])
    #expect(decisions.prefix(20).allSatisfy { $0 == .again(after: .zero) })
    #expect(decisions.suffix(3) == [.again(after: .seconds(1)), .again(after: .zero), .giveUp])
  }

  @Test func `waits have an end, however many attempts there are`() {
    let policy = RetryPolicy(attempts: 1000, firstDelay: .seconds(4), longestDelay: .seconds(4), patience: .seconds(10))
    let lost = decisions(policy, Array(repeating: (Self.lost, nil), count: 3))
    #expect(lost == [.again(after: .seconds(4)), .again(after: .seconds(4)), .giveUp])
    let refused = decisions(policy, Array(repeating: (Self.status(429), nil), count: 12))
    #expect(refused.firstIndex(of: .giveUp) == 11)
    #expect(decisions(policy, [(Self.status(429), .seconds(11))]) == [.giveUp])
    #expect(decisions(policy, [(Self.status(429), .seconds(10))]) == [.again(after: .zero)])
  }

  @Test func `what does not help is not done`() {
    for status in [400, 401, 403, 404, 422, 501] {
      #expect(decisions(RetryPolicy(), [(Self.status(status), .seconds(1))]) == [.giveUp])
    }
  }
}

@Suite("A server's words about an error are found, wherever it puts them")
struct ServerErrorTests {
  @Test(
    "the usual forms",
    arguments: [
      (#"{"error":{"message":"m","type":"t","code":"c"}}"#, "m", "c", "t"),
      (#"{"error":{"message":"m","type":"t","code":400}}"#, "m", nil, "t"), (#"{"error":"m"}"#, "m", nil, nil),
      (#"{"object":"error","message":"m","type":"t","code":404}"#, "m", nil, "t"), (#"{"detail":"m"}"#, "m", nil, nil),
      (#"{"error":{"reason":"m"}}"#, #"{"reason":"m"}"#, nil, nil),
      ("<h1>Bad\n\u{1B}[2J</h1>", "<h1>Bad  [2J</h1>", nil, nil),
      ("", "", nil, nil), (String(repeating: "x", count: 401), String(repeating: "x", count: 400) + "…", nil, nil),
    ] as [(String, String, String?, String?)])
  func forms(body: String, message: String, code: String?, type: String?) {
    let error = ServerError(body: Array(body.utf8))
    #expect(error.message == message)
    #expect(error.code == code)
    #expect(error.type == type)
  }
}
