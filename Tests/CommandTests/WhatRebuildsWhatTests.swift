import Testing
import TestSupport

@Suite("A change makes again what it concerns, and nothing else")
struct WhatRebuildsWhatTests {
  @Test("after a change, exactly this is executed, and the files are those of a clean build", arguments: Change.all)
  func executes(_ change: Change) async throws {
    let project = try await Built.shipped.project().copy()
    let before = try project.outputs()
    let (pipeline, data) = (try project.read("pipeline.json"), try project.read("data/problems.jsonl"))

    try change.make(project)
    let blobs = try project.files("cache/blobs")
    let plan = try await project.plan()
    #expect(try project.files("cache/blobs") == blobs, "the plan stored something")
    let report = try await project.build()

    #expect(report.status == "complete")
    #expect(plan.stages.map(\.name) == report.stages.map(\.name))
    for (planned, stage) in zip(plan.stages, report.stages) {
      let claim =
        "the plan said \(planned.atMost ? "at most " : "")\(planned.toExecute) in \(stage.name), which executed \(stage.executed)"
      #expect(planned.atMost ? stage.executed <= planned.toExecute : stage.executed == planned.toExecute, "\(claim)")
    }
    for stage in report.stages {
      let expected = change.executed[stage.name] ?? .exactly(0)
      #expect(expected.holds(stage.executed), "\(stage.name) executed \(stage.executed), expected \(expected)")
      #expect(stage.reused == stage.input - stage.executed - stage.failed, "\(stage.name)")
      #expect(stage.failed == 0, "\(stage.name)")
      if let most = change.mostChunks {
        #expect(stage.chunks.executed <= most, "\(stage.name) executed \(stage.chunks.executed) chunks")
      }
      if change.isNothing {
        #expect(stage.grain == "artifact", "\(stage.name) was found at grain \(stage.grain ?? "none")")
      }
    }
    // Where nothing is made again, the files before are a clean build's: another test holds that.
    let clean = change.isNothing ? before : try await project.cleanOutputs()
    #expect(try project.outputs() == clean, "the files differ from a clean build's")

    for file in try project.files("data").keys { try project.remove("data/\(file)") }
    try project.write(pipeline, to: "pipeline.json")
    try project.write(data, to: "data/problems.jsonl")
    let undone = try await project.build()
    for stage in undone.stages {
      #expect(stage.executed == 0, "\(stage.name) executed \(stage.executed) after the change was taken back")
      #expect(stage.grain == "artifact", "\(stage.name) was found at grain \(stage.grain ?? "none")")
    }
    #expect(try project.outputs() == before)
  }

  @Test func `the first build is a clean build, in several chunks`() async throws {
    let project = try await Built.shipped.project().copy()
    #expect(try await project.outputs() == project.cleanOutputs())
    #expect(try await project.build()["solve"]?.chunks.reused == 6)
  }

  @Test(
    "a flag that only says how to work makes nothing again",
    arguments: [["--jobs", "1"], ["--jobs", "3"], ["--schedule-seed", "7"], ["--partial"]])
  func conduct(_ flags: [String]) async throws {
    let project = try await Built.shipped.project().copy()
    let report = try await project.run(["build", "--json"] + flags).built()
    for stage in report.stages {
      #expect(stage.executed == 0, "\(stage.name)")
      #expect(stage.grain == "artifact", "\(stage.name)")
    }
  }

