import HTTP
import TestSupport
import Testing

@testable import Stages

/// One client for the tests, as a program has one.
let sharedClient = HTTPClient()

extension HTTPTimeouts {
  /// For a server that falls silent, and then answers within this time.
  static let short = HTTPTimeouts(firstByte: .seconds(3), idle: .seconds(3))
}

extension ModelClock {
  /// The machine's clock a hundred times as fast: waits are real, and short. Chance is always at its longest.
  static let fast: ModelClock = {
    let start = ContinuousClock.now
    return ModelClock(
      now: { (ContinuousClock.now - start) * 100 }, sleep: { try await Task.sleep(for: $0 / 100) },
      date: { 0 }, random: { 1 })
  }()
}

/// The key that no text may hold.
let secretKey = "sk-test/0123456789abcdef"

/// A reply that says something.
func saying(_ text: String) -> ScriptedAnswer {
  ScriptedAnswer(
    completion(
      #"{"role":"assistant","content":"\#(text)"}"#, rest: #","usage":{"prompt_tokens":9,"completion_tokens":1}"#))
}

/// A refusal or an error, with the server's words.
func refusing(_ status: Int, _ message: String = "no", code: String = "x", headers: [(String, String)] = [])
  -> ScriptedAnswer
{
  ScriptedAnswer(#"{"error":{"message":"\#(message)","type":"t","code":"\#(code)"}}"#, status: status, headers: headers)
}

/// A model at some servers. It gives up after three attempts.
func model(
  at urls: [String], timeouts: HTTPTimeouts = HTTPTimeouts(), change: (inout ModelSettings) -> Void = { _ in }
) throws -> Model {
  var settings = ModelSettings(
    name: "teacher", servedName: "m",
    endpoints: urls.map { ModelSettings.Endpoint(url: "\($0)/v1/", keyVariable: "KEY") },
    timeouts: timeouts, retries: RetryPolicy(attempts: 3))
  change(&settings)
  return try Model(settings, client: sharedClient, environment: ["KEY": secretKey + "\n"], clock: .fast)
}

/// The simplest of questions.
let question = ChatRequest(model: "", messages: [.user("Hi")], maxTokens: 100)

/// What comes of asking: what the model said, or why it did not.
func ask(_ model: Model, _ request: ChatRequest = question) async -> String {
  do throws(ModelFailure) {
    let reply = try await model.reply(to: request)
    return reply.content ?? "(nothing)"
  } catch {
    return error.description
  }
}
