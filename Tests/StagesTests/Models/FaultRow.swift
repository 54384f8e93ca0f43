import HTTP
import TestSupport
import Testing

@testable import Stages

/// One row of the specification of faults.
struct FaultRow: Sendable, CustomTestStringConvertible {
  let fault: String
  /// What the server does, one after the other; the last one for good.
  let answers: [ScriptedAnswer]
  /// What the caller gets: the content, or a part of the failure's text.
  let outcome: String
  let calls: Int
  var isHopeless = false
  var timeouts = HTTPTimeouts()

  var testDescription: String { fault }
}

extension FaultRow {
  private static let fine = saying("fine")
  private static let half = completion(#"{"content":"fine"}"#).utf8.count / 2

  static let passing: [FaultRow] = [
    FaultRow(fault: "none", answers: [fine], outcome: "fine", calls: 1),
    FaultRow(
      fault: "429 with a time, twice",
      answers: [refusing(429, headers: [("Retry-After", "3")]), refusing(429, headers: [("Retry-After", "3")]), fine],
      outcome: "fine", calls: 3),
    FaultRow(
      fault: "429 with a date",
      answers: [
        refusing(
          429, headers: [("Retry-After", "Thu, 01 Jan 1970 00:00:03 GMT"), ("Date", "Thu, 01 Jan 1970 00:00:00 GMT")]),
        fine,
      ], outcome: "fine", calls: 2),
    FaultRow(
      fault: "429 without a time, more often than there are attempts",
      answers: Array(repeating: refusing(429), count: 5) + [fine], outcome: "fine", calls: 6),
    FaultRow(fault: "500, twice", answers: [refusing(500), refusing(500), fine], outcome: "fine", calls: 3),
    FaultRow(
      fault: "502 with a page",
      answers: [ScriptedAnswer("<html>Bad Gateway</html>", status: 502).with(contentType: "text/html"), fine],
      outcome: "fine", calls: 2),
    FaultRow(
      fault: "503 with a time", answers: [refusing(503, headers: [("Retry-After", "2")]), fine], outcome: "fine",
      calls: 2),
    FaultRow(
      fault: "no answer, once", answers: [fine.broken(.hang), fine], outcome: "fine", calls: 2, timeouts: .short),
    FaultRow(
      fault: "an answer that stops half-way, once", answers: [fine.broken(.hang, after: half), fine], outcome: "fine",
      calls: 2, timeouts: .short),
    FaultRow(
      fault: "a connection closed half-way, once", answers: [fine.broken(.close, after: half), fine], outcome: "fine",
      calls: 2),
    FaultRow(
      fault: "a reset before the answer, once", answers: [fine.broken(.reset), fine], outcome: "fine", calls: 2),
    FaultRow(
      fault: "a reset half-way, once", answers: [fine.broken(.reset, after: half), fine], outcome: "fine", calls: 2),
    FaultRow(
      fault: "JSON cut by a server that calls it whole",
      answers: [ScriptedAnswer(Array(fine.body.prefix(half))), fine], outcome: "fine", calls: 2),
    FaultRow(
      fault: "a page with status 200",
      answers: [ScriptedAnswer("<html>Welcome</html>").with(contentType: "text/html"), fine], outcome: "fine", calls: 2),
    FaultRow(
      fault: "bytes that are not UTF-8",
      answers: [ScriptedAnswer(fine.body.map { $0 == UInt8(ascii: "f") ? 0xFF : $0 }), fine], outcome: "fine", calls: 2),
    FaultRow(
      fault: "no choices, once", answers: [ScriptedAnswer(#"{"choices":[]}"#), fine], outcome: "fine", calls: 2),
    FaultRow(
      fault: "slow pieces", answers: [fine.trickled(by: 16, every: .milliseconds(10))], outcome: "fine", calls: 1),
    FaultRow(
      fault: "a reply of a million bytes", answers: [saying(String(repeating: "x", count: 1 << 20))],
      outcome: String(repeating: "x", count: 1 << 20), calls: 1),
    FaultRow(
      fault: "a reply cut by the bound",
      answers: [ScriptedAnswer(completion(#"{"content":"half a"}"#, finish: "length"))], outcome: "half a", calls: 1),
    FaultRow(fault: "nonsense", answers: [saying("\\u0000}{ 🙈")], outcome: "\u{0}}{ 🙈", calls: 1),
    FaultRow(
      fault: "no content", answers: [ScriptedAnswer(completion(#"{"content":null}"#))], outcome: "(nothing)", calls: 1),
    FaultRow(
      fault: "arguments that are not JSON",
      answers: [ScriptedAnswer(completion(#"{"tool_calls":[{"id":"1","function":{"name":"f","arguments":"{x"}}]}"#))],
      outcome: "(nothing)", calls: 1),
    FaultRow(
      fault: "events although none were asked for",
      answers: [.events([#"{"choices":[{"delta":{"content":"fine"}}]}"#, "[DONE]"])], outcome: "fine", calls: 1),
  ]

  static let failing: [FaultRow] = [
    FaultRow(
      fault: "500 for good", answers: [refusing(500, "out of memory")],
      outcome: "status 500: out of memory (after 3 requests)", calls: 3),
    FaultRow(
      fault: "401", answers: [refusing(401, "Incorrect API key")],
      outcome: "status 401: Incorrect API key; check the key in the environment variable KEY", calls: 1,
      isHopeless: true),
    FaultRow(
      fault: "402", answers: [refusing(402)], outcome: "the account has no means left", calls: 1, isHopeless: true),
    FaultRow(
      fault: "404", answers: [refusing(404)],
      outcome: "check the URL, which mostly ends with /v1, and the model's name 'm'", calls: 1, isHopeless: true),
    FaultRow(fault: "400", answers: [refusing(400, "too long")], outcome: "status 400: too long", calls: 1),
    FaultRow(fault: "403", answers: [refusing(403)], outcome: "status 403", calls: 1),
    FaultRow(fault: "413", answers: [refusing(413)], outcome: "status 413", calls: 1),
    FaultRow(fault: "422", answers: [refusing(422)], outcome: "status 422", calls: 1),
    FaultRow(fault: "501", answers: [refusing(501)], outcome: "status 501", calls: 1),
    FaultRow(
      fault: "an empty account", answers: [refusing(429, code: "insufficient_quota")],
      outcome: "the account has no means left", calls: 1, isHopeless: true),
    FaultRow(
      fault: "429 until tomorrow", answers: [refusing(429, headers: [("Retry-After", "86400")])],
      outcome: "status 429: no", calls: 1),
    FaultRow(fault: "429 for good", answers: [refusing(429)], outcome: "teacher", calls: 10),
    FaultRow(
      fault: "a redirect", answers: [ScriptedAnswer("", status: 308, headers: [("Location", "http://elsewhere/v1")])],
      outcome: "points to 'http://elsewhere/v1'", calls: 1, isHopeless: true),
    FaultRow(
      fault: "no choices for good", answers: [ScriptedAnswer(#"{"choices":[]}"#)],
      outcome: "choices is empty (after 3 requests)", calls: 3),
    FaultRow(
      fault: "a page for good", answers: [ScriptedAnswer("<html>").with(contentType: "text/html; charset=utf-8")],
      outcome: "the reply is of the type 'text/html; charset=utf-8' rather than JSON", calls: 3),
    FaultRow(
      fault: "an error with status 200", answers: [ScriptedAnswer(#"{"error":{"message":"overloaded"}}"#)],
      outcome: "the reply is an error: overloaded", calls: 3),
    FaultRow(
      fault: "no answer for good", answers: [fine.broken(.hang)],
      outcome: "no reply in time (after 3 requests); a higher time-out", calls: 3, timeouts: .short),
    FaultRow(
      fault: "events without an end", answers: [.events([#"{"choices":[{"delta":{"content":"f"}}]}"#])],
      outcome: "a stream that ends without '[DONE]'", calls: 3),
    FaultRow(
      fault: "a reply beyond all bounds", answers: [saying(String(repeating: "x", count: 3 << 20))],
      outcome: "the reply is larger than 2097152 bytes", calls: 1),
  ]
}
