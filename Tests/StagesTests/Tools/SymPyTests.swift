import Graph
import Testing

@testable import Stages

@Suite("SymPy's functions answer in SymPy's own spelling", .needsSymPy)
struct SymPyTests {
  @Test(
    "a call has one result",
    arguments: [
      ("simplify_expression", #"{"expression":"sin(x)^2+cos(x)^2"}"#, "1"),
      ("simplify_expression", #"{"expression":"(x**2 - 1)/(x - 1)"}"#, "x + 1"),
      ("simplify_expression", #"{"expression":"sqrt(8) + sqrt(2)"}"#, "3*sqrt(2)"),
      (
        "simplify_expression", #"{"expression":"Matrix([[1,2],[3,4]])*Matrix([[0,1],[1,0]])"}"#,
        "Matrix([[2, 1], [4, 3]])"
      ),
      ("simplify_expression", #"{"expression":"Sum(k, (k, 1, n))"}"#, "n*(n + 1)/2"),
      ("expand_expression", #"{"expression":"(x + 2)**3"}"#, "x**3 + 6*x**2 + 12*x + 8"),
      ("factor_expression", #"{"expression":"x**4 - 1"}"#, "(x - 1)*(x + 1)*(x**2 + 1)"),
      ("evaluate_numerically", #"{"expression":"sqrt(2)","digits":30}"#, "1.41421356237309504880168872421"),
      ("evaluate_numerically", #"{"expression":"binomial(10,3) + factorial(5) + 7 % 4"}"#, "243.000000000000"),
      ("substitute", #"{"expression":"x*y + y","variables":["x","y"],"values":["y","2"]}"#, "2*y + 2"),
      (
        "polynomial_representation", #"{"expression":"(x+1)**2","variable":"x"}"#,
        "Poly(x**2 + 2*x + 1, x, domain='ZZ')"
      ),
      ("polynomial_degree", #"{"expression":"x**3*y + x","variable":"x"}"#, "3"),
      ("polynomial_coefficients", #"{"expression":"3*x**2 - 1","variable":"x"}"#, "[3, 0, -1]"),
      ("find_roots", #"{"expression":"x**3 - 3*x**2 + 4"}"#, "{-1: 1, 2: 2}"),
      (
        "find_roots", #"{"expression":"x**5 - x - 1"}"#,
        "[1.16730397826142, -0.764884433600585 - 0.352471546031726*I, -0.764884433600585 + 0.352471546031726*I, 0.181232444469875 - 1.08395410131771*I, 0.181232444469875 + 1.08395410131771*I]"
      ),
      ("find_roots", #"{"expression":"a*x**2 + b*x","variable":"x"}"#, "{0: 1, -b/a: 1}"),
      ("solve_equation", #"{"equation":"Eq(x**2, 4)"}"#, "[-2, 2]"),
      ("solve_equation", #"{"equation":"2*x + 1 = 7"}"#, "[3]"),
      ("solve_equation", #"{"equation":"a*x - b","variable":"x"}"#, "[b/a]"),
      ("solve_equation", #"{"equation":"Eq(x, x)"}"#, "always true"),
      ("solve_equation", #"{"equation":"x**2 + 1"}"#, "[-I, I]"),
      ("solve_linear_system", #"{"equations":["x + y = 3","x - y = 1"],"variables":["x","y"]}"#, "[{x: 2, y: 1}]"),
      ("solve_linear_system", #"{"equations":["x + y - 3"],"variables":["x","y"]}"#, "[{x: 3 - y}]"),
      ("solve_linear_system", #"{"equations":["x - 1","x - 2"],"variables":["x"]}"#, "[]"),
      (
        "solve_nonlinear_system", #"{"equations":["x**2 + y**2 - 25","x - y + 1"],"variables":["x","y"]}"#,
        "[{x: -4, y: -3}, {x: 3, y: 4}]"
      ),
      (
        "solve_univariate_inequality", #"{"inequality":"x**2 > 4","variable":"x"}"#,
        "Union(Interval.open(-oo, -2), Interval.open(2, oo))"
      ),
      ("reduce_inequalities", #"{"inequalities":["x + 2 > 0","x**2 < 9"]}"#, "(-2 < x) & (x < 3)"),
      ("reduce_inequalities", #"{"inequalities":["0 < x < 5"],"variables":["x"]}"#, "(0 < x) & (x < 5)"),
      ("differentiate", #"{"expression":"x**3*sin(x)","variable":"x"}"#, "x**3*cos(x) + 3*x**2*sin(x)"),
      ("differentiate", #"{"expression":"exp(2*x)","variable":"x","order":3}"#, "8*exp(2*x)"),
      ("integrate", #"{"expression":"x*exp(x)","variable":"x"}"#, "(x - 1)*exp(x)"),
      ("definite_integral", #"{"expression":"sin(x)","variable":"x","lower":"0","upper":"pi"}"#, "2"),
      ("definite_integral", #"{"expression":"exp(-x**2)","variable":"x","lower":"-oo","upper":"oo"}"#, "sqrt(pi)"),
      ("definite_integral", #"{"expression":"x**x","variable":"x","lower":"0","upper":"1"}"#, "0.783430510712134"),
      ("summation", #"{"expression":"k**2","variable":"k","lower":"1","upper":"n"}"#, "n**3/3 + n**2/2 + n/6"),
      ("summation", #"{"expression":"1/k**2","variable":"k","lower":"1","upper":"oo"}"#, "pi**2/6"),
      ("product", #"{"expression":"k","variable":"k","lower":"1","upper":"6"}"#, "720"),
      ("series_expansion", #"{"expression":"exp(x)","variable":"x","order":4}"#, "1 + x + x**2/2 + x**3/6 + O(x**4)"),
      (
        "series_expansion", #"{"expression":"1/x","variable":"x","point":"1","order":3}"#,
        "2 + (x - 1)**2 - x + O((x - 1)**3, (x, 1))"
      ),
      ("compute_limit", #"{"expression":"sin(x)/x","variable":"x","point":"0"}"#, "1"),
      ("compute_limit", #"{"expression":"(1 + 1/n)**n","variable":"n","point":"oo"}"#, "E"),
      ("compute_limit", #"{"expression":"1/x","variable":"x","point":"0","direction":"left"}"#, "-oo"),
      ("find_critical_points", #"{"expression":"x**3 - 3*x","variable":"x"}"#, "[-1, 1]"),
      ("check_continuity", #"{"expression":"1/x","variable":"x","point":"0"}"#, "False"),
      ("check_continuity", #"{"expression":"x**2","variable":"x","point":"3"}"#, "True"),
      ("check_continuity", #"{"expression":"Piecewise((1, x < 0), (2, True))","variable":"x","point":"0"}"#, "False"),
      ("compute_determinant", #"{"matrix":[["1","2"],["3","4"]]}"#, "-2"),
      ("compute_inverse", #"{"matrix":[["1","2"],["3","4"]]}"#, "Matrix([[-2, 1], [3/2, -1/2]])"),
      ("compute_eigenvalues", #"{"matrix":[["2","0"],["0","3"]]}"#, "{2: 1, 3: 1}"),
      (
        "compute_eigenvectors", #"{"matrix":[["2","0"],["0","3"]]}"#,
        "[(2, 1, [Matrix([[1], [0]])]), (3, 1, [Matrix([[0], [1]])])]"
      ),
      ("compute_nullspace", #"{"matrix":[["1","2"],["2","4"]]}"#, "[Matrix([[-2], [1]])]"),
      ("compute_rank", #"{"matrix":[["1","2"],["2","4"]]}"#, "1"),
      ("matrix_multiplication", #"{"first":[["1","2"]],"second":[["3"],["4"]]}"#, "Matrix([[11]])"),
      ("compute_inner_product", #"{"first":["1","x"],"second":["2","y"]}"#, "x*y + 2"),
      ("compute_line_bisectors", #"{"first":["0","0"],"second":["2","4"]}"#, "Eq(x + 2*y - 5, 0)"),
      ("factor_integer", #"{"number":"360"}"#, "{2: 3, 3: 2, 5: 1}"),
      ("factor_integer", #"{"number":"2**61 - 1"}"#, "{2305843009213693951: 1}"),
      ("divisors", #"{"number":"12"}"#, "[1, 2, 3, 4, 6, 12]"),
      ("is_prime", #"{"number":"97"}"#, "True"),
      ("primes_in_range", #"{"lower":"10","upper":"30"}"#, "[11, 13, 17, 19, 23, 29]"),
      ("greatest_common_divisor", #"{"numbers":["12","18"]}"#, "6"),
      ("least_common_multiple", #"{"numbers":["4","6","10"]}"#, "60"),
      ("modular_inverse", #"{"number":"3","modulus":"11"}"#, "4"),
      ("modular_power", #"{"base":"7","exponent":"10**18","modulus":"13"}"#, "9"),
      ("solve_congruences", #"{"remainders":["2","3","2"],"moduli":["3","5","7"]}"#, "23 modulo 105"),
      ("simplify_expression", #"{"expression":"gamma + N + beta(2,3)"}"#, "N + gamma + 1/12"),
      ("simplify_expression", #"{"expression":"floor(7/2) + ceiling(7/2) + abs(-3) + ln(E) + log(8, 2)"}"#, "14"),
      (
        "compute_limit",
        #"{"expression":"Piecewise((1, x**2 < 1), (2, True))","variable":"x","point":"1","direction":"left"}"#, "1"
      ),
      (
        "solve_univariate_inequality", #"{"inequality":"0 < x**2 <= 5","variable":"x"}"#,
        "Union(Interval.Lopen(0, sqrt(5)), Interval.Ropen(-sqrt(5), 0))"
      ),
      (
        "simplify_expression", #"{"expression":"Integral(x**2, (x, 0, 1)) + Limit(sin(x)/x, x, 0) + diff(x**2, x)"}"#,
        "2*x + 4/3"
      ),
    ])
  func results(tool: String, arguments: String, result: String) async throws {
    #expect(try await ToolBench.call(tool, arguments) == .value(result))
  }

  @Test(
    "what has no result is an error that says why",
    arguments: [
      ("solve_equation", #"{"equation":"a*x - b"}"#, "say which variable is meant: there are a, b, x"),
      ("solve_linear_system", #"{"equations":["x*y - 1"],"variables":["x","y"]}"#, "nonlinear cross-term: x*y"),
      (
        "solve_univariate_inequality", #"{"inequality":"x**2 - 4","variable":"x"}"#,
        "an inequality is needed, such as x**2 > 4"
      ),
      ("integrate", #"{"expression":"x**x","variable":"x"}"#, "no antiderivative in closed form was found"),
      (
        "compute_limit", #"{"expression":"1/x","variable":"x","point":"0"}"#,
        "the limit does not exist: the expression grows beyond all bounds"
      ),
      (
        "compute_limit", #"{"expression":"Abs(x)/x","variable":"x","point":"0"}"#,
        "The limit does not exist since left hand limit = -1 and right hand limit = 1"
      ),
      ("compute_determinant", #"{"matrix":[["1","2"]]}"#, "the matrix must be square"),
      ("compute_inverse", #"{"matrix":[["1","2"],["2","4"]]}"#, "Matrix det == 0; not invertible."),
      ("matrix_multiplication", #"{"first":[["1","2"]],"second":[["3","4"]]}"#, "2 columns do not fit 1 rows"),
      ("is_prime", #"{"number":"x"}"#, "'x' must be a whole number"),
      ("modular_inverse", #"{"number":"2","modulus":"4"}"#, "2 has no inverse modulo 4: they share the divisor 2"),
      ("solve_congruences", #"{"remainders":["0","1"],"moduli":["2","4"]}"#, "the congruences contradict each other"),
    ])
  func errors(tool: String, arguments: String, message: String) async throws {
    #expect(try await ToolBench.call(tool, arguments) == .error(message))
  }

  @Test("a result does not depend on the calls before it")
  func independence() async throws {
    let arguments = #"{"expression":"cos(x)**3","variable":"x"}"#
    let alone = try await ToolBench.call("integrate", arguments)
    for before in ["sin(x)", "cos(x)", "cos(x)**2", "cos(y)**3"] {
      _ = try await ToolBench.call("integrate", #"{"expression":"\#(before)","variable":"x"}"#)
    }
    #expect(try await ToolBench.call("integrate", arguments) == alone)
  }

  @Test("what takes too much time or memory is ended, and the next call finds a worker")
  func limits() async throws {
    let slow = #"{"expression":"Sum(1/k, (k, 1, 10**8))"}"#
    let result = try await ToolBench.call("simplify_expression", slow, tools: ToolBench.impatient)
    #expect(
      result == ToolResult(status: .error, text: "the computation was ended after 1 second", cutBy: .seconds))
    let small = ToolCatalog.tools(named: ["sympy"], home: ToolBench.home, limits: ToolLimits(memory: 1 << 20))
    let heavy = Array(#"{"expression":"(a + b + c + d + e + f + g)**40"}"#.utf8)
    let refused = try await small.call("expand_expression", heavy, in: ToolSession())
    #expect(refused == .error("the computation needs too much memory"))
    #expect(
      try await ToolBench.call("is_prime", #"{"number":"7"}"#, tools: ToolBench.impatient) == .value("True"))
  }

  @Test("a long result is cut, and says so")
  func cutResult() async throws {
    let few = ToolCatalog.tools(named: ["sympy"], home: ToolBench.home, limits: ToolLimits(characters: 5))
    let result = try await few.call("expand_expression", Array(#"{"expression":"(x + 1)**9"}"#.utf8), in: ToolSession())
    #expect(result.cutBy == .characters)
    #expect(result.text == "x**9 … [80 more characters]")
  }

  @Test("many calls at once each get their own result")
  func concurrency() async throws {
    try await withThrowingTaskGroup { group in
      for number in 1...40 {
        group.addTask {
          let result = try await ToolBench.call("evaluate_numerically", #"{"expression":"\#(number)","digits":2}"#)
          return (number, result.text)
        }
      }
      for try await (number, text) in group { #expect(text == "\(number).\(number < 10 ? "0" : "")") }
    }
  }

  @Test("the worker answers to the names that are declared")
  func names() async throws {
    let worker = Worker(try await ToolBench.home.launch(.sympy, memory: 1 << 30))
    #expect(try await worker.start() == SymPyTools.specs.map(\.name).sorted())
  }
}
