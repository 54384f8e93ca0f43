extension SymPyTools {
  static let matrices = [
    ToolSpec("compute_determinant", "The determinant of a square matrix.", [.matrix()]),
    ToolSpec("compute_inverse", "The inverse of a square matrix.", [.matrix()]),
    ToolSpec("compute_eigenvalues", "The eigenvalues of a square matrix, with their multiplicities.", [.matrix()]),
    ToolSpec(
      "compute_eigenvectors", "The eigenvalues of a square matrix, each with its multiplicity and its eigenvectors.",
      [.matrix()]),
    ToolSpec("compute_nullspace", "A basis of the null space of a matrix.", [.matrix()]),
    ToolSpec("compute_rank", "The rank of a matrix.", [.matrix()]),
    ToolSpec("matrix_multiplication", "The product of two matrices.", [.matrix("first"), .matrix("second")]),
    ToolSpec(
      "compute_inner_product", "The inner product of two real vectors.",
      [
        .formulas("first", "The first vector, such as [\"1\", \"2\", \"x\"].", most: 50),
        .formulas("second", "The second vector, of the same length.", most: 50),
      ]),
    ToolSpec(
      "compute_line_bisectors", "The equation of the perpendicular bisector of the segment between two points.",
      [
        .formulas("first", "The first point, such as [\"0\", \"0\"].", most: 2),
        .formulas("second", "The second point, such as [\"2\", \"4\"].", most: 2),
      ]),
  ]
}
