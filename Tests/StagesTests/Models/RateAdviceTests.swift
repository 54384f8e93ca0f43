import HTTP
import Testing

@testable import Stages

@Suite("What servers say about their limits is understood")
struct RateAdviceTests {
  @Test(
    "durations in all their spellings",
    arguments: [
      ("30", .seconds(30)), ("0", .zero), ("0.5", .milliseconds(500)), ("1s", .seconds(1)), ("6m0s", .seconds(360)),
      ("20ms", .milliseconds(20)), ("1h2m3.5s", .milliseconds(3_723_500)), ("1m30s", .seconds(90)),
      ("2d", .seconds(172_800)), ("250us", .microseconds(250)), ("250µs", .microseconds(250)), ("", nil), ("-1", nil),
      ("soon", nil), ("5 s", nil), ("1x", nil), ("s", nil), ("nan", nil), ("inf", nil), ("1e300", nil), ("1.2.3s", nil),
    ] as [(String, Duration?)])
  func durations(text: String, duration: Duration?) {
    #expect(RateAdvice.duration(text) == duration)
  }

  @Test(
    "dates in all three forms of HTTP",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
      ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000), ("Fri, 31 Dec 2100 23:59:59 GMT", 4_133_980_799),
      ("Sun, 06 Foo 1994 08:49:37 GMT", nil), ("Sun, 06 Nov 1994", nil), ("Sun, 06 Nov 1994 25:00:00 GMT", nil),
      ("Nov Nov Nov Nov Nov", nil), ("", nil), ("06 Nov", nil), ("Sun, 99999999999999999999 Nov 1 1:1:1 GMT", nil),
    ] as [(String, Int?)])
  func dates(text: String, seconds: Int?) {
    #expect(HTTPDate.seconds(text) == seconds)
  }

  @Test(
    "headers become advice",
    arguments: [
      ([:], RateAdvice()), (["Retry-After": "7"], RateAdvice(retryAfter: .seconds(7))),
      (["Retry-After": "7", "Retry-After-Ms": "1500"], RateAdvice(retryAfter: .milliseconds(1500))),
      (["Retry-After": "Thu, 01 Jan 1970 00:16:50 GMT"], RateAdvice(retryAfter: .seconds(10))),
      (["Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"], RateAdvice(retryAfter: .zero)),
      // The server's own clock counts, where it tells the time.
      (
        ["Retry-After": "Thu, 01 Jan 1970 00:01:30 GMT", "Date": "Thu, 01 Jan 1970 00:01:00 GMT"],
        RateAdvice(retryAfter: .seconds(30))
      ),
      (["Retry-After": "tomorrow"], RateAdvice()),
      (
        ["x-ratelimit-remaining-requests": "59", "x-ratelimit-reset-requests": "1s"],
        RateAdvice(requests: RateAdvice.Quota(left: 59, reset: .seconds(1)))
      ),
      (
        ["X-RateLimit-Remaining-Tokens": "-5", "X-RateLimit-Reset-Tokens": "6m0s"],
        RateAdvice(tokens: RateAdvice.Quota(left: 0, reset: .seconds(360)))
      ),
      (["x-ratelimit-remaining-tokens": "10"], RateAdvice()),
    ] as [([String: String], RateAdvice)])
  func headers(fields: [String: String], advice: RateAdvice) {
    var headers = HTTPHeaders()
    for (name, value) in fields { headers.add(name, value) }
    #expect(RateAdvice(headers, date: 1000) == advice)
  }
}

@Suite("A limit a minute is kept evenly")
struct RateBucketTests {
  @Test(
    "in no minute more than the limit, and nearly that in the long run", arguments: [1, 2, 7, 10, 60, 500, 3000])
  func limit(limit: Int) {
    var bucket = RateBucket(perMinute: limit, now: .zero)
    var now = Duration.zero
    var starts: [Duration] = []
    while now < .seconds(300) {
      let wait = bucket.wait(for: 1, now: now)
      now += wait
      if wait == .zero {
        bucket.take(1, now: now)
        starts.append(now)
      }
    }
    for (place, start) in starts.enumerated() where place + limit < starts.count {
      // A microsecond is the sums' own error.
      #expect(starts[place + limit] - start >= .seconds(60) - .microseconds(1))
    }
    #expect(starts.count >= limit * 5 * 94 / 100)
    #expect(starts.prefix { $0 == .zero }.count <= max(1, limit / 20))
  }

  @Test func `what is larger than the bucket waits for a full one and leaves a debt`() {
    var bucket = RateBucket(perMinute: 1200, now: .zero)
    #expect(bucket.wait(for: 5000, now: .zero) == .zero)
    bucket.take(5000, now: .zero)
    let wait = bucket.wait(for: 1, now: .zero)
    #expect(wait > .seconds(240) && wait < .seconds(270))
  }

  @Test func `an estimate is set right afterwards`() {
    var bucket = RateBucket(perMinute: 1200, now: .zero)
    bucket.take(60, now: .zero)
    #expect(bucket.wait(for: 60, now: .zero) > .seconds(3))
    bucket.giveBack(60, now: .zero)
    #expect(bucket.wait(for: 60, now: .zero) == .zero)
    bucket.giveBack(-60, now: .zero)
    #expect(bucket.wait(for: 60, now: .zero) > .seconds(3))
    bucket.giveBack(1_000_000, now: .zero)
    bucket.take(61, now: .zero)
    #expect(bucket.wait(for: 1, now: .zero) > .zero)
  }
}
