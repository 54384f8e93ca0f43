import HTTP
import Graph
import TestSupport
import Testing

@testable import Stages

@Suite("A model is one way to its servers for all who use it")
struct ModelTests {
  /// Asks many times at once.
  private func askAll(_ model: Model, _ count: Int) async -> [String] {
    await withTaskGroup(of: String.self) { group in
      for _ in 0..<count { group.addTask { await ask(model) } }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test func `a request arrives under the served name, with the key and the settings' members`() async throws {
    let server = try ScriptedServer { _ in saying("fine") }
    let model = try model(at: [server.url]) { $0.extra = [("top_k", 20), ("min_p", 0)] }
    var request = question
    request.extra = [("top_k", 5)]
    let reply = try await model.reply(to: request)
    let arrived = try #require(server.requests.first)
    #expect(arrived.method == "POST")
    #expect(arrived.path == "/v1/chat/completions")
    #expect(arrived.header("authorization") == "Bearer \(secretKey)")
    #expect(arrived.header("content-type") == "application/json")
    #expect(
      arrived.text
        == #"{"model":"m","messages":[{"role":"user","content":"Hi"}],"min_p":0,"top_k":5,"max_tokens":100}"#)
    #expect(reply.delivery?.endpoint == 0)
    #expect(reply.delivery?.attempts == 1)
    #expect(reply.usage == TokenUsage(prompt: 9, completion: 1))
    #expect(try model.reply(from: reply.body).content == "fine")
  }

  @Test func `the identity of a request is the same at any address, with any key, streamed or not`() throws {
    let one = try model(at: ["http://a"])
    let other = try model(at: ["http://b", "http://c"]) {
      $0.streams = true
      $0.endpoints[0].keyVariable = nil
      $0.tokenLimitName = "max_completion_tokens"
      $0.limits.concurrency = 1
    }
    #expect(one.identity(of: question) == other.identity(of: question))
    let text = try model(at: ["http://a"]) { $0.toolProtocol = .text }
    var withTools = question
    withTools.tools = [ChatTool(name: "f", description: "", parameters: [:])]
    #expect(one.identity(of: withTools) != text.identity(of: withTools))
  }

  @Test func `no more calls are under way than allowed`() async throws {
    let server = try ScriptedServer { _ in saying("fine").delayed(.milliseconds(5)) }
    let model = try model(at: [server.url]) { $0.limits.concurrency = 3 }
    #expect(await askAll(model, 40) == Array(repeating: "fine", count: 40))
    #expect(server.peakInFlight == 3)
  }

  @Test func `one refusal holds back everyone, so nobody's attempts are used up`() async throws {
    // All calls of the first second are refused.
    let server = try ScriptedServer { request in
      request.number < 4 ? refusing(429, headers: [("Retry-After", "20")]) : saying("fine")
    }
    let model = try model(at: [server.url]) {
      $0.limits.concurrency = 4
      $0.retries.attempts = 1
    }
    #expect(await askAll(model, 40) == Array(repeating: "fine", count: 40))
    #expect(server.requests.count == 44)
  }

  @Test func `the other endpoint takes over from one that dies, and no call is lost`() async throws {
    let dying = try ScriptedServer { request in
      request.number < 5 ? saying("one") : saying("one").broken(.reset)
    }
    let living = try ScriptedServer { _ in saying("two") }
    let model = try model(at: [dying.url, living.url]) { $0.limits.concurrency = 2 }
    for round in 0..<20 {
      if round == 8 { dying.stop() }
      #expect(["one", "two"].contains(await ask(model)))
    }
    #expect(await askAll(model, 20) == Array(repeating: "two", count: 20))
    #expect(living.requests.count >= 30)
  }

  @Test func `a call that is cancelled ends at once, waiting or under way`() async throws {
    let server = try ScriptedServer { _ in saying("fine").broken(.hang) }
    let model = try model(at: [server.url]) { $0.limits.concurrency = 1 }
    let calls = (0..<3).map { _ in Task { await ask(model) } }
    while server.requests.isEmpty { await Task.yield() }
    for call in calls.reversed() { call.cancel() }
    for call in calls { #expect(await call.value == "model 'teacher': cancelled") }
    #expect(server.requests.count == 1)
  }

  @Test func `a streamed reply reads as any other`() async throws {
    let server = try ScriptedServer { _ in
      .events([
        #"{"choices":[{"delta":{"content":"fi"}}]}"#,
        #"{"choices":[{"delta":{"content":"ne"},"finish_reason":"stop"}]}"#,
        #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#, "[DONE]",
      ]).trickled(by: 20, every: .milliseconds(1))
    }
    let model = try model(at: [server.url]) { $0.streams = true }
    let reply = try await model.reply(to: question)
    #expect(reply.content == "fine")
    #expect(reply.usage == TokenUsage(prompt: 1, completion: 2))
    #expect(server.requests.first?.text.contains(#""stream":true,"stream_options":{"include_usage":true}"#) == true)
  }

  @Test func `a stream that falls silent is noticed`() async throws {
    let event = #"{"choices":[{"delta":{"content":"fi"}}]}"#
    let server = try ScriptedServer { _ in .events([event, event]).broken(.hang, after: 60) }
    let model = try model(at: [server.url], timeouts: .short) {
      $0.streams = true
      $0.retries.attempts = 1
    }
    #expect(await ask(model) == "model 'teacher' at \(server.url)/v1: the reply stopped half-way")
  }

  @Test func `what a call costs`() {
    let prices = ModelSettings.Prices(input: 2, output: 10, cachedInput: 0.5)
    #expect(prices.cost(of: TokenUsage(prompt: 1_000_000, completion: 100_000, cached: 400_000)) == 1.2 + 0.2 + 1)
    #expect(
      ModelSettings.Prices(input: 2, output: 10).cost(of: TokenUsage(prompt: 500_000, completion: 0, cached: 9)) == 1)
  }
}

@Suite("A key never leaves but in its header")
struct KeyTests {
  @Test(
    "whatever the server sends back of it is blotted out",
    arguments: [
      refusing(401, "Incorrect key \(secretKey), mind"), refusing(500, secretKey),
      refusing(400, "sk-test\\/0123456789abcdef"),
      ScriptedAnswer(secretKey).with(contentType: secretKey),
      ScriptedAnswer("", status: 302, headers: [("Location", "/?key=\(secretKey)")]),
      ScriptedAnswer(#"{"choices":"\#(secretKey)"}"#),
    ])
  func echoes(answer: ScriptedAnswer) async throws {
    let server = try ScriptedServer { _ in answer }
    let model = try model(at: [server.url]) { $0.retries.attempts = 1 }
    let text = await ask(model)
    #expect(!text.contains("0123456789abcdef"))
    let check = await model.check().flatMap(\.lines).joined(separator: "\n")
    #expect(!check.contains("0123456789abcdef"))
  }

  @Test func `no body that is kept holds it`() async throws {
    let server = try ScriptedServer { request in saying("You sent \(request.header("authorization") ?? "")") }
    let reply = try await model(at: [server.url]).reply(to: question)
    #expect(reply.content == "You sent Bearer [key]")
    #expect(!String(decoding: reply.body, as: UTF8.self).contains("0123456789abcdef"))
  }

  @Test func `it is not printed by accident`() throws {
    let key = try #require(APIKey(secretKey))
    var dumped = ""
    dump(key, to: &dumped)
    for text in ["\(key)", String(reflecting: key), "\([key])", "\(Optional(key) as Any)", dumped] {
      #expect(!text.contains("0123456789abcdef"))
    }
  }

  @Test(
    "what is found in the environment must be a key",
    arguments: [
      (nil, "the environment variable KEY, which should hold the key of model 'teacher', is not set"),
      ("", "the environment variable KEY, which should hold the key of model 'teacher', is not set"),
      (
        "a b",
        "the environment variable KEY, which should hold the key of model 'teacher', holds blanks or characters that no key has"
      ),
      (
        " \n",
        "the environment variable KEY, which should hold the key of model 'teacher', holds blanks or characters that no key has"
      ),
      (
        "a\r\nX-Other: b",
        "the environment variable KEY, which should hold the key of model 'teacher', holds blanks or characters that no key has"
      ),
    ] as [(String?, String)])
  func environment(value: String?, message: String) {
    let endpoint = ModelSettings.Endpoint(url: "http://a", keyVariable: "KEY")
    let settings = ModelSettings(name: "teacher", servedName: "m", endpoints: [endpoint])
    do throws(ModelFailure) {
      _ = try Model(settings, client: sharedClient, environment: value.map { ["KEY": $0] } ?? [:])
      Issue.record("there must be no model")
    } catch {
      #expect(error.description == message)
      #expect(error.isHopeless)
    }
  }

  @Test func `a word that stands for no key may stand in a reply`() throws {
    let word = try #require(APIKey("EMPTY"))
    #expect(word.blotted("EMPTY set") == "EMPTY set")
    let key = try #require(APIKey(" \(secretKey)\n"))
    #expect(key.authorization == "Bearer \(secretKey)")
    #expect(key.blotted("\(secretKey)\(secretKey) x") == "[key][key] x")
  }

  @Test(
    "a password in a URL is not shown",
    arguments: [
      ("http://me:pass@host:1/v1", "http://host:1/v1"), ("http://host/v1", "http://host/v1"),
      ("http://a@b@host", "http://host"), ("https://host/x@y/", "https://host/x@y"), ("odd", "odd"),
    ])
  func shown(url: String, shown: String) {
    #expect(ModelSettings.Endpoint(url: url).shownURL == shown)
  }
}
