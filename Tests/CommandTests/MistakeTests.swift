import Testing
import TestSupport

@Suite("A mistake ends the command with status 2 and says what, where, and the way out; what existed stays as it was")
struct MistakeTests {
  @Test("a broken pipeline is refused before anything is done", arguments: Mistake.pipelines)
  func pipeline(_ mistake: Mistake) async throws { try await mistake.check() }

  @Test("broken data are refused before anything is spent", arguments: Mistake.data)
  func data(_ mistake: Mistake) async throws { try await mistake.check() }

  @Test("a broken command line is refused", arguments: Mistake.commandLines)
  func commandLine(_ mistake: Mistake) async throws { try await mistake.check(withHistory: true) }

  @Test func `an unreadable line is named by its number, however large the file`() async throws {
    let project = try CommandProject()
    try project.write(CommandProject.shippedPipeline, to: "pipeline.json")
    var lines = [CommandProblem](count: 5_000).map(\.line)
    lines[4_710] = String(lines[4_710].dropLast(9))
    try project.write(lines.joined(separator: "\n"), to: "data/problems.jsonl")
    let run = try await project.run("build")
    #expect(
      run.errors
        == "error: data/problems.jsonl:4711:392: not a JSON object: expected a value, found the end of the text\n")
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
    let named = (1...10).map { "data/more.jsonl:\($0):1: not a JSON object: expected an object, found 'n'" }
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

