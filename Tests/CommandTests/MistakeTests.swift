import Testing
import TestSupport

@Suite("A mistake ends the command with status 2 and says what, where, and the way out; what existed stays as it was")
struct MistakeTests {
  @Test("a broken pipeline is refused before anything is done", arguments: Mistake.pipelines)
  func pipeline(_ mistake: Mistake) async throws { try await mistake.check() }

  @Test("broken data are refused before anything is spent", arguments: Mistake.data)
  func data(_ mistake: Mistake) async throws { try await mistake.check() }

  @Test("a broken command line is refused", arguments: Mistake.commandLines)
  func commandLine(_ mistake: Mistake) async throws { try await mistake.check() }

  @Test func `an unreadable line is named by its number, however large the file`() async throws {
    let project = try CommandProject()
    try project.write(CommandProject.shippedPipeline, to: "pipeline.json")
    var lines = [CommandProblem](count: 5_000).map(\.line)
    lines[4_710] = String(lines[4_710].dropLast(9))
    try project.write(lines.joined(separator: "\n"), to: "data/problems.jsonl")
    let run = try await project.run("build")
    #expect(run.errors == "error: data/problems.jsonl:4711:400: not a JSON object: a string does not end\n")
    #expect(run.status == 2)
    #expect(!project.exists("dist"))

    lines[4_710] = CommandProblem(4_710).line
    try project.write(lines.joined(separator: "\n"), to: "data/problems.jsonl")
    #expect(try await project.build("problems")["problems"]?.kept == 5_000)
  }

  @Test func `of many unreadable lines the first ten are named`() async throws {
    let project = try await Built.small.project().copy()
    try project.write(String(repeating: "no\n", count: 13), to: "data/more.jsonl")
    let run = try await project.run("build")
    let named = (1...10).map { "data/more.jsonl:\($0):1: not a JSON object: expected '{'" }
    #expect(run.errors == "error: \(named.joined(separator: "\n"))\n… and 3 more\n")
    #expect(run.status == 2)
  }
}

