import Graph
import Testing

@Suite("A pipeline file without mistakes becomes a document")
struct PipelineDocumentTests {
  @Test("the example pipeline reads, its stages in the order of their inputs")
  func example() throws {
    let document = try StandIn.read(StandIn.example)
    #expect(document.name == "gsm8k-offline")
    #expect(document.seed == 0)
    #expect(document.stages.map(\.name) == ["problems", "solve", "verify", "translate", "rephrase", "filter", "sft"])
    #expect(document.stages.map(\.kind) == ["load", "solve", "verify", "translate", "rephrase", "filter", "split"])
    #expect(document.stage("solve")?.inputs == [InputReference(stage: "problems", tag: nil)])
    #expect(document.stage("problems")?.inputs == [])
    let teacher = try #require(document.entry("teacher", of: "models"))
    #expect(teacher.variant == "offline")
    #expect(teacher.position == SourcePosition(line: 1, column: 35))
  }

  @Test("stages stand inputs first, ties in the order of the file")
  func order() throws {
    let document = try StandIn.read(
      """
      {"name": "n", "models": {"teacher": {"provider": "offline"}}, "stages": {
        "end": {"kind": "verify", "input": ["second", {"stage": "first", "tag": "x"}]},
        "second": {"kind": "solve", "input": "b"},
        "first": {"kind": "solve", "input": ["a", "b"]},
        "b": {"kind": "load", "files": ["b"]},
        "a": {"kind": "load", "files": ["a"]}
      }}
      """)
    #expect(document.stages.map(\.name) == ["b", "second", "a", "first", "end"])
    #expect(
      document.stage("end")?.inputs == [
        InputReference(stage: "second", tag: nil), InputReference(stage: "first", tag: "x"),
      ])
  }

  @Test("what is left out takes its default, also inside objects, and is told apart")
  func defaults() throws {
    let document = try StandIn.read(
      StandIn.pipeline(with: #""b": {"kind": "solve", "input": "a", "tools": [{"tool": "python"}], "samples": 4}"#))
    let values = try #require(document.stage("b")).values
    #expect(values.string("model") == "teacher")
    #expect(values.int("samples") == 4)
    #expect(values.all.map(\.name) == ["model", "samples", "maxTurns", "tools"])
    #expect(values.all.filter(\.isDefault).map(\.name) == ["model", "maxTurns"])
    let tool = try #require(values.list("tools")[0].object)
    #expect(tool.string("tool") == "python")
    #expect(tool.double("timeout") == 10)
    #expect(tool["timeout"]?.isDefault == true)
    #expect(values["prompts"] == nil)
    #expect(values["maxFailures"] == nil)
  }

  @Test("a value stands where it is written, a default where the stage is")
  func positions() throws {
    let document = try StandIn.read(
      StandIn.pipeline(with: #""b": {"kind": "solve", "input": "a", "tools": [{"tool": "python"}]}"#))
    let values = try #require(document.stage("b")).values
    #expect(values.position == SourcePosition(line: 2, column: 1))
    #expect(values["samples"]?.position == SourcePosition(line: 2, column: 1))
    #expect(values["tools"]?.position == SourcePosition(line: 2, column: 47))
    let tool = try #require(values.list("tools")[0].object)
    #expect(tool["tool"]?.position == SourcePosition(line: 2, column: 57))
    #expect(tool["timeout"]?.position == SourcePosition(line: 2, column: 48))
  }

  @Test("each sort of a stage's parameters can be had by itself")
  func sorts() throws {
    let document = try StandIn.read(
      StandIn.pipeline(
        with: #""b": {"kind": "solve", "input": "a", "tools": ["calculator", {"tool": "python"}], "maxFailures": 3}"#))
    let values = try #require(document.stage("b")).values
    #expect(values.part(of: .ingredient).json == #"{"model":"teacher","tools":["calculator",{"tool":"python"}]}"#)
    #expect(values.part(of: .bound).json == #"{"maxTurns":8,"tools":[null,{"timeout":10}]}"#)
    #expect(values.part(of: .conduct).json == #"{"maxFailures":3}"#)
    #expect(values.part(of: .fanOut).json == #"{"samples":1}"#)
    #expect(values.names(of: .bound) == ["maxTurns", "tools"])
    #expect(values["tools"]?.json == #"["calculator",{"timeout":10,"tool":"python"}]"#)
  }

  @Test("the order of keys, white space and spelt-out defaults change no text that enters keys")
  func canonical() throws {
    let short = try StandIn.read(
      StandIn.pipeline(
        with: #""b":{"kind":"split","input":"a","fractions":{"x":0.5,"b":0.5,"é":0},"extra":{"b":1,"a":2}}"#))
    let long = try StandIn.read(
      StandIn.pipeline(
        with: """
          "b": {"shuffle": false, "extra": {"a": 2, "b": 1}, "format": "messages",
            "fractions": {"\\u00e9": 0, "b": 0.5, "x": 0.5}, "input": "a", "kind": "split"}
          """))
    let values = try #require(short.stage("b")).values
    #expect(values.json == long.stage("b")?.values.json)
    #expect(
      values.json
        == #"{"extra":{"a":2,"b":1},"format":"messages","fractions":{"b":0.5,"x":0.5,"é":0},"shuffle":false}"#)
    #expect(values.object("fractions").all.map(\.name) == ["b", "x", "é"])
    #expect(values.object("fractions").all.map(\.double) == [0.5, 0.5, 0])
    #expect(values.bool("shuffle") == false)
  }

  @Test("the files, fields and entries that parameters name can be listed")
  func roles() throws {
    let document = try StandIn.read(
      StandIn.pipeline(
        with: #""b": {"kind": "solve", "input": "a", "prompts": {"plan": {"file": "plan.txt"}}}, "#
          + #""c": {"kind": "verify", "input": "b", "field": "meta.gold"}"#))
    #expect(document.stage("a")?.values.files.map(\.string) == ["f"])
    #expect(document.stage("b")?.values.files.map(\.string) == ["plan.txt"])
    #expect(document.stage("b")?.values.references(to: "models").map(\.string) == ["teacher"])
    #expect(document.stage("c")?.values.leaves { $0 == .fieldPath }.map(\.string) == ["meta.gold"])
  }

  @Test("top-level parameters, revisions and $schema are read")
  func topLevel() throws {
    let document = try StandIn.read(
      """
      {"$schema": "pipeline.schema.json", "name": "n", "seed": 7, "language": "de",
       "models": {"m": {"provider": "openai", "url": "http://x", "revision": 2}},
       "stages": {"a": {"kind": "load", "files": ["f"], "revision": "b"}}}
      """)
    #expect(document.seed == 7)
    #expect(document.values.json == #"{"language":"de","seed":7}"#)
    #expect(document.stage("a")?.values["revision"]?.string == "b")
    let entry = try #require(document.entry("m", of: "models"))
    #expect(entry.values.part(of: .ingredient).json == #"{"revision":2,"temperature":0.7}"#)
    #expect(entry.values.part(of: .conduct).json == #"{"url":"http://x"}"#)
    #expect(document.entry("other", of: "models") == nil)
  }
}
