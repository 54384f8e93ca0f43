/// The calculator as a tool.
package struct CalculatorTool: Tool {
  private let characters: Int

  /// A calculator whose results have at most so many characters.
  package init(limits: ToolLimits = ToolLimits()) { characters = limits.characters }

  package let spec = ToolSpec(
    Calculator.name,
    "Computes an arithmetic expression exactly. It knows + - * / // ** and parentheses, decimals, 25% and fractions.",
    [ToolParameter("expression", .text(most: 2_000), "The expression, such as (3 + 4)*5/2.")])

  package var version: String { String(Calculator.version) }

  package func call(_ arguments: ToolArguments, in session: ToolSession) async throws(ToolTrouble) -> ToolResult {
    do throws(CalculatorError) {
      let value = try Calculator.evaluate(ArraySlice(arguments.text("expression").utf8))
      return ToolResult.value(value.description).cut(to: characters)
    } catch {
      return ToolResult.error(error.message).cut(to: characters)
    }
  }
}
