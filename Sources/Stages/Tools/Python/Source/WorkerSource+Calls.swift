extension WorkerSource {
  /// The functions that can be called by name.
  static let calls = #"""
    """The functions that can be called by name, and what they answer."""

    from typing import Any, Callable, Dict, List

    from sympy.printing.str import StrPrinter

    import calculus
    import equations
    import matrices
    import number_theory
    import polynomials

    _CALLS: Dict[str, Callable[..., Any]] = {
        **polynomials.CALLS,
        **equations.CALLS,
        **calculus.CALLS,
        **matrices.CALLS,
        **number_theory.CALLS,
    }
    NAMES: List[str] = sorted(_CALLS)


    def answer(request: Dict[str, Any]) -> str:
        """The text of a result: `name`, `arguments` as declared there."""
        return text(_CALLS[request["name"]](**request["arguments"]))


    def text(value: Any) -> str:
        """A value in SymPy's own spelling, on one line."""
        if isinstance(value, str):
            return value
        return str(_Line().doprint(value))


    class _Line(StrPrinter):
        """SymPy writes a matrix over several lines."""

        def _print_MatrixBase(self, value: Any) -> str:
            return f"Matrix({self._print(value.tolist())})"

        _print_ImmutableDenseMatrix = _print_MutableDenseMatrix = _print_MatrixBase


    def warm() -> None:
        """Loads what SymPy loads only at the first use, so that every copy of this process has it."""
        for name, arguments in _WARM:
            answer({"name": name, "arguments": arguments})


    _WARM: List[Any] = [
        ("simplify_expression", {"expression": "sin(x)**2 + cos(x)**2 + (x**2 - 1)/(x - 1)"}),
        ("expand_expression", {"expression": "(x + y)**3"}),
        ("factor_expression", {"expression": "x**3 - y**3"}),
        ("solve_equation", {"equation": "Eq(x**3 - 2*x + 1, 0)"}),
        ("solve_equation", {"equation": "Eq(exp(2*x) + sin(y), 3)", "variable": "x"}),
        ("solve_linear_system", {"equations": ["x + y - 1", "x - y"], "variables": ["x", "y"]}),
        ("solve_nonlinear_system", {"equations": ["x**2 + y**2 - 1", "x - y"], "variables": ["x", "y"]}),
        ("solve_univariate_inequality", {"inequality": "x**2 > 4", "variable": "x"}),
        ("integrate", {"expression": "x*exp(x) + 1/(x**2 + 1)", "variable": "x"}),
        ("definite_integral", {"expression": "sin(x)**2", "variable": "x", "lower": "0", "upper": "pi"}),
        ("summation", {"expression": "k**2", "variable": "k", "lower": "1", "upper": "n"}),
        ("series_expansion", {"expression": "exp(x)", "variable": "x"}),
        ("compute_limit", {"expression": "sin(x)/x", "variable": "x", "point": "0"}),
        ("compute_eigenvectors", {"matrix": [["2", "1"], ["1", "3"]]}),
        ("compute_inverse", {"matrix": [["2", "1"], ["1", "3"]]}),
        ("evaluate_numerically", {"expression": "sqrt(2) + pi"}),
        ("factor_integer", {"number": "1000007"}),
        ("compute_line_bisectors", {"first": ["0", "0"], "second": ["2", "4"]}),
    ]

    """#
}
