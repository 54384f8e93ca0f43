extension WorkerSource {
  /// The reader of mathematics, by an allow-list.
  static let grammar = #"""
    """Reads mathematics by an allow-list.

    A text is parsed as Python but never run: the walk below knows a few kinds of nodes and a table of
    functions, and builds SymPy's objects itself. There are no attributes, subscripts, strings or keywords, and
    no name reaches anything but that table.
    """

    import ast
    import difflib
    import math
    import re
    from typing import Any, List

    import sympy
    from sympy import S

    from vocabulary import CONSTANTS, FUNCTIONS, SYMBOLS_TOO

    # Bounds on what is written: characters, nodes, depth, rows or columns.
    _LONGEST, _MOST, _DEEPEST, _WIDEST = 2_000, 1_000, 60, 16
    # Bounds on what is computed: bits of a number, size of an exponent.
    _MOST_BITS, _HIGHEST = 200_000, 10_000
    _NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,29}|π")
    EQUALS = re.compile(r"(?<![<>=!])=(?!=)")


    class Refusal(Exception):
        """What a text says that cannot be read, in words for its author."""


    def matrix_of(rows: List[List[Any]]) -> sympy.Matrix:
        """A matrix of formulas, row by row."""
        if not rows or not rows[0] or any(len(row) != len(rows[0]) for row in rows):
            raise Refusal("a matrix needs rows of equal length")
        if max(len(rows), len(rows[0])) > _WIDEST:
            raise Refusal(f"a matrix may have {_WIDEST} rows and columns at most")
        return sympy.ImmutableMatrix(rows)


    def shown(text: str) -> str:
        """A text as an error quotes it."""
        return text if len(text) <= 80 else text[:77] + "…"


    class Walk:
        """Builds the value of one text."""

        def __init__(self, text: str) -> None:
            if len(text) > _LONGEST:
                raise Refusal(f"an expression may have {_LONGEST} characters at most")
            self._text = text.replace("^", "**").replace("−", "-").strip()
            self._written = text
            self._nodes = 0

        def value(self) -> Any:
            """The value."""
            try:
                tree = ast.parse(self._text, mode="eval")
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                raise Refusal(f"cannot read '{shown(self._written)}'{self._advice()}") from None
            return self._single(tree.body, 0)

        def _advice(self) -> str:
            if "\\" in self._text or "$" in self._text:
                return ": write it without LaTeX"
            if EQUALS.search(self._text):
                return ": write an equation as Eq(a, b)"
            if re.search(r"\d\s*[A-Za-z(]|\)\s*[A-Za-z0-9(]", self._text):
                return ": write every multiplication with *"
            if "!" in self._text:
                return ": write factorial(n)"
            if re.search(r"\blambda\b", self._text):
                return ": 'lambda' cannot be a name"
            return ""

        def _single(self, node: ast.expr, depth: int) -> Any:
            value = self._walk(node, depth)
            if isinstance(value, (tuple, list)):
                raise Refusal("a list stands only inside a function, such as Sum(k, (k, 1, n))")
            return value

        def _walk(self, node: ast.expr, depth: int) -> Any:
            self._nodes += 1
            if self._nodes > _MOST or depth > _DEEPEST:
                raise Refusal("the expression is too large")
            rule = getattr(self, "_" + type(node).__name__.lower(), None) if type(node) in _NODES else None
            if rule is None:
                raise Refusal(f"'{shown(self._source(node))}' is no mathematics that can be read")
            value = rule(node, depth + 1)
            if isinstance(value, sympy.Integer) and int(value).bit_length() > _MOST_BITS:
                raise Refusal("a number is too large")
            return value

        def _source(self, node: ast.expr) -> str:
            return ast.get_source_segment(self._text, node) or self._text

        def _constant(self, node: ast.Constant, depth: int) -> Any:
            value = node.value
            if isinstance(value, bool):
                return S.true if value else S.false
            if isinstance(value, int):
                return sympy.Integer(value)
            if isinstance(value, float):
                # The text, as a machine number would lose digits.
                text = self._source(node)
                if math.isfinite(value) and (value != 0 or not re.search("[1-9]", text.lower().split("e")[0])):
                    return sympy.Float(text)
                raise Refusal(f"the number '{shown(text)}' is too large or too small")
            raise Refusal(f"'{shown(self._source(node))}' is no mathematics that can be read")

        def _name(self, node: ast.Name, depth: int) -> Any:
            name = node.id
            if name in CONSTANTS:
                return CONSTANTS[name]
            if name in FUNCTIONS and name not in SYMBOLS_TOO:
                raise Refusal(f"'{name}' is a function: write {name}(…)")
            if not _NAME.fullmatch(name) or "__" in name:
                raise Refusal(f"'{shown(name)}' cannot be a variable")
            return sympy.Symbol(name)

        def _unaryop(self, node: ast.UnaryOp, depth: int) -> Any:
            value = self._single(node.operand, depth)
            if isinstance(node.op, (ast.Not, ast.Invert)):
                return sympy.Not(value)
            return -value if isinstance(node.op, ast.USub) else value

        def _binop(self, node: ast.BinOp, depth: int) -> Any:
            left, right = self._single(node.left, depth), self._single(node.right, depth)
            if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
                return (sympy.And if isinstance(node.op, ast.BitAnd) else sympy.Or)(left, right)
            for side in (left, right):
                if not isinstance(side, (sympy.Expr, sympy.MatrixBase)):
                    raise Refusal(f"'{side}' cannot be computed with")
            if isinstance(node.op, ast.Add):
                return left + right
            if isinstance(node.op, ast.Sub):
                return left - right
            if isinstance(node.op, ast.Mult):
                return left * right
            if isinstance(node.op, ast.Pow):
                return _power(left, right)
            if right == 0 and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod)):
                raise Refusal("division by zero")
            if isinstance(node.op, ast.Div):
                return left / right
            if isinstance(node.op, ast.FloorDiv):
                return sympy.floor(left / right)
            if isinstance(node.op, ast.Mod):
                return sympy.Mod(left, right)
            raise Refusal(f"'{shown(self._source(node))}' uses an operator that is not known")

        def _boolop(self, node: ast.BoolOp, depth: int) -> Any:
            values = [self._single(value, depth) for value in node.values]
            return (sympy.And if isinstance(node.op, ast.And) else sympy.Or)(*values)

        def _compare(self, node: ast.Compare, depth: int) -> Any:
            values = [self._single(value, depth) for value in [node.left, *node.comparators]]
            parts = []
            for operator, left, right in zip(node.ops, values, values[1:]):
                relation = _RELATIONS.get(type(operator))
                if relation is None:
                    raise Refusal(f"'{shown(self._source(node))}' uses a relation that is not known")
                parts.append(relation(left, right))
            return parts[0] if len(parts) == 1 else sympy.And(*parts)

        def _tuple(self, node: ast.Tuple, depth: int) -> Any:
            return tuple(self._walk(value, depth) for value in node.elts)

        def _list(self, node: ast.List, depth: int) -> Any:
            return [self._walk(value, depth) for value in node.elts]

        def _call(self, node: ast.Call, depth: int) -> Any:
            if not isinstance(node.func, ast.Name) or node.keywords:
                raise Refusal(f"'{shown(self._source(node))}' is no mathematics that can be read")
            name = node.func.id
            function = FUNCTIONS.get(name)
            if function is None:
                near = difflib.get_close_matches(name[:40], FUNCTIONS, 1)
                raise Refusal(
                    f"the function '{shown(name)}' is not known" + (f"; did you mean '{near[0]}'?" if near else "")
                )
            values = [self._walk(value, depth) for value in node.args]
            if name == "Matrix":
                return self._matrix(values)
            most = function.most if function.most is not None else len(values)
            if not function.least <= len(values) <= most:
                raise Refusal(f"{name} takes {function.counts}, not {len(values)}")
            for value in values:
                if function.limit is not None and _size(value) > function.limit:
                    raise Refusal(f"{name} of {shown(str(value))} is too large to compute")
            return function.build(*values)

        def _matrix(self, values: List[Any]) -> Any:
            rows = values[0] if len(values) == 1 and isinstance(values[0], (tuple, list)) else []
            rows = [list(row) if isinstance(row, (tuple, list)) else [row] for row in rows]
            if not all(isinstance(value, sympy.Expr) for row in rows for value in row):
                raise Refusal("a matrix holds formulas: Matrix([[1, 2], [3, 4]])")
            return matrix_of(rows)


    _NODES = {ast.Constant, ast.Name, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.Tuple, ast.List, ast.Call}
    _RELATIONS = {
        ast.Eq: sympy.Eq,
        ast.NotEq: sympy.Ne,
        ast.Lt: sympy.Lt,
        ast.LtE: sympy.Le,
        ast.Gt: sympy.Gt,
        ast.GtE: sympy.Ge,
    }


    def _size(value: Any) -> Any:
        """How large a number is; nothing else has a size."""
        return abs(value) if isinstance(value, (sympy.Rational, sympy.Float)) else 0


    def _power(base: Any, exponent: Any) -> Any:
        """A power, refused before it is computed if it would be huge."""
        if isinstance(base, sympy.MatrixBase):
            if not exponent.is_Integer or abs(exponent) > 100:
                raise Refusal("the exponent of a matrix must be a whole number up to 100")
        elif isinstance(exponent, (sympy.Rational, sympy.Float)):
            if isinstance(base, sympy.Rational) and base not in (0, 1, -1):
                bits = max(int(base.p).bit_length(), int(base.q).bit_length())
                if bits * abs(exponent) > _MOST_BITS:
                    raise Refusal("a power is too large to compute")
            elif not base.is_number and abs(exponent) > _HIGHEST:
                raise Refusal(f"an exponent may be {_HIGHEST} at most")
            if base == 0 and exponent < 0:
                raise Refusal("division by zero")
        return base**exponent

    """#
}
