import Foundation
import Stages

/// Packages for tools that run Python, installed once for all tests of this machine.
package enum SharedPython {
  /// A cache that holds nothing else.
  package static let cache = NSTemporaryDirectory() + "distillbuild-tools"

  /// Why Python with SymPy cannot be had here; nil if it can.
  package static let trouble = Task { () -> String? in
    do throws(ToolTrouble) {
      _ = try await PythonHome(cache: cache).provenance()
      return nil
    } catch {
      print("Tests that call SymPy are skipped: \(error)")
      return error.message
    }
  }

  /// Why code cannot be run here, such as the lack of a sandbox; nil if it can.
  package static let sandboxTrouble = Task { () -> String? in
    do throws(ToolTrouble) {
      try await ToolCatalog.tools(named: ["python"], home: PythonHome(cache: cache)).prepare()
      return nil
    } catch {
      print("Tests that run code are skipped: \(error)")
      return error.message
    }
  }

  /// Has a project's cache find the packages here.
  package static func share(with project: CommandProject) throws {
    try project.write("", to: "cache/.keep")
    try project.remove("cache/.keep")
    try FileManager.default.createSymbolicLink(
      atPath: project.path("cache/python"), withDestinationPath: "\(cache)/python")
  }

  /// What SymPy itself answers to lines of Python, each an expression: no part of this project lies between.
  package static func answers(to expressions: [String]) async throws -> [String] {
    guard
      let packages = try FileManager.default.contentsOfDirectory(atPath: "\(cache)/python").first(where: {
        $0.hasPrefix("packages-") && !$0.contains(".")
      })
    else { throw CommandTrouble("no packages in \(cache)") }
    let project = try CommandProject()
    let lines = expressions.map { "print(one_line(\($0)))" }.joined(separator: "\n")
    try project.write(program + lines + "\n", to: "direct.py")
    let run = try await project.shell("PYTHONPATH='\(cache)/python/\(packages)' PYTHONHASHSEED=0 python3 -S direct.py")
    guard run.status == 0 else { throw CommandTrouble(run.errors) }
    return run.output.split(separator: "\n").map(String.init)
  }

  /// SymPy writes a matrix over several lines, which is no result for a tool.
  private static let program = """
    from sympy import *
    from sympy.abc import x, y, n, k

    def one_line(value):
        return f"Matrix({value.tolist()})" if isinstance(value, MatrixBase) else str(value)


    """
}
