extension WorkerSource {
  /// Derivatives, integrals, sums, limits and series.
  static let calculus = #"""
    """Derivatives, integrals, sums, limits and series."""

    from typing import Any

    import sympy
    from sympy import S
    from sympy.core.relational import Relational

    from grammar import Refusal
    from reading import scalar, symbol


    def differentiate(expression: str, variable: str, order: int = 1) -> Any:
        return sympy.diff(scalar(expression), symbol(variable), order)


    def integrate(expression: str, variable: str) -> Any:
        found = sympy.integrate(scalar(expression), symbol(variable))
        if found.has(sympy.Integral):
            raise Refusal("no antiderivative in closed form was found")
        return found


    def definite_integral(expression: str, variable: str, lower: str, upper: str) -> Any:
        return _closed(sympy.integrate, sympy.Integral, expression, variable, lower, upper)


    def summation(expression: str, variable: str, lower: str, upper: str) -> Any:
        return _closed(sympy.summation, sympy.Sum, expression, variable, lower, upper)


    def product(expression: str, variable: str, lower: str, upper: str) -> Any:
        return _closed(sympy.product, sympy.Product, expression, variable, lower, upper)


    def series_expansion(expression: str, variable: str, point: str = "0", order: int = 6) -> Any:
        return sympy.series(scalar(expression), symbol(variable), scalar(point), order)


    def compute_limit(expression: str, variable: str, point: str, direction: str = "both") -> Any:
        return _limit(scalar(expression), symbol(variable), scalar(point), direction)


    def find_critical_points(expression: str, variable: str) -> Any:
        value, name = scalar(expression), symbol(variable)
        found = sympy.solve(sympy.diff(value, name), name)
        return [point for point in found if point.is_real is not False]


    def check_continuity(expression: str, variable: str, point: str) -> Any:
        value, name, place = scalar(expression), symbol(variable), scalar(point)
        at = value.subs(name, place)
        if at.has(S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
            return False
        sides = [_limit(value, name, place, direction) for direction in ("left", "right")]
        return all(sympy.simplify(side - at) == 0 for side in sides)


    def _limit(value: Any, name: Any, point: Any, direction: str) -> Any:
        if point.is_infinite:
            return sympy.limit(value, name, point)
        if value.has(sympy.Piecewise):
            return _piecewise_limit(value, name, point, direction)
        found = sympy.limit(value, name, point, {"left": "-", "right": "+", "both": "+-"}[direction])
        if found.has(sympy.Limit):
            raise Refusal("no limit was found")
        if found is S.ComplexInfinity:
            raise Refusal("the limit does not exist: the expression grows beyond all bounds")
        return found


    def _piecewise_limit(value: Any, name: Any, point: Any, direction: str) -> Any:
        """The limit of cases, after it is decided which of them hold right beside the point."""
        step = sympy.Dummy("step", positive=True)
        sides = {"left": [-step], "right": [step], "both": [-step, step]}[direction]
        found = []
        for side in sides:
            beside = sympy.piecewise_fold(value.subs(name, point + side))
            conditions = {part: _holds(part, step) for part in beside.atoms(Relational)}
            found.append(_limit(beside.xreplace(conditions), step, S.Zero, "right"))
        if found[0] != found[-1]:
            raise Refusal(f"the limit does not exist: it is {found[0]} from the left and {found[1]} from the right")
        return found[0]


    def _holds(relation: Any, step: Any) -> Any:
        """Whether a relation holds for all small steps."""
        difference = sympy.expand(relation.lhs - relation.rhs)
        lead = difference if difference == 0 else difference.as_leading_term(step)
        signs = (lead.is_negative, lead.is_zero, lead.is_positive)
        if signs.count(True) != 1:
            raise Refusal(f"it cannot be decided where {relation} holds")
        return relation.func(signs.index(True) - 1, 0)


    def _closed(work: Any, undone: Any, expression: str, variable: str, lower: str, upper: str) -> Any:
        """The result in closed form, else as a number."""
        value, span = scalar(expression), (symbol(variable), scalar(lower), scalar(upper))
        found = work(value, span)
        if not found.has(undone):
            return found
        number = S.NaN if found.free_symbols else sympy.N(undone(value, span))
        if not number.is_Float:
            raise Refusal("no closed form was found")
        return number


    CALLS = {
        call.__name__: call
        for call in (
            differentiate,
            integrate,
            definite_integral,
            summation,
            product,
            series_expansion,
            compute_limit,
            find_critical_points,
            check_continuity,
        )
    }

    """#
}
