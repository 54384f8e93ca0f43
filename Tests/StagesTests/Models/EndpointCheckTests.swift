import TestSupport
import Testing

@testable import Stages

@Suite("A look at an endpoint tells whether it will do")
struct EndpointCheckTests {
  private static let called = completion(
    #"{"tool_calls":[{"id":"1","function":{"name":"calculator","arguments":"{\"expression\":\"48 / 2\"}"}}]}"#)

  /// A server with a list of models and an answer to each of two trials.
  private func check(
    models: ScriptedAnswer, hello: ScriptedAnswer = saying("Y"), tool: ScriptedAnswer = ScriptedAnswer(called),
    toolProtocol: ToolProtocol = .native
  ) async throws -> EndpointCheck {
    let server = try ScriptedServer { request in
      if request.path == "/v1/models" { return models }
      return request.text.contains("48 / 2") ? tool : hello
    }
    let model = try model(at: [server.url]) { $0.toolProtocol = toolProtocol }
    let check = try #require(await model.check().first)
    #expect(check.url == "\(server.url)/v1")
    return check
  }

  private static func models(_ entries: String) -> ScriptedAnswer { ScriptedAnswer(#"{"data":[\#(entries)]}"#) }

  @Test func `a good endpoint`() async throws {
    let check = try await check(
      models: Self.models(
        #"{"id":"m","root":"/models/m","created":5,"max_model_len":4096,"permission":[{"created":1}]}"#))
    #expect(check.isUsable)
    #expect(
      check.lines.dropFirst() == [
        "models: ok, 'm' is served", "completion: ok, model 'm-1'", "tools: ok, the model called the tool as told",
        "context: 4096 tokens", #"identity: {"root":"/models/m"}"#,
      ])
  }

  @Test(
    "what the list of models tells",
    arguments: [
      (
        models(#"{"id":"other"},{"id":"M"}"#), EndpointCheck.Trial.doubtful("'m' is not served here; did you mean 'M'?")
      ),
      (models(#"{"id":"other-model"}"#), .doubtful("'m' is not served here; there are 'other-model'")),
      (models(""), .doubtful("no model is served here")),
      (refusing(404), .doubtful("the server does not list its models")),
      (ScriptedAnswer("[]"), .failed("the reply should be an object and is a list")),
      (refusing(500, "oh"), .failed("status 500: oh")),
    ])
  func listing(models: ScriptedAnswer, listing: EndpointCheck.Trial) async throws {
    let check = try await check(models: models)
    #expect(check.listing == listing)
    // The name may be an alias that the list does not show: what counts is whether it answers.
    #expect(check.isUsable)
  }

  @Test(
    "the length of the context, under the names it goes by",
    arguments: [
      (#""max_model_len":1"#, 1), (#""context_length":2"#, 2), (#""context_window":3"#, 3),
      (#""meta":{"n_ctx_train":4}"#, 4), (#""meta":{"n_ctx":5,"n_ctx_train":6}"#, 5), (#""max_model_len":"7""#, nil),
      (#""x":1"#, nil),
    ] as [(String, Int?)])
  func context(member: String, length: Int?) throws {
    let listing = try ModelListing(body: Self.models(#"{"id":"m",\#(member)}"#).body)
    #expect(listing.contextLength(of: "m") == length)
  }

  @Test(
    "what a call of a tool tells",
    arguments: [
      (saying("24"), EndpointCheck.Trial.doubtful("the model answered without calling the tool")),
      (refusing(400, "tools are not supported"), .failed("status 400: tools are not supported")),
      (
        ScriptedAnswer(completion(#"{"tool_calls":[{"function":{"name":"calc","arguments":"{}"}}]}"#)),
        .doubtful("the model called 'calc'")
      ),
      (
        ScriptedAnswer(completion(#"{"tool_calls":[{"function":{"name":"calculator","arguments":"48"}}]}"#)),
        .doubtful("the model's arguments are not as the tool wants them")
      ),
    ])
  func tools(answer: ScriptedAnswer, trial: EndpointCheck.Trial) async throws {
    let check = try await check(models: Self.models(#"{"id":"m"}"#), tool: answer)
    #expect(check.tools == trial)
    #expect(check.isUsable)
  }

  @Test func `tools in plain text are tried as such`() async throws {
    let block = #"```json\n{\"tool\":\"calculator\",\"arguments\":{\"expression\":\"48 / 2\"}}\n```"#
    let check = try await check(models: Self.models(#"{"id":"m"}"#), tool: saying(block), toolProtocol: .text)
    #expect(check.tools == .passed("the model called the tool as told"))
  }

  @Test func `a wrong key is the end of it`() async throws {
    let check = try await check(models: refusing(401, "wrong key"))
    #expect(
      check.lines.dropFirst() == ["models: failed: status 401: wrong key", "completion: not tried", "tools: not tried"])
    #expect(!check.isUsable)
  }

  @Test func `a server that is not there`() async throws {
    let server = try ScriptedServer { _ in saying("") }
    server.stop()
    let check = try #require(await model(at: [server.url]).check().first)
    #expect(!check.isUsable)
    #expect(check.lines[1].hasPrefix("models: failed: no connection: "))
  }
}
