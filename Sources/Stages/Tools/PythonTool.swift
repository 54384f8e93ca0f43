internal import Graph

/// Runs code that a model writes, in a sandbox, with a namespace for each session.
///
/// A cell runs to its end, or has no effect at all: one that takes too long or kills its process is dropped, and the
/// next cell runs in a process that has run the cells before it once more. So what a cell sees depends on the cells
/// alone, as far as they themselves ask neither the clock nor the system for chance.
package struct PythonTool: Tool {
  /// The tool's name.
  package static let name = "python"

  private let limits: ToolLimits
  private let home: PythonHome
  private let sessions: WorkerSessions

  /// Makes the tool.
  /// - Parameters:
  ///   - home: where the workers' Python is kept.
  ///   - limits: for each cell; the memory is for a session.
  ///   - workers: how many sessions may have a process at once. The longest unused gives way, and is made again when
  ///     it is needed.
  package init(home: PythonHome, limits: ToolLimits, workers: Int) {
    (self.home, self.limits) = (home, limits)
    sessions = WorkerSessions(most: workers) { () throws(ToolTrouble) in
      try await home.launch(.python, memory: limits.memory)
    }
  }

  package let spec = ToolSpec(
    name,
    """
    Runs Python code and returns what it prints, and the value of its last expression. Names stay defined from one \
    call to the next. The standard library, sympy and mpmath can be imported; there are no files, processes or network.
    """,
    [ToolParameter("code", .text(most: 20_000), "The code, such as x = 3; x**2.")])

  package var version: String { PythonHome.version }

  package func call(_ arguments: ToolArguments, in session: ToolSession) async throws(ToolTrouble) -> ToolResult {
    let cell = arguments.text("code")
    let reply = try await sessions.ask(
      request(cell), after: session.cells.map(request), session: session.number, wallSeconds: limits.wallSeconds)
    switch reply {
    case .value, .error: session.add(cell: cell)
    case .late, .lost: break
    }
    return reply.result(of: "the code", limits: limits)
  }

  package func prepare() async throws(ToolTrouble) {
    try await Worker(try await home.launch(.python, memory: limits.memory)).start()
  }

  package func end(_ session: ToolSession) async { await sessions.end(session.number) }

  private func request(_ cell: String) -> [UInt8] {
    let request: JSONNode = [
      "source": .text(cell), "seconds": .number(limits.seconds), "characters": .number(limits.characters),
    ]
    return Array("\(request.line)\n".utf8)
  }
}
