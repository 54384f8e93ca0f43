import Testing

@testable import Stages

/// A chat completion around a message.
func completion(_ message: String, finish: String = "stop", rest: String = "") -> String {
  #"{"id":"1","object":"chat.completion","model":"m-1","choices":[{"index":0,"message":\#(message),"#
    + #""finish_reason":"\#(finish)"}]\#(rest)}"#
}

/// What is read from a body: the reply, or the problem in words.
func parsed(_ body: String, _ toolProtocol: ToolProtocol = .native) -> Result<ChatReply, ReplyProblem> {
  Result { () throws(ReplyProblem) in try ChatReply(body: Array(body.utf8), toolProtocol: toolProtocol) }
}

@Suite("Every complete reply is read, and nothing else is")
struct ChatReplyTests {
  @Test func `all that a reply tells is found`() throws {
    let body = completion(
      #"{"role":"assistant","content":"42","reasoning_content":"hm","refusal":null,"tool_calls":[]}"#,
      rest: #","usage":{"prompt_tokens":10,"completion_tokens":6,"total_tokens":16,"prompt_tokens_details":"#
        + #"{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":5}},"system_fingerprint":"fp_1""#)
    let expected = ChatReply(
      content: "42", reasoning: "hm", toolCalls: [], finishReason: "stop",
      usage: TokenUsage(prompt: 10, completion: 6, cached: 4, reasoning: 5), model: "m-1", systemFingerprint: "fp_1",
      body: Array(body.utf8))
    #expect(try parsed(body).get() == expected)
  }

  @Test(
    "whatever a model may say is a result",
    arguments: [
      (#"{"content":"half a senten"}"#, "length", "half a senten", 0), (#"{"content":""}"#, "stop", "", 0),
      (#"{"content":null}"#, "content_filter", nil, 0), ("{}", "new-reason", nil, 0),
      (#"{"content":"\u0000\ud83d\ude00"}"#, "stop", "\u{0}😀", 0),
      (#"{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{not json"}}]}"#, "tool_calls", nil, 1),
      (#"{"tool_calls":[{"function":{"name":"","arguments":""}},{"function":{"name":"g"}}]}"#, "tool_calls", nil, 2),
    ] as [(String, String, String?, Int)])
  func results(message: String, finish: String, content: String?, calls: Int) throws {
    let reply = try parsed(completion(message, finish: finish)).get()
    #expect(reply.content == content)
    #expect(reply.finishReason == finish)
    #expect(reply.toolCalls.count == calls)
    #expect(reply.hitTokenLimit == (finish == "length"))
  }

  @Test(
    "arguments are kept as the model wrote them",
    arguments: [
      (#""{\"a\": 1}""#, #"{"a": 1}"#), (#""{not json""#, "{not json"), (#""""#, ""), ("null", ""),
      (#"{"b": 2, "a": [1]}"#, #"{"b":2,"a":[1]}"#),
    ])
  func arguments(written: String, read: String) throws {
    let message = #"{"tool_calls":[{"id":"x","type":"function","function":{"name":"f","arguments":\#(written)}}]}"#
    #expect(try parsed(completion(message)).get().toolCalls == [ChatToolCall(id: "x", name: "f", arguments: read)])
  }

  @Test func `calls without an id get one`() throws {
    let message = #"{"tool_calls":[{"function":{"name":"f"}},{"id":null,"function":{"name":"g"}}]}"#
    #expect(try parsed(completion(message)).get().toolCalls.map(\.id) == ["call_0", "call_1"])
  }

  @Test(
    "what is no completion is a problem that says what is wrong and where",
    arguments: [
      ("", "the reply is not JSON: expected a value, found the end of the text (line 1, column 1)"),
      (
        "{",
        "the reply is not JSON: expected a key in quotation marks or '}', found the end of the text (line 1, column 2)"
      ),
      ("<html>", "the reply is not JSON: expected a value, found '<' (line 1, column 1)"),
      ("[]", "the reply should be an object and is a list"), ("{}", "the reply has no 'choices'"),
      (#"{"choices":null}"#, "the reply has no 'choices'"), (#"{"choices":[]}"#, "choices is empty"),
      (#"{"choices":{}}"#, "choices should be a list and is an object"),
      (#"{"choices":[7]}"#, "choices[0] should be an object and is the number 7"),
      (#"{"choices":[{}]}"#, "choices[0] has no 'message'"),
      (#"{"choices":[{"message":"hi"}]}"#, "choices[0].message should be an object and is text"),
      (completion(#"{"content":5}"#), "choices[0].message.content should be text and is the number 5"),
      (completion(#"{"tool_calls":{}}"#), "choices[0].message.tool_calls should be a list and is an object"),
      (completion(#"{"tool_calls":[{}]}"#), "choices[0].message.tool_calls[0] has no 'function'"),
      (
        completion(#"{"tool_calls":[{"function":{"name":true}}]}"#),
        "choices[0].message.tool_calls[0].function.name should be text and is true or false"
      ),
      (
        completion("{}", rest: #","usage":{"prompt_tokens":-1}"#),
        "usage.prompt_tokens should be a whole number from 0 and is the number -1"
      ),
      (#"{"error":{"message":"model is loading","code":503}}"#, "the reply is an error: model is loading"),
      (#"{"error":"no"}"#, "the reply is an error: no"),
    ])
  func problems(body: String, message: String) {
    #expect(throws: ReplyProblem.self) { try parsed(body).get() }
    if case .failure(let problem) = parsed(body) { #expect(problem.description == message) }
  }

  @Test func `a reply cut at any byte is no reply`() throws {
    let body = completion(#"{"content":"é 😀","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}"#)
    let bytes = Array(body.utf8)
    _ = try ChatReply(body: bytes)
    for end in 0..<bytes.count {
      #expect(throws: ReplyProblem.self, "cut at \(end)") { try ChatReply(body: Array(bytes[..<end])) }
    }
  }

  @Test func `bytes that are not UTF-8 are no reply`() {
    var bytes = Array(completion(#"{"content":"abc"}"#).utf8)
    let place = bytes.firstIndex(of: UInt8(ascii: "b"))
    for byte: UInt8 in [0x80, 0xC0, 0xFF] {
      if let place { bytes[place] = byte }
      #expect(throws: ReplyProblem.self) { try ChatReply(body: bytes) }
    }
  }

  @Test func `whatever bytes come, reading ends`() {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...UInt64.max, using: &random)
    var generator = Scramble(state: seed)
    let bodies = [
      completion(#"{"content":"x","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}"#),
      "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]\n\n",
      completion(#"{"content":"```json\n{\"tool\":\"f\",\"arguments\":{}}\n```"}"#),
    ]
    for round in 0..<3000 {
      var bytes = Array(bodies[round % bodies.count].utf8)
      for _ in 0..<(1 + round % 4) {
        bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      // Either is right; ending is what counts.
      _ = try? ChatReply(body: bytes, toolProtocol: .text)
    }
    for opener in ["[", "{\"choices\":", "{\"a\":["] {
      let deep = String(repeating: opener, count: 100_000)
      #expect(throws: ReplyProblem.self, "seed \(seed)") { try parsed(deep).get() }
    }
  }
}

/// A small generator whose runs can be repeated (splitmix64, Steele and others, 2014).
struct Scramble: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
