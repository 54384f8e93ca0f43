import Foundation
import Graph
import Stages
import Testing

@Suite("The examples of the docs work as they stand")
struct DocsTests {
  /// The blocks of a Markdown text that are fenced in as `language`.
  private static func blocks(_ language: String, of file: String) throws -> [String] {
    try PackageFiles.text(file).components(separatedBy: "```\(language)\n").dropFirst().map {
      $0.components(separatedBy: "```")[0]
    }
  }

  private static func stages(_ pipeline: String) throws -> String {
    let node = try JSONNode.parse(Array(pipeline.utf8), file: "example")
    return String(try #require(node["stages"]?.json).dropFirst().dropLast())
  }

  @Test func `README: own data becomes training rows, and the mistake in it is found`() async throws {
    let blocks = try Self.blocks("json", of: "README.md")
    try #require(blocks.count == 3)
    let bench = try Bench(["mine.jsonl": blocks[0]])
    let built = try await bench.build(try Self.stages(blocks[1]))
    #expect(built.counts("problems").kept == 4)
    #expect(try built.rows("sft").map(\.id) == ["pens#1", "wall#1", "change#1"])
    #expect(
      try built.rows("verify").filter { $0.reason != nil }.map(\.text) == [
        "typo#1 ✗ wrong (answered '25', gold is '52': different by exact arithmetic)"
      ])
  }

  @Test func `README: the model that takes the place of 'offline' is accepted`() throws {
    let blocks = try Self.blocks("json", of: "README.md")
    let offline = #"  "models": { "teacher": { "provider": "offline" } },"# + "\n"
    let pipeline = blocks[1].replacing(offline, with: blocks[2])
    #expect(pipeline != blocks[1])
    let document = try PipelineDocument.read(
      Array(pipeline.utf8), file: "pipeline.json", declarations: StageCatalog.declarations)
    #expect(
      try document.modelsAsked(by: Set(document.stages.map(\.name))).map(\.servedName) == ["Qwen/Qwen2.5-7B-Instruct"])
  }

  @Test func `docs/pipeline.md: the program counts words and drops short solutions`() async throws {
    let program = try #require(try Self.blocks("python", of: "docs/pipeline.md").first)
    let stage = try #require(
      try Self.blocks("json", of: "docs/pipeline.md").first { $0.contains(#""kind": "command""#) })
    let lines = [("a", 30), ("b", 5), ("c", 20)].map { id, words in
      #"{"id":"\#(id)","reasoning":"\#(Array(repeating: "word", count: words).joined(separator: " "))"}"#
    }
    let bench = try Bench(["rows.jsonl": lines.joined(separator: "\n"), "words.py": program])
    let built = try await bench.build(
      #""rephrase": { "kind": "rows", "file": "rows.jsonl" },"# + "\n" + stage)
    #expect(try built.texts("count") == ["a | words:30", "c | words:20", "b ✗ too-few-words"])
  }

  @Test func `docs/pipeline.md: the fields that a program adds must be new`() throws {
    let bench = try Bench(["rows.jsonl": #"{"id":"a","problem":"P"}"#])
    #expect(throws: PipelineProblems.self) {
      try bench.pipeline(
        """
        "rows": { "kind": "rows", "file": "rows.jsonl" },
        "c": { "kind": "command", "input": "rows", "run": ["cat"], "reads": ["problem"], "adds": ["problem"] }
        """)
    }
  }
}
