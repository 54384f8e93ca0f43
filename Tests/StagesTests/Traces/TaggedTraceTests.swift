import Stages
import Testing

@Suite("Traces of the paper's log")
struct TaggedTraceTests {
  private let log = #"""
    <message>
    First solve, then check.
    </message>

    <tool>
      <tool_name>solve_equation</tool_name>
      <args>{"sympy_equation": "Eq(x**2, 4)"}</args>
      <result>-2, 2</result>
    </tool>

    <message>
    So \(x \neq 0\).
    Next.
    </message>

    <tool>
      <tool_name>execute_code</tool_name>
      <args>{"code":"print(2)\nprint(3)"}</args>
      <result>> Execution Results:
    2
    3</result>
      <cot>not the solver's</cot>
    </tool>

    <message>
    The answer is \boxed{2}.
    </message>
    """#
  private let trace = Told([
    "plan First solve, then check.", "- ", #"> solve_equation {"sympy_equation":"Eq(x**2, 4)"} = -2, 2"#,
    "- So \\(x \\neq 0\\).\nNext.", #"> execute_code {"code":"print(2)\nprint(3)"} = 2\#n3"#,
    "- The answer is \\boxed{2}.", "answer 2",
  ])

  @Test func `messages and tools alternate, the first message is the plan`() {
    #expect(told(log) == trace)
    #expect(told(log, .tagged) == trace)
  }

  @Test func `a log on one line has the same trace`() {
    #expect(told(log.replacing("\n", with: "\\n")) == trace)
  }

  @Test(
    "line breaks and LaTeX are told apart by the command's name",
    arguments: [
      (#"a\nb"#, "a\nb"), (#"a \neq b"#, #"a \neq b"#), (#"a\nequals"#, "a\nequals"), (#"a\nE"#, "a\nE"),
      (#"a\\n"#, #"a\\n"#), (#"a\\\nb"#, "a\\\\\nb"), (#"a\frac"#, #"a\frac"#), (#"- \nu"#, "- \nu"),
    ])
  func escapes(escaped: String, plain: String) {
    #expect(
      told(#"<message>\n\boxed{1} \#(escaped)\n</message>"#) == told("<message>\n\\boxed{1} \(plain)\n</message>"))
  }

  @Test(
    "the log's marks of failure are errors",
    arguments: [
      ("<result> No response </result>", "! "), ("", "! "), ("<result></result>", "= "),
      ("<result>> Execution Results:\n(stderr: NameError)</result>", "! (stderr: NameError)"),
      (
        "<result>> Execution Results:\nNo output from the stdout: did you print the final result?</result>",
        "! No output from the stdout: did you print the final result?"
      ),
      (#"<result>{"status": "error", "message": "bad"}</result>"#, "! bad"), ("<result>3", "= 3"),
    ])
  func failures(result: String, expected: String) {
    let log = "<tool><tool_name>f</tool_name><args></args>\(result)</tool><message>\\boxed{1}</message>"
    #expect(told(log) == Told(["- ", "> f {} \(expected)", "- \\boxed{1}", "answer 1"]))
  }

  @Test func `calls written both before and behind their message count once`() {
    let first = "<tool><tool_name>f</tool_name><args>{\"x\":1}</args><result> No response </result></tool>"
    let second = "<tool><tool_name>g</tool_name><args>{\"x\":2}</args><result> No response </result></tool>"
    let third = second.replacing(" No response ", with: "5")
    let end = "<message>\\boxed{5}</message>"
    #expect(
      told("\(first)\(second)<message>Now</message>\(first)\(third)\(end)")
        == Told(["- Now", #"> f {"x":1} ! "#, #"> g {"x":2} = 5"#, "- \\boxed{5}", "answer 5"]))
    #expect(
      told("\(first)<message>Now</message>\(third)\(end)")
        == Told(["- ", #"> f {"x":1} ! "#, "- Now", #"> g {"x":2} = 5"#, "- \\boxed{5}", "answer 5"]))
  }

  @Test(
    "a first message that is the solution is no plan",
    arguments: [
      "<message>\\boxed{1}</message>", "<message>\\boxed{1}", "<message>\\boxed{1}</message><message> </message>",
    ])
  func noPlan(log: String) {
    #expect(told(log) == Told(["- \\boxed{1}", "answer 1"]))
  }

  @Test func `a message alone is no plan`() {
    #expect(told("<message>The answer is 1.</message>") == Told(["- The answer is 1.", "answer 1"]))
  }

  @Test func `what stands between the elements is kept`() {
    #expect(
      told(
        "<message>A</message> B <tools> <tool><tool_name>f</tool_name><args>{}</args><result>1</result></tool> \\boxed{1}"
      )
        == Told(["plan A", "- B <tools>", "> f {} = 1", "- \\boxed{1}", "answer 1"]))
  }
}
