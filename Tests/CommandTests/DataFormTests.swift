import Foundation
import Testing
import TestSupport

@Suite("The same problems are the same, in whatever form their file holds them")
struct DataFormTests {
  @Test(
    "another form of the data makes nothing again but the lines themselves",
    arguments: [
      "without a line break at the end", "with blank lines", "with Windows line ends", "with a byte order mark",
      "an array", "an array over many lines", "CSV",
    ])
  func form(_ form: String) async throws {
    let project = try await Built.small.project().copy()
    let lines = Built.few.map(\.line)
    try project.editPipeline("data/*.jsonl", "data/*")
    switch form {
    case "without a line break at the end": try project.write(lines.joined(separator: "\n"), to: "data/problems.jsonl")
    case "with blank lines":
      try project.write("\n  \n" + lines.joined(separator: "\n\n") + "\n\n", to: "data/problems.jsonl")
    case "with Windows line ends":
      try project.write(lines.map { $0 + "\r\n" }.joined(), to: "data/problems.jsonl")
    case "with a byte order mark": try project.write("\u{FEFF}" + Built.few.text, to: "data/problems.jsonl")
    default:
      try project.remove("data/problems.jsonl")
      switch form {
      case "an array": try project.write("[" + lines.joined(separator: ",") + "]", to: "data/problems.json")
      case "an array over many lines":
        try project.write(
          "[\n" + lines.map { $0.replacing(", \"", with: ",\n  \"") }.joined(separator: ",\n") + "\n]\n",
          to: "data/problems.json")
      default:
        let rows = Built.few.map { problem in
          [problem.id, problem.question, "\(problem.work)\n#### \(problem.gold)", problem.topic].map { "\"\($0)\"" }
            .joined(separator: ",")
        }
        try project.write((["id,question,answer,topic"] + rows).joined(separator: "\r\n"), to: "data/problems.csv")
      }
    }
    let run = try await project.run("build", "--json")
    try #require(run.status == 0, "\(run.errors)")
    for stage in try run.built().stages where stage.kind != "load" { #expect(stage.executed == 0, "\(stage.name)") }
    #expect(try await project.outputs() == Built.small.project().outputs())
  }

  @Test func `ids that two files share are told apart by "idPrefix"`() async throws {
    let project = try CommandProject(problems: Built.few)
    try project.write([CommandProblem](count: 2).text, to: "data/more.jsonl")
    try project.editPipeline(#""kind": "load","#, #""kind": "load", "idPrefix": "file","#)
    let report = try await project.build()
    #expect(report["problems"]?.kept == 26)
    #expect(try await project.show("more/problem-1").stages.count == 7)
    // A name that is part of ids is part of what the stage reads.
    try project.move("data/more.jsonl", to: "data/other.jsonl")
    #expect(try await project.build()["sft"]?.executed == 2)
    #expect(try await project.show("other/problem-1").stages.count == 7)
  }

  @Test func `inputs that share ids are told apart by tags`() async throws {
    let project = try CommandProject(problems: Built.few)
    try project.editPipeline(
      #""input": "filter""#,
      #""input": [{ "stage": "filter", "tag": "a" }, { "stage": "rephrase", "tag": "b" }]"#)
    let report = try await project.build()
    #expect(report["sft"]?.input == 46)
    #expect(report["sft"]?.kept == 46)
    let ids = try project.outputs().values.flatMap { $0.split(separator: 0x0A) }.map {
      String(String(decoding: $0, as: UTF8.self).prefix { $0 != "," })
    }
    #expect(Set(ids).count == 46)
    // A problem's records stay together whatever their tag.
    for (name, bytes) in try project.outputs() {
      let text = String(decoding: bytes, as: UTF8.self)
      for problem in Built.few.filter(\.isRight) {
        #expect(text.contains("\"a/\(problem.id)#1\"") == text.contains("\"b/\(problem.id)#1\""), "\(name)")
      }
    }
  }

  @Test func `no data at all is a build with nothing in it`() async throws {
    let project = try CommandProject(problems: [])
    let report = try await project.build()
    #expect(report.status == "complete")
    #expect(report.stages.allSatisfy { $0.input == 0 && $0.kept == 0 })
    try project.write(Built.few.text, to: "data/problems.jsonl")
    #expect(try await project.build()["sft"]?.kept == 23)
    #expect(try await project.outputs() == project.cleanOutputs())
  }
}
