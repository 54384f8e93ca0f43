import ArgumentParser
import Graph

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a build would do and why, without doing it.")

  @Argument(help: "Stages to plan, with all they depend on (default: all).")
  var stages: [String] = []

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workspace = try Workspace(common)
    try workspace.check(stages)
    let result = try await workspace.plan(stages)
    if common.json {
      Terminal.print(result.planNode.line)
      return
    }
    var table = Table(["stage", "state", "to execute"])
    for stage in result.stages {
      let count = stage.isFresh ? "" : "\(stage.isAtMost ? "at most " : "")\(stage.counts.executed.grouped)"
      table.add([stage.stage.name, stage.isFresh ? "fresh" : "stale", count])
    }
    for line in table.lines { Terminal.print(line) }
    for stage in result.stages where !stage.isFresh {
      for change in stage.changes { Terminal.print("\(stage.stage.name): \(change.sentence)") }
    }
  }
}

extension Workspace {
  func plan(_ stages: [String], inspect: (@Sendable (Int, Chunk) -> Void)? = nil) async throws -> BuildResult {
    var options = BuildOptions(now: Workspace.now)
    options.report = { if case .warning(let text) = $0 { Terminal.note("warning: \(text)") } }
    options.isInterrupted = { Interrupt.isAsked }
    options.inspect = inspect
    return try await Builder(pipeline: pipeline, index: index, store: store, options: options).plan(stages)
  }
}

extension Change {
  /// For people.
  var sentence: String {
    func cut(_ text: String) -> String { text.count > 100 ? text.prefix(100) + "…" : text }
    switch (was, now) {
    case (nil, nil): return "\(part) changed"
    case (nil, let now?): return "\(part): \(cut(now))"
    case (let was?, nil): return "\(part): was \(cut(was)), is gone"
    case (let was?, let now?): return "\(part): was \(cut(was)), is now \(cut(now))"
    }
  }
}
