import Testing
import TestSupport

@Suite("'show' tells the story of a record")
struct ShowTests {
  @Test func `a kept record is followed through every stage`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    for id in ["problem-3", "problem-3#1"] {
      let story = try await project.show(id).stages
      #expect(story.map(\.stage) == ["problems", "solve", "verify", "translate", "rephrase", "filter", "sft"])
      #expect(story.map(\.id) == ["problem-3"] + Array(repeating: "problem-3#1", count: 6))
      #expect(story.allSatisfy { $0.outcome == "kept" })
    }
  }

  @Test func `a dropped record tells where and why`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let story = try await project.show("problem-16").stages
    #expect(story.map(\.stage) == ["problems", "solve", "verify"])
    #expect(story.last?.outcome == "rejected")
    #expect(story.last?.reason == "wrong")
    #expect(story.last?.detail == "answered '5080', gold is '1': different by exact arithmetic")
  }

  @Test func `a problem's id shows all its samples, a sample's only that one`() async throws {
    let project = try CommandProject(problems: Built.few)
    try project.editPipeline(#""kind": "solve","#, #""kind": "solve", "samples": 3,"#)
    _ = try await project.build()
    let all = try await project.show("problem-3").stages.filter { $0.stage == "sft" }
    #expect(all.map(\.id) == ["problem-3#1", "problem-3#2", "problem-3#3"])
    let one = try await project.show("problem-3#2").stages
    #expect(one.map(\.id) == ["problem-3"] + Array(repeating: "problem-3#2", count: 6))
  }

  @Test func `an unknown id is answered with the nearest one`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let run = try await project.run("show", "problem_16")
    #expect(run.status == 2)
    #expect(run.errors == "error: the last build knows no record 'problem_16'; did you mean 'problem-16'?\n")
  }

  @Test func `before the first build there is nothing to show`() async throws {
    let project = try CommandProject(problems: Built.few)
    let run = try await project.run("show", "problem-3")
    #expect(run.status == 2)
    #expect(run.errors == "error: nothing is built yet; run distillbuild build first\n")
  }

  @Test(
    "a damaged blob is no crash, and what is damaged is not called unknown",
    arguments: [["show", "problem-3"], ["why", "filter", "problem-3"], ["forget", "solve", "problem-3"], ["plan"]]
  )
  func damaged(_ command: [String]) async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    for name in try project.files("cache/blobs").keys { try project.write("damaged", to: "cache/blobs/\(name)") }
    try project.editPipeline("8000", "7000")
    let run = try await project.run(command)
    #expect([0, 2, 3].contains(run.status), "status \(run.status)")
    for lie in ["DamagedBlob", "nothing is built yet", "knows no record"] {
      #expect(!run.errors.contains(lie), "\(run.errors)")
    }
  }
}
