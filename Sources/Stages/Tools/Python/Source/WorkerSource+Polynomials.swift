extension WorkerSource {
  /// Expressions and polynomials.
  static let polynomials = #"""
    """Expressions and polynomials."""

    from typing import Any, List, Optional

    import sympy

    from grammar import Refusal
    from reading import expression, scalar, symbol


    def simplify_expression(expression: str) -> Any:
        return sympy.simplify(_done(expression))


    def expand_expression(expression: str) -> Any:
        return sympy.expand(_done(expression))


    def factor_expression(expression: str) -> Any:
        return sympy.factor(_done(expression))


    def evaluate_numerically(expression: str, digits: int = 15) -> Any:
        return sympy.N(_done(expression), digits)


    def substitute(expression: str, variables: List[str], values: List[str]) -> Any:
        if len(variables) != len(values):
            raise Refusal("there must be as many values as variables")
        pairs = [(symbol(name), scalar(value)) for name, value in zip(variables, values)]
        return read(expression).subs(pairs, simultaneous=True).doit()


    def polynomial_representation(expression: str, variable: str) -> Any:
        return _polynomial(expression, variable)


    def polynomial_degree(expression: str, variable: str) -> Any:
        return _polynomial(expression, variable).degree()


    def polynomial_coefficients(expression: str, variable: str) -> Any:
        return _polynomial(expression, variable).all_coeffs()


    def find_roots(expression: str, variable: Optional[str] = None) -> Any:
        value = scalar(expression)
        name = the_variable(value, variable)
        if not value.is_polynomial(name):
            return sympy.solve(value, name)
        polynomial = sympy.Poly(value, name)
        if polynomial.degree() < 1:
            raise Refusal(f"the polynomial does not depend on {name}")
        found = sympy.roots(polynomial)
        # Beyond degree four there may be no formula.
        if sum(found.values()) < polynomial.degree():
            if value.free_symbols != {name}:
                raise Refusal("no formula for the roots was found")
            return polynomial.nroots(n=15, maxsteps=200)
        return found


    def the_variable(value: Any, name: Optional[str]) -> sympy.Symbol:
        """The variable that is named, else the only one there is."""
        if name is not None:
            return symbol(name)
        names = sorted(value.free_symbols, key=str)
        if len(names) != 1:
            raise Refusal("say which variable is meant: there are " + (", ".join(map(str, names)) or "none"))
        return names[0]


    def _polynomial(text: str, variable: str) -> sympy.Poly:
        value, name = sympy.expand(scalar(text)), symbol(variable)
        if not value.is_polynomial(name):
            raise Refusal(f"{value} is no polynomial in {name}")
        return sympy.Poly(value, name)


    def _done(text: str) -> Any:
        """An expression with its sums, integrals and derivatives worked out."""
        value = read(text)
        return value.doit() if isinstance(value, sympy.Basic) else value


    read = expression

    CALLS = {
        call.__name__: call
        for call in (
            simplify_expression,
            expand_expression,
            factor_expression,
            evaluate_numerically,
            substitute,
            polynomial_representation,
            polynomial_degree,
            polynomial_coefficients,
            find_roots,
        )
    }

    """#
}