  /// - Parameter withHistory: whether `show` and `why` are to find what a build left; that is kept under the pipeline's path.
  func check(withHistory: Bool = false) async throws {
    let project = try await Built.small.project().copy()
    if withHistory { _ = try await project.build() }
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
      says: "pipeline.json:3:52: expected a key in quotation marks after ',', found '}'"),
    .edit("a file that ends early", #"0.05 } }"#, "", says: "pipeline.json:12:3: expected a value, found '}'"),
    .edit(
      "a key twice", #""name": "#, #""name": "x", "name": "#,
      says: "pipeline.json:2:16: the key 'name' stands twice in one object, first at 2:3"),
    Mistake("an empty file", says: "error: pipeline.json:1:1: expected a value, found the end of the text\n") {
      try $0.write("", to: "pipeline.json")
    },
    Mistake("a list", says: "error: pipeline.json:1:1: a pipeline must be an object, found []\n") {
      try $0.write("[]", to: "pipeline.json")
    },
    Mistake("bytes that are no UTF-8", says: "error: pipeline.json:1:10: a string holds bytes that are not UTF-8\n") {
      try $0.write(Array("{\"name\":\"".utf8) + [0xFF] + Array("\"}".utf8), to: "pipeline.json")
    },
    Mistake("half of a surrogate pair", says: "error: pipeline.json:1:10: a string holds a lone surrogate, U+D83D\n") {
      try $0.write(#"{"name":"\ud83d"}"#, to: "pipeline.json")
    },
    .edit(
      "an unknown kind", #""kind": "solve""#, #""kind": "slove""#,
      says: "pipeline.json:6:28: unknown kind 'slove'; did you mean 'solve'?"),
    .edit(
      "an unknown key of a stage", #""kind": "solve","#, #""kind": "solve", "sample": 2,"#,
      says: "pipeline.json:6:37: unknown key 'sample'; did you mean 'samples'?"),
    .edit(
      "an unknown key at top level", #""models""#, #""modles""#,
      says: """
        pipeline.json:3:3: unknown key 'modles'; did you mean 'models'?
        pipeline.json:6:67: unknown model 'teacher'; there is none at all
        pipeline.json:8:69: unknown model 'teacher'; there is none at all
        pipeline.json:9:71: unknown model 'teacher'; there is none at all
        """),
    .edit(
      "an unknown stage", #""input": "verify""#, #""input": "verfy""#,
      says: "pipeline.json:8:50: unknown stage 'verfy'; did you mean 'verify'?"),
    .edit(
      "an unknown model", #""input": "translate", "model": "teacher""#, #""input": "translate", "model": "taecher""#,
      says: "pipeline.json:9:71: unknown model 'taecher'; did you mean 'teacher'?"),
    .edit(
      "an unknown provider", #""provider": "offline""#, #""provider": "oflfine""#,
      says: "pipeline.json:3:40: unknown provider 'oflfine'; did you mean 'offline'?"),
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
      says: "pipeline.json:11:69: 'fractions' must add up to 1, found 1.05"),
    .edit(
      "an input for a stage that reads files", #""kind": "load","#, #""kind": "load", "input": "solve","#,
      says: "pipeline.json:5:36: a stage of kind 'load' takes no input"),
    .edit(
      "a rule that is two rules", #"{ "maxCharacters": 8000 }"#, #"{ "maxCharacters": 8000, "minCharacters": 5 }"#,
      says:
        "pipeline.json:10:69: 'rules.0' must have exactly one of 'maxCharacters', 'minCharacters', 'mustMatch', 'mustNotMatch', 'equals', 'unique', found 'maxCharacters' and 'minCharacters'"
    ),
    .edit(
      "a regular expression that is none", #"{ "maxCharacters": 8000 }"#, #"{ "mustMatch": "(" }"#,
      says: "pipeline.json:10:84: '(' is not a regular expression: expected ')'"),
    .edit(
      "a field that no stage adds", #"{ "maxCharacters": 8000 }"#, #"{ "maxCharacters": 8000, "field": "reasonning" }"#,
      says:
        "pipeline.json:10:5: 'filter' reads the field 'reasonning', which no stage up to 'rephrase' adds; did you mean 'reasoning'?"
    ),
    .edit(
      "a field that another stage added before",
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter": { "kind": "command", "input": "rephrase", "run": ["cat"], "reads": ["problem"], "adds": ["verdict"] }"#,
      says:
        "pipeline.json:10:5: 'filter' adds the field 'verdict', which a stage before it adds too; no stage may change another's fields"
    ),
    .edit(
      "a program that would change the id",
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter": { "kind": "command", "input": "rephrase", "run": ["cat"], "reads": ["problem"], "adds": ["id"] }"#,
      says: "pipeline.json:10:104: a program may not add the field 'id'"),
    .edit(
      "a file of a program's that is not there",
      #""filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] }"#,
      #""filter": { "kind": "command", "input": "rephrase", "run": ["cat"], "reads": ["problem"], "files": ["x.txt"] }"#,
      says: "pipeline.json:10:105: there is no file 'x.txt' in FOLDER"),
    .edit(
      "tools that the offline solver cannot do without", #", "tools": ["calculator"]"#, "",
      says:
        "pipeline.json:6:5: the provider 'offline' solves by replaying calculations, so 'tools' must name 'calculator'"),
    .edit(
      "two things wrong at once", #""kind": "verify", "input": "solve" },"#,
      #""kind": "verify", "input": "solv", "keep": "most" },"#,
      says: """
        pipeline.json:7:47: unknown stage 'solv'; did you mean 'solve'?
        pipeline.json:7:63: 'keep' must be one of 'correct', 'any', 'all', 'majority', 'everything', found "most"
        """),
    .edit(
      "no stage at all", CommandProject.shippedPipeline, #"{"name": "x", "stages": {}}"#,
      says: "pipeline.json:1:25: 'stages' must have at least one stage"),
    Mistake(
      "two inputs that share ids",
      says:
        #"""
        sft: 46 in, 46 kept, 0 executed
        error: 'sft' is given two records with the id 'problem-0#1', the second by 'rephrase'; tell its inputs apart with "input": [{ "stage": "filter", "tag": "filter" }, { "stage": "rephrase", "tag": "rephrase" }]

        """#
    ) { try $0.editPipeline(#""input": "filter""#, #""input": ["filter", "rephrase"]"#) },
  ]

  static let data: [Mistake] = [
    .edit(
      "a pattern that matches no file", "data/*.jsonl", "data/*.json",
      says: "pipeline.json:5:46: no file matches 'data/*.json' in FOLDER"),
    Mistake(
      "an id that two files share",
      says:
        #"""
        problems: 25 in, 25 kept, 1 executed
        error: data/problems.jsonl:4: the id 'problem-3' was used before, at data/more.jsonl:1; "idPrefix": "file" tells the files apart

        """#
    ) { try $0.write(CommandProblem(3).line, to: "data/more.jsonl") },
    Mistake(
      "an id twice in a file",
      says:
        """
        problems: 26 in, 26 kept, 2 executed
        error: data/more.jsonl:3: the id 'problem-900' was used before, at data/more.jsonl:1; ids must be unique (a record without an id field has one made from its problem's text)

        """
    ) { try $0.write("\(CommandProblem(900).line)\n\n\(CommandProblem(900).line)\n", to: "data/more.jsonl") },
    .file(
      "a line that is no object", "more.jsonl", "\(CommandProblem(900).line)\n[1, 2]\n",
      says: "data/more.jsonl:2:1: not a JSON object: expected an object, found '['"),
    .file(
      "a line that ends early", "more.jsonl", #"{"problem": "1+1", "answer""#,
      says: "data/more.jsonl:1:28: not a JSON object: expected ':' after a key, found the end of the text"),
    .file(
      "no problem", "more.jsonl", #"{"text": "1+1", "answer": "2"}"#,
      says:
        #"data/more.jsonl:1: no field holds a problem: expected 'problem', 'question', 'prompt', 'input', found 'text', 'answer'; name it with "fields""#
    ),
    .file(
      "no answer", "more.jsonl", #"{"problem": "1+1"}"#,
      says:
        #"data/more.jsonl:1: no field holds an answer: expected 'answer', 'final_answer', 'expected_answer', 'target', 'gt', 'reference', 'solution', 'reference_solution', 'gt_cot', found 'problem'; name it with "fields""#
    ),
    .file(
      "an object without members", "more.jsonl", "{}",
      says:
        #"data/more.jsonl:1: no field holds a problem: expected 'problem', 'question', 'prompt', 'input', found no field; name it with "fields""#
    ),
    Mistake(
      "bytes that are no UTF-8",
      says: "error: data/more.jsonl:1:14: not a JSON object: a string holds bytes that are not UTF-8\n"
    ) { project in
      try project.write(
        Array("{\"problem\": \"".utf8) + [0xC3, 0x28] + Array("\", \"answer\": \"2\"}".utf8), to: "data/more.jsonl")
    },
    .file(
      "half of a surrogate pair", "more.jsonl", #"{"problem": "\ud83d", "answer": "2"}"#,
      says: "data/more.jsonl:1:14: not a JSON object: a string holds a lone surrogate, U+D83D"),
    .file(
      "nesting without end", "more.jsonl", String(repeating: "{\"a\":", count: 5_000),
      says: "data/more.jsonl:1:2566: not a JSON object: the text nests deeper than 512 levels"),
    .file(
      "a CSV row with a cell too few", "more.csv", "problem,answer\n1+1,2\n1+2\n",
      says: "data/more.csv:3: expected 2 cells as in the heading, found 1"),
    .file(
      "a CSV cell that never ends", "more.csv", "problem,answer\n\"1+1,2\n1+2,3\n",
      says: "data/more.csv:2: a quoted cell that starts here never ends"),
    .file(
      "a CSV heading with a name twice", "more.csv", "problem,problem\n1+1,2\n",
      says: "data/more.csv:1: the heading names the column 'problem' twice"),
    .file(
      "a JSON file that is no array", "more.json", #"{"problem": "1+1", "answer": "2"}"#,
      says:
        "data/more.json:1:1: not a JSON array of objects: expected an array, found '{' (a file of one object a line should end in .jsonl)"
    ),
    .file(
      "a JSON array of other things", "more.json", "[{\"problem\": \"1+1\", \"answer\": \"2\"},\n 7]",
      says: "data/more.json:2:2: not a JSON object: expected an object, found '7'"),
  ]

  static let commandLines: [Mistake] = [
    Mistake(
      "a pipeline file that is not there", ["build", "--pipeline", "none.json"],
      says: "error: there is no pipeline file 'none.json'; name one with --pipeline\n"),
    Mistake(
      "a pipeline file that is a folder", ["build", "--pipeline", "data"],
      says: "error: cannot read FOLDER/data: Is a directory\n"),
    Mistake("an unknown stage", ["build", "verfy"], says: "error: unknown stage 'verfy'; did you mean 'verify'?\n"),
    Mistake(
      "an unknown stage, to plan", ["plan", "slove"], says: "error: unknown stage 'slove'; did you mean 'solve'?\n"),
    Mistake(
      "an unknown stage, to ask about", ["why", "x"],
      says:
        "error: unknown stage 'x'; there are 'problems', 'solve', 'verify', 'translate', 'rephrase', 'filter', 'sft'\n"),
    Mistake(
      "an unknown stage, to forget", ["forget", "Solve"], says: "error: unknown stage 'Solve'; did you mean 'solve'?\n"),
    Mistake(
      "an unknown id, to forget", ["forget", "solve", "problem-4x"],
      says: "error: 'solve' knows no record 'problem-4x'; did you mean 'problem-4'?\n"),
    Mistake(
      "an unknown id, to ask about", ["why", "solve", "problem-4x"],
      says: "error: 'solve' knows no record 'problem-4x'; did you mean 'problem-4'?\n"),
    Mistake(
      "an unknown id, to show", ["show", "problm-4"],
      says: "error: the last build knows no record 'problm-4'; did you mean 'problem-4'?\n"),
    Mistake(
      "no id, to show", ["show"],
      says: """
        error: Missing expected argument '<id>'
        Help:  <id>  A record's id; a problem's id shows all its samples.
        Usage: distillbuild show <id> [--pipeline <pipeline>] [--cache <cache>] [--output <output>] [--set <stage.key=value> ...] [--json]
          See 'distillbuild show --help' for more information.

        """),
    Mistake(
      "an unknown flag", ["build", "--job", "2"],
      says: """
        error: Unknown option '--job'. Did you mean '--jobs'?
        Usage: distillbuild build [<stages> ...] [--pipeline <pipeline>] [--cache <cache>] [--output <output>] [--set <stage.key=value> ...] [--json] [--jobs <jobs>] [--partial] [--max-calls <max-calls>] [--max-cost <max-cost>] [--locked] [--offline]
          See 'distillbuild build --help' for more information.

        """),
    Mistake(
      "no job at all", ["build", "--jobs", "0"],
      says: """
        error: '--jobs' must be at least 1, found 0
        Usage: distillbuild build [<stages> ...] [--pipeline <pipeline>] [--cache <cache>] [--output <output>] [--set <stage.key=value> ...] [--json] [--jobs <jobs>] [--partial] [--max-calls <max-calls>] [--max-cost <max-cost>] [--locked] [--offline]
          See 'distillbuild build --help' for more information.

        """),
    Mistake(
      "a number that is none", ["build", "--jobs", "many"],
      says: """
        error: The value 'many' is invalid for '--jobs <jobs>'
        Help:  --jobs <jobs>  Jobs at once (default: one for each processor).
        Usage: distillbuild build [<stages> ...] [--pipeline <pipeline>] [--cache <cache>] [--output <output>] [--set <stage.key=value> ...] [--json] [--jobs <jobs>] [--partial] [--max-calls <max-calls>] [--max-cost <max-cost>] [--locked] [--offline]
          See 'distillbuild build --help' for more information.

        """),
    Mistake(
      "an override without a value", ["build", "--set", "solve.samples"],
      says: "error: --set solve.samples: expected PATH=VALUE, such as solve.samples=4\n"),
    Mistake(
      "an override of nothing", ["build", "--set", ""],
      says: "error: --set : expected PATH=VALUE, such as solve.samples=4\n"),
    Mistake(
      "an override without a path", ["build", "--set", "=4"],
      says: "error: --set =4: expected PATH=VALUE, such as solve.samples=4\n"),
    Mistake(
      "an override of an unknown stage", ["plan", "--set", "slove.samples=4"],
      says: "error: --set slove.samples=4: unknown stage or key 'slove'; did you mean 'solve'?\n"),
    Mistake(
      "an override of an unknown key", ["plan", "--set", "solve.sample=4"],
      says: "error: --set solve.sample=4: unknown key 'sample'; did you mean 'samples'?\n"),
    Mistake(
      "an override out of range", ["plan", "--set", "solve.samples=0"],
      says: "error: --set solve.samples=0: 'samples' must be an integer from 1 to 10000, found 0\n"),
  ]
}
