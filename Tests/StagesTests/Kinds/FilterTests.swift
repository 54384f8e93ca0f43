import Graph
import Testing

@Suite("filter drops records that break a rule, with the rule's reason")
struct FilterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rules: String
    let dropped: [String]

    var testDescription: String { rules }
  }

  static let rows = """
    {"id":"a","reasoning":"short","meta.level":3,"meta.tag":"x"}
    {"id":"b","reasoning":"Zoë übt","meta.level":"3","meta.tag":"y\\n\\"é/"}
    {"id":"c","reasoning":"a longer text, 12 of them","meta.level":3.0,"meta.tag":null}
    {"id":"d","meta.level":true,"meta.tag":["x"]}
    {"id":"e","reasoning":"short","meta.tag":"x"}
    """

  static let cases = [
    Case(rules: #"{ "maxCharacters": 7 }"#, dropped: ["c ✗ too-long"]),
    Case(rules: #"{ "maxCharacters": 6 }"#, dropped: ["b ✗ too-long", "c ✗ too-long"]),
    Case(rules: #"{ "minCharacters": 7 }"#, dropped: ["a ✗ too-short", "d ✗ too-short", "e ✗ too-short"]),
    Case(rules: #"{ "mustMatch": "^[a-z]+$" }"#, dropped: ["b ✗ no-match", "c ✗ no-match", "d ✗ no-match"]),
    Case(rules: #"{ "mustNotMatch": "\\d\\d" }"#, dropped: ["c ✗ forbidden-match"]),
    Case(
      rules: #"{ "field": "meta.level", "equals": 3 }"#,
      dropped: ["b ✗ not-equal", "c ✗ not-equal", "d ✗ not-equal", "e ✗ not-equal"]),
    Case(
      rules: #"{ "field": "meta.level", "equals": "3" }"#,
      dropped: ["a ✗ not-equal", "c ✗ not-equal", "d ✗ not-equal", "e ✗ not-equal"]),
    Case(
      rules: #"{ "field": "meta.tag", "equals": "y\n\"é/" }"#,
      dropped: ["a ✗ not-equal", "c ✗ not-equal", "d ✗ not-equal", "e ✗ not-equal"]),
    Case(
      rules: #"{ "field": "meta.tag", "equals": ["x"] }"#,
      dropped: ["a ✗ not-equal", "b ✗ not-equal", "c ✗ not-equal", "e ✗ not-equal"]),
    Case(
      rules: #"{ "field": "meta.tag", "equals": null }"#,
      dropped: ["a ✗ not-equal", "b ✗ not-equal", "d ✗ not-equal", "e ✗ not-equal"]),
    Case(rules: #"{ "field": "id", "mustMatch": "[ab]" }"#, dropped: ["c ✗ no-match", "d ✗ no-match", "e ✗ no-match"]),
    Case(rules: #"{ "unique": true }"#, dropped: ["e ✗ duplicate"]),
    Case(rules: #"{ "unique": false }"#, dropped: []),
    Case(rules: #"{ "field": "meta.tag", "unique": true, "reason": "twin" }"#, dropped: ["e ✗ twin"]),
    Case(
      rules: #"{ "minCharacters": 6, "reason": "thin" }, { "maxCharacters": 10 }"#,
      dropped: ["a ✗ thin", "c ✗ too-long", "d ✗ thin", "e ✗ thin"]),
    Case(
      rules: #"{ "maxCharacters": 10 }, { "mustNotMatch": "12" }"#, dropped: ["c ✗ too-long"]),
    Case(
      rules: #"{ "mustNotMatch": "12" }, { "maxCharacters": 10 }"#, dropped: ["c ✗ forbidden-match"]),
  ]

  @Test(arguments: cases) func `rule by rule, the first that is broken giving the reason`(_ one: Case) async throws {
    let bench = try Bench(["rows.jsonl": Self.rows])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "filter": { "kind": "filter", "input": "rows", "rules": [\(one.rules)] }
      """)
    let rows = try built.rows("filter")
    #expect(rows.filter { $0.reason != nil }.map(\.text) == one.dropped)
    #expect(
      rows.filter { $0.reason == nil }.map(\.text)
        == ["a", "b", "c", "d", "e"].filter { id in
          !one.dropped.contains { $0.hasPrefix(id) }
        })
  }

  @Test func `of equal records the first that passes all other rules stays, wherever the rule stands`() async throws {
    let bench = try Bench([
      "rows.jsonl": """
      {"id":"thin","problem":"P","reasoning":"no"}
      {"id":"first","problem":"P","reasoning":"long enough"}
      {"id":"second","problem":"P","reasoning":"long enough too"}
      {"id":"other","problem":"Q","reasoning":"long enough"}
      """
    ])
    let rules = [#"{ "field": "problem", "unique": true }"#, #"{ "minCharacters": 5 }"#]
    for order in [rules, rules.reversed()] {
      let built = try await bench.build(
        """
        "rows": { "kind": "rows", "file": "rows.jsonl" },
        "filter": { "kind": "filter", "input": "rows", "rules": [\(order.joined(separator: ", "))] }
        """)
      #expect(try built.texts("filter") == ["first", "other", "thin ✗ too-short", "second ✗ duplicate"])
    }
  }

  @Test func `when the first of two equal records goes, the second comes back`() async throws {
    let lines = (0..<2_000).map { #"{"id":"r\#($0)","reasoning":"text \#($0 % 1_500)"}"# }
    let bench = try Bench(["rows.jsonl": lines.joined(separator: "\n")])
    let stages = """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "filter": { "kind": "filter", "input": "rows", "rules": [{ "unique": true }] }
      """
    let before = try await bench.build(stages)
    #expect(before.counts("filter").kept == 1_500)
    try bench.write(lines.dropFirst().joined(separator: "\n"), to: "rows.jsonl")
    let after = try await bench.build(stages)
    #expect(after.counts("filter").kept == 1_500)
    let kept = Set(try after.rows("filter").filter { $0.reason == nil }.map(\.id))
    #expect(kept.subtracting(try before.rows("filter").filter { $0.reason == nil }.map(\.id)) == ["r1500"])
    #expect(after.counts("filter").executed < 2_000)
  }

  @Test func `records that lack the field are not each other's duplicates`() async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","x":1}"# + "\n" + #"{"id":"b"}"# + "\n" + #"{"id":"c"}"#])
    let built = try await bench.build(
      """
      "rows": { "kind": "rows", "file": "rows.jsonl" },
      "filter": { "kind": "filter", "input": "rows", "rules": [{ "field": "x", "unique": true }] }
      """)
    let texts = try built.texts("filter")
    #expect(texts == ["a", "b", "c"])
  }

  static let mistakes = [
    Case(
      rules: #"{ "mustMatch": "(" }"#,
      dropped: ["pipeline.json:3:73: '(' is not a regular expression: "]),
    Case(
      rules: #"{ "field": "x" }"#,
      dropped: [
        "pipeline.json:3:58: 'rules.0' must have exactly one of 'maxCharacters', 'minCharacters', 'mustMatch', 'mustNotMatch', 'equals', 'unique', found none"
      ]),
    Case(
      rules: #"{ "minCharacters": 1, "unique": true }"#,
      dropped: [
        "pipeline.json:3:58: 'rules.0' must have exactly one of 'maxCharacters', 'minCharacters', 'mustMatch', 'mustNotMatch', 'equals', 'unique', found 'minCharacters' and 'unique'"
      ]),
    Case(rules: "", dropped: ["pipeline.json:3:57: 'rules' must be a list of at least 1, found []"]),
    Case(
      rules: #"{ "field": "reasonin", "minCharacters": 1 }"#,
      dropped: [
        "pipeline.json:3:1: 'filter' reads the field 'reasonin', which no stage up to 'rows' adds; did you mean 'reasoning'?"
      ]),
  ]

  @Test(arguments: mistakes) func `what is wrong with a rule is shown where it stands`(_ one: Case) throws {
    let bench = try Bench(["rows.jsonl": Self.rows])
    #expect {
      try bench.pipeline(
        """
        "rows": { "kind": "rows", "file": "rows.jsonl" },
        "filter": { "kind": "filter", "input": "rows", "rules": [\(one.rules)] }
        """)
    } throws: { error in
      if !"\(error)".hasPrefix(one.dropped[0]) { Issue.record("found: \(error)") }
      return error is PipelineProblems
    }
  }
}
