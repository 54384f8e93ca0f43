import Stages
import Testing
import TestSupport

@Suite("'grade' tells how far its verdicts agree with labels")
struct GradeLabelTests {
  @Test func `a table counts the verdicts by label, and every pair that does not agree is listed`() async throws {
    let project = try CommandProject()
    try project.write(
      """
      {"gold":"1","pred":"1","label":true}
      {"gold":"1","pred":"2","label":true}
      {"gold":"1","pred":"1","label":0}
      {"gold":"1","pred":"2","label":"incorrect"}
      {"gold":"3","pred":"","label":1}
      {"gold":"1","pred":"2","label":false}
      {"gold":"1","pred":"2","label":null}
      {"gold":"4","pred":"4","label":"correct"}

      """, to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    func rule(_ gold: String, _ pred: String) -> String { GradePair(gold, pred).grade.rule }
    #expect(
      run.errors == """
        pairs.jsonl:2: label true, verdict wrong (\(rule("1", "2"))): gold '1', answer '2'
        pairs.jsonl:3: label false, verdict correct (\(rule("1", "1"))): gold '1', answer '1'
        pairs.jsonl:5: label true, verdict unparseable-answer (\(rule("3", ""))): gold '3', answer ''
        label  correct  wrong  unparseable-gold  unparseable-answer  undecided
        true         2      1                 0                   1          0
        false        1      2                 0                   0          0
        agreement: 57.14 % (4 of 7); 2 disagree, 1 neither
        8 pairs: 3 correct, 4 wrong, 0 unparseable-gold, 1 unparseable-answer, 0 undecided

        """)
    #expect(run.status == 0)
  }

  @Test func `a long answer is shown by its ends, on one line that cannot steer the terminal`() async throws {
    let project = try CommandProject()
    let text = "first\\n\\u001b[2Jsecond " + String(repeating: "é", count: 1_000) + " the last words are 7"
    try project.write(#"{"gold":"","pred":"\#(text)","label":true}"#, to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    let shown = "first  [2Jsecond ééééééééééééé…éééééééé the last words are 7"
    #expect(run.errors.split(separator: "\n")[0].hasSuffix(": gold '', answer '\(shown)'"))
    #expect(shown.count == 60)
  }

  @Test func `of very many disagreements the first thousand are listed`() async throws {
    let project = try CommandProject()
    try project.write(String(repeating: "{\"gold\":1,\"pred\":2,\"label\":1}\n", count: 1_203), to: "pairs.jsonl")
    let lines = try await project.run("grade", "pairs.jsonl").errors.split(separator: "\n")
    #expect(lines.count == 1_006)
    #expect(lines[999].hasPrefix("pairs.jsonl:1000: "))
    #expect(lines[1_000] == "… and 203 more")
    #expect(lines[1_004] == "agreement: 0.00 % (0 of 1,203); 1,203 disagree, 0 neither")
  }

  @Test func `the label's field may have another name, and must then hold labels`() async throws {
    let project = try CommandProject()
    try project.write(#"{"gold":1,"pred":1,"label":false,"ok":true}"#, to: "pairs.jsonl")
    let run = try await project.run("grade", "--label-field", "ok", "pairs.jsonl")
    #expect(run.errors.contains("agreement: 100.00 % (1 of 1); 0 disagree, 0 neither\n"))

    try project.write("{\"gold\":1,\"pred\":1,\"ok\":\"fine\"}\n{\"gold\":1,\"pred\":1}\n", to: "pairs.jsonl")
    let other = try await project.run("grade", "--label-field", "ok", "pairs.jsonl")
    #expect(other.output == #"{"gold":1,"pred":1"# + GradePair("1", "1").added)
    #expect(
      other.errors
        == """
        no line has a label in the field 'ok'
        1 pair: 1 correct, 0 wrong, 0 unparseable-gold, 0 unparseable-answer, 0 undecided
        error: pairs.jsonl:1:25: 'ok' must be true or false, 1 or 0, "correct" or "incorrect"

        """)
    #expect(other.status == 2)
  }
}
