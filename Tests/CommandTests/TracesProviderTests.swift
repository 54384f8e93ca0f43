import Testing
import TestSupport

@Suite("Traces that exist go through the pipeline like those of a solver")
struct TracesProviderTests {
  static func project(_ style: GivenTrace.Style) throws -> TracesProviderProject {
    let steps = GivenTrace.all.flatMap(\.steps)
    let byHand = steps.compactMap { step in step.byHand.map { (step.code, $0) } }
    let taken = try TracesProviderProject(
      load: #""files": ["data.jsonl"]"#, traces: #""field": "meta.trace""#,
      byHand: Dictionary(uniqueKeysWithValues: byHand)
    ) { $0.contains("the case of the leak") }
    try taken.project.write(GivenTrace.all.map { $0.line(style) + "\n" }.joined(), to: "data.jsonl")
    return taken
  }

  @Test("each record ends where it should, in every format", arguments: GivenTrace.Style.allCases)
  func formats(style: GivenTrace.Style) async throws {
    let taken = try Self.project(style)
    let report = try await taken.project.build()
    #expect(report.status == "complete")
    for stage in ["solve", "verify", "translate", "rephrase"] {
      let dropped = GivenTrace.all.compactMap { $0.drop?.stage == stage ? $0.drop?.reason : nil }
      let counts = Dictionary(dropped.map { ($0, 1) }, uniquingKeysWith: +)
      #expect(report[stage]?.rejects == counts, "\(stage)")
    }
    #expect(try taken.ids() == GivenTrace.all.filter { $0.drop == nil }.map { "\($0.id)#1" })

    let calls = taken.calls
    let again = try await taken.project.build()
    #expect(again.executed.values.allSatisfy { $0 == 0 })
    #expect(taken.calls == calls)
  }

  @Test func `the same traces in another format make the same rows, for no further call of the rephraser`() async throws
  {
    let taken = try Self.project(.fences)
    _ = try await taken.project.build()
    let rows = try taken.project.outputs()
    // The chat makes the same calls with the same texts between them.
    try taken.project.write(GivenTrace.all.map { $0.line(.messages) + "\n" }.joined(), to: "data.jsonl")
    let chat = try await taken.project.build()
    #expect(chat["solve"]?.executed == GivenTrace.all.count { $0.closing != nil })
    #expect(chat["translate"]?.calls.made == 0)
    #expect(chat["rephrase"]?.calls.made == 0)
    #expect(try taken.project.outputs() == rows)
  }

  @Test func `a program is explained from what it is, not from what it printed`() async throws {
    let taken = try Self.project(.fences)
    _ = try await taken.project.build()
    let asked = try #require(taken.server.requests.first { $0.text.contains("45*12") })
    #expect(asked.text.contains("Runs Python code and returns what it prints"))
    #expect(!asked.text.contains("540"))
    // A program that failed is not asked about.
    #expect(!taken.server.requests.contains { $0.text.contains("explains calculations") && $0.text.contains("totl") })
  }
}

@Suite("What solve takes of existing traces")
struct TracesTakenTests {
  /// Loads lines of `problem`, `answer` and `trace`, and solves.
  static func project(_ lines: [String], traces: String = "", solve: String = "") throws -> CommandProject {
    let project = try CommandProject()
    try project.write(lines.joined(separator: "\n"), to: "data.jsonl")
    try project.write(
      """
      {
        "name": "given",
        "models": { "given": { "provider": "traces", "field": "meta.trace"\(traces) } },
        "stages": {
          "problems": { "kind": "load", "files": ["data.jsonl"] },
          "solve": { "kind": "solve", "input": "problems", "model": "given"\(solve) }
        }
      }
      """, to: "pipeline.json")
    return project
  }

  static func line(_ id: String, trace: String) -> String {
    #"{"id":"\#(id)","problem":"P of \#(id)","answer":"1","trace":\#(trace)}"#
  }

