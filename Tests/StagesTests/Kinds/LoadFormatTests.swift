import Graph
import Testing

@Suite("load reads files as they are found")
struct LoadFormatTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let form: String
    let file: String
    let text: String
    let records: [String]
    var parameters = ""

    var testDescription: String { form }
  }

  static let cases = [
    Case(
      form: "JSON Lines with CRLF, blank lines and no last line break", file: "a.jsonl",
      text:
        "\r\n{\"id\":\"a\",\"problem\":\"P\",\"answer\":\"1\"}\r\n\n   \n{\"id\":\"b\",\"problem\":\"Q\",\"answer\":\"2\"}",
      records: ["a | answer=1 | problem=P", "b | answer=2 | problem=Q"]),
    Case(
      form: "an unknown ending is JSON Lines", file: "a.ndjson", text: #"{"id":"a","problem":"P","answer":"1"}"#,
      records: ["a | answer=1 | problem=P"]),
    Case(
      form: "escapes in strings", file: "a.jsonl",
      text: #"{"id":"\u0061","problem":"\ud83d\ude00 \"q\" \/ \t","answer":"\u00e9"}"#,
      records: ["a | answer=é | problem=😀 \"q\" / \t"]),
    Case(
      form: "one JSON array over many lines", file: "a.json",
      text:
        "[\n  {\n    \"id\": \"a\",\n    \"problem\": \"P\", \"answer\": 1\n  },\n  {\"id\": \"b\", \"problem\": \"Q\", \"answer\": 2.0}\n]\n",
      records: ["a | answer=1 | problem=P", "b | answer=2.0 | problem=Q"]),
    Case(form: "an empty JSON array", file: "a.json", text: "[]", records: []),
    Case(form: "an empty file of lines", file: "a.jsonl", text: "", records: []),
    Case(form: "an empty CSV file", file: "a.csv", text: "", records: []),
    Case(
      form: "CSV with quotes, commas and line breaks in cells", file: "a.csv",
      text: "id,problem,answer\na,\"Say \"\"1,5\"\"\nand 2\",3\nb,Q,\"1,000\"\n",
      records: ["a | answer=3 | problem=Say \"1,5\"⏎and 2", "b | answer=1,000 | problem=Q"]),
    Case(
      form: "CSV with a byte order mark and CRLF", file: "a.csv",
      text: "\u{FEFF}id,problem,answer\r\na,P,1\r\n\r\nb,Q,2",
      records: ["a | answer=1 | problem=P", "b | answer=2 | problem=Q"]),
    Case(
      form: "CSV with empty cells, which are absent", file: "a.csv", text: "id,problem,answer,note\na,P,1,\nb,Q,2,n\n",
      records: ["a | answer=1 | problem=P", "b | answer=2 | meta.note=n | problem=Q"]),
    Case(
      form: "a format that the ending does not tell", file: "a.txt", text: "id,problem,answer\na,P,1\n",
      records: ["a | answer=1 | problem=P"], parameters: #", "format": "csv""#),
    Case(
      form: "a file's name before each id", file: "sub/part-1.v2.jsonl",
      text: #"{"id":"a","problem":"P","answer":"1"}"#,
      records: ["part-1.v2/a | answer=1 | problem=P"], parameters: #", "idPrefix": "file""#),
  ]

  @Test(arguments: cases) func `whatever their form`(_ one: Case) async throws {
    let bench = try Bench([one.file: one.text])
    let built = try await bench.build(#""p": { "kind": "load", "files": ["\#(one.file)"]\#(one.parameters) }"#)
    #expect(try built.texts("p") == one.records)
  }

  static let marked = [
    Case(
      form: "JSON Lines", file: "a.jsonl", text: "\u{FEFF}{\"id\":\"a\",\"problem\":\"P\",\"answer\":\"1\"}",
      records: ["a | answer=1 | problem=P"]),
    Case(
      form: "a JSON array", file: "a.json", text: "\u{FEFF}[{\"id\":\"a\",\"problem\":\"P\",\"answer\":\"1\"}]",
      records: ["a | answer=1 | problem=P"]),
  ]

  @Test(arguments: marked) func `with a byte order mark before JSON`(_ one: Case) async throws {
    let bench = try Bench([one.file: one.text])
    let built = try await bench.build(#""p": { "kind": "load", "files": ["\#(one.file)"] }"#)
    #expect(try built.texts("p") == one.records)
  }

  static let globs: [(patterns: String, files: [String])] = [
    (#""a.jsonl""#, ["a"]),
    (#""*.jsonl""#, ["a", "b10", "b2"]),
    (#""b?.jsonl""#, ["b2"]),
    (#""b*.jsonl", "a.jsonl", "*.jsonl""#, ["b10", "b2", "a"]),
    (#""**/*.jsonl""#, ["a", "b10", "b2", "x/c", "x/y/d"]),
    (#""x/**/*.jsonl""#, ["x/c", "x/y/d"]),
    (#""*/*.jsonl""#, ["x/c"]),
    (#""x/../a.jsonl""#, ["a"]),
    (#""./*/y/?.jsonl""#, ["x/y/d"]),
  ]

  @Test(arguments: globs) func `whichever of them a pattern names, in the order of names`(
    _ patterns: String, _ files: [String]
  ) async throws {
    var texts: [String: String] = [:]
    for name in ["a", "b10", "b2", "x/c", "x/y/d", ".hidden", "x/.hidden/e"] {
      texts["\(name).jsonl"] = #"{"id":"\#(name)","problem":"P","answer":"1"}"#
    }
    texts["b.txt"] = "no data"
    let bench = try Bench(texts)
    let built = try await bench.build(#""p": { "kind": "load", "files": [\#(patterns)] }"#)
    #expect(try built.rows("p").map(\.id) == files)
  }

  @Test func `a pattern may be absolute`() async throws {
    let bench = try Bench(["x/a.jsonl": #"{"id":"a","problem":"P","answer":"1"}"#])
    let built = try await bench.build(#""p": { "kind": "load", "files": ["\#(bench.folder)/*/a.jsonl"] }"#)
    #expect(try built.texts("p") == ["a | answer=1 | problem=P"])
  }

  @Test func `a renamed file makes nothing again, unless its name is in the ids`() async throws {
    let line = #"{"id":"a","problem":"P","answer":"1"}"#
    let bench = try Bench(["one.jsonl": line, "two.jsonl": line])
    for (prefix, executed) in [("", 0), (#", "idPrefix": "file""#, 1)] {
      let stages = { (file: String) in #""p": { "kind": "load", "files": ["\#(file).jsonl"]\#(prefix) }"# }
      _ = try await bench.build(stages("one"))
      let built = try await bench.build(stages("two"))
      #expect(built.counts("p").executed == executed)
    }
  }

  @Test func `a hashed id does not depend on the place, and a changed problem has another`() async throws {
    let (one, two) = (#"{"problem":"P","answer":"1"}"#, #"{"problem":"Q","answer":"2"}"#)
    let bench = try Bench(["a.jsonl": "\(one)\n\(two)\n", "b.jsonl": "\(two)\n\n\(one)\n"])
    let stages = { (file: String) in #""p": { "kind": "load", "files": ["\#(file).jsonl"] }"# }
    let first = try await bench.build(stages("a")).texts("p")
    let second = try await bench.build(stages("b")).texts("p")
    #expect(first == ["5c62e091b8c0565f | answer=1 | problem=P", "4ae81572f06e1b88 | answer=2 | problem=Q"])
    #expect(second == first.reversed())
  }
}
