import Graph
import Testing

@testable import Stages

@Suite("verify's rules over a group look at all samples of a problem together")
struct VerifyGroupTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let parameters: String
    let answers: String
    var gold = #","answer":"6""#
    /// One for each sample, without its id.
    let outcome: [String]

    var testDescription: String { "\(parameters) of \(answers)\(gold.isEmpty ? " without gold" : "")" }
  }

  private static func words(_ answer: String, _ gold: String = "6") -> String { VerifyTests.words(answer, gold) }

  static let rules = [
    Case(
      parameters: #""keep": "any""#, answers: #"["5","6","7",null]"#,
      outcome: [
        "passRate:0.25 verdict=wrong", "passRate:0.25 verdict=correct", "passRate:0.25 verdict=wrong",
        "passRate:0.25 verdict=unparseable-answer",
      ]),
    Case(
      parameters: #""keep": "any""#, answers: #"["5",null]"#,
      outcome: [
        "✗ none-correct (0 of 2 correct; \(words("5")))", "✗ none-correct (0 of 2 correct; \(words("")))",
      ]),
    Case(
      parameters: #""keep": "all""#, answers: #"["6","6.0"]"#,
      outcome: ["passRate:1 verdict=correct", "passRate:1 verdict=correct"]),
    Case(
      parameters: #""keep": "all""#, answers: #"["6","5","6"]"#,
      outcome: ["6", "5", "6"].map { "✗ not-all-correct (2 of 3 correct; \(words($0)))" }),
    Case(
      parameters: #""minPassRate": 0.5"#, answers: #"["5","6"]"#,
      outcome: ["✗ wrong (\(words("5")))", "passRate:0.5 verdict=correct"]),
    Case(
      parameters: #""minPassRate": 0.6"#, answers: #"["5","6"]"#,
      outcome: ["5", "6"].map { _ in "✗ pass-rate-too-low (1 of 2 correct is 0.5, below 0.6)" }),
    Case(
      parameters: #""minPassRate": 0.3"#, answers: #"["6","6","6","1","1","1","1","1","1","1"]"#,
      outcome: Array(repeating: "passRate:0.3 verdict=correct", count: 3)
        + Array(repeating: "✗ wrong (\(words("1")))", count: 7)),
    Case(
      parameters: #""maxPassRate": 0.5, "keep": "everything""#, answers: #"["5","6"]"#,
      outcome: ["passRate:0.5 verdict=wrong", "passRate:0.5 verdict=correct"]),
    Case(
      parameters: #""maxPassRate": 0.5"#, answers: #"["6","6","5"]"#,
      outcome: Array(
        repeating: "✗ pass-rate-too-high (2 of 3 correct is 0.6666666666666666, above 0.5)", count: 3)),
    Case(
      parameters: #""maxPassRate": 0"#, answers: #"["5"]"#, outcome: ["✗ wrong (\(words("5")))"]),
    Case(
      parameters: #""minPassRate": 1, "maxPassRate": 1"#, answers: #"["6"]"#, outcome: ["passRate:1 verdict=correct"]),
    Case(
      parameters: #""minPassRate": 0, "keep": "everything""#, answers: #"["5",null]"#, gold: #","answer":"""#,
      outcome: ["✗ unparseable-gold (\(words("5", "")))", "✗ unparseable-gold (\(words("", "")))"]),
    Case(
      parameters: #""keep": "any""#, answers: #"["5"]"#, gold: #","answer":"""#,
      outcome: ["✗ unparseable-gold (\(words("5", "")))"]),
    Case(
      parameters: #""keep": "any", "requireToolUse": true"#, answers: #"["6",["5"],["6"]]"#,
      outcome: ["✗ no-tool-used", "passRate:0.5 verdict=wrong", "passRate:0.5 verdict=correct"]),
    Case(
      parameters: #""keep": "all", "requireToolUse": true"#, answers: #"["6","5"]"#,
      outcome: ["✗ no-tool-used", "✗ no-tool-used"]),
  ]

  static let votes = [
    Case(
      parameters: #""keep": "majority""#, answers: #"["5","0.5","1/2","6"]"#,
      outcome: [
        "✗ minority (answered '5', as did 1 of 4; another has 2)", "passRate:0.25 verdict=wrong",
        "passRate:0.25 verdict=wrong", "✗ minority (answered '6', as did 1 of 4; another has 2)",
      ]),
    Case(
      parameters: #""keep": "majority""#, answers: #"["7","7","3"]"#, gold: #","answer":"""#,
      outcome: ["verdict", "verdict", "✗ minority (answered '3', as did 1 of 3; another has 2)"]),
    Case(
      parameters: #""keep": "majority""#, answers: #"["5","6","5","6","7"]"#,
      outcome: [
        "✗ no-majority (answered '5', as did 2 of 5; 2 answers tie at 2)",
        "✗ no-majority (answered '6', as did 2 of 5; 2 answers tie at 2)",
        "✗ no-majority (answered '5', as did 2 of 5; 2 answers tie at 2)",
        "✗ no-majority (answered '6', as did 2 of 5; 2 answers tie at 2)",
        "✗ no-majority (answered '7', as did 1 of 5; 2 answers tie at 2)",
      ]),
    Case(
      parameters: #""keep": "majority""#, answers: #"["6"]"#, outcome: ["passRate:1 verdict=correct"]),
    Case(
      parameters: #""keep": "majority""#, answers: #"[null,"6",null]"#,
      outcome: [
        "✗ unparseable-answer (answered nothing, which cannot be compared)",
        "passRate:0.3333333333333333 verdict=correct",
        "✗ unparseable-answer (answered nothing, which cannot be compared)",
      ]),
    Case(
      parameters: #""keep": "majority", "minPassRate": 0.5"#, answers: #"["5","5","6"]"#,
      outcome: Array(
        repeating: "✗ pass-rate-too-low (1 of 3 correct is 0.3333333333333333, below 0.5)", count: 3)),
    Case(
      parameters: #""keep": "majority", "minPassRate": 0.5"#, answers: #"["5"]"#, gold: #","answer":"""#,
      outcome: ["✗ unparseable-gold (\(words("5", "")))"]),
    Case(
      parameters: #""keep": "majority", "requireToolUse": true"#, answers: #"["5","5",["6"]]"#,
      outcome: ["✗ no-tool-used", "✗ no-tool-used", "passRate:1 verdict=correct"]),
  ]

  @Test(arguments: rules + votes) func `and keeps or drops them`(_ one: Case) async throws {
    let line = #"{"id":"p","problem":"P"\#(one.gold),"answers":\#(one.answers)}"#
    let (rows, _) = try await VerifyBench().verify([line], samples: one.outcome.count, one.parameters)
    let expected = one.outcome.enumerated().map { number, outcome in
      // Where there is no gold answer a vote leaves neither a verdict nor a rate.
      "p#\(number + 1) \(outcome == "verdict" ? "" : outcome)"
    }
    #expect(rows == expected)
  }

  @Test func `a problem with fewer samples is a smaller group`() async throws {
    let lines = [
      #"{"id":"a","problem":"P","answer":"6","answers":["6"]}"#,
      #"{"id":"b","problem":"Q","answer":"6","answers":["6","5"]}"#,
    ]
    let (rows, _) = try await VerifyBench().verify(lines, samples: 2, #""keep": "all""#)
    #expect(
      rows == [
        "a#1 passRate:1 verdict=correct", "b#1 ✗ not-all-correct (1 of 2 correct; \(Self.words("6")))",
        "b#2 ✗ not-all-correct (1 of 2 correct; \(Self.words("5")))",
      ])
  }

  @Test func `a changed answer makes its group again, or where no rule asks for groups its record`() async throws {
    let before = [
      #"{"id":"a","problem":"P","answer":"6","answers":["6","5"]}"#,
      #"{"id":"b","problem":"Q","answer":"7","answers":["7","7"]}"#,
    ]
    let after = [before[0].replacing(#""5""#, with: #""4""#), before[1]]
    for (parameters, executed) in [(#""keep": "correct""#, 1), (#""keep": "any""#, 2)] {
      let bench = try VerifyBench()
      #expect(try await bench.verify(before, samples: 2, parameters).executed == 4)
      #expect(try await bench.verify(after, samples: 2, parameters).executed == executed)
      #expect(try await bench.verify(Array(after.reversed()), samples: 2, parameters).executed == 0)
    }
  }

  @Test func `the least pass rate cannot be above the most`() throws {
    let bench = try VerifyBench()
    #expect {
      try bench.pipeline(samples: 1, #""minPassRate": 0.5, "maxPassRate": 0.25"#)
    } throws: {
      "\($0)" == "pipeline.json:4:82: 'maxPassRate' must be at least 'minPassRate'"
    }
  }
}
