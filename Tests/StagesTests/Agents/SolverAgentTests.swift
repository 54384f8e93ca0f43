import Graph
import TestSupport
import Testing

@testable import Stages

@Suite("A solver plans, acts, reflects and wraps up")
struct SolverAgentTests {
  private static let prompts = SolverAgent.Prompts(
    system: "SYSTEM", plan: "PLAN", act: "ACT", next: "NEXT", wrapUp: "WRAP")
  private static let plan = ScriptedAnswer.saying("the plan")
  private static let solved = ScriptedAnswer.saying(#"So \boxed{42}"#)

  private static func calculating(_ expressions: String...) -> ScriptedAnswer {
    .calling(expressions.map { ("calculator", #"{"expression":"\#($0)"}"#) }, text: "Now.")
  }

  private func solve(_ bench: AgentBench, maxTurns: Int = 15, tools: [any Tool] = [CalculatorTool()]) async throws
    -> SolverAgent.Work
  {
    var agent = SolverAgent(
      model: bench.model, tools: ToolSet(tools), prompts: Self.prompts, maxTurns: maxTurns, sample: 0,
      calls: bench.calls)
    return try await agent.solve()
  }

  private func told(_ calls: [ToolCall]) -> [String] {
    calls.map { call in
      let (tool, result) = (String(decoding: call.tool, as: UTF8.self), String(decoding: call.result, as: UTF8.self))
      return "\(tool) \(String(decoding: call.arguments, as: UTF8.self)) \(call.status) \(result)"
    }
  }

  @Test func `calls of one reply are noted in their order, and the conversation grows turn by turn`() async throws {
    let bench = try AgentBench([Self.plan, Self.calculating("6*7", "1/0", "2+2"), Self.solved])
    let work = try await solve(bench)
    #expect(work.ending == .solved)
    #expect(work.turns == 2)
    #expect(work.trace.plan == Array("the plan".utf8))
    #expect(work.trace.answer == Array("42".utf8))
    #expect(work.trace.turns.map(\.calls) == [[0, 1, 2], []])
    #expect(
      told(work.trace.calls) == [
        #"calculator {"expression":"6*7"} success 42"#,
        #"calculator {"expression":"1/0"} error division by zero"#,
        #"calculator {"expression":"2+2"} success 4"#,
      ])
    #expect(try bench.messages(0) == ["system: SYSTEM", "user: PLAN"])
    #expect(
      try bench.messages(2) == [
        "system: SYSTEM", "user: PLAN", "assistant: the plan", "user: ACT", "assistant: Now. 3 calls",
        #"tool: {"status":"success","result":"42"}"#, #"tool: {"status":"error","message":"division by zero"}"#,
        #"tool: {"status":"success","result":"4"}"#,
      ])
    #expect(!bench.server.requests[0].text.contains(#""tools""#))
    #expect(bench.server.requests[1].text.contains(#""tools""#))
  }

  @Test func `the same call is not run twice, and the model is told so`() async throws {
    let bench = try AgentBench([
      Self.plan, Self.calculating("6*7"),
      .calling([("calculator", #"{ "expression" : "6*7" }"#)]), Self.solved,
    ])
    let work = try await solve(bench)
    #expect(work.trace.calls.count == 1)
    #expect(work.trace.turns.map(\.calls) == [[0], [0], []])
    #expect(try bench.messages(3).last?.contains("you made this very call before") == true)
  }

  @Test(
    "calls that make no sense come back as errors",
    arguments: [
      ("calculatr", #"{"expression":"1"}"#, "there is no tool 'calculatr'; did you mean 'calculator'?"),
      ("calculator", "not json", "the arguments are not JSON"),
      ("calculator", "[1]", "the arguments must be a JSON object"),
      ("calculator", "", "the argument 'expression' is missing"),
      ("calculator", #"{"expr":"1"}"#, "there is no argument 'expr'"),
    ])
  func senseless(tool: String, arguments: String, message: String) async throws {
    let bench = try AgentBench([Self.plan, .calling([(tool, arguments)]), Self.solved])
    let work = try await solve(bench)
    #expect(work.ending == .solved)
    let call = try #require(work.trace.calls.first)
    #expect(call.status == .error)
    #expect(String(decoding: call.result, as: UTF8.self).hasPrefix(message))
    // What is stored can be read again, and what is sent again are arguments that servers take.
    var text: [UInt8] = []
    work.trace.appendCalls(to: &text)
    #expect(try Trace.calls(text) == work.trace.calls)
    let sent = try JSONNode.parse(bench.server.requests[2].body, file: "")
    let resent = sent["messages"]?.elements?[4]["tool_calls"]?.elements?[0]["function"]?["arguments"]?.string
    #expect(resent.flatMap { ToolDesk.object($0) } != nil)
  }

  @Test func `a reply without call and answer is asked to go on; a silent one once`() async throws {
    let bench = try AgentBench([Self.plan, .saying("hm"), .saying(""), Self.solved])
    #expect(try await solve(bench).ending == .solved)
    #expect(try bench.messages(2).suffix(2) == ["assistant: hm", "user: NEXT"])
    #expect(try bench.messages(3).suffix(2) == ["assistant: hm", "user: NEXT\n\nNEXT"])
    let silent = try AgentBench([Self.plan, .saying("")])
    #expect(try await solve(silent).ending == .noAnswer)
    #expect(silent.server.requests.count == 3)
  }

  @Test func `one turn before the limit the answer is asked for, and no tool is to be called`() async throws {
    let bench = try AgentBench([Self.plan, Self.calculating("6*7"), .saying("hm"), Self.solved])
    let work = try await solve(bench, maxTurns: 3)
    #expect(work.ending == .solved)
    #expect(work.turns == 3)
    #expect(try bench.messages(3).last == "user: NEXT\n\nWRAP")
    #expect(bench.server.requests[3].text.contains(#""tool_choice":"none""#))
  }

  @Test func `calls on the last turn are not run`() async throws {
    let bench = try AgentBench([Self.plan, Self.calculating("6*7")])
    let work = try await solve(bench, maxTurns: 2)
    #expect(work.ending == .maxTurns)
    #expect(work.turns == 2)
    #expect(work.trace.calls.count == 1)
  }

  @Test("a reply that was cut ends it", arguments: [0, 1])
  func cut(turn: Int) async throws {
    let replies = [Self.plan, Self.plan].prefix(turn) + [ScriptedAnswer.saying("so", finish: "length", tokens: 9)]
    let bench = try AgentBench(Array(replies))
    let work = try await solve(bench)
    #expect(work.ending == .tooLong)
    #expect(work.tokens.wasCut)
  }

  @Test func `with the text protocol calls are fenced blocks, and what cannot be read comes back`() async throws {
    let bench = try AgentBench(
      [
        Self.plan, .saying("Bad:\n```json\n{\"tool\": 5}\n```"),
        .saying("Good:\n```json\n{\"tool\": \"calculator\", \"arguments\": {\"expression\": \"6*7\"}}\n```"),
        Self.solved,
      ], toolProtocol: .text)
    let work = try await solve(bench)
    #expect(work.ending == .solved)
    #expect(told(work.trace.calls) == [#"calculator {"expression":"6*7"} success 42"#])
    #expect(work.trace.turns[1].text == Array("Good:".utf8))
    #expect(try bench.messages(2).last?.contains("cannot be read") == true)
    #expect(!bench.server.requests[1].text.contains(#""tools""#))
  }

  @Test func `a reply with calls beyond number has the first of them run`() async throws {
    let calls = (0..<100).map { ("calculator", #"{"expression":"\#($0)+1"}"#) }
    let bench = try AgentBench([Self.plan, .calling(calls), Self.solved])
    #expect(try await solve(bench).trace.calls.count == ToolDesk.mostCallsInReply)
  }

  @Test func `asked again, every turn is remembered`() async throws {
    let bench = try AgentBench([Self.plan, Self.calculating("6*7"), Self.solved])
    let first = try await solve(bench)
    let again = try await solve(bench)
    #expect(first.trace == again.trace)
    #expect(bench.server.requests.count == 3)
    #expect(bench.calls.counts.made == 3)
    #expect(bench.calls.counts.reused == 3)
  }

  @Test func `a server that refuses is no reply; one that refuses the key ends all`() async throws {
    let bench = try AgentBench([refusing(400)])
    await #expect(throws: ModelFailure.self) { try await solve(bench) }
    let locked = try AgentBench([refusing(401)])
    let failure = await #expect(throws: ModelFailure.self) { try await solve(locked) }
    #expect(failure?.isHopeless == true)
    #expect(locked.server.requests.count == 1)
  }

  @Test(.needsSymPy) func `SymPy is really called`() async throws {
    let bench = try AgentBench([
      Self.plan,
      .calling([
        ("differentiate", #"{"expression":"x**3","variable":"x"}"#), ("calculator", #"{"expression":"6*7"}"#),
        ("definite_integral", #"{"expression":"2*x","variable":"x","lower":"0","upper":"3"}"#),
      ]), Self.solved,
    ])
    let work = try await solve(bench, tools: ToolBench.tools.tools)
    #expect(work.trace.calls.map { String(decoding: $0.result, as: UTF8.self) } == ["3*x**2", "42", "9"])
    #expect(work.usedTime)
  }

  @Test(.needsSandbox) func `code runs in the order in which it was asked for, in one session`() async throws {
    let bench = try AgentBench([
      Self.plan, .calling([("python", #"{"code":"x = 1"}"#), ("python", #"{"code":"x = x + 1; x"}"#)]),
      .calling([("python", #"{"code":"x = x + 1; x"}"#)]), Self.solved,
    ])
    let work = try await solve(bench, tools: ToolBench.tools.tools)
    #expect(work.trace.calls.map { String(decoding: $0.result, as: UTF8.self) } == ["", "2", "3"])
  }
}
