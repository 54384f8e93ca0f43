import ArgumentParser
import Graph

struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Removes the finished files that builds wrote; the cache stays, so they are soon there again.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = try Workspace(common)
    var removed = 0
    for stage in workspace.pipeline.stages where stage.prepared.adds.contains(OutputFields.file) {
      removed += try Exporter(store: workspace.store, folder: "\(workspace.outputFolder)/\(stage.name)").remove()
    }
    Disk.removeEmptyFolder(workspace.outputFolder)
    if common.json {
      Terminal.print(JSONNode.object([("removed", .number(removed))]).line)
    } else {
      Terminal.print("removed \(removed.grouped) files from \(Workspace.shown(workspace.outputFolder))")
    }
  }
}
