import Graph
import Testing

@Suite("split writes training files that grow without moving a row")
struct SplitTests {
  private static func stages(_ parameters: String) -> String {
    """
    "rows": { "kind": "rows", "file": "rows.jsonl" },
    "sft": { "kind": "split", "input": "rows", \(parameters) }
    """
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let row: String
    var parameters = ""
    let line: String

    var testDescription: String { what }
  }

  static let cases = [
    Case(
      what: "plain text", row: #"{"id":"a#1","problem":"P","reasoning":"R"}"#,
      line:
        #"{"id":"a#1","messages":[{"role":"system","content":"Solve the problem step by step, and put your final answer in \\boxed{}."},{"role":"user","content":"P"},{"role":"assistant","content":"R"}]}"#
    ),
    Case(
      what: "odd characters",
      row:
        #"{"id":"a\"\\/é","problem":"tab\tline\r\nnul\u0000bell\u0007del\u007f","reasoning":"\ud83d\ude00 \u2028 $\\frac12$ </script>"}"#,
      parameters: #", "system": """#,
      line:
        #"{"id":"a\"\\/é","messages":[{"role":"user","content":"tab\tline\r\nnul\u0000bell\u0007del"#
        + "\u{7f}" + #""},{"role":"assistant","content":"😀 "# + "\u{2028}" + #" $\\frac12$ </script>"}]}"#),
    Case(
      what: "a system message of one's own", row: #"{"id":"a","problem":"P","reasoning":"R"}"#,
      parameters: #", "system": "Be \"brief\"""#,
      line:
        #"{"id":"a","messages":[{"role":"system","content":"Be \"brief\""},{"role":"user","content":"P"},{"role":"assistant","content":"R"}]}"#
    ),
    Case(
      what: "fields of one's own, JSON shown as it is written",
      row: #"{"id":"a","problem":"P","reasoning":"R","x.n":2.50,"x.l":["é"]}"#,
      parameters: #", "system": "", "user": "x.n", "assistant": "x""#,
      line:
        #"{"id":"a","messages":[{"role":"user","content":"2.50"},{"role":"assistant","content":"{\"l\":[\"é\"],\"n\":2.50}"}]}"#
    ),
  ]

  @Test(arguments: cases) func `each row is one line of JSON, byte for byte`(_ one: Case) async throws {
    let bench = try Bench(["rows.jsonl": one.row])
    let built = try await bench.build(Self.stages(#""fractions": { "all": 1 }\#(one.parameters)"#))
    #expect(try bench.files(of: "sft", in: built) == ["all.jsonl": one.line + "\n"])
    let row = try JSONNode.parse(Array(one.line.utf8), file: "row")
    #expect(row["id"]?.string == (try JSONNode.parse(Array(one.row.utf8), file: "row")["id"]?.string))
  }

  private static func rows(_ range: Range<Int>) -> String {
    range.map { #"{"id":"problem-\#($0)","problem":"P\#($0)","reasoning":"R\#($0)"}"# }.joined(separator: "\n") + "\n"
  }

  /// Which file each record goes to.
  private static func places(_ built: Built) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try built.rows("sft").map { ($0.id, $0["output.file"] ?? "") })
  }

  @Test func `growth moves no row, and makes only the new ones`() async throws {
    let bench = try Bench(["rows.jsonl": Self.rows(0..<300)])
    let stages = Self.stages(#""fractions": { "train": 0.8, "validation": 0.1, "test": 0.1 }"#)
    let before = try Self.places(try await bench.build(stages))
    try bench.write(Self.rows(300..<400) + Self.rows(0..<300), to: "rows.jsonl")
    let built = try await bench.build(stages)
    let after = try Self.places(built)
    #expect(after.count == 400)
    #expect(before.allSatisfy { after[$0.key] == $0.value })
    #expect(built.counts("sft").executed == 100)
  }

  @Test func `rows stand in the order of the input`() async throws {
    let bench = try Bench(["rows.jsonl": Self.rows(0..<50)])
    let built = try await bench.build(Self.stages(#""fractions": { "all": 1, "none": 0 }"#))
    let files = try bench.files(of: "sft", in: built)
    #expect(files.keys.sorted() == ["all.jsonl"])
    let ids = try (files["all.jsonl"] ?? "").split(separator: "\n").map {
      try JSONNode.parse(Array($0.utf8), file: "row")["id"]?.string
    }
    #expect(ids == (0..<50).map { "problem-\($0)" })
  }

  @Test func `fractions come out nearly as asked, whatever their order in the file`() async throws {
    let bench = try Bench(["rows.jsonl": Self.rows(0..<4_000)])
    let built = try await bench.build(Self.stages(#""fractions": { "train": 0.9, "dev": 0.08, "test": 0.02 }"#))
    let places = try Self.places(built)
    for (name, share) in [("train", 0.9), ("dev", 0.08), ("test", 0.02)] {
      let found = Double(places.values.count { $0 == name }) / 4_000
      #expect(abs(found - share) < 0.015, "\(name): \(found)")
    }
    let turned = try await bench.build(Self.stages(#""fractions": { "test": 0.02, "dev": 0.08, "train": 0.9 }"#))
    #expect(turned.counts("sft").executed == 0)
    #expect(try Self.places(turned) == places)
    let fresh = try Bench(["rows.jsonl": Self.rows(0..<4_000)])
    let first = try await fresh.build(Self.stages(#""fractions": { "test": 0.02, "dev": 0.08, "train": 0.9 }"#))
    #expect(try Self.places(first) == places)
  }

  @Test func `another seed deals the rows out anew`() async throws {
    let bench = try Bench(["rows.jsonl": Self.rows(0..<500)])
    let stages = Self.stages(#""fractions": { "a": 0.5, "b": 0.5 }"#)
    let zero = try Self.places(try await bench.build(stages))
    let one = try Self.places(try await bench.build(stages, seed: 1))
    let moved = zero.count { one[$0.key] != $0.value }
    #expect((150...350).contains(moved), "\(moved)")
    #expect(try Self.places(try await bench.build(stages, seed: 0)) == zero)
  }

  @Test func `all samples of a problem go to one split, also through tagged inputs`() async throws {
    let lines = (0..<60).map { #"{"id":"p\#($0)","problem":"P\#($0)","answer":"1","reference":"It is <<1*1=1>>1."}"# }
    let bench = try Bench(["data.jsonl": lines.joined(separator: "\n")])
    let built = try await bench.build(
      """
      "p": { "kind": "load", "files": ["data.jsonl"] },
      "one": { "kind": "solve", "input": "p", "model": "teacher", "tools": ["calculator"], "samples": 3 },
      "two": { "kind": "solve", "input": "p", "model": "teacher", "tools": ["calculator"], "revision": 2 },
      "sft": { "kind": "split", "input": [{ "stage": "one", "tag": "x" }, { "stage": "two", "tag": "y" }],
        "assistant": "trace.answer", "fractions": { "a": 0.5, "b": 0.5 } }
      """)
    let places = try Self.places(built)
    #expect(places.count == 240)
    for number in 0..<60 {
      let ids = ["x/p\(number)#1", "x/p\(number)#2", "x/p\(number)#3", "y/p\(number)#1"]
      #expect(Set(ids.map { places[$0] ?? "none" }).count == 1)
    }
    #expect(Set(places.values) == ["a", "b"])
  }

  @Test func `a record that lacks a message is dropped`() async throws {
    let bench = try Bench([
      "rows.jsonl": """
      {"id":"a","reasoning":"R"}
      {"id":"b","problem":"P"}
      {"id":"c","problem":"P","reasoning":"R"}
      """
    ])
    let built = try await bench.build(Self.stages(#""fractions": { "all": 1 }"#))
    #expect(try built.texts("sft").dropFirst() == ["a ✗ empty-user", "b ✗ empty-assistant"])
  }

  @Test func `so is one whose message is empty`() async throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","problem":"P","reasoning":""}"#])
    let texts = try await bench.build(Self.stages(#""fractions": { "all": 1 }"#)).texts("sft")
    #expect(texts == ["a ✗ empty-assistant"])
  }

  static let mistakes = [
    (#""fractions": { "a": 0.5, "b": 0.4 }"#, "pipeline.json:3:57: 'fractions' must add up to 1, found 0.9"),
    (#""fractions": {}"#, "pipeline.json:3:57: 'fractions' must add up to 1, found 0.0"),
    (
      #""fractions": { "a/b": 1 }"#,
      "pipeline.json:3:66: a split's name becomes a file's: 'a/b' must be 1 to 64 letters, digits, '_' or '-'"
    ),
    (
      #""fractions": { "a": 2 }"#, "pipeline.json:3:64: 'fractions.a' must be a number from 0 to 1, found 2"
    ),
    (
      #""fractions": { "a": 1 }, "assistant": "reasonin""#,
      "pipeline.json:3:1: 'sft' reads the field 'reasonin', which no stage up to 'rows' adds; did you mean 'reasoning'?"
    ),
  ]

  @Test(arguments: mistakes) func `what is wrong with a split is shown where it stands`(
    _ parameters: String, _ message: String
  ) throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"c","problem":"P","reasoning":"R"}"#])
    #expect {
      try bench.pipeline(Self.stages(parameters))
    } throws: { error in
      if "\(error)" != message { Issue.record("found: \(error)") }
      return error is PipelineProblems
    }
  }
}