/// One row of a table of mistakes, made in a project that was built before.
struct Mistake: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// All of standard error; `FOLDER` stands for the project's.
  let message: String
  var arguments: [String]
  let make: @Sendable (CommandProject) throws -> Void

  init(
    _ description: String, _ arguments: [String] = ["build"], says message: String,
    _ make: @escaping @Sendable (CommandProject) throws -> Void = { _ in }
  ) {
    testDescription = description
    self.arguments = arguments
    self.message = message
    self.make = make
  }

  /// A mistake in the pipeline file: some text of it, and what stands there instead.
  static func edit(_ description: String, _ old: String, _ new: String, says message: String) -> Mistake {
    Mistake(description, says: "error: \(message)\n") { try $0.editPipeline(old, new) }
  }

  /// A mistake in a data file beside the good one.
  static func file(_ description: String, _ name: String, _ text: String, says message: String) -> Mistake {
    Mistake(description, says: "error: \(message)\n") { project in
      try project.editPipeline("data/*.jsonl", "data/*")
      try project.write(text, to: "data/\(name)")
    }
  }

  func check() async throws {
    let project = try await Built.small.project().copy()
    let before = try project.files("dist")
    let outputs = try project.outputs()
    try make(project)

    let run = try await project.run(arguments)
    #expect(run.errors == message.replacing("FOLDER", with: project.folder))
    #expect(run.output == "")
    #expect(run.status == 2)
    #expect(try project.files("dist") == before, "the finished files were touched")

    try project.remove("data")
    try project.write(CommandProject.shippedPipeline, to: "pipeline.json")
    try project.write(Built.few.text, to: "data/problems.jsonl")
    let report = try await project.build()
    for stage in report.stages { #expect(stage.executed == 0 && stage.grain == "artifact", "\(stage.name)") }
    #expect(try project.outputs() == outputs)
  }

  static let pipelines: [Mistake] = [
    .edit(
      "a comma too many", #""offline" } },"#, #""offline" },},"#,
      says: "pipeline.json:3:52: expected a key in quotation marks, found '}'"),
    .edit("a file that ends early", #"0.05 } }"#, "", says: "pipeline.json:13:4: expected ',' or '}', found the end"),
    .edit("a key twice", #""name": "#, #""name": "x", "name": "#, says: "pipeline.json:2:16: the key 'name' is there twice"),
    Mistake("an empty file", says: "error: pipeline.json:1:1: expected a value, found the end of the file\n") {
      try $0.write("", to: "pipeline.json")
    },
    Mistake("a list", says: "error: pipeline.json:1:1: a pipeline must be an object, found []\n") {
      try $0.write("[]", to: "pipeline.json")
    },
    Mistake("bytes that are no UTF-8", says: "error: pipeline.json:1:10: the text is not valid UTF-8\n") {
      try $0.write(Array("{\"name\":\"".utf8) + [0xFF] + Array("\"}".utf8), to: "pipeline.json")
    },
    Mistake("half of a surrogate pair", says: "error: pipeline.json:1:10: a lone surrogate\n") {
      try $0.write(#"{"name":"\ud83d"}"#, to: "pipeline.json")
    },
    .edit(
      "an unknown kind", #""kind": "solve""#, #""kind": "slove""#,
      says: "pipeline.json:6:28: unknown kind 'slove'; did you mean 'solve'?"),
    .edit(
      "an unknown key of a stage", #""kind": "solve","#, #""kind": "solve", "sample": 2,"#,
      says: "pipeline.json:6:37: unknown key 'sample' in stage 'solve'; did you mean 'samples'?"),
    .edit(
      "an unknown key at top level", #""models""#, #""modles""#,
      says: "pipeline.json:3:3: unknown key 'modles' in the pipeline; did you mean 'models'?"),
    .edit(
      "an unknown stage", #""input": "verify""#, #""input": "verfy""#,
      says: "pipeline.json:8:50: unknown stage 'verfy'; did you mean 'verify'?"),
    .edit(
      "an unknown model", #""rephrase",  "model": "teacher""#, #""#,
      says: ""),
    .edit(
      "an unknown provider", #""provider": "offline""#, #""provider": "oflfine""#,
      says: "pipeline.json:3:41: unknown provider 'oflfine'; did you mean 'offline'?"),
    .edit(
      "stages in a circle", #""input": "problems""#, #""input": "translate""#,
      says: "pipeline.json:6:46: stages depend on each other in a circle: solve → verify → translate → solve"),
    .edit(
      "a stage that feeds itself", #""input": "problems""#, #""input": "solve""#,
      says: "pipeline.json:6:46: stage 'solve' takes its own records as input"),
    .edit(
      "a value of the wrong type", #""kind": "solve","#, #""kind": "solve", "samples": "two","#,
      says: #"pipeline.json:6:48: 'samples' must be an integer from 1 to 10000, found "two""#),
    .edit(
      "a value out of range", #""kind": "solve","#, #""kind": "solve", "samples": 0,"#,
      says: "pipeline.json:6:48: 'samples' must be an integer from 1 to 10000, found 0"),
    .edit(
      "a required key left out", #", "fractions": { "train": 0.95, "validation": 0.05 }"#, "",
      says: "pipeline.json:11:5: stage 'sft' lacks the required key 'fractions'"),
    .edit(
      "fractions that do not add up", #""validation": 0.05"#, #""validation": 0.1"#,
      says: "pipeline.json:11:63: 'fractions' must add up to 1, found 1.05"),
    .edit(
      "an input for a stage that reads files", #""kind": "load","#, #""kind": "load", "input": "solve","#,
      says: "pipeline.json:5:36: a stage of kind 'load' takes no input"),
    .edit(
      "a rule that is two rules", #"{ "maxCharacters": 8000 }"#, #"{ "maxCharacters": 8000, "minCharacters": 5 }"#,
      says: ""),
    .edit(
      "a regular expression that is none", #"{ "maxCharacters": 8000 }"#, #"{ "mustMatch": "(" }"#,
      says: "pipeline.json:10:76: '(' is not a regular expression: expected ')'"),
    .edit(
      "a field that no stage adds", #"{ "maxCharacters": 8000 }"#, #"{ "maxCharacters": 8000, "field": "reasonning" }"#,
      says:
        "pipeline.json:10:5: 'filter' reads the field 'reasonning', which no stage up to 'rephrase' adds; did you mean 'reasoning'?"
    ),
    .edit(
      "a field that another stage added before",
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter": { "kind": "command", "input": "rephrase", "run": ["cat"], "reads": ["problem"], "adds": ["verdict"] }"#,
      says: ""),
    .edit(
      "a program that would change the id",
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter": { "kind": "command", "input": "rephrase", "run": ["cat"], "reads": ["problem"], "adds": ["id"] }"#,
      says: "pipeline.json:10:107: a program may not add the field 'id'"),
    .edit(
      "a file of a program's that is not there",
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter": { "kind": "command", "input": "rephrase", "run": ["cat"], "reads": ["problem"], "files": ["x.txt"] }"#,
      says: "pipeline.json:10:108: there is no file 'x.txt' in FOLDER"),
    .edit(
      "tools that the offline solver cannot do without", #", "tools": ["calculator"]"#, "",
      says:
        "pipeline.json:6:5: the provider 'offline' solves by replaying calculations, so 'tools' must name 'calculator'"),
    .edit(
      "two things wrong at once", #""kind": "verify", "input": "solve" },"#, #""kind": "verify", "input": "solv", "keep": "all" },"#,
      says: ""),
    .edit(
      "no stage at all", CommandProject.shippedPipeline, #"{"name": "x", "stages": {}}"#,
      says: "pipeline.json:1:25: 'stages' must have at least one stage"),
    .edit(
      "two inputs that share ids", #""input": "filter""#, #""input": ["filter", "rephrase"]"#,
      says:
        #"'sft' is given two records with the id 'problem-0#1', the second by 'rephrase'; tell its inputs apart with "input": [{ "stage": "filter", "tag": "filter" }, { "stage": "rephrase", "tag": "rephrase" }]"#
    ),
  ]

  static let data: [Mistake] = [
    .edit(
      "a pattern that matches no file", "data/*.jsonl", "data/*.json",
      says: "pipeline.json:5:45: no file matches 'data/*.json' in FOLDER"),
    .file(
      "an id that two files share", "more.jsonl", CommandProblem(3).line,
      says:
        #"data/problems.jsonl:4: the id 'problem-3' was used before, at data/more.jsonl:1; "idPrefix": "file" tells the files apart"#
    ),
    .file(
      "an id twice in a file", "more.jsonl", "\(CommandProblem(900).line)\n\n\(CommandProblem(900).line)\n",
      says:
        "data/more.jsonl:3: the id 'problem-900' was used before, at data/more.jsonl:1; ids must be unique (a record without an id field has one made from its problem's text)"
    ),
    .file(
      "a line that is no object", "more.jsonl", "\(CommandProblem(900).line)\n[1, 2]\n",
      says: "data/more.jsonl:2:1: not a JSON object: expected '{'"),
    .file("a line that ends early", "more.jsonl", #"{"problem": "1+1", "answer""#, says: ""),
    .file(
      "no problem", "more.jsonl", #"{"text": "1+1", "answer": "2"}"#,
      says:
        #"data/more.jsonl:1: no field holds a problem: expected 'problem', 'question', 'prompt', 'input', found 'text', 'answer'; name it with "fields""#
    ),
    .file(
      "no answer", "more.jsonl", #"{"problem": "1+1"}"#,
      says: ""),
    .file("an object without members", "more.jsonl", "{}", says: ""),
    .file("bytes that are no UTF-8", "more.jsonl", "", says: ""),
    .file("half of a surrogate pair", "more.jsonl", #"{"problem": "\ud83d", "answer": "2"}"#, says: ""),
    .file("a key twice", "more.jsonl", #"{"problem": "1+1", "problem": "1+2", "answer": "2"}"#, says: ""),
    .file("nesting without end", "more.jsonl", String(repeating: "{\"a\":", count: 5_000), says: ""),
    .file(
      "a CSV row with a cell too few", "more.csv", "problem,answer\n1+1,2\n1+2\n",
      says: "data/more.csv:3: expected 2 cells as in the heading, found 1"),
    .file(
      "a CSV cell that never ends", "more.csv", "problem,answer\n\"1+1,2\n1+2,3\n",
      says: "data/more.csv:2: a quoted cell that starts here never ends"),
    .file(
      "a CSV heading with a name twice", "more.csv", "problem,problem\n1+1,2\n",
      says: "data/more.csv:1: the heading names the column 'problem' twice"),
    .file("a JSON file that is no array", "more.json", #"{"problem": "1+1", "answer": "2"}"#, says: ""),
    .file("a JSON array of other things", "more.json", "[{\"problem\": \"1+1\", \"answer\": \"2\"},\n 7]", says: ""),
  ]

  static let commandLines: [Mistake] = [
    Mistake(
      "a pipeline file that is not there", ["build", "--pipeline", "none.json"],
      says: "error: there is no pipeline file 'none.json'; name one with --pipeline\n"),
    Mistake("a pipeline file that is a folder", ["build", "--pipeline", "data"], says: "error: cannot read FOLDER/data: Is a directory\n"),
    Mistake("an unknown stage", ["build", "verfy"], says: "error: unknown stage 'verfy'; did you mean 'verify'?\n"),
    Mistake("an unknown stage, to plan", ["plan", "slove"], says: "error: unknown stage 'slove'; did you mean 'solve'?\n"),
    Mistake("an unknown stage, to ask about", ["why", "x"], says: ""),
    Mistake("an unknown stage, to forget", ["forget", "Solve"], says: ""),
    Mistake("an unknown id, to forget", ["forget", "solve", "problem-4x"], says: ""),
    Mistake("an unknown id, to ask about", ["why", "solve", "problem-4x"], says: ""),
    Mistake("an unknown id, to show", ["show", "problm-4"], says: "error: the last build knows no record 'problm-4'; did you mean 'problem-4'?\n"),
    Mistake("no id, to show", ["show"], says: ""),
    Mistake("an unknown flag", ["build", "--job", "2"], says: ""),
    Mistake("an unknown command", ["biuld"], says: ""),
    Mistake("no job at all", ["build", "--jobs", "0"], says: ""),
    Mistake("a number that is none", ["build", "--jobs", "many"], says: ""),
    Mistake(
      "an override without a value", ["build", "--set", "solve.samples"],
      says: "error: --set solve.samples: expected PATH=VALUE, such as solve.samples=4\n"),
    Mistake("an override of nothing", ["build", "--set", ""], says: "error: --set : expected PATH=VALUE, such as solve.samples=4\n"),
    Mistake("an override without a path", ["build", "--set", "=4"], says: "error: --set =4: expected PATH=VALUE, such as solve.samples=4\n"),
    Mistake("an override of an unknown stage", ["plan", "--set", "slove.samples=4"], says: ""),
    Mistake("an override of an unknown key", ["plan", "--set", "solve.sample=4"], says: ""),
    Mistake("an override out of range", ["plan", "--set", "solve.samples=0"], says: ""),
  ]
}
