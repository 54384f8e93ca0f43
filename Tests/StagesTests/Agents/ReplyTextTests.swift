import Testing

@testable import Stages

@Suite("What a reply says, and what verdict or answer it holds")
struct ReplyTextTests {
  private func text(_ content: String?, _ toolProtocol: ToolProtocol = .native) throws -> ReplyText {
    var reply = ChatReply(toolCalls: [], body: [])
    reply.content = content
    return ReplyText(reply, toolProtocol: toolProtocol)
  }

  @Test(
    "thoughts are said to nobody",
    arguments: [
      ("<think>hm</think>\nYes.", "Yes."), ("hm</think>Yes.", "Yes."), ("<think>for ever", ""), (" Yes. ", "Yes."),
      ("a < b", "a < b"), ("", ""),
    ])
  func thoughts(content: String, said: String) throws { #expect(try text(content).said == said) }

  @Test func `nothing is said by no content`() throws { #expect(try text(nil).said == "") }

  @Test(
    "the answer is what the last box holds",
    arguments: [
      (#"It is \boxed{1}, no, $\boxed{\frac{1}{2}}$."#, #"\frac{1}{2}"#), (#"\boxed{ 5 }"#, "5"),
      (#"\boxed{}"#, nil), (#"\boxed{5"#, nil), ("5", nil), (#"<think>\boxed{4}</think> so 5"#, nil),
    ])
  func answers(content: String, answer: String?) throws {
    #expect(try text(content).answer.map { String(decoding: $0, as: UTF8.self) } == answer)
  }

  @Test func `blocks of the text protocol are no prose`() throws {
    let reply = try text("Now:\n```json\n{\"tool\":\"calculator\",\"arguments\":{}}\n```", .text)
    #expect(reply.prose == "Now:")
  }

  @Test(
    "only a boxed word is a verdict",
    arguments: [
      (#"So \boxed{True}"#, true), (#"\boxed{False}."#, false), (#"\boxed{\text{True}}"#, true),
      (#"\boxed{True} … \boxed{False}"#, false), ("True", nil), (#"\boxed{Not False}"#, nil), (#"\boxed{yes}"#, nil),
      ("", nil), (#"\boxed{True"#, nil), (#"\boxed{ true }"#, true),
    ] as [(String, Bool?)])
  func verdicts(reply: String, verdict: Bool?) { #expect(Verdict.read(reply) == verdict) }
}
