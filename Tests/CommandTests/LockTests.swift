import Testing
import TestSupport

@Suite("pipeline.lock.json says what a complete build used and made, for a diff and for others to build the same")
struct LockTests {
  @Test func `it is the same wherever and however often the pipeline is built`() async throws {
    let (one, other) = (try CommandProject(problems: Built.few), try CommandProject(problems: Built.few))
    _ = try await one.build()
    let text = try one.read("pipeline.lock.json")
    _ = try await one.build()
    #expect(try one.read("pipeline.lock.json") == text)
    _ = try await other.build()
    #expect(try other.read("pipeline.lock.json") == text)
  }

  @Test func `one changed problem is a few lines of it`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let before = try project.read("pipeline.lock.json").split(separator: "\n")
    let right = try #require((900...).lazy.map { CommandProblem($0) }.first { $0.isRight })
    try project.write(([right] + Built.few).text, to: "data/problems.jsonl")
    _ = try await project.build()
    let after = try project.read("pipeline.lock.json").split(separator: "\n")
    let changed = after.filter { !before.contains($0) }.compactMap { $0.split(separator: "\"").dropFirst().first }
    // The file's digest, and of each stage how many were kept and what was made.
    #expect(Set(changed) == ["data/problems.jsonl", "kept", "artifact"])
  }

  @Test func `a build of some stages, or with other values, leaves it alone`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build("verify")
    #expect(!project.exists("pipeline.lock.json"))
    #expect(try await project.run("build", "--set", "solve.maxTurns=14").status == 0)
    #expect(!project.exists("pipeline.lock.json"))
  }

  @Test func `a locked build is done where all is as it was, and on a machine that has never built it`() async throws {
    let project = try CommandProject(problems: Built.few)
    #expect(
      try await project.run("build", "--locked").errors
        == "error: there is no pipeline.lock.json; a complete build without --locked writes it\n")
    _ = try await project.build()
    let outputs = try project.outputs()
    let lock = try project.read("pipeline.lock.json")
    #expect(try await project.run("build", "--locked").status == 0)
    try project.remove("cache")
    try project.remove("dist")
    #expect(try await project.run("build", "--locked", "--offline").status == 0)
    #expect(try project.outputs() == outputs)
    #expect(try project.read("pipeline.lock.json") == lock)
  }

  @Test func `what differs ends a locked build before anything is done, and is named`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.editPipeline("8000", "7000")
    try project.write(([CommandProblem(900)] + Built.few).text, to: "data/problems.jsonl")
    let run = try await project.run("build", "--locked")
    #expect(run.status == 2)
    #expect(run.output == "")
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0] == "error: this is not the build that is locked:")
    #expect(lines[1].hasPrefix("  problems: data/problems.jsonl: was "))
    #expect(
      lines[2]
        == #"  filter: rules: was [{"field":"reasoning","maxCharacters":8000}], is now [{"field":"reasoning","maxCharacters":7000}]"#
    )
    #expect(try await project.build().executedAfterLoad["solve"] == 1, "the build without --locked goes on as ever")
  }

  @Test func `a stage that makes something else each time is found out`() async throws {
    let project = try CommandProject(problems: Built.few)
    try project.write(
      """
      import json, sys, uuid
      for line in sys.stdin:
          print(json.dumps({"ticket": json.loads(line)["ticket"], "mark": str(uuid.uuid4())}))

      """, to: "mark.py")
    try project.editPipeline(
      #""sft": "#,
      #""mark": { "kind": "command", "input": "problems", "run": ["python3", "mark.py"], "reads": ["id"], "adds": ["mark"] }, "sft": "#
    )
    let first = try await project.run("build")
    #expect(first.status == 0, "\(first.errors)")
    let outputs = try project.outputs()
    try project.remove("cache")
    let run = try await project.run("build", "--locked")
    #expect(run.status == 2)
    #expect(run.errors.contains("error: this is not the build that is locked:\n  mark: made "))
    #expect(try project.outputs() == outputs, "the files stay as they were")
  }

  @Test func `a lock that cannot be read is a warning, unless it is asked for`() async throws {
    let project = try CommandProject(problems: Built.few)
    try project.write("{\n  oh", to: "pipeline.lock.json")
    let locked = try await project.run("build", "--locked")
    #expect(locked.status == 2)
    #expect(locked.errors.contains("error: pipeline.lock.json:2:3: "))
    let run = try await project.run("build")
    #expect(run.status == 0)
    #expect(run.errors.contains("warning: pipeline.lock.json:2:3: "))
    #expect(try await project.run("build", "--locked").status == 0)
  }

  @Test func `the model of the lock is the one that others must have`() async throws {
    let (theirs, ours) = (try IdentityTests.Server("/weights/a"), try IdentityTests.Server("/weights/b"))
    let taught = try IdentityTests.project(at: [theirs])
    _ = try await taught.build()
    #expect(try taught.project.read("pipeline.lock.json").contains(#"{\"root\":\"/weights/a\"}"#))
    try taught.project.remove("cache")
    try IdentityTests.move(taught, from: theirs, to: ours)
    let run = try await taught.project.run("build")
    #expect(run.status == 2)
    #expect(run.errors.contains(#"'root' was "/weights/a" and is "/weights/b""#))
    #expect(ours.completions == 0)
  }

  @Test func `offline, what is not remembered is told, and nobody is asked`() async throws {
    let server = try IdentityTests.Server("/weights/a")
    let taught = try IdentityTests.project(at: [server])
    _ = try await taught.build()
    try taught.project.write(([CommandProblem](count: 6) + [CommandProblem(900)]).text, to: "data/problems.jsonl")
    let requests = server.server.requests.count
    let run = try await taught.project.run("build", "--offline", "--json")
    #expect(run.status == 1)
    let report = try run.built()
    #expect(report["solve"]?.failed == 1)
    #expect(report["rephrase"]?.kept == 6)
    #expect(
      run.output.contains(#""id":"problem-900","message":"a call is not remembered, and none is made offline""#),
      "\(run.output)")
    #expect(server.server.requests.count == requests)
  }
}
