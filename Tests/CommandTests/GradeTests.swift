import Stages
import Testing
import TestSupport

@Suite("'grade' adds a verdict to every line and leaves all else as it was")
struct GradeTests {
  /// A line, and the two answers that the command must find in it.
  struct Line: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let pair: GradePair

    init(_ description: String, _ text: String, gold: String, pred: String) {
      testDescription = description
      self.text = text
      pair = GradePair(gold, pred)
    }
  }

  static let lines = [
    Line("two strings", #"{"gold":"72","pred":"73"}"#, gold: "72", pred: "73"),
    Line("two numbers, as they are written", #"{"gold":72,"pred":72.50}"#, gold: "72", pred: "72.50"),
    Line("white space in odd places", "{ \"gold\" :\t\"1\" , \"pred\" : \"2\"}", gold: "1", pred: "2"),
    Line("the answer first", #"{"pred":"1","gold":"2"}"#, gold: "2", pred: "1"),
    Line("escapes in answers", #"{"gold":"\\frac12","pred":"\u0031\n"}"#, gold: "\\frac12", pred: "1\n"),
    Line("an escape in a name", #"{"g\u006fld":"1","pred":"2"}"#, gold: "1", pred: "2"),
    Line("a list of one", #"{"gold":["1"],"pred":[2]}"#, gold: "1", pred: "2"),
    Line("an empty list", #"{"gold":"1","pred":[]}"#, gold: "1", pred: ""),
    Line("a truth value", #"{"gold":"true","pred":true}"#, gold: "true", pred: "true"),
    Line("an answer that is null", #"{"gold":"1","pred":null}"#, gold: "1", pred: ""),
    Line("no answer", #"{"gold":"1"}"#, gold: "1", pred: ""),
    Line("an empty gold answer", #"{"gold":"","pred":"1"}"#, gold: "", pred: "1"),
    Line(
      "other fields, byte for byte", #"{"id":1.50,"x":{"a":1,"a":[ ]},"é":"\u00e9\/","gold":"1","pred":"1"}"#,
      gold: "1", pred: "1"),
    Line("a label that is none", #"{"gold":"1","pred":"1","label":"algebra"}"#, gold: "1", pred: "1"),
  ]

  @Test("the grade stands at the end of the line", arguments: lines)
  func line(_ line: Line) async throws {
    let project = try CommandProject()
    try project.write(line.text + "\n", to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    #expect(run.output == line.text.dropLast() + line.pair.added)
    #expect(run.errors.hasSuffix(GradePair.summary([line.pair])))
    #expect(run.status == 0)
  }

  @Test func `fields of an earlier grade are replaced where they stand`() async throws {
    let project = try CommandProject()
    try project.write(#"{"verdict":{"old":[1]},"gold":"1","by" : null,"pred":"2" }"#, to: "pairs.jsonl")
    let grade = GradePair("1", "2").grade
    let start =
      #"{"verdict":"\#(grade.verdict.rawValue)","gold":"1","by" : \#(GradePair.quoted(grade.rule)),"pred":"2""#
    let end =
      #","goldForm":\#(GradePair.quoted(grade.goldForm)),"predForm":\#(GradePair.quoted(grade.answerForm)) }"# + "\n"
    let once = try await project.run("grade", "pairs.jsonl").output
    #expect(once == start + end)
    try project.write(once, to: "again.jsonl")
    #expect(try await project.run("grade", "again.jsonl").output == once)
  }

  @Test func `fields may have other names`() async throws {
    let project = try CommandProject()
    try project.write(#"{"pred":"9","answer":"1","reply":"2"}"#, to: "pairs.jsonl")
    let run = try await project.run("grade", "--gold-field", "answer", "--pred-field", "reply", "pairs.jsonl")
    #expect(run.output == #"{"pred":"9","answer":"1","reply":"2""# + GradePair("1", "2").added)
  }

  @Test func `an answer field that no line has is told of`() async throws {
    let project = try CommandProject()
    try project.write(#"{"gold":"1","reply":"2"}"#, to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    #expect(
      run.errors == "no line has a field 'pred', so all answers are empty; name it with --pred-field\n"
        + GradePair.summary([GradePair("1", "")]))
    #expect(run.status == 0)
  }

  @Test func `files and standard input come one after the other, blank lines and byte order marks left out`()
    async throws
  {
    let project = try CommandProject()
    let pairs = (1...4).map { GradePair("\($0)", "2") }
    try project.write("\u{FEFF}\(pairs[0].line)\n\n \t\n\(pairs[1].line)", to: "a.jsonl")
    try project.write("\n\(pairs[2].line)\n", to: "in.jsonl")
    try project.write("", to: "empty.jsonl")
    try project.write("\u{FEFF}\(pairs[3].line)", to: "b.jsonl")
    let run = try await project.shell(#""$DISTILLBUILD" grade a.jsonl - empty.jsonl b.jsonl < in.jsonl"#)
    #expect(run.output == pairs.map(\.gradedLine).joined())
    #expect(run.errors == GradePair.summary(pairs))
    #expect(try await project.shell(#""$DISTILLBUILD" grade < in.jsonl"#).output == pairs[2].gradedLine)
  }

  @Test func `a carriage return stays`() async throws {
    let project = try CommandProject()
    let pair = GradePair("1", "2")
    try project.write("\(pair.line)\r\n\r\n\(pair.line)\r\n", to: "pairs.jsonl")
    let line = pair.gradedLine.replacing("\n", with: "\r\n")
    #expect(try await project.run("grade", "pairs.jsonl").output == line + line)
  }

  @Test("the lines keep their order, however many jobs there are", arguments: [1, 2, 7])
  func order(jobs: Int) async throws {
    let project = try CommandProject()
    // Now and then a line is longer than all that is read at once.
    let pairs = (0..<12_000).map {
      GradePair("\($0)", $0 % 4_000 == 7 ? String(repeating: " ", count: 300_000) : "\($0 / 2 * 2)")
    }
    try project.write(pairs.map { $0.line + "\n" }.joined(), to: "pairs.jsonl")
    let run = try await project.run("grade", "--jobs", "\(jobs)", "pairs.jsonl")
    let golds = run.output.split(separator: "\n").map { $0.dropFirst(9).prefix { $0 != "\"" } }
    #expect(golds.elementsEqual(pairs.map { $0.gold[...] }))
    #expect(run.errors.hasPrefix("12,000 pairs: 6,000 correct, 5,997 wrong"))
    #expect(run.status == 0)
  }

  @Test(
    "one pair is graded from the command line, even if an answer starts with a minus or is empty",
    arguments: [("1", "2"), ("-5", "-5.0"), ("--x", "-"), ("", "1"), ("1", ""), ("\\frac{1}{2}", "0.5")])
  func onePair(gold: String, pred: String) async throws {
    let pair = GradePair(gold, pred)
    let run = try await CommandProject().run("grade", "--json", "--gold", gold, "--pred", pred)
    #expect(run.output == pair.gradedLine)
    #expect(run.errors == "")
    #expect(run.status == 0)
    let shown = try await CommandProject().run("grade", "--gold", gold, "--pred", pred)
    #expect(shown.output.hasPrefix("verdict  \(pair.grade.verdict.rawValue)\n"))
    #expect(shown.status == 0)
  }
}
