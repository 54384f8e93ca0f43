import Testing

@testable import Stages

@Suite("A streamed reply is put together to what an unstreamed one would be")
struct StreamTests {
  /// An event with a delta.
  private static func delta(_ delta: String, finish: String = "null") -> String {
    #"data: {"model":"m","choices":[{"index":0,"delta":\#(delta),"finish_reason":\#(finish)}]}"# + "\n\n"
  }

  private static let done = "data: [DONE]\n\n"

  @Test(
    "events are found whatever their spelling",
    arguments: [
      ("data: a\n\ndata: b\n\n", ["a", "b"]), ("data:a\r\n\r\ndata: b\r\rdata:  c\n\n", ["a", "b", " c"]),
      (": comment\n\nevent: x\nid: 1\ndata: a\nretry: 5\n\n", ["a"]), ("data: a\ndata: b\n\n", ["a\nb"]),
      ("data\n\n", [""]), ("\u{FEFF}data: a\n\n", ["a"]), ("data: a\n", []), ("data: a", []), ("", []),
      ("database: a\n\n", []), ("\n\n\n", []),
    ])
  func events(text: String, events: [String]) {
    #expect(EventStream(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } == events)
  }

  @Test func `content, thoughts, usage and the reason to stop come together`() throws {
    let body = [
      Self.delta(#"{"role":"assistant","content":""}"#), Self.delta(#"{"reasoning_content":"h"}"#),
      Self.delta(#"{"reasoning":"m"}"#), Self.delta(#"{"content":"4"}"#), ": keep-alive\n\n",
      Self.delta(#"{"content":"2"}"#), Self.delta("{}", finish: #""stop""#),
      #"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}"#, "\n\n", Self.done,
    ].joined()
    let expected = ChatReply(
      content: "42", reasoning: "hm", toolCalls: [], finishReason: "stop", usage: TokenUsage(prompt: 3, completion: 2),
      model: "m", body: Array(body.utf8))
    #expect(try parsed(body).get() == expected)
  }

  @Test func `tool calls are put together by their index`() throws {
    let body = [
      Self.delta(#"{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":""}}]}"#),
      Self.delta(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}]}"#),
      Self.delta(#"{"tool_calls":[{"function":{"arguments":":1}"}},{"function":{"arguments":"no"}}]}"#),
      Self.delta("{}", finish: #""tool_calls""#), Self.done,
    ].joined()
    let calls = [
      ChatToolCall(id: "a", name: "f", arguments: #"{"x":1}"#), ChatToolCall(id: "b", name: "g", arguments: "no"),
    ]
    #expect(try parsed(body).get().toolCalls == calls)
  }

  private static let half = delta(#"{"content":"4"}"#)

  private static let damaged: [(String, String)] = [
    (half, "the reply is a stream that ends without '[DONE]'"),
    ("\(half)data: [DONE]\n", "the reply is a stream that ends without '[DONE]'"),
    (done, "the reply is a stream without choices"),
    (
      "\(half)data: {\"cho\n\n\(done)",
      "event 1 is not JSON: a string starts here and has no closing quotation mark (line 1, column 2)"
    ),
    ("\(half)data: {\"error\":{\"message\":\"out of memory\"}}\n\n", "event 1 is an error: out of memory"),
    ("\(delta(#"{"content":["4"]}"#))\(done)", "event 0.choices[0].delta.content should be text and is a list"),
    (
      "\(delta(#"{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"#))\(done)",
      "the reply is a stream whose tool call 0 has no name"
    ),
    ("data: [1]\n\n\(done)", "event 0 should be an object and is a list"),
  ]

  @Test("a stream that is not whole is no reply", arguments: damaged)
  func problems(body: String, message: String) {
    guard case .failure(let problem) = parsed(body) else {
      Issue.record("this must not be a reply")
      return
    }
    #expect(problem.description == message)
  }

  @Test func `very many pieces come together in their order`() throws {
    let words = (0..<5000).map { "word\($0) " }
    let body = words.map { Self.delta(#"{"content":"\#($0)"}"#) }.joined() + Self.done
    #expect(try parsed(body).get().content == words.joined())
  }
}
