import Stages
import Testing

@Suite("Traces of prose with code")
struct FencedTraceTests {
  private static let whole = [
    "- First, half.", #"> python {"code":"print(48/2)"} = 24.0"#, "- In all $\\boxed{72}$.", "answer 72",
  ]

  @Test(
    "prose, program and output alternate, however they are set apart",
    arguments: [
      "First, half.\n```python\nprint(48/2)\n```\n```output\n24.0\n```\nIn all $\\boxed{72}$.",
      "First, half.\n```Python\nprint(48/2)\n```\n\n```output\n24.0\n```\n\nIn all $\\boxed{72}$.",
      "First, half.\n```py\r\nprint(48/2)\r\n```\r\n```output\r\n24.0\r\n```\r\nIn all $\\boxed{72}$.",
      "First, half. ```python3 \nprint(48/2)\n```\n```Output 24.0```In all $\\boxed{72}$.",
      "First, half.\n   ```python\nprint(48/2)\n   ```\n   ```output\n24.0\n   ```\nIn all $\\boxed{72}$.",
      "First, half.\n````python\nprint(48/2)\n````\n````output\n24.0\n````\nIn all $\\boxed{72}$.",
      "First, half.\n```python\nprint(48/2)\n```output\n24.0\n```\nIn all $\\boxed{72}$.",
      "First, half.<code>print(48/2)</code><output>24.0</output>In all $\\boxed{72}$.",
      "First, half.\n<code>\nprint(48/2)\n</code>\n<output>\n24.0\n</output>\nIn all $\\boxed{72}$.",
    ])
  func styles(text: String) {
    #expect(told(text) == Told(Self.whole))
    #expect(told(text, .fences) == Told(Self.whole))
  }

  @Test func `a program after an output is a new turn, one after a program is not`() {
    let text = """
      ```python
      a = 1
      ```
      ```python
      print(a)
      ```
      ```output
      1
      ```
      ```python
      if a:
          print("```a``` is\\n1")
      ```
      Nobody ran it, but
      ```output
      2
      ```
      so \\boxed{2}.
      """
    #expect(
      told(text)
        == Told([
          "- ", #"> python {"code":"a = 1"} ! "#, #"> python {"code":"print(a)"} = 1"#,
          "- ", #"> python {"code":"if a:\n    print(\"```a``` is\\n1\")"} = 2"#,
          "- Nobody ran it, but", "- so \\boxed{2}.", "answer 2",
        ]))
  }

  @Test(
    "an output that ends in an exception is an error",
    arguments: [
      ("NameError: name 'x' is not defined", "!"), ("Timeout Error", "!"), ("TimeoutError", "!"),
      ("Traceback (most recent call last):\n  File \"a\", line 1\nValueError: math domain error", "!"),
      ("3\nsympy.polys.polyerrors.PolynomialError: no", "!"), ("KeyboardInterrupt", "!"), ("", "="),
      ("Error: 0.05", "="), ("StandardError of 3", "="), ("ValueError: caught\n3", "="), ("Done", "="),
    ])
  func errors(output: String, sign: String) {
    let text = "```python\nf()\n```\n```output\n\(output)\n```\nSo \\boxed{1}."
    #expect(
      told(text) == Told(["- ", #"> python {"code":"f()"} \#(sign) \#(output)"#, "- So \\boxed{1}.", "answer 1"]))
  }

  @Test("what is cut short is kept as far as it goes")
  func cut() {
    #expect(told("A\n```python\nx = 1\nprint(") == Told(["no-answer: the trace ends in a tool call without a value"]))
    #expect(told("A\n```python") == Told(["no-answer: the trace ends in a tool call without a value"]))
    #expect(told("```python\nx\n```\n```output\n7") == Told(["- ", #"> python {"code":"x"} = 7"#, "answer 7"]))
    #expect(told("\\boxed{5}<code>x") == Told(["- \\boxed{5}", #"> python {"code":"x"} ! "#, "answer 5"]))
  }

  @Test(
    "other marks are prose",
    arguments: [
      "See:\n```\nx\n```\nand\n```latex\n\\pi\n```\nso \\boxed{1}.", "```output\n5\n```\nSo \\boxed{1}.",
      "```python x = 1```\nSo \\boxed{1}.", "```pythonic\nx\n```\nSo \\boxed{1}.", "Just \\boxed{1}.",
      "`<output>` says \\boxed{1}", "<codes>5</codes> \\boxed{1}", "<message but \\boxed{1}",
    ])
  func prose(text: String) {
    #expect(told(text) == Told(["- \(text)", "answer 1"]))
  }

  @Test func `a text with fences may speak of code elements`() {
    let text = "The <code>x</code> tag.\n```python\n1\n```\n```output\n1\n```\n\\boxed{1}"
    #expect(
      told(text)
        == Told(["- The <code>x</code> tag.", #"> python {"code":"1"} = 1"#, "- \\boxed{1}", "answer 1"]))
  }
}
