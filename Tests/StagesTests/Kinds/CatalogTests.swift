import Foundation
import Graph
import Stages
import Testing

/// Files of the package, which a test looks at where they stand.
enum PackageFiles {
  /// Tests/StagesTests/Kinds/CatalogTests.swift lies four steps below the package's root.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../../..")
    .standardizedFileURL
    .path(percentEncoded: false)

  static func text(_ name: String) throws -> String {
    String(decoding: try Disk.read("\(root)/\(name)"), as: UTF8.self)
  }
}

@Suite("What the docs say of pipelines is what the declarations say")
struct CatalogTests {
  @Test func `the declarations have no mistakes`() {
    #expect(StageCatalog.declarations.mistakes() == [])
  }

  @Test func `every kind is known by its name, in the order of the pipeline`() {
    #expect(
      StageCatalog.kinds.map(\.declaration.name) == [
        "load", "solve", "verify", "translate", "rephrase", "filter", "split", "command",
      ])
  }

  @Test func `schema/pipeline.schema.json is what 'distillbuild schema' prints`() throws {
    let file = try PackageFiles.text("schema/pipeline.schema.json")
    #expect(
      file == PipelineSchema.text(StageCatalog.declarations),
      "run: distillbuild schema > schema/pipeline.schema.json")
  }

  @Test func `docs/pipeline.md holds the tables that 'distillbuild schema --markdown' prints`() throws {
    let text = try PackageFiles.text("docs/pipeline.md")
    let start = try #require(text.range(of: "<!-- tables: begin -->\n"))
    let end = try #require(text.range(of: "<!-- tables: end -->"))
    #expect(
      text[start.upperBound..<end.lowerBound] == ParameterTables.markdown(StageCatalog.declarations),
      "put the output of 'distillbuild schema --markdown' between the two markers of docs/pipeline.md")
  }

  @Test func `docs/pipeline.md shows the shipped pipeline`() throws {
    let shipped = try PackageFiles.text("pipeline.json")
    #expect(try PackageFiles.text("docs/pipeline.md").contains("```json\n\(shipped)```"))
  }
}
