import Graph
import Synchronization
import TestSupport
import Testing

@testable import Stages

@Suite("A translator's derivation is compared with what the tool returned")
struct TranslatorAgentTests {
  private static let call = ToolCall(
    tool: Array("calculator".utf8), arguments: Array(#"{"expression":"6*7"}"#.utf8), status: .success,
    result: Array("42".utf8))

  private func explain(
    _ replies: [ScriptedAnswer], call: ToolCall = call, hasJudge: Bool = false, attempts: Int = 3
  ) async throws -> (work: TranslatorAgent.Work, bench: AgentBench) {
    let bench = try AgentBench(replies)
    let agent = TranslatorAgent(
      model: bench.model, judge: hasJudge ? bench.model : nil, attempts: attempts, calls: bench.calls
    ) { role, values in
      "\(role) \(values[TranslatePrompts.fault] ?? "")"
    }
    return (try await agent.explain(call), bench)
  }

  @Test func `a derivation that arrives at the result is taken, without its box`() async throws {
    let (work, bench) = try await explain([.saying(#"Six sevens are $\boxed{42.0}$."#)])
    #expect(work.explanation == .words(Array("Six sevens are $42.0$.".utf8), result: Array("42.0".utf8)))
    #expect(work.attempts == 1)
    #expect(bench.server.requests.count == 1)
  }

  @Test(
    "planted faults are told to the model, never with the tool's result, and the next attempt counts",
    arguments: [
      (ScriptedAnswer.saying(#"\boxed{41}"#), "the result that you arrive at, 41, is not right."),
      (.saying("It is 42."), "it does not end with a result in \\boxed{ }."),
      (.saying(""), "you gave no derivation."),
      (.saying("```python\n6*7\n```\n\\boxed{42}"), "it holds code."),
      (.saying(#"\boxed{42}"#, finish: "length"), "it is too long"),
    ])
  func faults(reply: ScriptedAnswer, complaint: String) async throws {
    let (work, bench) = try await explain([reply, .saying(#"Now \boxed{42}"#)])
    #expect(work.explanation != nil)
    #expect(work.attempts == 2)
    let told = try #require(try bench.messages(1).last)
    #expect(told.contains(complaint))
    #expect(!told.contains("42"))
  }

  @Test(
    "a reply that was cut or is out of all measure is not sent back to the model",
    arguments: [
      ScriptedAnswer.saying("so and so", finish: "length"),
      .saying(String(repeating: "so and so ", count: 3_000)),
    ])
  func giants(reply: ScriptedAnswer) async throws {
    let (work, bench) = try await explain([reply, .saying(#"Now \boxed{42}"#)])
    #expect(work.explanation != nil)
    #expect(!bench.server.requests[1].text.contains("so and so"))
  }

  @Test func `one that never gets there is not taken`() async throws {
    let (work, bench) = try await explain([.saying(#"\boxed{41}"#)])
    #expect(work.explanation == nil)
    #expect(work.fault == .differs("41"))
    #expect(bench.server.requests.count == 3)
  }

  private static let words = ToolCall(
    tool: Array("python".utf8), arguments: Array("{}".utf8), status: .success, result: Array("".utf8))

  @Test(
    "where the grader cannot tell, the judge does, strictly",
    arguments: [
      (#"\boxed{True}"#, nil), (#"\boxed{False}"#, .differs("7")), ("True", .unreadableVerdict("7")),
      (#"\boxed{perhaps}"#, .unreadableVerdict("7")), ("", .unreadableVerdict("7")),
    ] as [(String, TranslatorAgent.Fault?)])
  func judging(verdict: String, fault: TranslatorAgent.Fault?) async throws {
    let (work, _) = try await explain(
      [.saying(#"So \boxed{7}"#), .saying(verdict)], call: Self.words, hasJudge: true, attempts: 1)
    #expect(work.fault == fault)
    #expect((work.explanation == nil) == (fault != nil))
  }

  @Test func `without a judge it does not count`() async throws {
    let (work, bench) = try await explain([.saying(#"So \boxed{7}"#)], call: Self.words, attempts: 2)
    #expect(work.fault == .unconfirmed("7"))
    #expect(bench.server.requests.count == 2)
  }

  @Test(
    "all that a program prints is its result",
    arguments: [
      ("3, 4", "3\n4", .correct), ("4, 3", "3\n\n 4 \n", .correct), ("3, 4", "side 3\nside 4", .undecided),
      ("3, 4", "a = 3\nb = 4", .correct),
      ("4", "3\n4", .undecided), ("12", "12\n", .correct), ("13", "12\n", .wrong),
      ("x=3, y=4", "x = 3\ny = 4", .correct),
    ] as [(String, String, Answers.Verdict)])
  func lines(own: String, printed: String, verdict: Answers.Verdict) {
    #expect(TranslatorAgent.grade(Array(own.utf8), against: Array(printed.utf8)) == verdict)
  }
}
