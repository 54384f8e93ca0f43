/// The tools that a pipeline can name.
package enum ToolCatalog {
  /// The names; `sympy` stands for all of its functions.
  package static let names = [Calculator.name, SymPyTools.name, PythonTool.name]

  /// The tools of some of these names, in the order of the catalog.
  /// - Parameters:
  ///   - names: of the catalog; others are passed over.
  ///   - home: where the workers' Python is kept. It is not touched before a call, or `prepare`, needs it.
  ///   - limits: for each call.
  ///   - workers: how many calls of SymPy, and how many sessions of Python, may have a process at once.
  package static func tools(
    named names: [String], home: PythonHome, limits: ToolLimits = ToolLimits(), workers: Int = 2
  ) -> ToolSet {
    var tools: [any Tool] = []
    if names.contains(Calculator.name) { tools.append(CalculatorTool(limits: limits)) }
    if names.contains(SymPyTools.name) { tools += SymPyTools.make(home: home, limits: limits, workers: workers) }
    if names.contains(PythonTool.name) { tools.append(PythonTool(home: home, limits: limits, workers: workers)) }
    return ToolSet(tools)
  }
}
