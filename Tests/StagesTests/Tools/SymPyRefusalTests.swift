import Graph
import Testing

@testable import Stages

@Suite("Mathematics is read by an allow-list, and nothing that is not mathematics is run", .needsSymPy)
struct SymPyRefusalTests {
  @Test(
    "what cannot be read, or would be too large, is refused before it is computed",
    arguments: [
      ("10**10**10", "a power is too large to compute"),
      ("2**(10**9/3)", "a power is too large to compute"),
      ("(x + 1)**100000", "an exponent may be 10000 at most"),
      ("factorial(10**9)", "factorial of 1000000000 is too large to compute"),
      ("9**99999**99", "a power is too large to compute"),
      ("1/0", "division by zero"),
      ("1e999", "the number '1e999' is too large or too small"),
      ("().__class__.__bases__", "'().__class__.__bases__' is no mathematics that can be read"),
      ("__import__('os').system('ls')", "'__import__('os').system('ls')' is no mathematics that can be read"),
      ("open('/etc/passwd')", "the function 'open' is not known"),
      ("x.subs(x, 1)", "'x.subs(x, 1)' is no mathematics that can be read"),
      ("[x for x in range(9)]", "'[x for x in range(9)]' is no mathematics that can be read"),
      ("lambda x: x", "'lambda x: x' is no mathematics that can be read"),
      ("'x'", "''x'' is no mathematics that can be read"),
      ("x[0]", "'x[0]' is no mathematics that can be read"),
      ("f'{x}'", "'f'{x}'' is no mathematics that can be read"),
      ("(y := 3)", "'y := 3' is no mathematics that can be read"),
      ("sin(x, evaluate=False)", "'sin(x, evaluate=False)' is no mathematics that can be read"),
      ("sin(*x)", "'*x' is no mathematics that can be read"),
      ("x if x else y", "'x if x else y' is no mathematics that can be read"),
      ("sin", "'sin' is a function: write sin(…)"),
      ("sinn(x)", "the function 'sinn' is not known; did you mean 'sin'?"),
      ("sin(x, y)", "sin takes 1 argument, not 2"),
      ("2x + 1", "cannot read '2x + 1': write every multiplication with *"),
      (#"\frac{1}{2}"#, #"cannot read '\frac{1}{2}': write it without LaTeX"#),
      ("5!", "cannot read '5!': write factorial(n)"),
      ("x = 3", "cannot read 'x = 3': write an equation as Eq(a, b)"),
      ("_x + 1", "'_x' cannot be a variable"),
      ("x__y", "'x__y' cannot be a variable"),
      ("(1, 2)", "a list stands only inside a function, such as Sum(k, (k, 1, n))"),
      ("", "cannot read ''"),
      ("None", "'None' is no mathematics that can be read"),
      ("Matrix([[1],[2,3]])", "a matrix needs rows of equal length"),
      ("Eq(x, 1) + 1", "'Eq(x, 1)' cannot be computed with"),
      ("Matrix([[2]])**1000000", "the exponent of a matrix must be a whole number up to 100"),
      ("x; y", "cannot read 'x; y'"),
      ("Sum(k, k)", "Sum requires values for lower and upper bounds."),
      ("Symbol('x')", "the function 'Symbol' is not known"),
      ("binomial(10**9, 5*10**8)", "binomial of 1000000000 is too large to compute"),
      ("zeta(10**6)", "zeta of 1000000 is too large to compute"),
      ("eval(x)", "the function 'eval' is not known; did you mean 'Interval'?"),
      (String(repeating: "-", count: 1900) + "1", "the expression is too large"),
      (Array(repeating: "x", count: 900).joined(separator: "+"), "the expression is too large"),
      (Array(repeating: "9", count: 300).joined(separator: "**"), "the expression is too large"),
      (
        String(repeating: "(", count: 300) + "x" + String(repeating: ")", count: 300),
        "cannot read '" + String(repeating: "(", count: 77) + "…'"
      ),
    ])
  func refusals(expression: String, message: String) async throws {
    let arguments: JSONNode = ["expression": .text(expression)]
    let result = try await ToolBench.tools.call("simplify_expression", arguments.utf8, in: ToolSession())
    #expect(result == .error(message))
  }

  @Test("names of letters stay variables, also those of functions")
  func letters() async throws {
    let result = try await ToolBench.call("simplify_expression", #"{"expression":"gamma + N + beta(2, 3)"}"#)
    #expect(result == .value("N + gamma + 1/12"))
  }
}
