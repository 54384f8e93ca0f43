import Testing

@Suite("load finds the fields of the public sets")
struct LoadSchemaTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let set: String
    let line: String
    let record: String

    var testDescription: String { self.set }
  }

  static let cases = [
    Case(
      set: "GSM8K", line: #"{"question": "How many?", "answer": "48/2 = <<48/2=24>>24 clips.\n#### 1,000"}"#,
      record: "ba352e24c64c7137 | answer=1,000 | problem=How many? | reference=48/2 = <<48/2=24>>24 clips."),
    Case(
      set: "GSM8K with an answer alone", line: "{\"id\": \"g\", \"question\": \"Q\", \"answer\": \"#### 72\"}",
      record: "g | answer=72 | problem=Q | reference="),
    Case(
      set: "MATH",
      line: #"{"problem": "P", "level": "Level 5", "type": "Algebra", "solution": "So $\\boxed{\\frac{1}{2}}$."}"#,
      record:
        #"5c62e091b8c0565f | answer=\frac{1}{2} | meta.level=Level 5 | meta.type=Algebra | problem=P | reference=So $\boxed{\frac{1}{2}}$."#
    ),
    Case(
      set: "MATH with numbers as ids",
      line:
        #"{"problem": "P", "level": "Level ?", "type": "Number Theory", "solution": "\\boxed{a}, no: \\boxed{7}", "id": 12}"#,
      record:
        #"Number Theory/12 | answer=7 | meta.level=Level ? | meta.type=Number Theory | problem=P | reference=\boxed{a}, no: \boxed{7}"#
    ),
    Case(
      set: "MATH-500",
      line:
        #"{"problem": "P", "solution": "\\boxed{3}", "answer": "3", "subject": "Precalculus", "level": 2, "unique_id": "test/precalculus/807.json"}"#,
      record:
        #"test/precalculus/807.json | answer=3 | meta.level:2 | meta.subject=Precalculus | problem=P | reference=\boxed{3}"#
    ),
    Case(
      set: "AIME 2024, leading zeros",
      line: #"{"id": 60, "problem": "P", "solution": "S", "answer": "025", "url": "u", "year": "2024"}"#,
      record: "60 | answer=025 | meta.url=u | meta.year=2024 | problem=P | reference=S"),
    Case(
      set: "MathArena, an answer that is a number",
      line: #"{"id": "m", "problem_idx": 3, "problem": "P", "answer": 204}"#,
      record: "m | answer=204 | meta.problem_idx:3 | problem=P"),
    Case(
      set: "AMC, a decimal kept as it is written", line: #"{"id": 0, "problem": "P", "answer": 27.0, "url": "u"}"#,
      record: "0 | answer=27.0 | meta.url=u | problem=P"),
    Case(
      set: "AMC with a bare answer for a solution",
      line: #"{"id": "x", "problem": "P", "solution": "3159.0", "source": "amc"}"#,
      record: "x | answer=3159.0 | meta.source=amc | problem=P | reference=3159.0"),
    Case(
      set: "AIME with forum text for a solution",
      line:
        #"{"id": "x", "problem": "P", "solution": "First I thought\nthat nothing here is in a box", "source": "aime"}"#,
      record: "x | meta.source=aime | problem=P | reference=First I thought⏎that nothing here is in a box"),
    Case(
      set: "NuminaMath-CoT",
      line:
        #"{"id": "n", "source": "olympiads", "problem": "P", "solution": "\\boxed{x^2}", "messages": [{"role": "user", "content": "P"}]}"#,
      record:
        #"n | answer=x^2 | meta.messages:[{"role":"user","content":"P"}] | meta.source=olympiads | problem=P | reference=\boxed{x^2}"#
    ),
    Case(
      set: "NuminaMath-1.5, a proof",
      line:
        #"{"id": "n", "problem": "P", "solution": "S", "answer": "proof", "problem_is_valid": "Yes", "synthetic": false}"#,
      record: "n | answer=proof | meta.problem_is_valid=Yes | meta.synthetic:false | problem=P | reference=S"),
    Case(
      set: "DeepScaleR without a solution",
      line: #"{"id": "d", "problem": "P", "answer": "\\frac{1}{3}", "solution": ""}"#,
      record: #"d | answer=\frac{1}{3} | meta.solution= | problem=P"#),
    Case(
      set: "DeepScaleR without an answer",
      line: #"{"id": "d", "problem": "P", "answer": "", "solution": "\\boxed{5}"}"#,
      record: #"d | answer=5 | meta.answer= | problem=P | reference=\boxed{5}"#),
    Case(
      set: "OpenR1",
      line:
        #"{"problem": "P", "solution": "S", "answer": "4", "uuid": "u-1", "generations": ["a", "b"], "finish_reasons": null}"#,
      record: #"u-1 | answer=4 | meta.finish_reasons:null | meta.generations:["a","b"] | problem=P | reference=S"#),
    Case(
      set: "DeepMath",
      line: #"{"id": "d", "question": "Q", "final_answer": "0", "difficulty": 4.50, "r1_solution_1": "S"}"#,
      record: "d | answer=0 | meta.difficulty:4.50 | meta.r1_solution_1=S | problem=Q"),
    Case(
      set: "Big-Math",
      line: #"{"id": "b", "problem": "P", "answer": "8", "domain": ["Algebra"], "llama8b_solve_rate": null}"#,
      record: #"b | answer=8 | meta.domain:["Algebra"] | meta.llama8b_solve_rate:null | problem=P"#),
    Case(
      set: "OpenMathReasoning",
      line:
        #"{"id": "o", "problem": "P", "expected_answer": "2", "generated_solution": "G", "pass_rate_72b_tir": "n/a"}"#,
      record: "o | answer=2 | meta.generated_solution=G | meta.pass_rate_72b_tir=n/a | problem=P"),
    Case(
      set: "OlympiadBench, answers in a list", line: #"{"id": 1606, "question": "Q", "final_answer": ["$2$", 3.50]}"#,
      record: "1606 | answer=$2$, 3.50 | problem=Q"),
    Case(
      set: "College Math", line: #"{"id": "c", "question": "Q", "answer": "$\\pi$"}"#,
      record: #"c | answer=$\pi$ | problem=Q"#),
    Case(set: "MAWPS", line: #"{"id": "m", "input": "Q", "target": "7.0"}"#, record: "m | answer=7.0 | problem=Q"),
    Case(
      set: "ToRA's traces", line: #"{"idx": 0, "question": "Q", "gt_cot": "C", "gt": "18", "code": ["c"]}"#,
      record: #"4ae81572f06e1b88 | answer=18 | meta.code:["c"] | meta.idx:0 | problem=Q | reference=C"#),
    Case(
      set: "a worked solution of one's own",
      line: #"{"id": "w", "prompt": "P", "reference_solution": "It is 7.\n#### 7"}"#,
      record: "w | answer=7 | problem=P | reference=It is 7.⏎#### 7"),
    Case(
      set: "an id that is null", line: #"{"id": null, "problem_id": "p7", "problem": "P", "answer": "1"}"#,
      record: "p7 | answer=1 | meta.id:null | problem=P"),
    Case(
      set: "a meta member that is an object",
      line: #"{"id": "o", "problem": "P", "answer": "1", "tags": {"b": 1, "a": [ 2 ]}}"#,
      record: #"o | answer=1 | meta.tags:{"b":1,"a":[2]} | problem=P"#),
  ]

  @Test(arguments: cases) func `by the names of a row's fields`(_ one: Case) async throws {
    let bench = try Bench(["data.jsonl": one.line])
    let built = try await bench.build(#""p": { "kind": "load", "files": ["data.jsonl"] }"#)
    #expect(try built.texts("p") == [one.record])
  }

  static let named = [
    Case(
      set: "gsm8k", line: #"{"id": "a", "question": "Q", "answer": "It is 5.\n#### 5"}"#,
      record: "a | answer=5 | problem=Q | reference=It is 5."),
    Case(
      set: "math", line: #"{"id": "a", "problem": "P", "solution": "\\fbox{5}", "type": "T"}"#,
      record: #"T/a | answer=5 | meta.type=T | problem=P | reference=\fbox{5}"#),
    Case(
      set: "numina",
      line: #"{"id": "a", "problem": "P", "solution": "\\boxed 3", "level": "Level 1", "type": "T"}"#,
      record: #"a | answer=3 | meta.level=Level 1 | meta.type=T | problem=P | reference=\boxed 3"#),
    Case(
      set: "generic", line: #"{"id": "a", "question": "Q", "answer": "It is 5.\n#### 5"}"#,
      record: "a | answer=It is 5.⏎#### 5 | problem=Q"),
  ]

  @Test(arguments: named) func `by the schema's name, whatever a row looks like`(_ one: Case) async throws {
    let bench = try Bench(["data.jsonl": one.line])
    let built = try await bench.build(
      #""p": { "kind": "load", "files": ["data.jsonl"], "schema": "\#(one.set)" }"#)
    #expect(try built.texts("p") == [one.record])
  }

  @Test func `by names of the user's own, and all else goes to meta`() async throws {
    let bench = try Bench([
      "data.jsonl": #"{"nr": 7, "id": "not this", "task": "T", "gold": [1, 2], "why": "W", "problem": "not this"}"#
    ])
    let built = try await bench.build(
      """
      "p": { "kind": "load", "files": ["data.jsonl"],
        "fields": { "id": "nr", "problem": "task", "answer": "gold", "reference": "why" } }
      """)
    #expect(
      try built.texts("p") == ["7 | answer=1, 2 | meta.id=not this | meta.problem=not this | problem=T | reference=W"])
  }

  @Test func `row by row, so that a file may mix sets, and rows may lack what others have`() async throws {
    let bench = try Bench([
      "data.jsonl": """
      {"id": "a", "question": "Q", "answer": "x\\n#### 1", "level": 3}
      {"id": "b", "problem": "P", "answer": 2.50, "extra": [true]}
      {"id": "c", "problem": "P", "answer": "3", "level": "three"}
      """
    ])
    let built = try await bench.build(#""p": { "kind": "load", "files": ["data.jsonl"] }"#)
    #expect(
      try built.texts("p") == [
        "a | answer=1 | meta.level:3 | problem=Q | reference=x", "b | answer=2.50 | meta.extra:[true] | problem=P",
        "c | answer=3 | meta.level=three | problem=P",
      ])
  }
}
