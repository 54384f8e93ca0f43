import Graph
import Testing

@testable import Stages

@Suite("verify takes corrected gold answers and problems to leave out from an errata file")
struct VerifyErrataTests {
  static let problems = [
    #"{"id":"a","problem":"P","answer":"6","answers":["6","5"]}"#,
    #"{"id":7,"problem":"Q","answer":"6","answers":["6","6"]}"#,
    #"{"id":"é","problem":"R","answer":"6","answers":["6","6"]}"#,
  ]
  static let errata = """
    {"id": "a", "answer": "5", "why": "misprint"}

    {"id": 7, "exclude": true, "why": "two readings"}
    {"id": "gone", "answer": 12.50}

    """

  private static func verify(
    _ bench: VerifyBench, _ errata: String = errata, _ parameters: String = ""
  ) async throws -> (rows: [String], executed: Int) {
    try bench.write(errata, to: "errata.jsonl")
    return try await bench.verify(
      problems, samples: 2, #""errata": "errata.jsonl""# + (parameters.isEmpty ? "" : ", \(parameters)"))
  }

  private static func corrected(_ answer: String, _ why: String) -> String {
    VerifyTests.words(answer, "5").replacing("'5':", with: "'5' (corrected\(why)):")
  }

  @Test func `all samples of a problem are graded against the correction, or left out`() async throws {
    #expect(
      try await Self.verify(VerifyBench()).rows == [
        "a#1 ✗ wrong (\(Self.corrected("6", ": misprint")))", "a#2 correction=5 verdict=correct",
        "7#1 ✗ excluded (two readings)", "7#2 ✗ excluded (two readings)", "é#1 verdict=correct", "é#2 verdict=correct",
      ])
  }

  @Test func `rules over a group go by it too`() async throws {
    let rows = try await Self.verify(VerifyBench(), Self.errata, #""keep": "any""#).rows
    #expect(
      rows == [
        "a#1 correction=5 passRate:0.5 verdict=wrong", "a#2 correction=5 passRate:0.5 verdict=correct",
        "7#1 ✗ excluded (two readings)", "7#2 ✗ excluded (two readings)", "é#1 passRate:1 verdict=correct",
        "é#2 passRate:1 verdict=correct",
      ])
  }

  @Test func `its content is an ingredient`() async throws {
    let bench = try VerifyBench()
    #expect(try await Self.verify(bench).executed == 6)
    #expect(try await Self.verify(bench).executed == 0)
    let edited = Self.errata.replacing(#""5""#, with: #""6""#)
    #expect(try await Self.verify(bench, edited).executed == 6)
    #expect(try await Self.verify(bench).executed == 0)
  }

  @Test func `ids count only where there is an errata file`() throws {
    let bench = try VerifyBench()
    try bench.write("", to: "errata.jsonl")
    for (parameters, reads) in [("", false), (#""errata": "errata.jsonl""#, true)] {
      let pipeline = try bench.pipeline(samples: 1, parameters)
      #expect(pipeline.stages[2].prepared.reads.contains(.group) == reads)
    }
  }

  static let mistakes: [(lines: String, problem: String)] = [
    (
      "{\"id\": \"a\", \"answer\": \"5\"}\n{\"id\": \"b\"",
      "2:11: expected ',' or '}' after a value, found the end of the text"
    ),
    ("\n \n[1]", "3:1: expected an object, found '['"),
    (#"{"id": "a", "answer": "5"} x"#, "1:28: expected nothing more after the value, found 'x'"),
    (#"{"id": "a", "answr": "5"}"#, "1:13: unknown key 'answr'; did you mean 'answer'?"),
    (#"{"id": "é", "gold": "5"}"#, "1:13: unknown key 'gold'; there are 'id', 'answer', 'exclude', 'why'"),
    (#"{"id": "a", "id": "b", "exclude": true}"#, "1:13: the key 'id' stands there twice"),
    (
      "{\"id\": \"a\", \"exclude\": true}\n{\"why\": \"é\", \"id\": \"a\", \"answer\": \"5\"}",
      "2:20: the id 'a' was used before, at line 1"
    ),
    (#"{"answer": "5"}"#, "1:1: an entry needs the key 'id'"),
    (#"{"id": "a", "why": "x"}"#, "1:1: an entry needs either 'answer' or 'exclude'"),
    (#"{"id": "a", "answer": "5", "exclude": true}"#, "1:1: an entry needs either 'answer' or 'exclude'"),
    (
      #"{"id": "a", "exclude": false}"#,
      "1:24: 'exclude' must be true; leave the line out for a problem that stays"
    ),
    (#"{"id": "a", "exclude": 1}"#, "1:24: 'exclude' must be true; leave the line out for a problem that stays"),
    (#"{"id": "a", "answer": ""}"#, "1:23: 'answer' must be a text that is not empty, or a number"),
    (#"{"id": null, "answer": "5"}"#, "1:8: 'id' must be a text that is not empty, or a number"),
    (#"{"id": "a", "answer": "5", "why": 3}"#, "1:35: 'why' must be a text"),
  ]

  @Test(arguments: mistakes) func `a mistake in it is told with its place`(lines: String, problem: String) throws {
    let bench = try VerifyBench()
    try bench.write(lines, to: "errata.jsonl")
    #expect {
      try bench.pipeline(samples: 1, #""errata": "errata.jsonl""#)
    } throws: {
      "\($0)" == "errata.jsonl:\(problem)"
    }
  }

  @Test func `all mistakes are told at once, and a byte order mark is none`() throws {
    let bench = try VerifyBench()
    try bench.write("\u{FEFF}{\"id\": \"a\", \"answer\": \"5\"}\r\n{}\r\n\r\n{\"id\": 1}", to: "errata.jsonl")
    #expect {
      try bench.pipeline(samples: 1, #""errata": "errata.jsonl""#)
    } throws: {
      "\($0)"
        == "errata.jsonl:2:1: an entry needs the key 'id'\nerrata.jsonl:4:1: an entry needs either 'answer' or 'exclude'"
    }
  }

  @Test func `a file that is not there is a mistake in the pipeline`() throws {
    #expect {
      try VerifyBench().pipeline(samples: 1, #""errata": "none.jsonl""#)
    } throws: {
      "\($0)".hasPrefix("pipeline.json:4:57: there is no file 'none.jsonl' in ")
    }
  }
}
