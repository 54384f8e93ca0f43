import ArgumentParser
import Graph
import Stages

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Shows what a build would do and why, without doing it.")

  @Argument(help: "Stages to plan, with all they depend on (default: all).")
  var stages: [String] = []

  @OptionGroup var common: CommonOptions

  func run() async throws {
    var workspace = try Workspace(common)
    try workspace.check(stages)
    do {
      try await workspace.meetModels(of: stages)
    } catch let failure as ModelFailure {
      // A model that was never met has made nothing yet, so the plan is the same.
      Terminal.note("warning: \(failure)")
    }
    let result = try await workspace.plan(stages)
    if common.json {
      Terminal.print(result.planNode.line)
      return
    }
    let asksModels = result.stages.contains { $0.calls != .none }
    var table = Table(["stage", "state", "to execute"] + (asksModels ? ["calls to models"] : []))
    for stage in result.stages {
      let count = stage.isFresh ? "" : "\(stage.isAtMost ? "at most " : "")\(stage.counts.executed.grouped)"
      table.add(
        [stage.stage.name, stage.isFresh ? "fresh" : "stale", count] + (asksModels ? [stage.calls.words] : []))
    }
    for line in table.lines { Terminal.print(line) }
    if asksModels { Terminal.print("Of these calls, those that were made before are not made again.") }
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
    let shared = try sharedCache { Terminal.note("warning: \($0)") }
    return try await Builder(pipeline: pipeline, index: index, store: store, options: options, shared: shared)
      .plan(stages)
  }
}

extension CallEstimate {
  /// For people; nothing where nothing is asked.
  fileprivate var words: String {
    switch (least, most) {
    case (0, 0): ""
    case (let least, let most?) where least == most: least.grouped
    case (0, let most?): "at most \(most.grouped)"
    case (let least, let most?): "\(least.grouped) to \(most.grouped)"
    case (0, nil): "not known yet"
    case (let least, nil): "\(least.grouped) or more"
    }
  }
}
