extension WorkerSource {
  /// The names that an expression may use.
  static let vocabulary = #"""
    """The names that an expression may use."""

    from dataclasses import dataclass
    from typing import Any, Callable, Dict, Optional

    import sympy
    from sympy import S


    @dataclass(frozen=True)
    class Function:
        """A function, how many arguments it takes, and the largest number it takes."""

        build: Callable[..., Any]
        least: int = 1
        most: Optional[int] = 1
        limit: Optional[int] = None

        @property
        def counts(self) -> str:
            """How many arguments it takes, in words."""
            if self.least == self.most == 1:
                return "1 argument"
            if self.most is None:
                return f"{self.least} or more arguments"
            return f"{self.most if self.least == self.most else f'{self.least} to {self.most}'} arguments"


    def _log(value: Any, base: Any = None) -> Any:
        return sympy.log(value) if base is None else sympy.log(value, base)


    def _numeric(value: Any, digits: Any = 15) -> Any:
        return sympy.N(value, min(int(digits), 1000))


    CONSTANTS: Dict[str, Any] = {
        "pi": S.Pi,
        "π": S.Pi,
        "E": S.Exp1,
        "I": S.ImaginaryUnit,
        "oo": S.Infinity,
        "zoo": S.ComplexInfinity,
        "GoldenRatio": S.GoldenRatio,
        "EulerGamma": S.EulerGamma,
        "true": S.true,
        "false": S.false,
        "Reals": S.Reals,
        "Integers": S.Integers,
        "Rationals": S.Rationals,
        "Complexes": S.Complexes,
        "Naturals": S.Naturals,
        "Naturals0": S.Naturals0,
        "EmptySet": S.EmptySet,
    }

    # Functions whose names are letters too.
    SYMBOLS_TOO = {"N", "S", "gamma", "beta", "zeta"}

    _ONE = [
        "sin",
        "cos",
        "tan",
        "cot",
        "sec",
        "csc",
        "asin",
        "acos",
        "atan",
        "acot",
        "asec",
        "acsc",
        "sinh",
        "cosh",
        "tanh",
        "coth",
        "asinh",
        "acosh",
        "atanh",
        "acoth",
        "exp",
        "sqrt",
        "cbrt",
        "Abs",
        "sign",
        "re",
        "im",
        "arg",
        "conjugate",
        "erf",
        "erfc",
        "Heaviside",
        "DiracDelta",
        "sinc",
        "LambertW",
        "Not",
    ]
    # What grows fast, or is slow, with the size of a whole number.
    _GROWING = {
        "factorial": 10_000,
        "factorial2": 20_000,
        "subfactorial": 10_000,
        "gamma": 10_000,
        "loggamma": 10_000,
        "fibonacci": 100_000,
        "lucas": 100_000,
        "catalan": 10_000,
        "bernoulli": 500,
        "euler": 500,
        "harmonic": 5_000,
        "zeta": 500,
        "bell": 500,
        "totient": 10**40,
        "floor": None,
        "ceiling": None,
    }

    FUNCTIONS: Dict[str, Function] = {
        **{name: Function(getattr(sympy, name)) for name in _ONE},
        **{name: Function(getattr(sympy, name), limit=limit) for name, limit in _GROWING.items()},
        **{
            name: Function(getattr(sympy, name), 2, 2)
            for name in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "atan2", "Mod")
        },
        **{
            name: Function(getattr(sympy, name), 1, None)
            for name in ("Max", "Min", "And", "Or", "gcd", "lcm", "Union")
        },
        "ln": Function(_log),
        "log": Function(_log, 1, 2),
        "root": Function(sympy.root, 2, 2, 10_000),
        "abs": Function(sympy.Abs),
        "N": Function(_numeric, 1, 2),
        "binomial": Function(sympy.binomial, 2, 2, 20_000),
        "beta": Function(sympy.beta, 2, 2, 1_000),
        "Rational": Function(lambda p, q=S.One: p / q if q != 0 else S.NaN, 1, 2),
        "Piecewise": Function(sympy.Piecewise, 1, None),
        "Sum": Function(sympy.Sum, 2, 4),
        "Product": Function(sympy.Product, 2, 4),
        "Integral": Function(sympy.Integral, 2, 4),
        "Derivative": Function(sympy.Derivative, 2, 4),
        "diff": Function(sympy.Derivative, 2, 4),
        "Limit": Function(lambda value, variable, point: sympy.Limit(value, variable, point, "+-"), 3, 3),
        "Interval": Function(sympy.Interval, 2, 4),
        "FiniteSet": Function(sympy.FiniteSet, 0, None),
        "Matrix": Function(sympy.ImmutableMatrix),
    }

    """#
}
