import Graph
import Testing

@Suite("verify grades final answers and keeps its verdicts apart")
struct VerifyTests {
  static let rows = """
    {"id":"same","answer":"1,000","trace.answer":"1000","trace.calls":[{"tool":"calculator"}]}
    {"id":"spelt","answer":"\\\\frac{1}{2}","trace.answer":"0.5","trace.calls":[]}
    {"id":"wrong","answer":"6","trace.answer":"5","trace.calls":[]}
    {"id":"no-gold","trace.answer":"5","trace.calls":[]}
    {"id":"no-answer","answer":"6","trace.calls":[{"tool":"calculator"}]}
    {"id":"unclear","answer":"x+1","trace.answer":"1+x"}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let parameters: String
    let outcome: [String]

    var testDescription: String { parameters.isEmpty ? "by itself" : parameters }
  }

  static let cases = [
    Case(
      parameters: "",
      outcome: [
        "same | verdict=correct", "spelt | verdict=correct", "wrong ✗ wrong (answered '5', gold is '6')",
        "no-gold ✗ unparseable-gold (answered '5', gold is nothing)",
        "no-answer ✗ unparseable-answer (answered nothing, gold is '6')",
        "unclear ✗ undecided (answered '1+x', gold is 'x+1')",
      ]),
    Case(
      parameters: #", "keep": "everything""#,
      outcome: [
        "same | verdict=correct", "spelt | verdict=correct", "wrong | verdict=wrong",
        "no-gold | verdict=unparseable-gold",
        "no-answer | verdict=unparseable-answer", "unclear | verdict=undecided",
      ]),
    Case(
      parameters: #", "requireToolUse": true"#,
      outcome: [
        "same | verdict=correct", "spelt ✗ no-tool-used", "wrong ✗ no-tool-used", "no-gold ✗ no-tool-used",
        "no-answer ✗ unparseable-answer (answered nothing, gold is '6')", "unclear ✗ no-tool-used",
      ]),
    Case(
      parameters: #", "keep": "everything", "requireToolUse": true"#,
      outcome: [
        "same | verdict=correct", "no-answer | verdict=unparseable-answer", "spelt ✗ no-tool-used",
        "wrong ✗ no-tool-used",
        "no-gold ✗ no-tool-used", "unclear ✗ no-tool-used",
      ]),
  ]

  @Test(arguments: cases) func `and keeps what it is told to keep`(_ one: Case) async throws {
    let bench = try Bench(["rows.jsonl": Self.rows])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "verify": { "kind": "verify", "input": "rows"\(one.parameters) }
      """)
    // Chunks are cut by content, so kept and dropped rows are in order each by themselves.
    #expect(try built.texts("verify") == one.outcome)
  }

  @Test func `a long answer is cut where it is shown`() async throws {
    let long = String(repeating: "a", count: 100)
    let bench = try Bench(["rows.jsonl": #"{"id":"a","answer":"6","trace.answer":"\#(long)"}"#])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "verify": { "kind": "verify", "input": "rows" }
      """)
    #expect(try built.texts("verify") == ["a ✗ wrong (answered '\(long.prefix(80))…', gold is '6')"])
  }

  @Test func `only answers count: a change to anything else grades nothing again`() async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","answer":"6","trace.answer":"6","problem":"P"}"#])
    let stages = """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "verify": { "kind": "verify", "input": "rows" }
      """
    #expect(try await bench.build(stages).counts("verify").executed == 1)
    try bench.write(#"{"id":"b","answer":"6","trace.answer":"6","problem":"Another"}"#, to: "rows.jsonl")
    let built = try await bench.build(stages)
    #expect(built.counts("rows").executed == 1)
    #expect(built.counts("verify").executed == 0)
    #expect(try built.texts("verify") == ["b | verdict=correct"])
  }
}
