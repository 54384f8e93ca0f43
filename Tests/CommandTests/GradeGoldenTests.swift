import Testing
import TestSupport

/// The words of rules and forms, as users see them. Every other test of `grade` takes them from the grader itself, so
/// when its words change, this file alone changes.
@Suite("'grade' shows people how it understood answers")
struct GradeGoldenTests {
  @Test func `one pair is explained in four lines`() async throws {
    let run = try await CommandProject().run("grade", "--gold", "72", "--pred", "73")
    #expect(
      run.output == """
        verdict  wrong
        rule     different by exact arithmetic
        gold     72
        answer   73

        """)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test func `one pair as JSON is one object`() async throws {
    let run = try await CommandProject().run("grade", "--json", "--gold", "72", "--pred", "72")
    #expect(
      run.output
        == #"{"gold":"72","pred":"72","verdict":"correct","by":"equal by exact arithmetic","goldForm":"72","predForm":"72"}"#
        + "\n")
    #expect(run.status == 0)
  }

  @Test func `a line gets the same four fields`() async throws {
    let project = try CommandProject()
    try project.write(#"{"gold":"72","pred":"73"}"#, to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    #expect(
      run.output
        == #"{"gold":"72","pred":"73","verdict":"wrong","by":"different by exact arithmetic","goldForm":"72","predForm":"73"}"#
        + "\n")
  }
}
