import Graph
import Testing

@Suite("Every mistake is told with its place, what was expected and the way out")
struct ProblemTests {
  @Test(
    "a mistake in a stage",
    arguments: [
      // Keys
      (
        #""b": {"kind": "split", "input": "a", "fractons": {"x": 1}}"#,
        [
          "p.json:2:1: stage 'b' lacks the required key 'fractions'",
          "p.json:2:38: unknown key 'fractons'; did you mean 'fractions'?",
        ]
      ),
      (
        #""b": {"kind": "translate", "input": "a", "zzz": 1}"#,
        [
          "p.json:2:42: unknown key 'zzz'; expected one of 'kind', 'input', 'model', 'revision', 'maxFailures'"
        ]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "Samples": 2}"#,
        ["p.json:2:38: unknown key 'Samples'; did you mean 'samples'?"]
      ),
      (#""b": {"input": "a"}"#, ["p.json:2:1: stage 'b' lacks the required key 'kind'"]),
      (#""b": {"kind": "solve"}"#, ["p.json:2:1: stage 'b' lacks the required key 'input'"]),
      (
        #""b": {"kind": "slove", "input": "a"}"#,
        ["p.json:2:15: unknown kind 'slove'; did you mean 'solve'?"]
      ),
      (
        #""b": {"kind": "paint", "zzz": 1}"#,
        [
          "p.json:2:15: unknown kind 'paint'; expected one of 'load', 'solve', 'verify', 'translate', 'rephrase', "
            + "'filter', 'split'"
        ]
      ),
      (#""b": {"kind": 4}"#, ["p.json:2:15: 'kind' must be a string, found 4"]),
      (#""b": 4"#, ["p.json:2:6: 'stages.b' must be an object, found 4"]),
      // Values
      (
        #""b": {"kind": "solve", "input": "a", "samples": "4"}"#,
        [#"p.json:2:49: 'samples' must be an integer from 1 to 1000, found "4""#]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "samples": 1001}"#,
        ["p.json:2:49: 'samples' must be an integer from 1 to 1000, found 1001"]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "samples": 4.0}"#,
        ["p.json:2:49: 'samples' must be an integer from 1 to 1000, found 4.0"]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "maxTurns": 0}"#,
        ["p.json:2:50: 'maxTurns' must be an integer of at least 1, found 0"]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "maxTurns": 99999999999999999999}"#,
        ["p.json:2:50: 'maxTurns' must be an integer of at least 1, found 99999999999999999999"]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "maxFailures": -1}"#,
        ["p.json:2:53: 'maxFailures' must be an integer of at least 0, found -1"]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "revision": true}"#,
        ["p.json:2:50: 'revision' must be a string or an integer, found true"]
      ),
      (
        #""b": {"kind": "split", "input": "a", "fractions": {"x": 1.5, "y": 1e999, "z": null}}"#,
        [
          "p.json:2:57: 'fractions.x' must be a number from 0 to 1, found 1.5",
          "p.json:2:67: 'fractions.y' must be a number from 0 to 1, found 1e999",
          "p.json:2:79: 'fractions.z' must be a number from 0 to 1, found null",
        ]
      ),
      (
        #""b": {"kind": "split", "input": "a", "fractions": [], "shuffle": "yes"}"#,
        [
          "p.json:2:51: 'fractions' must be an object, found []",
          #"p.json:2:66: 'shuffle' must be true or false, found "yes""#,
        ]
      ),
      (
        #""b": {"kind": "verify", "input": "a", "keep": "corect", "field": "meta..x"}"#,
        [
          #"p.json:2:47: 'keep' must be one of 'correct', 'any', 'all', found "corect"; did you mean 'correct'?"#,
          #"p.json:2:66: 'field' must be a field such as 'problem' or 'meta.source', found "meta..x""#,
        ]
      ),
      (
        #""b": {"kind": "verify", "input": "a", "keep": {"b": "a long text that goes on and on", "a": 1}}"#,
        [
          #"p.json:2:47: 'keep' must be one of 'correct', 'any', 'all', found {"a":1,"b":"a long text that goes on and…"#
        ]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "model": "techer"}"#,
        ["p.json:2:47: unknown model 'techer'; did you mean 'teacher'?"]
      ),
      (
        #""b": {"kind": "solve", "input": "a", "model": 5}"#,
        ["p.json:2:47: 'model' must be a name in 'models', found 5"]
      ),
      (
        #""b": {"kind": "load", "files": []}, "c": {"kind": "load", "files": ["", 5]}"#,
        [
          "p.json:2:32: 'files' must be a list of at least 1, found []",
          #"p.json:2:69: 'files.0' must be the path of a file, found """#,
          "p.json:2:73: 'files.1' must be the path of a file, found 5",
        ]
      ),
      // Values inside values
      (
        #""b": {"kind": "solve", "input": "a", "tools": ["calculater", {"tol": "python"}, 4]}"#,
        [
          #"p.json:2:48: 'tools.0' must be one of 'calculator', 'python', found "calculater"; did you mean "#
            + "'calculator'?",
          "p.json:2:62: 'tools.1' lacks the required key 'tool'",
          "p.json:2:63: unknown key 'tol'; did you mean 'tool'?",
          "p.json:2:81: 'tools.2' must be one of 'calculator', 'python' or an object, found 4",
        ]
      ),
      (
        #""b": {"kind": "filter", "input": "a", "rules": [{}, {"maxCharacters": 1, "mustMatch": "x"}, "#
          + #"{"maxCharacters": 0, "feld": "x"}]}"#,
        [
          "p.json:2:49: 'rules.0' must have exactly one of 'maxCharacters', 'mustMatch', found none",
          "p.json:2:53: 'rules.1' must have exactly one of 'maxCharacters', 'mustMatch', found 'maxCharacters' and "
            + "'mustMatch'",
          "p.json:2:111: 'rules.2.maxCharacters' must be an integer of at least 1, found 0",
          "p.json:2:114: unknown key 'feld'; did you mean 'field'?",
        ]
      ),
      (
        #""b": {"kind": "filter", "input": "a", "rules": [{"mustMatch": ""}]}"#,
        [#"p.json:2:63: 'rules.0.mustMatch' must be a string that is not empty, found """#]
      ),
      // Inputs
      (
        #""b": {"kind": "load", "files": ["f"], "input": "a"}"#,
        ["p.json:2:39: a stage of kind 'load' takes no input"]
      ),
      (
        #""solver": {"kind": "solve", "input": "a"}, "c": {"kind": "verify", "input": "sovler"}"#,
        ["p.json:2:77: unknown stage 'sovler'; did you mean 'solver'?"]
      ),
      (
        #""b": {"kind": "verify", "input": "nothing"}"#,
        ["p.json:2:34: unknown stage 'nothing'; expected one of 'a', 'b'"]
      ),
      (
        #""b": {"kind": "verify", "input": []}"#,
        ["p.json:2:34: 'input' must be a list of at least 1, found []"]
      ),
      (
        #""b": {"kind": "verify", "input": 4}"#,
        ["p.json:2:34: 'input' must be a name in 'stages' or a list of at least 1, found 4"]
      ),
      (
        #""b": {"kind": "verify", "input": ["a", 4, {"tag": "x"}, {"stage": "a", "tag": "x y"}]}"#,
        [
          "p.json:2:40: 'input.1' must be a name in 'stages' or an object, found 4",
          "p.json:2:43: 'input.2' lacks the required key 'stage'",
          "p.json:2:79: 'input.3.tag' must be 1 to 64 letters, digits, '_' or '-', found \"x y\"",
        ]
      ),
      (
        #""b": {"kind": "verify", "input": ["a", "a"]}"#,
        [
          #"p.json:2:40: stage 'a' is an input twice; give each a tag of its own, as {"stage": "a", "tag": "a"}"#
        ]
      ),
      (
        #""b": {"kind": "verify", "input": [{"stage": "a", "tag": "x"}, {"stage": "a", "tag": "x"}, "a"]}"#,
        [
          "p.json:2:63: stage 'a' with tag 'x' is an input twice; give each a tag of its own, "
            + #"as {"stage": "a", "tag": "a"}"#
        ]
      ),
      (#""b": {"kind": "verify", "input": "b"}"#, ["p.json:2:34: stage 'b' takes its own records as input"]),
      (
        #""solve": {"kind": "solve", "input": "verify"}, "verify": {"kind": "verify", "input": "solve"}"#,
        ["p.json:2:37: stages depend on each other in a circle: solve → verify → solve"]
      ),
      (
        #""d": {"kind": "verify", "input": "z"}, "x": {"kind": "verify", "input": ["a", "z"]}, "#
          + #""y": {"kind": "verify", "input": "x"}, "z": {"kind": "verify", "input": "y"}"#,
        ["p.json:2:79: stages depend on each other in a circle: x → y → z → x"]
      ),
      // Names
      (
        #""so lve": {"kind": "verify", "input": "a"}"#,
        [#"p.json:2:1: the name of a stage must be 1 to 64 letters, digits, '_' or '-', found "so lve""#]
      ),
      (
        #""A": {"kind": "verify", "input": "a"}"#,
        [
          "p.json:2:1: stage 'A' differs from stage 'a' only in letter case, so their files would collide on some "
            + "systems"
        ]
      ),
    ])
  func stage(text: String, expected: [String]) throws {
    let found = try StandIn.problems(StandIn.pipeline(with: text))
    #expect(found == expected)
  }

  @Test(
    "a mistake at top level or in a section",
    arguments: [
      ("", ["p.json:1:1: expected a value, found the end of the text"]),
      ("[]", ["p.json:1:1: a pipeline must be an object, found []"]),
      (
        "{}",
        [
          "p.json:1:1: the pipeline lacks the required key 'name'",
          "p.json:1:1: the pipeline lacks the required key 'stages'",
        ]
      ),
      (
        #"{"name": "", "stages": {}, "seed": -1}"#,
        [
          #"p.json:1:10: 'name' must be a string that is not empty, found """#,
          "p.json:1:24: 'stages' must have at least one stage",
          "p.json:1:36: 'seed' must be an integer from 0 to 9007199254740991, found -1",
        ]
      ),
      (
        #"{"name": "n", "stages": [], "stage": {}, "model": {}, "language": "fr"}"#,
        [
          "p.json:1:25: 'stages' must be an object, found []",
          "p.json:1:29: unknown key 'stage'; did you mean 'stages'?",
          "p.json:1:42: unknown key 'model'; did you mean 'models'?",
          #"p.json:1:67: 'language' must be one of 'en', 'de', found "fr""#,
        ]
      ),
      (
        #"{"name": "n", "models": {"m": {}, "o": {"provider": "openia"}, "p": {"provider": "offline", "url": 1}, "#
          + #""q": 1, "r/s": {"provider": "openai", "url": "u", "temperature": 3}}, "stages": "#
          + #"{"a": {"kind": "load", "files": ["f"]}}}"#,
        [
          "p.json:1:26: model 'm' lacks the required key 'provider'",
          "p.json:1:53: unknown provider 'openia'; did you mean 'openai'?",
          "p.json:1:93: unknown key 'url'; expected one of 'provider', 'revision'",
          "p.json:1:109: 'models.q' must be an object, found 1",
          #"p.json:1:112: the name of a model must be 1 to 64 letters, digits, '_' or '-', found "r/s""#,
          "p.json:1:169: 'temperature' must be a number from 0 to 2, found 3",
        ]
      ),
      (
        #"{"name": "n", "models": 4, "stages": {"a": {"kind": "load", "files": ["f"]}, "b": "#
          + #"{"kind": "solve", "input": "a"}}}"#,
        [
          "p.json:1:25: 'models' must be an object, found 4",
          "p.json:1:78: unknown model 'teacher'; there is none at all",
        ]
      ),
    ])
  func document(text: String, expected: [String]) throws {
    let found = try StandIn.problems(text)
    #expect(found == expected)
  }

  @Test("names too many to read are not listed")
  func many() throws {
    let stages = (0..<12).map { #""stage\#($0)": {"kind": "load", "files": ["f"]}"# }
    let text = (stages + [#""z": {"kind": "verify", "input": "other"}"#]).joined(separator: ",\n")
    #expect(try StandIn.problems(StandIn.pipeline(with: text)) == ["p.json:14:34: unknown stage 'other'"])
  }

  @Test("a pipeline cut short anywhere is one mistake, told with its place")
  func truncations() throws {
    for end in 0..<StandIn.example.utf8.count {
      let problems = try StandIn.problems(String(decoding: StandIn.example.utf8.prefix(end), as: UTF8.self))
      #expect(problems.count == 1)
      #expect(problems.allSatisfy { $0.hasPrefix("p.json:1:") })
    }
  }

  @Test("problems stand in the order of their places, flags last, repeats once")
  func order() {
    func problem(_ line: Int, _ flag: Int? = nil, _ message: String = "m") -> Problem {
      let flag = flag.map { SourcePosition.Flag(index: $0, text: "f\($0)") }
      return Problem(file: "p", position: SourcePosition(line: line, column: 1, flag: flag), message: message)
    }
    let problems = PipelineProblems([
      problem(0, 1), problem(9), problem(0, 0), problem(2, nil, "z"), problem(2, nil, "a"), problem(9),
    ])
    #expect(
      problems.description == """
        p:2:1: z
        p:2:1: a
        p:9:1: m
        --set f0: m
        --set f1: m
        """)
  }

  @Test("a stage can make a problem of its own from the place of a value")
  func own() throws {
    let document = try StandIn.read(
      StandIn.pipeline(with: #""b": {"kind": "split", "input": "a", "fractions": {"x": 0.5}}"#))
    let fractions = try #require(document.stage("b")?.values["fractions"])
    let problem = Problem(file: document.file, position: fractions.position, message: "fractions must add up to 1")
    #expect(problem.description == "p.json:2:51: fractions must add up to 1")
  }
}
