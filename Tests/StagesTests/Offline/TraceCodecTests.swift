import Stages
import Testing

@Suite("Traces and explanations are kept as JSON")
struct TraceCodecTests {
  private let trace = Trace(
    turns: [
      Turn(text: utf8("Natalia sold \"48/2\" =\n"), calls: [0, 1]),
      Turn(text: utf8("24 clips – €24.")),
    ],
    calls: [
      ToolCall(
        tool: utf8("calculator"), arguments: utf8("{\"expression\":\"48/2\"}"), status: .success, result: utf8("24")),
      ToolCall(
        tool: utf8("calculator"), arguments: utf8("{\"expression\":\"1/0\"}"), status: .error,
        result: utf8("division by zero")),
    ])
  private let turns =
    #"[{"text":"Natalia sold \"48/2\" =\n","calls":[0,1]},{"text":"24 clips – €24."}]"#
  private let calls =
    #"[{"tool":"calculator","arguments":{"expression":"48/2"},"status":"success","result":"24"},"#
    + #"{"tool":"calculator","arguments":{"expression":"1/0"},"status":"error","message":"division by zero"}]"#
  private let explanations: [Explanation] = [.words(utf8("Half of 48 is 24."), result: utf8("24")), .failedCall]
  private let explanationsText = #"[{"text":"Half of 48 is 24.","result":"24"},{"status":"error"}]"#

  @Test func `turns, calls and explanations have one spelling`() {
    var out: [UInt8] = []
    trace.appendTurns(to: &out)
    #expect(string(out) == turns)
    out = []
    trace.appendCalls(to: &out)
    #expect(string(out) == calls)
    out = []
    Explanation.append(explanations, to: &out)
    #expect(string(out) == explanationsText)
  }

  @Test func `what was written is read back`() throws {
    #expect(try Trace.turns(utf8(turns)[...]) == trace.turns)
    #expect(try Trace.calls(utf8(calls)) == trace.calls)
    #expect(try Explanation.list(utf8(explanationsText)[...]) == explanations)
    #expect(try Trace.turns(utf8("[]")[...]).isEmpty)
  }

  @Test func `white space and members that nobody knows change nothing`() throws {
    let spaced = #" [ { "note" : [1,{}], "calls" : [ ], "text" : "Nat\u0061lia" } ] "#
    #expect(try Trace.turns(utf8(spaced)[...]) == [Turn(text: utf8("Natalia"))])
  }

  @Test(arguments: [
    "", "{}", "[", #"[{"text":5}]"#, #"[{"text":"a","calls":[-1]}]"#, #"[{"text":"a","calls":[1.5]}]"#, "[] x",
  ])
  func `anything else is an error`(json: String) {
    #expect(throws: TraceError.self) { try Trace.turns(utf8(json)[...]) }
  }
}
