import Foundation
import Graph
import Testing

@testable import Stages

/// The tools as tests use them, with packages that are installed once for all runs on the machine.
enum ToolBench {
  static let cache = NSTemporaryDirectory() + "distillbuild-tools"
  static let home = PythonHome(cache: cache)
  static let memory = 512 << 20
  /// For whatever has a result, however busy the machine is.
  static let tools = tools(limits: ToolLimits(memory: memory))
  /// For what would never end.
  static let impatient = tools(limits: ToolLimits(seconds: 1, wallSeconds: 3, memory: memory))

  private static func tools(limits: ToolLimits) -> ToolSet {
    ToolCatalog.tools(named: ToolCatalog.names, home: home, limits: limits, workers: 2)
  }

  /// Why SymPy cannot be used here; nil if it can.
  static let sympyTrouble = Task { await trouble(of: "differentiate") }
  /// Why code cannot be run here, such as the lack of a sandbox; nil if it can.
  static let pythonTrouble = Task { await trouble(of: PythonTool.name) }

  private static func trouble(of tool: String) async -> String? {
    do throws(ToolTrouble) {
      try await tools[tool]?.prepare()
      return nil
    } catch {
      print("Tests of '\(tool)' are skipped: \(error)")
      return error.message
    }
  }

  static func call(_ name: String, _ arguments: String, tools: ToolSet = tools) async throws -> ToolResult {
    try await tools.call(name, Array(arguments.utf8), in: ToolSession())
  }

  /// Runs one cell.
  static func run(_ code: String, in session: ToolSession, tools: ToolSet = tools) async throws -> ToolResult {
    let arguments: JSONNode = ["code": .text(code)]
    return try await tools.call(PythonTool.name, arguments.utf8, in: session)
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where SymPy cannot be had.
  static var needsSymPy: Self {
    .enabled("Python with SymPy cannot be made here") { await ToolBench.sympyTrouble.value == nil }
  }

  /// Skips where code cannot be run safely.
  static var needsSandbox: Self {
    .enabled("Python in a sandbox cannot be had here") { await ToolBench.pythonTrouble.value == nil }
  }
}
