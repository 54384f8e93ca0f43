import Testing
import TestSupport

/// The paper's pipeline: SymPy's functions, only traces that used a tool, a judge where the grader cannot tell.
enum PaperProject {
  /// - Parameters:
  ///   - data: lines in MATH's form.
  ///   - solve: further parameters of the stage `solve`.
  static func make(data: String, _ strong: StrongModel, solve: String = "") throws -> ModelProject {
    let project = try ModelProject(
      data: data, servers: [try strong.server()], tools: "sympy", timeouts: #""firstByte": 60"#,
      model: #""temperature": 0"#, solve: solve, verify: #""requireToolUse": true"#, translate: #""judge": "teacher""#,
      stages: #""calls": { "kind": "split", "input": "verify", "assistant": "trace.calls", "fractions": { "all": 1 } }"#
    )
    try SharedPython.share(with: project.project)
    return project
  }

  /// What the stages ask for problems, apart from judges.
  static func calls(_ problems: [PaperProblem], samples: Int) -> [String: Int] {
    [
      "solve": problems.reduce(0) { $0 + samples * (2 + $1.turns.count) }, "translate": problems.distinctCalls,
      "rephrase": samples * problems.count,
    ]
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where SymPy cannot be had.
  static var needsSymPy: Self {
    .enabled("Python with SymPy cannot be made here") { await SharedPython.trouble.value == nil }
  }

  /// Skips where code cannot be run safely.
  static var needsSandbox: Self {
    .enabled("Python in a sandbox cannot be had here") { await SharedPython.sandboxTrouble.value == nil }
  }
}
