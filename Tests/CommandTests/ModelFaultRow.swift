import TestSupport
import Testing

/// A fault of a server or of its model that meets a share of the requests, and what has to become of the build.
struct ModelFaultRow: Sendable, CustomTestStringConvertible {
  enum Outcome: Sendable {
    /// As if nothing had happened, with so many more calls for each fault.
    case complete(extra: Int)
    /// Records fail, each with these words; the next build makes them.
    case incomplete(String)
    /// Records are rejected with this reason; a larger `maxTokens` has them made again.
    case rejected(String)
    /// The build ends at once with this message; the next build goes on.
    case ends(String)
  }

  let fault: String
  let outcome: Outcome
  /// One in so many of those that can be met is.
  var oneIn = 15
  /// Whether each fault costs a second or more.
  var isSlow = false
  /// Who can be met; nil for all.
  var role: StrongModel.Role?
  /// How often the same request is; more than once for those that last.
  var times = 1
  /// Of the model's retries.
  var attempts = 3
  var timeouts = #""firstByte": 60"#
  /// Further parameters of the model.
  var model = ""
  /// What comes in the place of a good reply.
  let answer: @Sendable (ScriptedAnswer) -> ScriptedAnswer

  var testDescription: String { fault }

  /// Whether a request can be met.
  func concerns(_ request: ScriptedRequest) -> Bool {
    guard request.isCall else { return false }
    guard let role else { return true }
    guard let question = StrongModel.Question(request), question.role == role, question.attempt == 0 else {
      return false
    }
    if case .rejected = outcome { return question.maxTokens == Self.fewTokens }
    return true
  }

  /// What tells requests apart: faults that last meet all samples of a problem, so that records can be counted.
  func mark(of request: ScriptedRequest) -> String {
    guard times > 1, let number = StrongModel.Question(request)?.number else { return request.text }
    return "problem \(number)"
  }

  static let fewTokens = 40
  static let moreTokens = 60
}

extension ModelFaultRow {
  /// Where only some can be met, more of them are.
  private static let oneInSome = CommandBinary.isFull ? 20 : 4

  static let rows: [ModelFaultRow] = [
    ModelFaultRow(fault: "none", outcome: .complete(extra: 0)) { $0 },
    ModelFaultRow(fault: "429 with Retry-After", outcome: .complete(extra: 1), isSlow: true) { _ in
      refusal(429, "slow down", [("Retry-After", "1")])
    },
    ModelFaultRow(fault: "429 without Retry-After", outcome: .complete(extra: 1), isSlow: true) { _ in
      refusal(429, "slow down")
    },
    ModelFaultRow(fault: "status 500", outcome: .complete(extra: 1)) { _ in refusal(500, "oh") },
    ModelFaultRow(fault: "status 503, a page", outcome: .complete(extra: 1)) { _ in
      ScriptedAnswer("<html>busy</html>", status: 503).with(contentType: "text/html")
    },
    ModelFaultRow(
      fault: "status 500 for good", outcome: .incomplete("status 500: out of order (after 2 requests)"),
      oneIn: 2 * oneInSome, role: .plan, times: .max, attempts: 2
    ) { _ in refusal(500, "out of order") },
    ModelFaultRow(
      fault: "status 400 for good", outcome: .incomplete("status 400: too long for me"), oneIn: oneInSome, role: .plan,
      times: .max
    ) { _ in refusal(400, "too long for me") },
    ModelFaultRow(fault: "status 401", outcome: .ends("status 401: bad key")) { _ in refusal(401, "bad key") },
    ModelFaultRow(
      fault: "hang before the body", outcome: .complete(extra: 1), isSlow: true, timeouts: #""firstByte": 6"#
    ) { $0.broken(.hang) },
    ModelFaultRow(
      fault: "hang in the middle of the body", outcome: .complete(extra: 1), isSlow: true,
      timeouts: #""firstByte": 60, "idle": 6"#
    ) { $0.broken(.hang, after: $0.body.count / 2) },
    ModelFaultRow(fault: "connection closed in the middle", outcome: .complete(extra: 1)) {
      $0.broken(.close, after: $0.body.count / 2)
    },
    ModelFaultRow(fault: "connection reset before the head", outcome: .complete(extra: 1)) { $0.broken(.reset) },
    ModelFaultRow(fault: "connection reset in the middle", outcome: .complete(extra: 1)) {
      $0.broken(.reset, after: $0.body.count / 2)
    },
    ModelFaultRow(fault: "cut JSON that is called whole", outcome: .complete(extra: 1)) {
      ScriptedAnswer(Array($0.body.prefix($0.body.count / 2)))
    },
    ModelFaultRow(fault: "wrong content type", outcome: .complete(extra: 1)) { $0.with(contentType: "text/html") },
    ModelFaultRow(fault: "invalid UTF-8", outcome: .complete(extra: 1)) {
      ScriptedAnswer($0.body.map { $0 == UInt8(ascii: "s") ? 0xFF : $0 })
    },
    ModelFaultRow(fault: "empty choices", outcome: .complete(extra: 1)) { _ in ScriptedAnswer(#"{"choices":[]}"#) },
    ModelFaultRow(fault: "slow trickle", outcome: .complete(extra: 0)) {
      $0.trickled(by: 16, every: .milliseconds(20))
    },
    ModelFaultRow(
      fault: "1 MB of words before a tool call or an answer", outcome: .complete(extra: 0), oneIn: 2 * oneInSome,
      role: .act
    ) {
      $0.saying(before: String(repeating: "Let me think. ", count: 75_000))
    },
    ModelFaultRow(fault: "a solution of 1 MB", outcome: .complete(extra: 1), oneIn: oneInSome, role: .rewrite) {
      $0.saying(before: String(repeating: "Let me think. ", count: 75_000))
    },
    ModelFaultRow(fault: "tool arguments that are not JSON", outcome: .complete(extra: 1), oneIn: oneInSome, role: .act)
    { _ in
      .calling([("calculator", #"{"expression": 7*"#)])
    },
    ModelFaultRow(fault: "unknown tool", outcome: .complete(extra: 1), oneIn: oneInSome, role: .act) { _ in
      .calling([("abacus", "{}")])
    },
    ModelFaultRow(
      fault: "finish_reason length, of a solution", outcome: .complete(extra: 1), oneIn: oneInSome, role: .rewrite
    ) { _ in
      .saying("So far", finish: "length")
    },
    ModelFaultRow(
      fault: "finish_reason length, of the solver", outcome: .rejected("too-long"), oneIn: oneInSome, role: .act,
      model: #""maxTokens": \#(fewTokens)"#
    ) { _ in .saying("So far", finish: "length", tokens: fewTokens) },
  ]

  private static func refusal(_ status: Int, _ message: String, _ headers: [(String, String)] = []) -> ScriptedAnswer {
    ScriptedAnswer(#"{"error":{"message":"\#(message)"}}"#, status: status, headers: headers)
  }
}

extension ScriptedAnswer {
  /// The same completion with more words before its own.
  fileprivate func saying(before words: String) -> ScriptedAnswer {
    let (mark, text) = (#""content":""#, String(decoding: body, as: UTF8.self))
    guard let place = text.firstRange(of: mark)?.upperBound else { return self }
    return ScriptedAnswer(text[..<place] + words + text[place...])
  }
}
