import Testing
import TestSupport

@Suite("A plan says what a build would do, and why, before anything is done")
struct PlanTests {
  @Test func `before the first build every stage is stale because it was never built`() async throws {
    let project = try CommandProject(problems: Built.few)
    let plan = try await project.plan()
    for stage in plan.stages {
      #expect(stage.state == "stale")
      #expect(stage.reasons == [ChangeReport("stage", was: nil, now: "never built")])
      #expect(stage.toExecute == Built.few.count)
      // What comes out of stages that have not run cannot be told yet.
      #expect(stage.atMost == !["problems", "solve"].contains(stage.name))
    }
    #expect(!project.exists("dist"))
    #expect(!project.exists("cache/blobs"))
  }

  @Test func `after a build everything is fresh`() async throws {
    let project = try await Built.small.project().copy()
    for stage in try await project.plan().stages {
      #expect(stage.state == "fresh")
      #expect(stage.toExecute == 0)
      #expect(!stage.atMost)
      #expect(stage.reasons == [])
    }
  }

  @Test func `a plan of one stage leaves out what lies behind it`() async throws {
    let project = try CommandProject(problems: Built.few)
    #expect(try await project.plan("verify").stages.map(\.name) == ["problems", "solve", "verify"])
  }

  @Test func `a reason names the part that changed, what it was and what it is`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.editPipeline("8000", "7000")
    let plan = try await project.plan()
    #expect(
      plan["filter"]?.reasons == [
        ChangeReport(
          "rules", was: #"[{"field":"reasoning","maxCharacters":8000}]"#,
          now: #"[{"field":"reasoning","maxCharacters":7000}]"#)
      ])
    #expect(plan["filter"]?.toExecute == 23)
    #expect(plan["filter"]?.atMost == false)
    #expect(plan["sft"]?.reasons == [ChangeReport("input filter", was: "fresh", now: "23 records to be made again")])
    #expect(plan["sft"]?.atMost == true)
    for name in ["problems", "solve", "verify", "translate", "rephrase"] { #expect(plan[name]?.state == "fresh") }
  }

  @Test func `a plan with an override is that of a build with it`() async throws {
    let project = try await Built.small.project().copy()
    let plan = try await project.plan("--set", "translate.revision=2")
    #expect(plan["solve"]?.state == "fresh")
    #expect(plan["translate"]?.toExecute == 23)
    let report = try await project.build("--set", "translate.revision=2")
    #expect(report["translate"]?.executed == 23)
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
  }
}
