import Testing

@testable import Stages

@Suite("A model's solution ships only if it is whole, its own, and shows no tool")
struct SolutionCheckTests {
  private static func call(_ tool: String, _ argument: String, _ result: String) -> ToolCall {
    ToolCall(
      tool: Array(tool.utf8), arguments: Array(#"{"expression":"\#(argument)"}"#.utf8), status: .success,
      result: Array(result.utf8))
  }

  private static func turn(_ text: String, _ calls: [Int]) -> Turn { Turn(text: Array(text.utf8), calls: calls) }

  private let trace = Trace(
    turns: [
      turn("First I ask the calculator how many rolls there are on all of the trays.", [0]),
      turn("There are 360. Now for the bags, which hold 6 rolls each, as the problem says.", [1, 2]),
      turn("So she fills 60 bags.", []),
    ],
    calls: [call("calculator", "24*15", "360"), call("calculator", "360/6", "60"), call("calculator", "7*8", "56")],
    answer: Array("60".utf8))

  private func reasons(_ text: String, isCut: Bool = false, problem: String = "Rolls on trays.") -> [String] {
    SolutionCheck(trace: trace, problem: Array(problem.utf8)[...]).faults(Array(text.utf8), isCut: isCut).map(\.reason)
  }

  @Test(
    "texts that ship",
    arguments: [
      #"On 15 trays of 24 there are 360 rolls, so 60 bags of 6. The answer is $\boxed{60}$."#,
      #"360 rolls fill sixty, that is 60, bags: \boxed{60.0}"#,
      // 56 was computed and never used.
      #"There are 360 rolls and \boxed{\frac{360}{6}} = 60 bags, \boxed{60}"#,
    ])
  func good(text: String) { #expect(reasons(text) == []) }

  @Test(
    "planted faults",
    arguments: [
      ("", ["empty"]),
      (#"There are 360 rolls, so 60 bags. \boxed{61}"#, ["answer-changed"]),
      ("There are 360 rolls, so 60 bags.", ["answer-changed"]),
      (#"With the calculator, 360. \boxed{60}"#, ["tool-named"]),
      (#"By SymPy it is 360. \boxed{60}"#, ["tool-named"]),
      ("```\n24*15\n```\n360 \\boxed{60}", ["code-left"]),
      (#"The output is 360. \boxed{60}"#, ["code-left"]),
      (#"Divide by 6. \boxed{60}"#, ["number-lost"]),
      ("[Calculation 1]\n360\n[End of calculation 1] \\boxed{60}", ["copied-trace"]),
      (#"{"expression":"24*15"} makes 360. \boxed{60}"#, ["copied-trace"]),
    ])
  func faults(text: String, expected: [String]) { #expect(reasons(text) == expected) }

  @Test func `all the notes' words, one after the other, are a copy`() {
    let words = trace.turns.map { String(decoding: $0.text, as: UTF8.self) }.joined(separator: " ")
    #expect(reasons(words + #" \boxed{60}"#, problem: "calculator").contains("copied-trace"))
  }

  @Test func `what was cut is not looked at further`() {
    #expect(reasons(#"360 \boxed{60}"#, isCut: true) == ["cut-short"])
  }

  @Test func `a problem that speaks of outputs may be answered so`() {
    #expect(reasons(#"The output is 360. \boxed{60}"#, problem: "What is the output of the machine?") == [])
  }

  @Test func `small numbers may be written as words`() {
    let trace = Trace(
      turns: [Self.turn("a", [0]), Self.turn("There are 6.", [])], calls: [Self.call("calculator", "2*3", "6")],
      answer: Array("12".utf8))
    let check = SolutionCheck(trace: trace, problem: [])
    #expect(check.faults(Array(#"There are six pairs, \boxed{12}"#.utf8), isCut: false) == [])
    #expect(check.faults(Array(#"There are pairs, \boxed{12}"#.utf8), isCut: false) == [.lost(["6"])])
  }

  @Test(
    "tools may be called what mathematicians call things",
    arguments: ["integrate", "differentiate", "divisors", "product", "substitute", "summation"])
  func ordinaryWords(tool: String) {
    let trace = Trace(calls: [Self.call(tool, "x", "x**2/2")], answer: Array("1".utf8))
    let text = Array(#"Here \#(tool) is a word like others. \boxed{1}"#.utf8)
    #expect(SolutionCheck(trace: trace, problem: []).faults(text, isCut: false) == [])
  }

  @Test func `what a model called by a name that no tool has may be said`() {
    let failed = ToolCall(
      tool: Array("add".utf8), arguments: Array("{}".utf8), status: .error, result: Array("there is no tool".utf8))
    let check = SolutionCheck(trace: Trace(calls: [failed], answer: Array("3".utf8)), problem: [])
    #expect(check.faults(Array(#"We add one and two. \boxed{3}"#.utf8), isCut: false) == [])
  }

  @Test(
    "texts that are out of all measure are looked at soon", .timeLimit(.minutes(1)),
    arguments: ["9", "1/", "[Calc", "\\boxed{", "a", "{\"", "1,", "<<", "calculator", "```", "\\frac{1}{", "."])
  func giants(pattern: String) {
    func giant(_ count: Int) -> [UInt8] {
      Array(repeatElement(Array(pattern.utf8), count: count / pattern.utf8.count).joined())
    }
    for text in [giant(20_000), giant(60_000)].map({ $0 + [UInt8(ascii: "!")] }) {
      let trace = Trace(
        turns: [Turn(text: text, calls: [0]), Turn(text: text)],
        calls: [
          Self.call("calculator", "1", "1"), ToolCall(tool: text, arguments: text, status: .success, result: text),
        ], answer: text)
      #expect(!SolutionCheck(trace: trace, problem: text[...]).faults(giant(20_000), isCut: false).isEmpty)
      #expect(!SolutionCheck(trace: trace, problem: text[...]).faults(text, isCut: false).isEmpty)
      _ = ReplyText.answer(in: text[...])
      _ = Verdict.read(String(decoding: text, as: UTF8.self))
    }
  }
}
