import ArgumentParser
import Foundation
import Graph
import Stages

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Makes what is not fresh, and writes the finished files.")

  @Argument(help: "Stages to make, with all they depend on (default: all).")
  var stages: [String] = []

  @OptionGroup var common: CommonOptions

  @Option(name: .long, help: "Jobs at once (default: one for each processor).")
  var jobs: Int?

  @Flag(name: .long, help: "Writes finished files even if something failed.")
  var partial = false

  @Option(name: .long, help: "Ends the build when so many calls to models have been made.")
  var maxCalls: Int?

  @Option(name: .long, help: "Ends the build when its calls have cost so much, by the models' prices.")
  var maxCost: Double?

  @Flag(name: .long, help: "Ends the build if anything differs from what pipeline.lock.json says.")
  var locked = false

  @Flag(name: .long, help: "Makes no call to a model: a record that needs one fails.")
  var offline = false

  @Option(name: .long, help: .hidden)
  var scheduleSeed: UInt64?

  mutating func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("'--jobs' must be at least 1, found \(jobs)") }
    if let maxCalls, maxCalls < 0 { throw ValidationError("'--max-calls' must be at least 0, found \(maxCalls)") }
    if let maxCost, !(maxCost >= 0) { throw ValidationError("'--max-cost' must be at least 0, found \(maxCost)") }
  }

  func run() async throws {
    let clock = Progress.seconds()
    let started = Workspace.now()
    var workspace = try Workspace(common)
    try workspace.check(stages)
    let lockedBuild = locked ? try workspace.demandedLock() : nil
    if !offline { try await workspace.meetModels(of: stages) }
    try lockedBuild.map { try workspace.checkUse(stages, against: $0) }
    let progress = Progress(style: common.json ? .json : Terminal.isErrorTerminal ? .terminal : .plain)
    guard let lock = try await lock(workspace, progress) else { throw ExitStatus.interrupted }
    var options = BuildOptions(now: Workspace.now)
    options.jobs = jobs
    options.mostCalls = maxCalls
    options.mostCost = maxCost
    options.isOffline = offline
    options.scheduleSeed = scheduleSeed
    options.report = { progress.report($0) }
    options.isInterrupted = { Interrupt.isAsked }
    let shared = try workspace.sharedCache { progress.report(.warning($0)) }
    let builder = Builder(
      pipeline: workspace.pipeline, index: workspace.index, store: workspace.store, options: options, shared: shared)
    var files: [Outputs.Written] = []
    let result: BuildResult
    do {
      result = try await builder.build(stages) { result in
        guard result.status == .complete || partial else { return }
        try lockedBuild?.checkMade(
          result.stages.compactMap { made in made.artifact.map { (made.stage.name, $0.manifest) } })
        files = try Outputs(folder: workspace.outputFolder, store: workspace.store).write(result)
      }
    } catch {
      progress.end()
      throw error
    }
    progress.end()
    let seconds = Progress.seconds() - clock
    let report = result.node(seconds: seconds)
    try workspace.record(result, started: started, seconds: seconds, report: report.line)
    if result.status == .complete, stages.isEmpty, !locked, !workspace.isOverridden { try workspace.writeLock(result) }
    if common.json {
      Terminal.print(report.line)
    } else {
      BuildSummary(result: result, files: files, seconds: seconds, outputFolder: workspace.outputFolder).print()
      for line in shared?.trafficLines ?? [] { Terminal.print(line) }
    }
    withExtendedLifetime(lock) {}
    if Interrupt.isAsked, result.status == .stopped { throw ExitStatus.interrupted }
    if result.status != .complete { throw ExitStatus.incomplete }
  }

  private func lock(_ workspace: Workspace, _ progress: Progress) async throws -> PipelineLock? {
    let process = ProcessInfo.processInfo
    let time = ISO8601DateFormatter().string(from: Date())
    return try await PipelineLock.take(
      in: workspace.cacheFolder, pipeline: workspace.pipeline.path,
      holder: "process \(process.processIdentifier) on \(process.hostName), since \(time)",
      waiting: { progress.report(.warning("waiting for another build of this pipeline: \($0)")) },
      isInterrupted: { Interrupt.isAsked })
  }
}

/// The files that a build leaves for the user.
struct Outputs {
  let folder: String
  let store: FolderBlobStore

  struct Written {
    let stage: String
    let files: [OutputFile]
  }

  /// Writes the files of every stage that has some.
  func write(_ result: BuildResult) throws -> [Written] {
    try result.stages.compactMap { stage in
      guard stage.stage.prepared.adds.contains(OutputFields.file) else { return nil }
      let exporter = Exporter(store: store, folder: "\(folder)/\(stage.stage.name)")
      return Written(
        stage: stage.stage.name,
        files: try exporter.export(artifact: stage.outputDigest) { try stage.layers(in: store) })
    }
  }
}
