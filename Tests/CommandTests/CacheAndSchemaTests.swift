import Foundation
import Testing
import TestSupport

@Suite("'cache info' counts what the cache holds; 'schema' describes pipeline files")
struct CacheAndSchemaTests {
  struct Info: Decodable {
    struct Stage: Decodable {
      let name: String
      let artifacts: Int
      let chunks: Int
      let records: Int
    }

    let blobs: Int
    let blobBytes: Int
    let indexBytes: Int
    let calls: Int
    let runs: Int
    let stages: [Stage]
  }

  @Test func `the counts are those of the files and of the records made`() async throws {
    let project = try CommandProject(problems: Built.few)
    let empty = try await project.run("cache", "info", "--json").decoded(as: Info.self)
    #expect(empty.blobs == 0)
    #expect(empty.runs == 0)
    #expect(empty.stages.allSatisfy { $0.artifacts == 0 && $0.chunks == 0 && $0.records == 0 })

    let report = try await project.build()
    let info = try await project.run("cache", "info", "--json").decoded(as: Info.self)
    let blobs = try project.files("cache/blobs")
    #expect(info.blobs == blobs.count)
    #expect(info.blobBytes == blobs.values.reduce(0) { $0 + $1.count })
    #expect(info.runs == 1)
    for (stage, built) in zip(info.stages, report.stages) {
      #expect(stage.name == built.name)
      #expect(stage.artifacts == 1)
      #expect(stage.chunks == built.chunks.executed)
      if built.kind != "load" { #expect(stage.records == built.input) }
    }
  }

  @Test func `the schema is JSON that names every kind of stage`() async throws {
    let project = try CommandProject()
    let run = try await project.run("schema")
    #expect(run.status == 0)
    #expect(run.errors == "")
    _ = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    for kind in ["load", "solve", "verify", "translate", "rephrase", "filter", "split", "command"] {
      #expect(run.output.contains("\"\(kind)\""), "\(kind)")
    }
  }

  @Test func `the schema that the repository ships is today's`() async throws {
    let project = try CommandProject()
    let shipped = try String(contentsOfFile: "\(CommandBinary.repository)/schema/pipeline.schema.json", encoding: .utf8)
    #expect(try await project.run("schema").output == shipped)
  }

  @Test func `the tables of the manual come from the same declarations`() async throws {
    let run = try await CommandProject().run("schema", "--markdown")
    #expect(run.status == 0)
    #expect(run.output.contains("maxTurns"))
    #expect(run.output.contains("|"))
  }

  @Test func `the version and the help are no errors`() async throws {
    let project = try CommandProject()
    for flag in ["--version", "--help"] {
      let run = try await project.run(flag)
      #expect(run.status == 0)
      #expect(run.errors == "")
      #expect(run.output != "")
    }
  }
}
