import Stages
import Testing

@Suite("A rephrased text ships only if it kept everything and shows no tool")
struct RephraseCheckTests {
  private let trace = Trace(
    turns: [Turn(text: utf8("Half of 2400 is"), calls: [0, 1, 2]), Turn(text: utf8("1200."))],
    calls: [
      call("2400/2", .success, "1200"),
      call("10/3", .success, "10/3"),
      call("1/0", .error, "division by zero"),
    ],
    answer: utf8("1200"))

  @Test(arguments: [
    #"Half of 2400 is 1200, and 10/3 is left. So $\boxed{1200}$."#,
    #"Half of 2400 is 1,200, about 3.33 times the rest. So $\boxed{1{,}200}$."#,
    #"Half is $1200.00 and $\frac{10}{3}$ remains: $\boxed{1200}$"#,
    #"Half is $1{,}200$, that is 120000%, and 3.333 remains: $\boxed{1{,}200}$"#,
  ])
  func `every spelling of a number counts`(text: String) {
    #expect(reasons(text) == [])
  }

  @Test(arguments: [
    ("", [RephraseCheck.Reason.empty]),
    (" \n ", [.empty]),
    (#"1200 and 10/3, so $\boxed{1201}$."#, [.answerChanged]),
    ("1200 and 10/3, without a box.", [.answerChanged]),
    (#"The Calculator gives 1200 and 10/3. $\boxed{1200}$"#, [.toolNamed]),
    (#"With two calculators, 1200 and 10/3. $\boxed{1200}$"#, [.toolNamed]),
    ("```python\n```\n1200 and 10/3 $\\boxed{1200}$", [.codeLeft]),
    ("Output: 1200 and 10/3 $\\boxed{1200}$", [.codeLeft]),
    ("<<2400/2=1200>>1200 and 10/3 $\\boxed{1200}$", [.codeLeft]),
    (#"Only 10/3. $\boxed{1200}$"#, []),
    (#"Only 1200. $\boxed{1200}$"#, [.numberLost]),
    (#"The calculator's output: 5. $\boxed{5}$"#, [.answerChanged, .toolNamed, .codeLeft, .numberLost]),
  ])
  func `each fault has its reason`(text: String, expected: [RephraseCheck.Reason]) {
    #expect(reasons(text) == expected)
  }

  @Test func `reasons are known by their codes`() {
    #expect(
      RephraseCheck.Reason.allCases.map(\.rawValue)
        == ["empty", "answer-changed", "tool-named", "code-left", "number-lost"])
  }

  @Test func `a problem about calculators may speak of them`() {
    let text = #"A calculator costs 1200 and 10/3 more. $\boxed{1200}$"#
    #expect(reasons(text) == [.toolNamed])
    #expect(reasons(text, problem: "How much do the calculators cost?") == [])
  }

  @Test func `a word that only contains the tool's name is not the tool`() {
    #expect(reasons(#"The microcalculatory 1200 and 10/3. $\boxed{1200}$"#) == [])
  }

  @Test func `a failed call has no number to lose, and a result in words none to find`() {
    let trace = Trace(calls: [Self.call("1/0", .error, "12"), Self.call("x", .success, "x + 5")], answer: utf8("1"))
    #expect(RephraseCheck.reasons(utf8(#"$\boxed{1}$"#), trace: trace) == [])
  }

  private func reasons(_ text: String, problem: String = "") -> [RephraseCheck.Reason] {
    RephraseCheck.reasons(utf8(text), trace: trace, problem: utf8(problem)[...])
  }

  private static func call(_ expression: String, _ status: ToolCall.Status, _ result: String) -> ToolCall {
    ToolCall(
      tool: utf8("calculator"), arguments: utf8("{\"expression\":\"\(expression)\"}"), status: status,
      result: utf8(result))
  }
}
