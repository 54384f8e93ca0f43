import Graph
import Testing

@testable import Stages

@Suite("verify grades final answers and keeps its verdicts apart")
struct VerifyTests {
  static let rows = """
    {"id":"same","answer":"1000","trace.answer":"1000","trace.calls":[{"tool":"calculator"}]}
    {"id":"spelt","answer":"\\\\frac{1}{2}","trace.answer":"0.5","trace.calls":[]}
    {"id":"wrong","answer":"6","trace.answer":"5","trace.calls":[]}
    {"id":"no-gold","trace.answer":"5","trace.calls":[]}
    {"id":"no-answer","answer":"6","trace.calls":[{"tool":"calculator"}]}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let parameters: String
    let outcome: [String]

    var testDescription: String { parameters.isEmpty ? "by itself" : parameters }
  }

  private static let wrong = "wrong ✗ wrong (\(words("5", "6")))"
  private static let noGold = "no-gold ✗ unparseable-gold (\(words("5", "")))"
  private static let noAnswer = "no-answer ✗ unparseable-answer (\(words("", "6")))"

  static let cases = [
    Case(
      parameters: "", outcome: ["same | verdict=correct", "spelt | verdict=correct", wrong, noGold, noAnswer]),
    Case(
      parameters: #", "keep": "everything""#,
      outcome: [
        "same | verdict=correct", "spelt | verdict=correct", "wrong | verdict=wrong",
        "no-gold | verdict=unparseable-gold", "no-answer | verdict=unparseable-answer",
      ]),
    Case(
      parameters: #", "requireToolUse": true"#,
      outcome: [
        "same | verdict=correct", "spelt ✗ no-tool-used", "wrong ✗ no-tool-used", "no-gold ✗ no-tool-used", noAnswer,
      ]),
    Case(
      parameters: #", "keep": "everything", "requireToolUse": true"#,
      outcome: [
        "same | verdict=correct", "no-answer | verdict=unparseable-answer", "spelt ✗ no-tool-used",
        "wrong ✗ no-tool-used", "no-gold ✗ no-tool-used",
      ]),
  ]

  /// What a reject says of plain answers, in the grader's own words for the rule.
  static func words(_ answer: String, _ gold: String) -> String {
    func shown(_ text: String) -> String { text.isEmpty ? "nothing" : "'\(text)'" }
    let rule = Answers.explain(answer: Array(answer.utf8)[...], gold: Array(gold.utf8)[...]).rule
    return "answered \(shown(answer)), gold is \(shown(gold)): \(rule)"
  }

  static let stages = """
    "rows": { "kind": "rows", "file": "rows.jsonl" },
    "verify": { "kind": "verify", "input": "rows" }
    """

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

  @Test(arguments: [("5 m", "5 cm"), ("x+1", "1+x"), ("2^10", "1000"), ("{1,2}", "{2,1}"), ("", ""), ("east", "5")])
  func `its verdict is the grader's, whatever that is`(answer: String, gold: String) async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","answer":"\#(gold)","trace.answer":"\#(answer)"}"#])
    let row = try #require(try await bench.build(Self.stages).rows("verify").first)
    let grade = Answers.explain(answer: Array(answer.utf8)[...], gold: Array(gold.utf8)[...])
    #expect((row["verdict"] ?? row.reason) == grade.verdict.rawValue)
    if row.reason != nil { #expect(row.detail.hasSuffix(": \(grade.rule)")) }
  }

  @Test(arguments: [(String(repeating: "a", count: 100), 80), ("a" + String(repeating: "é", count: 79), 40)])
  func `a long answer is cut where it is shown, but not through a character`(long: String, shown: Int) async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","answer":"6","trace.answer":"\#(long)"}"#])
    let row = try #require(try await bench.build(Self.stages).rows("verify").first)
    #expect(row.detail.hasPrefix("answered '\(long.prefix(shown))…'"))
  }

  @Test func `only answers count: a change to anything else grades nothing again`() async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","answer":"6","trace.answer":"6","problem":"P"}"#])
    #expect(try await bench.build(Self.stages).counts("verify").executed == 1)
    try bench.write(#"{"id":"b","answer":"6","trace.answer":"6","problem":"Another"}"#, to: "rows.jsonl")
    let built = try await bench.build(Self.stages)
    #expect(built.counts("rows").executed == 1)
    #expect(built.counts("verify").executed == 0)
    #expect(try built.texts("verify") == ["b | verdict=correct"])
  }
}
