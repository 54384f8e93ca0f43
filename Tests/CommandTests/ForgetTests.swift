import Testing
import TestSupport

@Suite("'forget' drops what a stage made, so that it is made again; 'clean' drops the finished files alone")
struct ForgetTests {
  @Test(
    "a stage that is forgotten is made again whole, and no other",
    arguments: ["solve", "verify", "translate", "rephrase", "filter", "sft"])
  func stage(_ name: String) async throws {
    let project = try CommandProject(problems: Built.few)
    let first = try await project.build()
    let outputs = try project.outputs()
    #expect(try await project.run("forget", name).status == 0)
    #expect(try await project.plan()[name]?.toExecute == first[name]?.input)
    let report = try await project.build()
    for stage in report.stages { #expect(stage.executed == (stage.name == name ? stage.input : 0), "\(stage.name)") }
    #expect(try project.outputs() == outputs)
  }

  @Test(
    "a record that is forgotten is made again, and no other",
    arguments: ["solve", "verify", "translate", "rephrase", "filter", "sft"])
  func record(_ name: String) async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let outputs = try project.outputs()
    let run = try await project.run("forget", name, "problem-3")
    #expect(run.status == 0)
    #expect(run.output == "forgot what \(name) made: 1 record in 1 chunk, 1 artifact\n")
    let report = try await project.build()
    for stage in report.stages { #expect(stage.executed == (stage.name == name ? 1 : 0), "\(stage.name)") }
    #expect(try project.outputs() == outputs)
  }

  @Test func `a forgotten record stays forgotten until a build, whatever else changes`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    #expect(try await project.run("forget", "solve", "problem-3").status == 0)
    try project.write(([CommandProblem(900)] + Built.few).text, to: "data/problems.jsonl")
    #expect(try await project.build()["solve"]?.executed == 2)
  }

  @Test func `what reads files can be forgotten too`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    #expect(try await project.run("forget", "problems").status == 0)
    let report = try await project.build()
    #expect(report["problems"]?.executed == 24)
    #expect(report.executedAfterLoad.values.allSatisfy { $0 == 0 })
  }

  @Test func `clean removes the finished files, and the next build writes them again without work`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    let outputs = try project.outputs()
    try project.write("mine", to: "dist/notes.txt")
    let run = try await project.run("clean")
    #expect(run.output == "removed \(outputs.count) files from dist\n")
    #expect(run.status == 0)
    #expect(try project.files("dist").keys.sorted() == ["notes.txt"])
    #expect(try await project.build().executed.values.allSatisfy { $0 == 0 })
    try project.remove("dist/notes.txt")
    #expect(try project.outputs() == outputs)
  }

  @Test func `clean leaves files that are not of its making`() async throws {
    let project = try CommandProject(problems: Built.few)
    _ = try await project.build()
    try project.write("mine", to: "dist/sft/train.jsonl.bak")
    _ = try await project.run("clean")
    #expect(try project.files("dist") == ["sft/train.jsonl.bak": Array("mine".utf8)])
  }
}
