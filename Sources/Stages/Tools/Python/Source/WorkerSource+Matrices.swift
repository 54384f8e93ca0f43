extension WorkerSource {
  /// Matrices, vectors and points.
  static let matrices = #"""
    """Matrices, vectors and points."""

    from typing import Any, List

    import sympy

    from grammar import Refusal
    from reading import matrix, scalar

    Rows = List[List[str]]


    def compute_determinant(matrix: Rows) -> Any:
        return _square(matrix).det()


    def compute_inverse(matrix: Rows) -> Any:
        return _square(matrix).inv()


    def compute_eigenvalues(matrix: Rows) -> Any:
        return _square(matrix).eigenvals()


    def compute_eigenvectors(matrix: Rows) -> Any:
        return _square(matrix).eigenvects()


    def compute_nullspace(matrix: Rows) -> Any:
        return _read(matrix).nullspace()


    def compute_rank(matrix: Rows) -> Any:
        return _read(matrix).rank()


    def matrix_multiplication(first: Rows, second: Rows) -> Any:
        left, right = _read(first), _read(second)
        if left.cols != right.rows:
            raise Refusal(f"{left.cols} columns do not fit {right.rows} rows")
        return left * right


    def compute_inner_product(first: List[str], second: List[str]) -> Any:
        if len(first) != len(second):
            raise Refusal("the vectors must have the same length")
        return sympy.Add(*[scalar(a) * scalar(b) for a, b in zip(first, second)])


    def compute_line_bisectors(first: List[str], second: List[str]) -> Any:
        if len(first) != 2 or len(second) != 2:
            raise Refusal("a point has two coordinates")
        (a, b), (c, d) = [[scalar(text) for text in point] for point in (first, second)]
        if (a, b) == (c, d):
            raise Refusal("the points must differ")
        x, y = sympy.symbols("x y")
        distances = (x - a) ** 2 + (y - b) ** 2 - (x - c) ** 2 - (y - d) ** 2
        return sympy.Eq(sympy.expand(distances).primitive()[1], 0)


    def _square(rows: Rows) -> Any:
        value = _read(rows)
        if value.rows != value.cols:
            raise Refusal("the matrix must be square")
        return value


    _read = matrix

    CALLS = {
        call.__name__: call
        for call in (
            compute_determinant,
            compute_inverse,
            compute_eigenvalues,
            compute_eigenvectors,
            compute_nullspace,
            compute_rank,
            matrix_multiplication,
            compute_inner_product,
            compute_line_bisectors,
        )
    }

    """#
}
