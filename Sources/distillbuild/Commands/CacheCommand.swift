import ArgumentParser
import Graph

struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Looks into the cache.",
    subcommands: [Info.self, CachePushCommand.self, CachePullCommand.self], defaultSubcommand: Info.self)

  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "info", abstract: "Tells how much the cache holds, by stage.")

    @OptionGroup var common: CommonOptions

    func run() throws {
      let workspace = try Workspace(common)
      let info = try CacheInfo(
        index: workspace.index, blobs: "\(workspace.cacheFolder)/blobs", pipeline: workspace.pipeline)
      if common.json {
        Terminal.print(info.node.line)
        return
      }
      Terminal.print("cache: \(Workspace.shown(workspace.cacheFolder))")
      Terminal.print("blobs: \(info.blobs.grouped), \(info.blobBytes.bytes)")
      Terminal.print("index: \(info.indexBytes.bytes)")
      Terminal.print("calls: \(info.calls.grouped)")
      Terminal.print("runs of this pipeline: \(info.runs.grouped)")
      var table = Table(["stage", "artifacts", "chunks", "records"])
      for stage in info.stages {
        table.add([stage.name, stage.artifacts.grouped, stage.chunks.grouped, stage.records.grouped])
      }
      for line in table.lines { Terminal.print(line) }
    }
  }
}

extension Int {
  /// A size, as people say it.
  var bytes: String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(self), 0)
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return unit == 0 ? "\(self) bytes" : "\((value * 10).rounded() / 10) \(units[unit])"
  }
}

extension CacheInfo {
  var node: JSONNode {
    .object([
      ("blobs", .number(blobs)), ("blobBytes", .number(blobBytes)), ("indexBytes", .number(indexBytes)),
      ("calls", .number(calls)), ("runs", .number(runs)),
      (
        "stages",
        .list(
          stages.map {
            .object([
              ("name", .text($0.name)), ("artifacts", .number($0.artifacts)), ("chunks", .number($0.chunks)),
              ("records", .number($0.records)),
            ])
          })
      ),
    ])
  }
}
