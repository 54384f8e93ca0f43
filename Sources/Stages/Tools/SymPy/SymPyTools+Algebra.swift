extension SymPyTools {
  static let expressions = [
    ToolSpec("simplify_expression", "Simplifies an expression.", [.expression]),
    ToolSpec("expand_expression", "Multiplies an expression out.", [.expression]),
    ToolSpec("factor_expression", "Factors an expression over the rational numbers.", [.expression]),
    ToolSpec(
      "evaluate_numerically", "Computes the decimal value of an expression.",
      [.expression, ToolParameter("digits", .integer(1...1_000), "Significant digits; 15 if left out.").optional]),
    ToolSpec(
      "substitute", "Puts values in the place of variables, all at once.",
      [
        .expression, .formulas("variables", "The variables, such as [\"x\", \"y\"]."),
        .formulas("values", "A value for each variable, such as [\"2\", \"sqrt(3)\"]."),
      ]),
    ToolSpec(
      "polynomial_representation", "Writes an expression as a polynomial in a variable.", [.expression, .variable]),
    ToolSpec("polynomial_degree", "The degree of a polynomial in a variable.", [.expression, .variable]),
    ToolSpec(
      "polynomial_coefficients", "The coefficients of a polynomial in a variable, highest power first.",
      [.expression, .variable]),
    ToolSpec(
      "find_roots",
      "The zeros of an expression; those of a polynomial with their multiplicities, or as decimals without a formula.",
      [.expression, variableIfAny]),
  ]

  static let equations = [
    ToolSpec(
      "solve_equation", "Solves an equation for a variable.",
      [.formula("equation", "The equation, such as Eq(x**2, 4); an expression is taken to be zero."), variableIfAny]),
    ToolSpec(
      "solve_linear_system",
      "Solves a system of linear equations; variables that are not named in a solution are free.",
      system),
    ToolSpec("solve_nonlinear_system", "Solves a system of equations.", system),
    ToolSpec(
      "solve_univariate_inequality", "The set of real numbers for which an inequality holds.",
      [.formula("inequality", "The inequality, such as x**2 - 4 > 0."), .variable]),
    ToolSpec(
      "reduce_inequalities", "Reduces several inequalities in one variable to simple ones.",
      [
        .formulas("inequalities", "The inequalities, such as [\"x + 2 > 0\", \"x**2 < 9\"]."),
        .formulas("variables", "The variables to solve for.").optional,
      ]),
  ]

  private static let variableIfAny = ToolParameter(
    "variable", .text(most: 30), "The variable; needed where there are several."
  ).optional

  private static let system: [ToolParameter] = [
    .formulas(
      "equations", "The equations, such as [\"Eq(x + y, 3)\", \"x - y - 1\"]; an expression is taken to be zero."),
    .formulas("variables", "The variables to solve for, such as [\"x\", \"y\"]."),
  ]
}