  @Test func `each sample takes its own trace of a list, and more samples are only added`() async throws {
    let project = try Self.project(
      [
        Self.line("three", trace: #"["\\boxed{1}", null, "\\boxed{3}"]"#),
        Self.line("chats", trace: #"[[{"role":"assistant","content":"\\boxed{4}"}], {"messages":[]}]"#),
        Self.line("one", trace: #""\\boxed{5}""#),
        Self.line("null", trace: "null"),
      ], solve: #", "samples": 1"#)
    let one = try await project.build()
    #expect(one["solve"]?.rejects == ["no-trace": 1])
    try project.editPipeline(#""samples": 1"#, #""samples": 3"#)
    let three = try await project.build()
    #expect(three["solve"]?.executed == 4)
    #expect(three["solve"]?.rejects == ["no-trace": 7, "unreadable-trace": 1])
    func told(_ id: String) async throws -> ShowReport.Chapter? {
      try await project.show(id).stages.first { $0.stage == "solve" }
    }
    #expect(try await told("three#3")?.outcome == "kept")
    #expect(try await told("three#2")?.detail == "the field 'meta.trace' holds none for sample 2")
    #expect(try await told("one#2")?.detail == "the field 'meta.trace' holds none for sample 2")
    #expect(try await told("chats#2")?.detail == "the trace holds no message of an assistant")
  }

  @Test func `maxTurns is a bound`() async throws {
    let chat = Array(repeating: #"{"role":"assistant","content":"\\boxed{1}"}"#, count: 4).joined(separator: ",")
    let project = try Self.project(
      [Self.line("four", trace: "[\(chat)]"), Self.line("one", trace: #""\\boxed{5}""#)], solve: #", "maxTurns": 3"#)
    for (turns, executed, kept) in [(3, 2, 1), (4, 1, 2), (3, 0, 1), (15, 0, 2)] {
      try project.write(
        try project.read("pipeline.json").replacing(/"maxTurns": \d+/, with: "\"maxTurns\": \(turns)"),
        to: "pipeline.json")
      let report = try await project.build()
      #expect(report["solve"]?.executed == executed, "\(turns)")
      #expect(report["solve"]?.kept == kept, "\(turns)")
      #expect(report["solve"]?.rejects == (kept == 2 ? [:] : ["max-turns": 1]), "\(turns)")
    }
  }

  @Test func `a format that is named is not guessed`() async throws {
    let project = try Self.project(
      [
        Self.line("prose", trace: #""\\boxed{1}""#), Self.line("log", trace: #""<message>\\boxed{2}</message>""#),
        Self.line("chat", trace: #"[{"role":"assistant","content":"\\boxed{3}"}]"#),
      ], traces: #", "format": "tagged""#)
    #expect(try await project.build()["solve"]?.rejects == ["unreadable-trace": 1])
    try project.editPipeline("tagged", "messages")
    #expect(try await project.build()["solve"]?.rejects == ["unreadable-trace": 2])
    try project.editPipeline("messages", "auto")
    #expect(try await project.build()["solve"]?.rejects == [:])
  }

  @Test func `another field is another trace, and a worked solution may be one`() async throws {
    let project = try Self.project([
      #"{"problem":"P","solution":"One.\n```python\nprint(1)\n```\n```output\n1\n```\nSo \\boxed{1}.","trace":"\\boxed{2}"}"#
    ])
    #expect(try await project.build()["solve"]?.kept == 1)
    try project.editPipeline("meta.trace", "reference")
    let other = try await project.build()
    #expect(other["solve"]?.executed == 1)
    #expect(other["solve"]?.kept == 1)
  }

  @Test(
    "mistakes are told with their place",
    arguments: [
      (
        #""field": "meta.trace""#, #""field": "refrence""#,
        "pipeline.json:3:57: 'solve' takes traces from the field 'refrence', which its records do not have; did you mean 'reference'?"
      ),
      (#", "field": "meta.trace""#, "", "pipeline.json:3:15: model 'given' lacks the required key 'field'"),
      (
        #""field": "meta.trace""#, #""field": "meta.trace", "format": "fence""#,
        "pipeline.json:3:81: 'format' must be one of 'auto', 'fences', 'messages', 'tagged', found \"fence\"; did you mean 'fences'?"
      ),
      (
        #""model": "given""#, #""model": "given", "tools": ["python"]"#,
        "pipeline.json:6:81: the provider 'traces' has no use for 'tools'"
      ),
      (
        #""model": "given""#, #""model": "given", "toolSeconds": 3"#,
        "pipeline.json:6:87: the provider 'traces' has no use for 'toolSeconds'"
      ),
      (
        #""kind": "solve", "input": "problems", "model": "given""#,
        #""kind": "translate", "input": "problems", "model": "given""#,
        "pipeline.json:6:67: 'model' of a stage of kind 'translate' must have the provider 'offline' or 'openai'; 'given' has 'traces'"
      ),
      (
        #""kind": "solve", "input": "problems", "model": "given""#,
        #""kind": "rephrase", "input": "problems", "model": "given""#,
        "pipeline.json:6:66: 'model' of a stage of kind 'rephrase' must have the provider 'offline' or 'openai'; 'given' has 'traces'"
      ),
    ])
  func mistakes(old: String, new: String, message: String) async throws {
    let project = try Self.project([Self.line("a", trace: #""\\boxed{1}""#)])
    try project.editPipeline(old, new)
    let run = try await project.run("plan")
    #expect(run.status == 2)
    #expect(run.errors == "error: \(message)\n")
  }

  @Test func `traces cannot judge`() async throws {
    let project = try Self.project([Self.line("a", trace: #""\\boxed{1}""#)])
    try project.editPipeline(
      #""meta.trace" } }"#,
      #""meta.trace" }, "t": { "provider": "openai", "model": "m", "url": "http://127.0.0.1:9/v1" } }"#)
    try project.editPipeline(
      #""model": "given" }"#,
      #""model": "given" }, "t": { "kind": "translate", "input": "solve", "model": "t", "judge": "given" }"#)
    let run = try await project.run("plan")
    #expect(run.status == 2)
    #expect(
      run.errors
        == "error: pipeline.json:6:143: 'judge' of a stage of kind 'translate' must have the provider 'openai'; 'given' has 'traces'\n"
    )
  }
}
