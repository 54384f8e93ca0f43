extension WorkerSource {
  /// The readers of a call's arguments.
  static let reading = #"""
    """Reads the arguments of calls."""

    from typing import Any, List

    import sympy
    from sympy import S

    from grammar import EQUALS, Refusal, Walk, matrix_of, shown


    def expression(text: str) -> Any:
        """The expression, relation or matrix that a text spells."""
        return Walk(text).value()


    def scalar(text: str) -> sympy.Expr:
        """An expression that is one number or formula."""
        value = expression(text)
        if not isinstance(value, sympy.Expr):
            raise Refusal(f"'{shown(text)}' must be a formula, not a relation, a set or a matrix")
        return value


    def integer(text: str) -> int:
        """A whole number, which may be written as a computation."""
        value = scalar(text)
        if not value.is_Integer:
            raise Refusal(f"'{shown(text)}' must be a whole number")
        return int(value)


    def symbol(text: str) -> sympy.Symbol:
        """A variable."""
        value = expression(text)
        if not isinstance(value, sympy.Symbol):
            raise Refusal(f"'{shown(text)}' must be a variable, such as x")
        return value


    def equation(text: str) -> Any:
        """An equation: `Eq(a, b)`, `a = b`, or an expression that is to be zero."""
        sides = EQUALS.split(text)
        if len(sides) == 2 and "Eq(" not in text:
            return sympy.Eq(scalar(sides[0]), scalar(sides[1]))
        value = expression(text)
        if isinstance(value, (sympy.Expr, sympy.Eq)) or value in (S.true, S.false):
            return value
        raise Refusal(f"'{shown(text)}' must be an equation, such as Eq(x**2, 4)")


    def matrix(rows: List[List[str]]) -> sympy.Matrix:
        """A matrix, row by row."""
        return matrix_of([[scalar(text) for text in row] for row in rows])

    """#
}
