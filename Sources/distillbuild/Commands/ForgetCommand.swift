import ArgumentParser
import Graph

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Forgets what a stage made, or what it made of one record, so that it is made again.")

  @Argument(help: "A stage.")
  var stage: String

  @Argument(help: "A record's id.")
  var id: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = try Workspace(common)
    try workspace.check([stage])
    guard let place = workspace.pipeline.index(of: stage) else { preconditionFailure("the name was checked") }
    let target = workspace.pipeline.stages[place]
    let forgotten: Forgotten
    if let id {
      forgotten = try workspace.reading {
        var past = try PastBuild(index: workspace.index, store: workspace.store, pipeline: workspace.pipeline.path)
        guard let result = try past.forget(id, at: target, index: workspace.index) else {
          throw try workspace.unknownId(id, at: stage, &past)
        }
        return result
      }
    } else {
      forgotten = try workspace.index.forget(target)
    }
    if common.json {
      Terminal.print(
        JSONNode.object([
          ("stage", .text(stage)), ("artifacts", .number(forgotten.artifacts)), ("chunks", .number(forgotten.chunks)),
          ("records", .number(forgotten.records)), ("calls", .number(forgotten.calls)),
        ]).line)
    } else {
      Terminal.print(
        "forgot what \(stage) made: \(forgotten.records.counted("record")) in \(forgotten.chunks.counted("chunk")), \(forgotten.artifacts.counted("artifact"))"
      )
    }
  }
}
