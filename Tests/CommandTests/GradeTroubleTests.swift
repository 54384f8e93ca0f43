import Testing
import TestSupport

@Suite("'grade' says what it could not read, and loses nothing else")
struct GradeTroubleTests {
  /// A line that cannot be graded, and what is said of it after its number.
  struct Bad: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let line: [UInt8]
    let says: String

    init(_ description: String, _ line: String, says: String) {
      self.init(description, Array(line.utf8), says: says)
    }

    init(_ description: String, _ line: [UInt8], says: String) {
      testDescription = description
      self.line = line
      self.says = says
    }
  }

  static let bad = [
    Bad("no JSON", "no", says: "1: not a JSON object: expected an object, found 'n'"),
    Bad("no object", "[1]", says: "1: not a JSON object: expected an object, found '['"),
    Bad(
      "an end too early", #"{"gold":"1""#,
      says: "12: not a JSON object: expected ',' or '}' after a value, found the end of the text"),
    Bad(
      "more after the object", #"{"gold":1,"pred":1} x"#,
      says: "21: not a JSON object: expected nothing more after the value, found 'x'"),
    Bad(
      "bytes that are no UTF-8 in an answer", Array(#"{"gold":""#.utf8) + [0xC3, 0x28] + Array("\"}".utf8),
      says: "10: not a JSON object: a string holds bytes that are not UTF-8"),
    Bad(
      "bytes that are no UTF-8 elsewhere", Array(#"{"gold":"1","x":[""#.utf8) + [0xFF] + Array("\"]}".utf8),
      says: "19: not a JSON object: a string holds bytes that are not UTF-8"),
    Bad(
      "no gold answer", #"{"pred":"1","answer":"2"}"#,
      says: " no field 'gold' holds a gold answer, found 'pred', 'answer'; name it with --gold-field"),
    Bad(
      "nothing at all", "{}", says: " no field 'gold' holds a gold answer, found no field; name it with --gold-field"),
    Bad("a gold answer that is null", #"{"gold":null,"pred":"1"}"#, says: " the gold answer 'gold' is null"),
    Bad(
      "an answer that is an object", #"{"gold":"1","pred":{"a":1}}"#,
      says: "20: 'pred' must be a string, a number or a list of one of these, found an object"),
    Bad(
      "several answers", #"{"gold":["1","2"],"pred":"1"}"#,
      says: "9: 'gold' must be a string, a number or a list of one of these, found a list of 2"),
    Bad(
      "a list in a list", #"{"gold":"1","pred":[["1"]]}"#,
      says: "20: 'pred' must be a string, a number or a list of one of these, found a list in a list"),
    Bad(
      "the answer twice", #"{"gold":1,"pred":2,"pred":2}"#, says: "20: not a JSON object: the object has this key twice"
    ),
    Bad(
      "an earlier verdict twice", #"{"gold":1,"by":2,"by":2}"#,
      says: "18: not a JSON object: the object has this key twice"),
    Bad(
      "nesting without end", #"{"gold":1,"x":"# + String(repeating: "[", count: 100_000),
      says: "527: not a JSON object: the text nests deeper than 512 levels"),
  ]

  @Test("a line that cannot be read is named with its place, and the others are graded", arguments: bad)
  func badLine(_ bad: Bad) async throws {
    let project = try CommandProject()
    let (before, after) = (GradePair("1", "2"), GradePair("3", "3"))
    try project.write(
      Array("\(before.line)\n\n".utf8) + bad.line + Array("\n\(after.line)\n".utf8), to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    #expect(run.output == before.gradedLine + after.gradedLine)
    #expect(run.errors == GradePair.summary([before, after]) + "error: pairs.jsonl:3:\(bad.says)\n")
    #expect(run.status == 2)
  }

  @Test func `of many such lines the first ten are named`() async throws {
    let project = try CommandProject()
    try project.write(String(repeating: "no\n", count: 13), to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    let named = (1...10).map { "pairs.jsonl:\($0):1: not a JSON object: expected an object, found 'n'" }
    #expect(run.errors == GradePair.summary([]) + "error: \(named.joined(separator: "\n"))\n… and 3 more\n")
    #expect(run.output == "")
  }

  @Test func `a line without end is passed over`() async throws {
    let project = try CommandProject()
    let pair = GradePair("1", "2")
    let padding = String(repeating: " ", count: 16_777_216)
    // One that is too long by a few bytes, and one of which nobody waits for the end.
    let lines = [pair.line, pair.line + padding, pair.line, padding + padding]
    try project.write(lines.joined(separator: "\n"), to: "pairs.jsonl")
    let run = try await project.run("grade", "pairs.jsonl")
    #expect(run.output == pair.gradedLine + pair.gradedLine)
    #expect(
      run.errors == GradePair.summary([pair, pair]) + """
        error: pairs.jsonl:2: the line is longer than 16,777,216 bytes
        pairs.jsonl:4: the line is longer than 16,777,216 bytes

        """)
  }

  static let mistakes: [(arguments: [String], says: String)] = [
    (["good.jsonl", "none.jsonl"], "there is no file 'none.jsonl'"),
    (["."], "'.' is a folder"),
    (["--gold", "1"], "'--gold' and '--pred' go together"),
    (["--pred", "1"], "'--gold' and '--pred' go together"),
    (["--gold", "1", "--pred", "1", "x"], "'--gold' and '--pred' grade one pair, without the file 'x'"),
    (["--json", "good.jsonl"], "'--json' goes with '--gold' and '--pred'; lines are JSON anyway"),
    (["--jobs", "0", "good.jsonl"], "'--jobs' must be at least 1, found 0"),
    (["--pred-field", "verdict", "good.jsonl"], "the field 'verdict' is written, so it cannot be read too"),
    (["--pred-field", "gold", "good.jsonl"], "the field 'gold' is named twice"),
    (["--label-field", "pred", "good.jsonl"], "the field 'pred' is named twice"),
  ]

  @Test("a broken command line is refused before anything is graded", arguments: mistakes)
  func mistake(arguments: [String], says: String) async throws {
    let project = try CommandProject()
    try project.write(GradePair("1", "1").line, to: "good.jsonl")
    let run = try await project.run(["grade"] + arguments)
    #expect(run.output == "")
    #expect(run.errors.split(separator: "\n").first == "error: \(says)")
    #expect(run.status == 2)
  }

  @Test func `a reader that has seen enough ends the command quietly`() async throws {
    let project = try CommandProject()
    let pair = GradePair("1", "1")
    try project.write(String(repeating: pair.line + "\n", count: 50_000), to: "pairs.jsonl")
    let run = try await project.shell(#"("$DISTILLBUILD" grade pairs.jsonl; echo "status $?" >&2) | head -n 1"#)
    #expect(run.output == pair.gradedLine)
    #expect(run.errors == "status 0\n")
  }

  @Test(.enabled(if: DeviceFull.exists)) func `a full disk is the machine's trouble`() async throws {
    let project = try CommandProject()
    try project.write(GradePair("1", "1").line, to: "pairs.jsonl")
    let run = try await project.shell(#""$DISTILLBUILD" grade pairs.jsonl > /dev/full"#)
    #expect(run.errors == "error: cannot write standard output: No space left on device\n")
    #expect(run.status == 3)
  }

  @Test func `a program may ask line by line, and an interrupted run keeps what it graded`() async throws {
    let project = try CommandProject()
    let pairs = [GradePair("1", "1"), GradePair("2", "1")]
    try project.write(pairs[0].line + "\n", to: "first")
    try project.write(pairs[1].line + "\n", to: "second")
    // Each line is written only when the one before has been answered.
    let run = try await project.shell(
      """
      answered() { n=0; while [ "$(wc -l < out)" -lt "$1" ] && [ $n -lt 400 ]; do n=$((n + 1)); sleep 0.05; done; }
      mkfifo in; touch out; "$DISTILLBUILD" grade < in > out & exec 3> in
      cat first >&3; answered 1; cat second >&3; answered 2
      kill -TERM $!; wait $!; echo "status $?" >> out; cat out
      """)
    #expect(run.output == pairs.map(\.gradedLine).joined() + "status 130\n")
    #expect(run.errors == GradePair.summary(pairs))
  }
}

/// The device on which every write fails; Linux has one.
private enum DeviceFull {
  static let exists = (try? CommandProject())?.exists("/dev/full") == true
}
