import ArgumentParser
import Graph

struct ForgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Forgets what a stage made, or what it made of one record, so that it is made again.")

  @Argument(help: "A stage.")
  var stage: String

  @Argument(help: "A record's id.")
  var id: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let workspace = try Workspace(common)
    try workspace.check([stage])
    guard let place = workspace.pipeline.index(of: stage) else { preconditionFailure("the name was checked") }
    let target = workspace.pipeline.stages[place]
    let forgotten =
      if let id { try await workspace.forget(id, at: target) } else { try workspace.index.forget(target) }
    if common.json {
      Terminal.print(
        JSONNode.object([
          ("stage", .text(stage)), ("artifacts", .number(forgotten.artifacts)), ("chunks", .number(forgotten.chunks)),
          ("records", .number(forgotten.records)), ("calls", .number(forgotten.calls)),
        ]).line)
    } else {
      Terminal.print(
        "forgot what \(stage) made: \(forgotten.records.counted("record")) in \(forgotten.chunks.counted("chunk")), \(forgotten.artifacts.counted("artifact"))"
          + (forgotten.calls == 0 ? "" : ", \(forgotten.calls.counted("call"))"))
    }
  }
}

extension Workspace {
  /// Forgets what a stage made of one record, with the replies it was made of: its next making asks again.
  fileprivate func forget(_ id: String, at stage: Pipeline.Stage) async throws -> Forgotten {
    var calls = 0
    if case .wait(let work) = stage.prepared.work {
      let store = try CallStore(index: index, now: { Workspace.now() / 1_000_000_000 })
      let units = try reading {
        var past = try lastBuild()
        return try past.units(of: id, at: stage)
      }
      calls = try await store.forget(work.rememberedCalls(of: units, store: store, recipe: stage.recipe.ingredients))
    }
    var forgotten = try reading {
      var past = try lastBuild()
      guard let result = try past.forget(id, at: stage, index: index) else {
        throw try unknownId(id, at: stage.name, &past)
      }
      return result
    }
    forgotten.calls += calls
    return forgotten
  }
}
