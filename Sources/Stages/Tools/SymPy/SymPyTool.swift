internal import Graph

/// One of SymPy's functions as a tool.
struct SymPyTool: Tool {
  let spec: ToolSpec
  let limits: ToolLimits
  let pool: WorkerPool

  var version: String { PythonHome.version }

  func call(_ arguments: ToolArguments, in session: ToolSession) async throws(ToolTrouble) -> ToolResult {
    let request: JSONNode = [
      "name": .text(spec.name), "arguments": arguments.json, "seconds": .number(limits.seconds),
      "wall": .number(limits.wallSeconds), "characters": .number(limits.characters),
    ]
    let reply = try await pool.ask(Array("\(request.line)\n".utf8), wallSeconds: limits.wallSeconds)
    return reply.result(of: "the computation", limits: limits)
  }

  func prepare() async throws(ToolTrouble) { try await pool.start() }
}

/// SymPy's functions, by name.
package enum SymPyTools {
  /// The name that stands for all of them in a pipeline.
  package static let name = "sympy"

  /// What models are told of each.
  package static let specs = expressions + equations + calculus + matrices + wholeNumbers

  /// All of them, sharing workers.
  /// - Parameters:
  ///   - home: where the workers' Python is kept.
  ///   - limits: for each call.
  ///   - workers: how many calls may be under way at once.
  package static func make(home: PythonHome, limits: ToolLimits, workers: Int) -> [any Tool] {
    let pool = WorkerPool(most: workers) { () throws(ToolTrouble) in
      try await home.launch(.sympy, memory: limits.memory)
    }
    return specs.map { SymPyTool(spec: $0, limits: limits, pool: pool) }
  }
}