  @Test func `raising maxTurns solves again only what had hit it`() async throws {
    let project = try CommandProject(problems: Built.problems)
    try project.editPipeline(#""tools": ["calculator"]"#, #""tools": ["calculator"], "maxTurns": 3"#)
    let tight = try await project.build()
    // A solution needs a turn for each calculation and one for the answer.
    let cut = Built.problems.count { $0.steps >= 3 }
    #expect(tight["solve"]?.rejects == ["max-turns": cut])

    try project.editPipeline(#""maxTurns": 3"#, #""maxTurns": 15"#)
    let wide = try await project.build()
    #expect(wide["solve"]?.executed == cut)
    #expect(wide["translate"]?.executed == Built.kept - Built.problems.count { $0.steps < 3 && $0.isRight })
    #expect(try await project.outputs() == project.cleanOutputs())

    try project.editPipeline(#""maxTurns": 15"#, #""maxTurns": 3"#)
    let again = try await project.build()
    for stage in again.stages { #expect(stage.executed == 0 && stage.grain == "artifact", "\(stage.name)") }
  }

  @Test func `lowering maxTurns solves again only what went beyond it`() async throws {
    let project = try await Built.shipped.project().copy()
    try project.editPipeline(#""tools": ["calculator"]"#, #""tools": ["calculator"], "maxTurns": 3"#)
    let report = try await project.build()
    #expect(report["solve"]?.executed == Built.problems.count { $0.steps >= 3 })
    #expect(report["translate"]?.executed == 0)
    #expect(report["sft"]?.executed == 0)
    #expect(try await project.outputs() == project.cleanOutputs())

    try project.editPipeline(#""maxTurns": 3"#, #""maxTurns": 4"#)
    let between = try await project.build()
    // Those of exactly three calculations fit again, and their long results are still there.
    #expect(between["solve"]?.executed == Built.problems.count { $0.steps >= 4 })
    #expect(try await project.outputs() == project.cleanOutputs())
  }

  @Test func `a build of one stage leaves the others for later`() async throws {
    let project = try CommandProject(problems: [CommandProblem](count: 60))
    let first = try await project.build("verify")
    #expect(first.stages.map(\.name) == ["problems", "solve", "verify"])
    #expect(try project.outputs() == [:])
    let rest = try await project.build()
    #expect(rest["solve"]?.executed == 0)
    #expect(rest["verify"]?.executed == 0)
    #expect(rest["translate"]?.executed == rest["verify"]?.kept)
  }

  @Test func `the same project in another folder finds everything in a shared cache`() async throws {
    let project = try CommandProject(problems: [CommandProblem](count: 60))
    _ = try await project.build()
    let other = try CommandProject(problems: [CommandProblem](count: 60))
    let report = try await other.build("--cache", project.path("cache"))
    for stage in report.stages { #expect(stage.executed == 0 && stage.grain == "artifact", "\(stage.name)") }
    #expect(try other.outputs() == project.outputs())
  }
}

/// One row of the table of changes.
struct Change: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// By stage; a stage that is not named executes nothing.
  let executed: [String: Expected]
  /// The most chunks that any stage may execute.
  var mostChunks: Int?
  let make: @Sendable (CommandProject) throws -> Void

  enum Expected: Sendable, CustomStringConvertible {
    case exactly(Int)
    case atMost(Int)

    func holds(_ count: Int) -> Bool {
      switch self {
      case .exactly(let wanted): count == wanted
      case .atMost(let most): count <= most
      }
    }

    var description: String {
      switch self {
      case .exactly(let wanted): "\(wanted)"
      case .atMost(let most): "at most \(most)"
      }
    }
  }

  var isNothing: Bool { executed.isEmpty }

  init(
    _ description: String, _ executed: [String: Expected], mostChunks: Int? = nil,
    _ make: @escaping @Sendable (CommandProject) throws -> Void
  ) {
    testDescription = description
    self.executed = executed
    self.mostChunks = mostChunks
    self.make = make
  }

  /// Changes of one problem, at `place`.
  static func problem(
    _ description: String, _ executed: [String: Expected], at place: Int,
    _ change: @escaping @Sendable (inout CommandProblem) -> Void
  ) -> Change {
    // Reading lines again costs next to nothing; what matters is what follows from them.
    let executed = executed.merging(["problems": .atMost(Built.problems.count)]) { own, _ in own }
    return Change(description, executed, mostChunks: 2) { project in
      var problems = Built.problems
      change(&problems[place])
      try project.write(problems.text, to: "data/problems.jsonl")
    }
  }

  /// Changes of the data as a whole.
  static func data(
    _ description: String, _ executed: [String: Expected], mostChunks: Int? = nil,
    _ change: @escaping @Sendable ([CommandProblem]) -> [CommandProblem]
  ) -> Change {
    let executed = executed.merging(["problems": .atMost(Built.problems.count + 100)]) { own, _ in own }
    return Change(description, executed, mostChunks: mostChunks) { project in
      try project.write(change(Built.problems).text, to: "data/problems.jsonl")
    }
  }

  static let all: [Change] = {
    let (problems, kept) = (Built.problems, Built.kept)
    let added = [CommandProblem](count: 100, from: 5_000)
    let addedKept = added.count { $0.isRight }
    return [
      Change("nothing", [:]) { _ in },
      Change("white space in the pipeline file", [:]) { project in
        let text = try project.read("pipeline.json")
        try project.write(text.split(separator: "\n").map { "\t \($0) \r\n" }.joined() + "\n\n", to: "pipeline.json")
      },
      Change("the order of keys", [:]) { project in
        try project.editPipeline(
          #"{ "kind": "solve", "input": "problems", "model": "teacher", "tools": ["calculator"] }"#,
          #"{ "tools": ["calculator"], "model": "teacher", "input": "problems", "kind": "solve" }"#)
        try project.editPipeline(#""train": 0.95, "validation": 0.05"#, #""train":0.95,"validation":0.05"#)
      },
      Change("the order of stages", [:]) { project in
        let text = try project.read("pipeline.json")
        let lines = text.split(separator: "\n").map(String.init)
        guard let verify = lines.first(where: { $0.contains(#""kind": "verify""#) }) else {
          throw CommandTrouble("the pipeline has no stage of kind verify")
        }
        let rest = lines.filter { $0 != verify }
        let place = rest.firstIndex { $0.contains(#""kind": "load""#) } ?? 0
        try project.write((rest[..<place] + [verify] + rest[place...]).joined(separator: "\n"), to: "pipeline.json")
      },
      Change("the pipeline's name, which is for people", [:]) { try $0.editPipeline("gsm8k-offline", "another") },
      Change("a model's name in the file", [:]) { project in
        let text = try project.read("pipeline.json")
        try project.write(text.replacing("\"teacher\"", with: "\"master\""), to: "pipeline.json")
      },
      Change("a default, written down", [:]) {
        try $0.editPipeline(#""kind": "solve","#, #""kind": "solve", "samples": 1, "maxTurns": 15,"#)
      },
      Change("maxFailures, which is conduct", [:]) {
        try $0.editPipeline(#""kind": "translate","#, #""kind": "translate", "maxFailures": 5,"#)
      },
      Change("the data file's name", [:]) { try $0.move("data/problems.jsonl", to: "data/renamed.jsonl") },
      Change("the data file, cut in two", ["problems": .atMost(problems.count)]) { project in
        try project.remove("data/problems.jsonl")
        try project.write(Array(problems[..<300]).text, to: "data/a.jsonl")
        try project.write(Array(problems[300...]).text, to: "data/b.jsonl")
      },
      .problem(
        "one problem's text", ["solve": .exactly(1), "rephrase": .exactly(1), "sft": .exactly(1)], at: 350
      ) { $0.question += " Please." },
      .problem("one field that no stage reads", [:], at: 350) { $0.topic = "gardens" },
      .problem(
        "the wording of one worked solution",
        ["solve": .exactly(1), "rephrase": .exactly(1), "filter": .exactly(1), "sft": .exactly(1)], at: 350
      ) { $0.work = $0.work.replacing("The boxes hold", with: "All boxes hold") },
      .problem(
        "a number in one worked solution",
        [
          "solve": .exactly(1), "verify": .exactly(1), "translate": .exactly(1), "rephrase": .exactly(1),
          "filter": .exactly(1), "sft": .exactly(1),
        ], at: 348
      ) { problem in
        problem.work = "There are 9*9 = <<9*9=81>>81 lamps."
        problem.gold = "81"
      },
      .problem("one gold answer, to a wrong one", ["verify": .exactly(1)], at: 350) { $0.gold = "3" },
      .problem(
        "one id", ["solve": .exactly(0), "sft": .exactly(1)], at: 350
      ) { $0.id = "renamed" },
      .data(
        "100 problems more, at the end",
        [
          "solve": .exactly(100), "verify": .exactly(100), "translate": .exactly(addedKept),
          "rephrase": .exactly(addedKept), "filter": .exactly(addedKept), "sft": .exactly(addedKept),
        ]
      ) { $0 + added },
      .data(
        "one problem more, at the top",
        [
          "solve": .exactly(1), "verify": .exactly(1), "translate": .exactly(1), "rephrase": .exactly(1),
          "filter": .exactly(1), "sft": .exactly(1),
        ], mostChunks: 2
      ) { [CommandProblem(5_000)] + $0 },
      .data("one problem less", [:], mostChunks: 2) { Array($0[..<350] + $0[351...]) },
      .data("all lines in another order", [:]) { problems in
        (0..<problems.count).map { problems[$0 * 257 % problems.count] }
      },
      Change("a revision on translate", ["translate": .exactly(kept)]) {
        try $0.editPipeline(#""kind": "translate","#, #""kind": "translate", "revision": 1,"#)
      },
      Change("samples from 1 to 2", ["solve": .exactly(problems.count), "sft": .exactly(kept)]) {
        try $0.editPipeline(#""kind": "solve","#, #""kind": "solve", "samples": 2,"#)
      },
      Change("the fractions of the split", ["sft": .exactly(kept)]) {
        try $0.editPipeline(#""train": 0.95, "validation": 0.05"#, #""train": 0.9, "validation": 0.1"#)
      },
      Change("the seed, which the split draws from", ["sft": .exactly(kept)]) {
        try $0.editPipeline(#""name""#, #""seed": 4, "name""#)
      },
      Change("a rule of the filter", ["filter": .exactly(kept)]) { try $0.editPipeline("8000", "7000") },
      Change("a stage taken out", [:]) { project in
        try project.editPipeline(
          #"    "filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] },"#, "")
        try project.editPipeline(#""input": "filter""#, #""input": "rephrase""#)
      },
      Change(
        "verify keeps everything",
        [
          "verify": .exactly(problems.count), "translate": .exactly(problems.count - kept),
          "rephrase": .exactly(problems.count - kept), "filter": .exactly(problems.count - kept),
          "sft": .exactly(problems.count - kept),
        ]
      ) { try $0.editPipeline(#""kind": "verify","#, #""kind": "verify", "keep": "everything","#) },
    ]
  }()
}
