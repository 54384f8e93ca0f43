import Testing
import TestSupport

@Suite("The same input gives the same bytes, whatever finishes first")
struct SameBytesTests {
  /// Two branches that meet again, a rule that must see all records, and chunks to shuffle: these lines are cut into six.
  private static func project() throws -> CommandProject {
    let project = try CommandProject(problems: [CommandProblem](count: 250, from: 34_240))
    try project.editPipeline(
      #"    "filter":    { "kind": "filter", "input": "rephrase", "rules": [{ "maxCharacters": 8000 }] },"#,
      #"""
          "other":     { "kind": "solve", "input": "problems", "model": "teacher", "tools": ["calculator"], "samples": 2, "revision": 2 },
          "graded":    { "kind": "verify", "input": "other" },
          "told":      { "kind": "translate", "input": "graded", "model": "teacher" },
          "written":   { "kind": "rephrase", "input": "told", "model": "teacher" },
          "filter":    { "kind": "filter", "input": [{ "stage": "rephrase", "tag": "a" }, { "stage": "written", "tag": "b" }],
                         "rules": [{ "unique": true, "field": "reasoning" }, { "maxCharacters": 8000 }] },
      """#)
    return project
  }

  private static let reference = Task {
    let project = try SameBytesTests.project()
    let report = try await project.build("--jobs", "1")
    return (report: report, outputs: try project.outputs())
  }

  /// Every seed with one number of jobs by default, with each in full.
  private static let schedules: [(seed: Int, jobs: Int)] = (1...20).flatMap { seed in
    (CommandBinary.isFull ? [1, 2, 4] : [[1, 2, 4][seed % 3]]).map { (seed, $0) }
  }

  @Test("under every schedule", arguments: schedules)
  func schedule(_ seed: Int, _ jobs: Int) async throws {
    let reference = try await SameBytesTests.reference.value
    let project = try SameBytesTests.project()
    let report = try await project.build("--schedule-seed", "\(seed)", "--jobs", "\(jobs)")
    #expect(report.status == "complete")
    #expect(report.stages == reference.report.stages)
    #expect(try project.outputs() == reference.outputs)
  }

  @Test func `in another folder with a cache of its own`() async throws {
    let reference = try await SameBytesTests.reference.value
    let project = try SameBytesTests.project()
    let report = try await project.build()
    #expect(report.stages == reference.report.stages)
    #expect(try project.outputs() == reference.outputs)
    #expect(report["solve"]?.chunks.executed == 6)
    let filter = try #require(report["filter"])
    // All three solutions of a problem read the same, so that two of them are duplicates.
    #expect(filter.rejects == ["duplicate": filter.input * 2 / 3])
  }

  @Test func `from another current folder, with the pipeline named by its path`() async throws {
    let project = try await Built.small.project().copy()
    let elsewhere = try CommandProject()
    let run = try await elsewhere.run("build", "--json", "--pipeline", project.path("pipeline.json"))
    #expect(run.status == 0)
    #expect(try elsewhere.files(".") == [:])
    #expect(try run.built().executed.values.allSatisfy { $0 == 0 })

    // Paths in the file start at the file; those of flags where the user stands.
    let relative = "../\(project.folder.split(separator: "/").last ?? "")/pipeline.json"
    let second = try await elsewhere.run("build", "--pipeline", relative, "--cache", "c", "--output", "o")
    #expect(second.status == 0, "\(second.errors)")
    #expect(try elsewhere.outputs("o") == project.outputs())
    #expect(elsewhere.exists("c/index.sqlite"))
  }
}
