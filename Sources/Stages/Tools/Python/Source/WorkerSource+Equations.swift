extension WorkerSource {
  /// Equations, systems and inequalities.
  static let equations = #"""
    """Equations, systems and inequalities."""

    from typing import Any, List, Optional

    import sympy
    from sympy import S
    from sympy.core.relational import Relational
    from sympy.logic.boolalg import BooleanAtom

    from grammar import Refusal
    from polynomials import the_variable
    from reading import equation, expression, symbol


    def solve_equation(equation: str, variable: Optional[str] = None) -> Any:
        value = _read(equation)
        if value in (S.true, S.false):
            return "always true" if value == S.true else "never true"
        return sympy.solve(value, the_variable(value, variable))


    def solve_linear_system(equations: List[str], variables: List[str]) -> Any:
        system, names = _system(equations, variables)
        found = sympy.linsolve([_difference(value) for value in system], names)
        # A variable that stands for itself is free.
        return [{name: value for name, value in zip(names, point) if name != value} for point in found]


    def solve_nonlinear_system(equations: List[str], variables: List[str]) -> Any:
        system, names = _system(equations, variables)
        return sympy.solve(system, names, dict=True)


    def solve_univariate_inequality(inequality: str, variable: str) -> Any:
        name = symbol(variable)
        parts = [sympy.solve_univariate_inequality(part, name, relational=False) for part in _parts(inequality)]
        return sympy.Intersection(S.Reals, *parts)


    def reduce_inequalities(inequalities: List[str], variables: Optional[List[str]] = None) -> Any:
        parts = [part for text in inequalities for part in _parts(text)]
        return sympy.reduce_inequalities(parts, [symbol(name) for name in variables or []])


    def _system(equations: List[str], variables: List[str]) -> Any:
        return [_read(text) for text in equations], [symbol(name) for name in variables]


    def _difference(value: Any) -> Any:
        if value in (S.true, S.false):
            return S.Zero if value == S.true else S.One
        return value.lhs - value.rhs if isinstance(value, sympy.Eq) else value


    def _parts(text: str) -> List[Any]:
        """The inequalities that are to hold together: `0 < x < 5` has two."""
        value = expression(text)
        parts = value.args if isinstance(value, sympy.And) else [value]
        if not all(isinstance(part, (Relational, BooleanAtom)) for part in parts):
            raise Refusal("an inequality is needed, such as x**2 > 4")
        return list(parts)


    _read = equation

    CALLS = {
        call.__name__: call
        for call in (
            solve_equation,
            solve_linear_system,
            solve_nonlinear_system,
            solve_univariate_inequality,
            reduce_inequalities,
        )
    }

    """#
}
