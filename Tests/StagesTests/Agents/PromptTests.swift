import Graph
import Testing

@testable import Stages

@Suite("A prompt is a text with fields")
struct PromptTests {
  private func filled(_ source: String) throws -> String {
    try PromptTemplate(source, file: "p.md").filled { "<\($0)>" }
  }

  @Test(
    "fields are filled in, and all else stays",
    arguments: [
      ("Solve {{problem}}.", "Solve <problem>."),
      ("{{a}}{{b}}", "<a><b>"),
      ("{{ meta.level }}", "<meta.level>"),
      (#"in \boxed{ } or \frac{1}{2}, {1,2}"#, #"in \boxed{ } or \frac{1}{2}, {1,2}"#),
      ("  \n text \n\n", "text"),
      ("é{{ü}}", "é<ü>"),
      ("", ""),
    ])
  func filling(source: String, expected: String) throws {
    #expect(try filled(source) == expected)
  }

  @Test func `a value that looks like a field is not filled in again`() throws {
    let text = try PromptTemplate("{{a}} {{b}}", file: "p.md").filled { $0 == "a" ? "{{b}}" : "x" }
    #expect(text == "{{b}} x")
  }

  @Test(
    "a field that is none is told with its place",
    arguments: [
      ("ab\nc {{ }}", 2, 3), ("{{problem}", 1, 1), ("{{", 1, 1), ("x {{a b}}", 1, 3), (#"\boxed{{\frac}}"#, 1, 7),
    ])
  func mistakes(source: String, line: Int, column: Int) {
    let problem = #expect(throws: Problem.self) { try PromptTemplate(source, file: "p.md") }
    #expect(problem?.file == "p.md")
    #expect(problem?.position == SourcePosition(line: line, column: column))
  }

  @Test(
    "every shipped prompt can be read, and names no field that nobody fills in",
    arguments: SolvePrompts.roles + TranslatePrompts.roles + RephrasePrompts.roles)
  func shipped(role: PromptRole) throws {
    let template = try PromptTemplate(role.standard, file: role.name)
    #expect(!template.text.isEmpty)
    for field in template.fields { #expect((role.fields + ["problem"]).contains(field.name)) }
  }
}

extension PromptRole: CustomTestStringConvertible {
  var testDescription: String { name }
}
