import Graph
import Testing

@Suite("load says what is wrong with data, and where")
struct LoadErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let what: String
    let file: String
    let text: String
    let error: String
    var parameters = ""

    var testDescription: String { what }
  }

  static let cases = [
    Case(
      what: "a line that is no object", file: "a.jsonl", text: "{\"problem\":\"P\",\"answer\":\"1\"}\n\n[1]\n",
      error: "a.jsonl:3:1: not a JSON object: expected an object, found '['"),
    Case(
      what: "a line that is cut", file: "a.jsonl", text: "{\"problem\":\"P\"",
      error: "a.jsonl:1:15: not a JSON object: expected ',' or '}' after a value, found the end of the text"),
    Case(
      what: "a member written twice", file: "a.jsonl", text: #"{"problem": "P", "answer": "1", "x": 1, "x": 2}"#,
      error: "a.jsonl:1:41: not a JSON object: the key 'x' stands there twice"),
    Case(
      what: "all lines at once", file: "a.jsonl", text: "nope\n{\"problem\":\"P\",\"answer\":\"1\"}\n{\"problem\":}\n",
      error: """
        a.jsonl:1:1: not a JSON object: expected an object, found 'n'
        a.jsonl:3:12: not a JSON object: expected a value, found '}'
        """),
    Case(
      what: "SVAMP, whose problem is in two fields", file: "a.jsonl",
      text: #"{"ID": "c-1", "Body": "B", "Question": "Q", "Answer": 3.0}"#,
      error:
        "a.jsonl:1: no field holds a problem: expected 'problem', 'question', 'prompt', 'input', found 'ID', 'Body', 'Question', 'Answer'; name it with \"fields\""
    ),
    Case(
      what: "no answer and no solution", file: "a.jsonl", text: #"{"problem": "P", "level": 3}"#,
      error:
        "a.jsonl:1: no field holds an answer: expected 'answer', 'final_answer', 'expected_answer', 'target', 'gt', 'reference', 'solution', 'reference_solution', 'gt_cot', found 'problem', 'level'; name it with \"fields\""
    ),
    Case(
      what: "a named field that is not there", file: "a.jsonl", text: #"{"problem": "P", "answer": "1"}"#,
      error: "a.jsonl:1: no field holds a problem: expected 'task', found 'problem', 'answer'; name it with \"fields\"",
      parameters: #", "fields": { "problem": "task" }"#),
    Case(
      what: "a named schema that does not fit", file: "a.jsonl", text: #"{"problem": "P", "answer": "1"}"#,
      error:
        "a.jsonl:1: no field holds a problem: expected 'question', found 'problem', 'answer'; name it with \"fields\"",
      parameters: #", "schema": "gsm8k""#),
    Case(
      what: "an empty object", file: "a.jsonl", text: "{}",
      error:
        "a.jsonl:1: no field holds a problem: expected 'problem', 'question', 'prompt', 'input', found no field; name it with \"fields\""
    ),
    Case(
      what: "lines in a file that should hold an array", file: "a.json",
      text: "\n  {\"problem\":\"P\",\"answer\":\"1\"}",
      error:
        "a.json:2:3: not a JSON array of objects: expected an array, found '{' (a file of one object a line should end in .jsonl)"
    ),
    Case(
      what: "an array of other things", file: "a.json",
      text: "[\n  {\"problem\":\"P\",\"answer\":\"1\"},\n\n  7\n]",
      error: "a.json:4:3: not a JSON object: expected an object, found '7'"),
    Case(
      what: "an array whose objects lack a field", file: "a.json",
      text: "[\n  {\"problem\":\"P\",\"answer\":\"1\"},\n  {\n    \"body\": 7\n  }\n]",
      error:
        "a.json:3: no field holds a problem: expected 'problem', 'question', 'prompt', 'input', found 'body'; name it with \"fields\""
    ),
    Case(
      what: "a CSV row with a cell too few", file: "a.csv", text: "problem,answer\n\"P\nP\",1\nQ\nR,2,3\n",
      error:
        "a.csv:4: expected 2 cells as in the heading, found 1\na.csv:5: expected 2 cells as in the heading, found 3"),
    Case(
      what: "a CSV column named twice", file: "a.csv", text: "problem,answer,problem\nP,1,Q\n",
      error: "a.csv:1: the heading names the column 'problem' twice"),
    Case(
      what: "a CSV cell that never ends", file: "a.csv", text: "problem,answer\nP,\"1\n2\n3",
      error: "a.csv:2: a quoted cell that starts here never ends"),
    Case(
      what: "text after a CSV cell's closing quotation mark", file: "a.csv", text: "problem,answer\nP,1\n\"Q\nQ\"x,2\n",
      error: "a.csv:4: expected ',' or the end of the line after a closing quotation mark"),
    Case(
      what: "a CSV row whose answer is empty", file: "a.csv", text: "problem,answer\n\"P\nP\",1\nQ,\n",
      error:
        "a.csv:4: no field holds an answer: expected 'answer', 'final_answer', 'expected_answer', 'target', 'gt', 'reference', 'solution', 'reference_solution', 'gt_cot', found 'problem'; name it with \"fields\""
    ),
    Case(
      what: "an id used twice", file: "a.jsonl",
      text: "{\"id\":\"x\",\"problem\":\"P\",\"answer\":\"1\"}\n\n{\"id\":\"x\",\"problem\":\"Q\",\"answer\":\"1\"}\n",
      error:
        "a.jsonl:3: the id 'x' was used before, at a.jsonl:1; ids must be unique (a record without an id field has one made from its problem's text)"
    ),
  ]

  @Test(arguments: cases) func `with the file, the line and, where it helps, the column`(_ one: Case) async throws {
    let bench = try Bench([one.file: one.text])
    await #expect {
      try await bench.build(#""p": { "kind": "load", "files": ["\#(one.file)"]\#(one.parameters) }"#)
    } throws: { error in
      if "\(error)" != one.error { Issue.record("found: \(error)") }
      return error is DataProblems || error is DuplicateIds
    }
  }

  @Test func `ids that files share are an error that tells the way out, and the way out works`() async throws {
    let line = #"{"id":"x","problem":"P","answer":"1"}"#
    let bench = try Bench(["a.jsonl": line, "b.jsonl": "\n\(line)"])
    await #expect {
      try await bench.build(#""p": { "kind": "load", "files": ["*.jsonl"] }"#)
    } throws: {
      "\($0)" == #"b.jsonl:2: the id 'x' was used before, at a.jsonl:1; "idPrefix": "file" tells the files apart"#
    }
    let built = try await bench.build(#""p": { "kind": "load", "files": ["*.jsonl"], "idPrefix": "file" }"#)
    #expect(try built.rows("p").map(\.id) == ["a/x", "b/x"])
  }

  @Test func `nothing else runs before the data is right`() async throws {
    let bench = try Bench(["a.jsonl": #"{"id":"x","problem":"P","answer":"1"}"#, "b.jsonl": "nope"])
    await #expect(throws: DataProblems.self) {
      try await bench.build(
        """
        "a": { "kind": "load", "files": ["a.jsonl"] },
        "b": { "kind": "load", "files": ["b.jsonl"] },
        "touch": { "kind": "command", "input": "a", "run": ["touch", "ran"], "reads": ["problem"] }
        """)
    }
    #expect(try Disk.stat("\(bench.folder)/ran") == nil)
  }

  @Test func `patterns that match nothing are mistakes of the pipeline, all shown`() throws {
    let bench = try Bench(["a.txt": "", "b/c.txt": ""])
    #expect {
      try bench.pipeline(
        """
        "p": { "kind": "load", "files": ["a.txt", "*.jsonl",
          "b"] }
        """)
    } throws: {
      "\($0)" == """
        pipeline.json:2:43: no file matches '*.jsonl' in \(bench.folder)
        pipeline.json:3:3: no file matches 'b' in \(bench.folder)
        """
    }
  }
}
