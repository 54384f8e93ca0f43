import Graph
import Testing

@Suite("--set lays a value over the file")
struct OverrideTests {
  private let pipeline = StandIn.pipeline(
    with: #""solve": {"kind": "solve", "input": "a", "samples": 2}, "#
      + #""filter": {"kind": "filter", "input": "solve", "rules": [{"maxCharacters": 1}]}"#)

  @Test("a stage's parameter is replaced or made, also inside lists and objects that are absent")
  func stages() throws {
    let document = try StandIn.read(
      pipeline,
      set: [
        "solve.samples=4", #"solve.tools=["python"]"#, "solve.prompts.plan=Think first = win",
        "filter.rules.0.maxCharacters=100", "stages.filter.revision=2b", "seed=9", "models.teacher.revision=3",
      ])
    let solve = try #require(document.stage("solve")).values
    #expect(solve.int("samples") == 4)
    #expect(solve.strings("tools") == ["python"])
    #expect(solve.object("prompts").string("plan") == "Think first = win")
    let filter = try #require(document.stage("filter")).values
    #expect(filter["rules"]?.json == #"[{"field":"reasoning","maxCharacters":100}]"#)
    #expect(filter["revision"]?.string == "2b")
    #expect(document.seed == 9)
    #expect(document.entry("teacher", of: "models")?.values["revision"]?.int == 3)
  }

  @Test("the last flag for a path wins, and a whole stage or entry may be new")
  func whole() throws {
    let document = try StandIn.read(
      pipeline,
      set: [
        "solve.samples=4", "solve.samples=5", #"stages.more={"kind": "verify", "input": "solve"}"#,
        #"models.other={"provider": "offline"}"#, "solve.model=other",
      ])
    #expect(document.stage("solve")?.values.int("samples") == 5)
    #expect(document.stages.map(\.name) == ["a", "solve", "filter", "more"])
    #expect(document.stage("solve")?.values.string("model") == "other")
  }

  @Test(
    "what is not JSON is a string",
    arguments: [("4x", #""4x""#), ("", #""""#), ("\"4\"", #""4""#), ("[1", #""[1""#), ("null", "null"), (" 4 ", "4")])
  func values(written: String, expected: String) throws {
    let text = StandIn.pipeline(with: #""s": {"kind": "split", "input": "a", "fractions": {}}"#)
    let document = try StandIn.read(text, set: ["s.extra=\(written)"])
    #expect(document.stage("s")?.values["extra"]?.json == expected)
  }

  @Test(
    "a mistake names the flag, not a line",
    arguments: [
      ("solve.sampels=4", "unknown key 'sampels'; did you mean 'samples'?"),
      ("solve.samples=0", "'samples' must be an integer from 1 to 1000, found 0"),
      ("solve.samples=many", #"'samples' must be an integer from 1 to 1000, found "many""#),
      ("slove.samples=4", "unknown stage or key 'slove'; did you mean 'solve'?"),
      (
        "x.samples=4",
        "unknown stage or key 'x'; expected one of 'a', 'solve', 'filter', 'name', 'seed', 'remote', 'language', "
          + "'models', 'stages'"
      ),
      ("stages.slove.samples=4", "unknown stage 'slove'; did you mean 'solve'?"),
      ("models.techer.temperature=1", "unknown model 'techer'; did you mean 'teacher'?"),
      ("solve.samples.most=4", "'solve.samples' holds 2, so nothing inside it can be set"),
      ("stages.solve.samples.most=4", "'solve.samples' holds 2, so nothing inside it can be set"),
      ("name.x=4", #"'name' holds "n", so nothing inside it can be set"#),
      ("filter.rules.1.maxCharacters=4", "'filter.rules' is a list with element 0, so it has no element '1'"),
      ("filter.rules.first=4", "'filter.rules' is a list with element 0, so it has no element 'first'"),
      ("filter.rules.0.maxCharacters=no", #"'rules.0.maxCharacters' must be an integer of at least 1, found "no""#),
      ("solve.input=solve", "stage 'solve' takes its own records as input"),
      ("solve.input=filter", "stages depend on each other in a circle: solve → filter → solve"),
      ("solve.tools=[{}]", "'tools.0' lacks the required key 'tool'"),
      ("stages.new={}", "stage 'new' lacks the required key 'kind'"),
    ])
  func mistakes(flag: String, expected: String) throws {
    let found = try StandIn.problems(pipeline, set: [flag])
    #expect(found == ["--set \(flag): \(expected)"])
  }

  @Test("mistakes in the file and in several flags are told together")
  func together() throws {
    let text = StandIn.pipeline(with: #""b": {"kind": "solve", "input": "a", "zamples": 2}"#)
    let found = try StandIn.problems(text, set: ["c.x=1", "b.samples=0", "b.zamples=3"])
    #expect(
      found == [
        "p.json:2:38: unknown key 'zamples'; did you mean 'samples'?",
        "--set c.x=1: unknown stage or key 'c'; expected one of 'a', 'b', 'name', 'seed', 'remote', 'language', "
          + "'models', 'stages'",
        "--set b.samples=0: 'samples' must be an integer from 1 to 1000, found 0",
      ])
  }

  @Test("text that is no path and value is refused", arguments: ["solve", "", "=4", "solve..x=4", ".x=4", "x.=4"])
  func malformed(text: String) {
    let problem = #expect(throws: Problem.self) { try Override(parsing: text) }
    #expect(problem?.description == "--set \(text): expected PATH=VALUE, such as solve.samples=4")
  }
}
