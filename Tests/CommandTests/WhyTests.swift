import Testing
import TestSupport

@Suite("'why' names the part that changed, with its old and its new value")
struct WhyTests {
  @Test func `a fresh stage tells what the last run made there, and why`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let first = try await project.why("solve")
    #expect(first.state == "fresh")
    #expect(first.reasons == [])
    #expect(first.last?.run == 1)
    #expect(first.last?.executed == 24)
    #expect(first.last?.reasons == [ChangeReport("stage", was: nil, now: "never built")])

    // A build with nothing to do makes nothing, and so leaves this as it was.
    _ = try await project.build()
    #expect(try await project.why("solve").last?.run == 1)

    try project.editPipeline(#""kind": "translate","#, #""kind": "translate", "revision": 3,"#)
    _ = try await project.build()
    let after = try await project.why("translate")
    #expect(after.state == "fresh")
    #expect(after.last?.run == 3)
    #expect(after.last?.executed == 23)
    #expect(after.last?.reasons == [ChangeReport("revision", was: nil, now: "3")])
  }

  @Test func `a stage for which nothing had to be made keeps the story of its last making`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    var problems = Built.few
    problems[3].question += " Please."
    try project.write(problems.text, to: "data/problems.jsonl")
    let report = try await project.build()
    try #require(report["translate"]?.executed == 0)
    let why = try await project.why("translate")
    #expect(why.state == "fresh")
    #expect(why.last?.run == 1)
    #expect(why.last?.executed == 23)
    #expect(why.last?.reasons == [ChangeReport("stage", was: nil, now: "never built")])
  }

  @Test(
    "the part of the recipe",
    arguments: [
      (
        "8000", "7000", "filter", "rules", #"[{"field":"reasoning","maxCharacters":8000}]"#,
        #"[{"field":"reasoning","maxCharacters":7000}]"#
      ),
      (
        #""kind": "verify","#, #""kind": "verify", "keep": "everything","#, "verify", "keep", #""correct""#,
        #""everything""#
      ),
      (#""kind": "solve","#, #""kind": "solve", "samples": 2,"#, "solve", "samples", "1", "2"),
      (#""kind": "solve","#, #""kind": "solve", "maxTurns": 9,"#, "solve", "maxTurns", "15", "9"),
      (#""name""#, #""seed": 5, "name""#, "sft", "seed", "0", "5"),
      (
        #""train": 0.95, "validation": 0.05"#, #""train": 0.9, "validation": 0.1"#, "sft", "fractions",
        #"{"train":0.95,"validation":0.05}"#, #"{"train":0.9,"validation":0.1}"#
      ),
    ])
  func recipe(_ old: String, _ new: String, _ stage: String, _ part: String, _ was: String, _ now: String) async throws
  {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.editPipeline(old, new)
    let whole = try await project.why(stage)
    #expect(whole.state == "stale")
    #expect(whole.reasons == [ChangeReport(part, was: was, now: now)])
    let one = try await project.why(stage, "problem-3")
    #expect(one.state == "stale")
    #expect(one.reasons == [ChangeReport(part, was: was, now: now)])
  }

  @Test func `the revision of a model, at every stage that uses it and no other`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.editPipeline(#""provider": "offline""#, #""provider": "offline", "revision": "b""#)
    let plan = try await project.plan()
    let change = ChangeReport("model.revision", was: nil, now: #""b""#)
    for name in ["solve", "translate", "rephrase"] {
      #expect(plan[name]?.reasons.first == change, "\(name)")
      let why = try await project.why(name)
      #expect(why.reasons.first == change, "\(name)")
    }
    #expect(plan["verify"]?.reasons.contains(change) == false)
    #expect(plan["problems"]?.state == "fresh")
  }

  @Test func `a record whose field changed, with both texts; another is fresh`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    var problems = Built.few
    problems[3].question = "How many?"
    try project.write(problems.text, to: "data/problems.jsonl")

    let stage = try await project.why("solve")
    #expect(stage.state == "stale")
    #expect(stage.reasons.map(\.part) == ["field problem"])
    let record = try await project.why("solve", "problem-3")
    #expect(record.state == "stale")
    #expect(record.reasons == [ChangeReport("field problem", was: Built.few[3].question, now: "How many?")])
    let other = try await project.why("solve", "problem-4")
    #expect(other.state == "fresh")
    #expect(other.reasons == [])
  }

  @Test func `what is not known before a build is not called gone`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    var problems = Built.few
    problems[3].question = "How many?"
    try project.write(problems.text, to: "data/problems.jsonl")
    let why = try await project.why("rephrase", "problem-3")
    #expect(why.state == "stale")
    #expect(why.reasons.contains(ChangeReport("field problem", was: Built.few[3].question, now: "How many?")))
    // Nobody can tell yet what the trace will be.
    for reason in why.reasons where reason.part.hasPrefix("field ") { #expect(reason.now != nil, "\(reason.part)") }
  }

  @Test func `a record that is new, and one that is no more`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.write((Built.few.dropLast() + [CommandProblem(900)]).text, to: "data/problems.jsonl")
    #expect(
      try await project.why("solve", "problem-900").reasons
        == [ChangeReport("record problem-900", was: nil, now: "new to this stage")])
    #expect(
      try await project.why("solve", "problem-23").reasons == [ChangeReport("record problem-23", was: "here", now: nil)]
    )
    try project.write((Built.few + [CommandProblem(900)]).text, to: "data/problems.jsonl")
    let reasons = try await project.why("solve").reasons
    #expect(reasons.contains(ChangeReport("records", was: "24", now: "25")))
  }

  @Test func `a data file, by its name`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.write(CommandProblem(900).line, to: "data/more.jsonl")
    let reasons = try await project.why("problems").reasons
    #expect(reasons.contains { $0.part == "field data/more.jsonl" && $0.was == nil && $0.now?.isEmpty == false })
    #expect(!reasons.contains { $0.part == "field data/problems.jsonl" })
  }

  @Test func `a record of a stage that loads can be asked about too`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let run = try await project.run("why", "problems", "problem-3")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func `a result that was forgotten is missing, not changed`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    _ = try await project.run("forget", "translate")
    #expect(
      try await project.why("translate").reasons == [ChangeReport("result", was: "stored", now: "not in the cache")])
  }

  @Test func `a build that failed leaves the last good one to compare with`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.write("nonsense\n" + Built.few.text, to: "data/problems.jsonl")
    #expect(try await project.run("build").status == 2)
    try project.write(Built.few.text, to: "data/problems.jsonl")
    #expect(try await project.why("solve").state == "fresh")
    #expect(try await project.show("problem-3").stages.count == 7)
  }
}
