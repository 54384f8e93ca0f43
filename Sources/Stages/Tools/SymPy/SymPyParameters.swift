extension ToolParameter {
  /// How long a formula may be; the reader in the worker has the same bound.
  private static let longestFormula = 2_000

  /// A formula.
  static func formula(_ name: String = "expression", _ meaning: String) -> ToolParameter {
    ToolParameter(name, .text(most: longestFormula), meaning)
  }

  /// The formula that most functions take.
  static let expression = formula("The expression in SymPy's syntax, such as x**2 + 2*x*y + sin(x).")

  /// A variable.
  static let variable = ToolParameter("variable", .text(most: 30), "The variable, such as x.")

  /// A whole number, which may be long or a computation.
  static func number(_ name: String, _ meaning: String) -> ToolParameter {
    ToolParameter(name, .text(most: longestFormula), meaning)
  }

  /// Several formulas.
  static func formulas(_ name: String, _ meaning: String, most: Int = 20) -> ToolParameter {
    ToolParameter(name, .texts(most: most), meaning)
  }

  /// A matrix.
  static func matrix(_ name: String = "matrix") -> ToolParameter {
    ToolParameter(name, .rows(most: 16), "The matrix as a list of rows, such as [[\"1\", \"2\"], [\"3\", \"x\"]].")
  }

  private static func formula(_ meaning: String) -> ToolParameter { formula("expression", meaning) }
}
