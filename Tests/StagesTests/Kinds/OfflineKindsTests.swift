import Foundation
import Graph
import Testing

@Suite("solve, translate and rephrase work without a model")
struct OfflineKindsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let row: String
    let outcome: String

    var testDescription: String { what }

    /// Whether a text is the outcome, in which … stands for anything: how things are put is for other tests.
    func fits(_ text: String) -> Bool {
      var rest = text[...]
      for (number, part) in outcome.components(separatedBy: "…").enumerated() {
        guard let found = number == 0 ? rest.range(of: part, options: .anchored) : rest.range(of: part) else {
          return false
        }
        rest = rest[found.upperBound...]
      }
      return rest.isEmpty || outcome.hasSuffix("…")
    }
  }

  static let solving = [
    Case(
      what: "a worked solution with marks",
      row: #"{"id":"a","problem":"P","reference":"48/2 = <<48/2=24>>24 clips.\nIn all 48+24 = <<48+24=72>>72."}"#,
      outcome:
        #"a#1 | trace.answer=72 | trace.calls:[{"tool":"calculator","arguments":{"expression":"48/2"},"status":"success","result":"24"},{"tool":"calculator","arguments":{"expression":"48+24"},"status":"success","result":"72"}] | trace.plan=PLAN | trace.turns:[{"text":"48/2 =","calls":[0]},{"text":"24 clips.\nIn all 48+24 =","calls":[1]},{"text":"72."}]"#
    ),
    Case(
      what: "a worked solution without marks", row: #"{"id":"a","problem":"P","reference":"It is 7."}"#,
      outcome: #"a#1 | trace.answer=7 | trace.calls:[] | trace.plan=PLAN | trace.turns:[{"text":"It is 7."}]"#),
    Case(
      what: "no worked solution", row: #"{"id":"a","problem":"P"}"#,
      outcome: "a#1 ✗ no-reference (the provider 'offline' replays worked solutions, and there is none)"),
    Case(
      what: "an empty worked solution", row: #"{"id":"a","problem":"P","reference":" \n"}"#,
      outcome: "a#1 ✗ no-reference (the worked solution is empty)"),
    Case(
      what: "a worked solution without a number", row: #"{"id":"a","problem":"P","reference":"Nobody knows."}"#,
      outcome: "a#1 ✗ no-answer (the worked solution ends without a number)"),
    Case(
      what: "too many turns",
      row: #"{"id":"a","problem":"P","reference":"<<1+1=2>>2 <<2+1=3>>3 <<3+1=4>>4 <<4+1=5>>5"}"#,
      outcome: "a#1 ✗ max-turns (no answer after 4 turns)"),
  ]

  @Test(arguments: solving) func `solve replays a worked solution, or says why not`(_ one: Case) async throws {
    // A second record brings the field along where the first lacks it.
    let other = #"{"id":"z","problem":"P","reference":"It is 1."}"#
    let bench = try Bench(["rows.jsonl": "\(one.row)\n\(other)"])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "solve": { "kind": "solve", "input": "rows", "model": "teacher", "tools": ["calculator"], "maxTurns": 4 }
      """)
    let row = try #require(try built.rows("solve").first { $0.id == "a#1" })
    let plan = row["trace.plan"] ?? ""
    #expect(row.reason != nil || plan.hasSuffix("."))
    #expect(row.text.replacing("trace.plan=\(plan)", with: "trace.plan=PLAN") == one.outcome)
  }

  @Test func `solve makes samples, and more samples make only those that are new`() async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","problem":"P","reference":"It is 7."}"#])
    let stages = { (samples: Int) in
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "solve": { "kind": "solve", "input": "rows", "model": "teacher", "tools": ["calculator"], "samples": \(samples) }
      """
    }
    #expect(try await bench.build(stages(2)).rows("solve").map(\.id) == ["a#1", "a#2"])
    #expect(try await bench.build(stages(4)).rows("solve").map(\.id) == ["a#1", "a#2", "a#3", "a#4"])
    let fewer = try await bench.build(stages(1))
    #expect(try fewer.rows("solve").map(\.id) == ["a#1"])
    #expect(fewer.counts("solve").executed == 0)
  }

  @Test func `maxTurns is a bound: only what it concerns is solved again`() async throws {
    let bench = try Bench([
      "rows.jsonl": """
      {"id":"one","problem":"P","reference":"It is 7."}
      {"id":"two","problem":"P","reference":"It is <<3+4=7>>7."}
      {"id":"three","problem":"P","reference":"First <<1+2=3>>3, then <<3+4=7>>7."}
      """
    ])
    // Turns allowed, then inputs solved, then traces kept.
    for (turns, executed, kept) in [(2, 3, 2), (3, 1, 3), (2, 0, 2), (15, 0, 3), (1, 2, 1), (15, 0, 3)] {
      let built = try await bench.build(
        """
        "rows": { "kind": "rows", "file": "rows.jsonl" },
        "solve": { "kind": "solve", "input": "rows", "model": "teacher", "tools": ["calculator"], "maxTurns": \(turns) }
        """)
      #expect(built.counts("solve").executed == executed, "with \(turns) turns")
      #expect(built.counts("solve").kept == kept, "with \(turns) turns")
    }
  }

  @Test func `renaming the model solves nothing again, and its revision does`() async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","problem":"P","reference":"It is 7."}"#])
    let stages = { (revision: String) in
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "solve": { "kind": "solve", "input": "rows", "model": "teacher", "tools": ["calculator"]\(revision) }
      """
    }
    #expect(try await bench.build(stages("")).counts("solve").executed == 1)
    #expect(try await bench.build(stages(#", "revision": 2"#)).counts("solve").executed == 1)
    #expect(try await bench.build(stages(#", "revision": "2""#)).counts("solve").executed == 1)
    #expect(try await bench.build(stages("")).counts("solve").executed == 0)
  }

  @Test func `solve without the calculator is a mistake of the pipeline`() throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","problem":"P","reference":"It is 7."}"#])
    #expect {
      try bench.pipeline(
        """
        "rows": { "kind": "rows", "file": "rows.jsonl" },
        "solve": { "kind": "solve", "input": "rows", "model": "teacher", "tools": [] }
        """)
    } throws: {
      "\($0)"
        == "pipeline.json:3:75: the provider 'offline' solves by replaying calculations, so 'tools' must name 'calculator'"
    }
  }

  static let translating = [
    Case(
      what: "a calculation",
      row:
        #"{"id":"a","trace.calls":[{"tool":"calculator","arguments":{"expression":"24*15"},"status":"success","result":"360"}]}"#,
      outcome: #"a | explanations:[{"text":"…360.","result":"360"}]"#),
    Case(what: "no call at all", row: #"{"id":"a","trace.calls":[]}"#, outcome: "a | explanations:[]"),
    Case(
      what: "a call that went wrong",
      row:
        #"{"id":"a","trace.calls":[{"tool":"calculator","arguments":{"expression":"1/0"},"status":"error","message":"m"}]}"#,
      outcome: #"a | explanations:[{"status":"error"}]"#),
    Case(
      what: "a result that another spelling of the same number holds",
      row:
        #"{"id":"a","trace.calls":[{"tool":"calculator","arguments":{"expression":"2+3"},"status":"success","result":"5.0"}]}"#,
      outcome: #"a | explanations:[{"text":"…5.","result":"5"}]"#),
    Case(
      what: "a result that differs",
      row:
        #"{"id":"a","trace.calls":[{"tool":"calculator","arguments":{"expression":"24*15"},"status":"success","result":"361"}]}"#,
      outcome: "a ✗ explanation-differs (the explanation arrives at 360, the tool at 361)"),
    Case(
      what: "another tool",
      row: #"{"id":"a","trace.calls":[{"tool":"python","arguments":{"code":"1"},"status":"success","result":"1"}]}"#,
      outcome: #"a ✗ unexplained-call ({"code":"1"})"#),
    Case(
      what: "what is no list of calls", row: #"{"id":"a","trace.calls":7}"#,
      outcome: "a ✗ unreadable-trace (the tool calls are not in the form of a trace's)"),
  ]

  @Test(arguments: translating) func `translate explains each call, or drops the record`(_ one: Case) async throws {
    let bench = try Bench(["rows.jsonl": one.row])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "translate": { "kind": "translate", "input": "rows", "model": "teacher" }
      """)
    let text = try #require(try built.texts("translate").first)
    #expect(one.fits(text), "\(text)")
  }

  private static let call =
    #""trace.calls":[{"tool":"calculator","arguments":{"expression":"24*15"},"status":"success","result":"360"}],"trace.answer":"360","explanations":[{"text":"24 × 15 = 240 + 120 = 360.","result":"360"}]"#

  static let rephrasing = [
    Case(
      what: "an explained trace",
      row:
        #"{"id":"a","problem":"P","trace.turns":[{"text":"The trays hold 24*15 =","calls":[0]},{"text":"360 rolls."}],\#(call)}"#,
      outcome: #"a | reasoning=The trays hold 24 × 15 = …360 rolls. …$\boxed{360}$."#),
    Case(
      what: "a tool's name",
      row:
        #"{"id":"a","problem":"P","trace.turns":[{"text":"My calculator says 24*15 =","calls":[0]},{"text":"360 rolls."}],\#(call)}"#,
      outcome: "a ✗ tool-named (tool-named)"),
    Case(
      what: "a tool's name that is in the problem too",
      row:
        #"{"id":"a","problem":"Buy 15 calculators.","trace.turns":[{"text":"The calculators cost 24*15 =","calls":[0]},{"text":"360 dollars."}],\#(call)}"#,
      outcome:
        #"a | reasoning=The calculators cost 24 × 15 = …360 dollars. …$\boxed{360}$."#),
    Case(
      what: "code",
      row:
        #"{"id":"a","problem":"P","trace.turns":[{"text":"```python\nprint(24*15)\n```\nThat is 24*15 =","calls":[0]},{"text":"360 rolls."}],\#(call)}"#,
      outcome: "a ✗ code-left (code-left)"),
    Case(
      what: "a trace in another form", row: #"{"id":"a","problem":"P","trace.turns":"t",\#(call)}"#,
      outcome: "a ✗ unreadable-trace (the trace is not in the form of one)"),
  ]

  @Test(arguments: rephrasing) func `rephrase writes one solution, or drops the record`(_ one: Case) async throws {
    let bench = try Bench(["rows.jsonl": one.row])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "rephrase": { "kind": "rephrase", "input": "rows", "model": "teacher" }
      """)
    let text = try #require(try built.texts("rephrase").first)
    #expect(one.fits(text), "\(text)")
  }
}
