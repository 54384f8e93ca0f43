import ArgumentParser
import Graph

struct CacheInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Tells how much the cache holds, by stage, and what it saved.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = try Workspace(common)
    let info = try CacheInfo(index: workspace.index, store: workspace.store, pipeline: workspace.pipeline)
    if common.json {
      Terminal.print(info.node.line)
      return
    }
    Terminal.print("cache: \(Workspace.shown(workspace.cacheFolder))")
    for line in info.lines { Terminal.print(line) }
  }
}

extension CacheInfo {
  fileprivate var lines: [String] {
    var lines = [
      "blobs: \(blobs.grouped), \(blobBytes.bytes)", "index: \(indexBytes.bytes)",
      "calls: \(calls.grouped)\(calls == 0 ? "" : ", \(callBytes.bytes)")", "runs of this pipeline: \(runs.grouped)",
    ]
    let hasCalls = stages.contains { $0.calls > 0 }
    var table = Table(["stage", "artifacts", "chunks", "size", "records"] + (hasCalls ? ["calls", "size"] : []))
    for stage in stages {
      table.add(
        [
          stage.name, stage.artifacts.grouped, stage.chunks.grouped, (stage.artifactBytes + stage.chunkBytes).bytes,
          stage.records.grouped,
        ] + (hasCalls ? [stage.calls.grouped, stage.callBytes.bytes] : []))
    }
    lines += table.lines
    if use.records.share != nil { lines.append("records found: \(use.records.words)") }
    if use.calls.share != nil { lines.append("calls remembered: \(use.calls.words)") }
    if use.saved.calls >= 0.5 {
      lines.append("saved, by an estimate from what the calls took when they were made: \(use.saved.words)")
      lines.append("(against making everything anew in every run)")
    }
    return lines
  }

  fileprivate var node: JSONNode {
    .object([
      ("blobs", .number(blobs)), ("blobBytes", .number(blobBytes)), ("indexBytes", .number(indexBytes)),
      ("calls", .number(calls)), ("callBytes", .number(callBytes)), ("runs", .number(runs)),
      ("stages", .list(stages.map(\.node))), ("recordsFound", use.records.node), ("callsRemembered", use.calls.node),
      ("saved", use.saved.node),
    ])
  }
}

extension CacheInfo.Stage {
  fileprivate var node: JSONNode {
    .object([
      ("name", .text(name)), ("artifacts", .number(artifacts)), ("artifactBytes", .number(artifactBytes)),
      ("chunks", .number(chunks)), ("chunkBytes", .number(chunkBytes)), ("records", .number(records)),
      ("calls", .number(calls)), ("callBytes", .number(callBytes)),
    ])
  }
}

extension CacheUse.Rate {
  fileprivate var words: String {
    let percent = ((share ?? 0) * 1000).rounded() / 10
    return "\(reused.grouped) of \(all.grouped) (\(percent) %)"
  }

  fileprivate var node: JSONNode { .object([("found", .number(reused)), ("asked", .number(all))]) }
}

extension CacheUse.Saving {
  fileprivate var words: String {
    func number(_ value: Double) -> String { Int(value.rounded()).grouped }
    let cost = cost > 0 ? ", cost \((cost * 100).rounded() / 100)" : ""
    let time = seconds > 0 ? ", \(seconds.duration) one after the other" : ""
    return "\(number(calls)) calls, \(number(inputTokens)) tokens in, \(number(outputTokens)) out\(cost)\(time)"
  }

  fileprivate var node: JSONNode {
    .object([
      ("isEstimate", .bool(true)), ("calls", .decimal(calls, places: 1)),
      ("inputTokens", .decimal(inputTokens, places: 0)), ("outputTokens", .decimal(outputTokens, places: 0)),
      ("cost", .decimal(cost, places: 6)), ("seconds", .decimal(seconds, places: 3)),
    ])
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
