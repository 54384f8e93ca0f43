extension SymPyTools {
  static let calculus = [
    ToolSpec(
      "differentiate", "The derivative of an expression.",
      [.expression, .variable, ToolParameter("order", .integer(1...20), "Which derivative; 1 if left out.").optional]),
    ToolSpec("integrate", "An antiderivative of an expression.", [.expression, .variable]),
    ToolSpec(
      "definite_integral", "The integral of an expression between two bounds.", [.expression, .variable] + bounds),
    ToolSpec(
      "summation", "The sum of an expression over the whole numbers from one bound to another.",
      [.expression, .variable] + bounds),
    ToolSpec(
      "product", "The product of an expression over the whole numbers from one bound to another.",
      [.expression, .variable] + bounds),
    ToolSpec(
      "series_expansion", "The power series of an expression about a point.",
      [
        .expression, .variable, .formula("point", "The point; 0 if left out.").optional,
        ToolParameter("order", .integer(1...50), "The order of the first term left out; 6 if left out.").optional,
      ]),
    ToolSpec(
      "compute_limit", "The limit of an expression as a variable goes to a point.",
      [
        .expression, .variable, .formula("point", "The point, such as 0 or oo."),
        ToolParameter(
          "direction", .choice(["both", "left", "right"]), "The side from which to come; both if left out."
        ).optional,
      ]),
    ToolSpec("find_critical_points", "Where the derivative of an expression is zero.", [.expression, .variable]),
    ToolSpec(
      "check_continuity", "Whether an expression is continuous at a point.",
      [.expression, .variable, .formula("point", "The point.")]),
  ]

  private static let bounds: [ToolParameter] = [
    .formula("lower", "The lower bound, such as 0 or -oo."), .formula("upper", "The upper bound, such as pi or n."),
  ]
}
