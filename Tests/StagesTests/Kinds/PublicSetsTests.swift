import Foundation
import Graph
import Testing

@Suite(
  "load reads the public sets as they are published",
  .enabled(
    if: PublicSets.isPresent, "needs ../shared/data; or set DISTILLBUILD_DATA to the folder that holds gsm8k, math, …"))
struct PublicSetsTests {
  @Test(arguments: PublicSets.sets) func `without an error and without losing a row`(_ set: PublicSets.Set) async throws
  {
    let bench = try Bench()
    let built = try await bench.build(
      #""p": { "kind": "load", "files": ["\#(PublicSets.folder)/\#(set.files)"]\#(set.parameters) }"#)
    let rows = try built.rows("p")
    #expect(rows.count == set.rows)
    #expect(built.counts("p").kept == set.rows)
    #expect(rows.allSatisfy { !($0["problem"] ?? "").isEmpty })
    #expect(rows.count { $0["answer"] == nil } == set.withoutAnswer)
    let first = try #require(rows.first)
    #expect(first.fields.map(\.name) == set.fields)
  }
}

/// Where the real data lies, which the project does not ship.
enum PublicSets {
  struct Set: Sendable, CustomTestStringConvertible {
    let files: String
    let rows: Int
    /// The fields of the first record.
    let fields: [String]
    var withoutAnswer = 0
    var parameters = ""

    var testDescription: String { files }
  }

  static let sets = [
    Set(files: "gsm8k/train.jsonl", rows: 7_473, fields: ["answer", "problem", "reference"]),
    Set(files: "gsm8k/test.jsonl", rows: 1_319, fields: ["answer", "problem", "reference"]),
    Set(
      files: "math/train-*.jsonl", rows: 7_500, fields: ["answer", "meta.level", "meta.type", "problem", "reference"]),
    Set(
      files: "benchmarks/math500.jsonl", rows: 500,
      fields: ["answer", "meta.level", "meta.source", "problem", "reference"]),
    Set(
      files: "benchmarks/aime.jsonl", rows: 90, fields: ["answer", "meta.source", "problem", "reference"],
      withoutAnswer: 1),
    Set(files: "benchmarks/amc.jsonl", rows: 82, fields: ["answer", "meta.source", "problem", "reference"]),
    // Long bare answers, which are taken for solutions without an answer.
    Set(
      files: "benchmarks/olympiadbench.jsonl", rows: 675, fields: ["answer", "meta.source", "problem", "reference"],
      withoutAnswer: 4),
    Set(
      files: "traces/tora-code-34b-gsm8k-test.jsonl", rows: 1_319,
      fields: ["answer", "meta.code", "meta.idx", "meta.pred", "meta.report", "problem", "reference"]),
  ]

  static var isPresent: Bool { FileManager.default.fileExists(atPath: "\(folder)/gsm8k/train.jsonl") }

  static var folder: String {
    ProcessInfo.processInfo.environment["DISTILLBUILD_DATA"]
      ?? URL(filePath: PackageFiles.root).appending(path: "../shared/data").standardizedFileURL.path(
        percentEncoded: false)
  }
}
