import ArgumentParser
import Foundation
import Graph

struct CacheGCCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Removes what no recent run needs from the cache on this machine.",
    discussion: """
      Kept are: what the last runs of each pipeline of this cache ended with, and the last whole build of each stage; what \
      the lock files beside these pipelines name; everything made since the oldest of these runs began; and all calls to \
      models, unless --calls is given. The rest goes: all of it, or what --older-than and --max-size leave. A remote \
      cache is never touched. Builds wait until it has ended, as it waits for theirs.
      """)

  @OptionGroup var common: CommonOptions

  @Option(name: .long, help: "How many of the last runs of each pipeline to keep.")
  var keepRuns = SweepOptions().keepRuns

  @Option(
    name: .long, help: ArgumentHelp("Removes only what was last used so long ago: 30d, 12h.", valueName: "age"))
  var olderThan: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Removes, oldest first, only as much as it takes for the cache to fit: 500MB, 20GiB.", valueName: "size"))
  var maxSize: String?

  @Flag(
    name: .long,
    help:
      "Removes calls to models too, where nothing kept needs them. They are what costs: to have them again is to pay again."
  )
  var calls = false

  @Flag(
    name: .long,
    help: "Does not keep what pipelines made whose files are not there any more.")
  var ignoreMissing = false

  @Flag(name: .long, help: "Shows what would be removed, and removes nothing.")
  var dryRun = false

  mutating func validate() throws {
    guard keepRuns >= 1 else { throw ValidationError("'--keep-runs' must be at least 1, found \(keepRuns)") }
    do throws(MeasureMistake) {
      _ = try olderThan.map { text throws(MeasureMistake) in try Age(text) }
    } catch {
      throw ValidationError("'--older-than' \(error)")
    }
    do throws(MeasureMistake) {
      _ = try maxSize.map { text throws(MeasureMistake) in try ByteSize(text) }
    } catch {
      throw ValidationError("'--max-size' \(error)")
    }
  }

  // Asynchronous for the sake of Ctrl-C: the main thread is then free for signals, while this one may wait long.
  func run() async throws {
    let workspace = try Workspace(common, alone: dryRun ? nil : "cache gc")
    let now = Workspace.now() / 1_000_000_000
    let sweep = CacheSweep(index: workspace.index, store: workspace.store, isInterrupted: { Interrupt.isAsked })
    let plan: SweepPlan
    do {
      plan = try sweep.plan(try options(workspace, now: now), now: now)
      if !dryRun { try sweep.carryOut(plan) }
    } catch is CancellationError {
      throw ExitStatus.interrupted
    }
    for list in plan.damaged {
      Terminal.note(
        "warning: the cache's blob \(list.hex.prefix(12))… is damaged or missing, and what it named could not be told; 'cache verify' tells more"
      )
    }
    if common.json {
      Terminal.print(plan.node(isDry: dryRun).line)
    } else {
      for line in plan.lines(isDry: dryRun) { Terminal.print(line) }
    }
  }

  private func options(_ workspace: Workspace, now: Int) throws -> SweepOptions {
    var options = SweepOptions()
    options.keepRuns = keepRuns
    options.before = try olderThan.map { now - (try Age($0)).seconds }
    options.mostBytes = try maxSize.map { try ByteSize($0).bytes }
    options.takesCalls = calls
    for pipeline in try Set(workspace.index.pipelines()).union([workspace.pipeline.path]).sorted() {
      if try Disk.stat(pipeline) == nil {
        if ignoreMissing {
          options.ignoring.insert(pipeline)
          continue
        }
        Terminal.note("note: \(pipeline) is not there any more; what it made is kept without --ignore-missing")
      }
      if let locked = try Workspace.locked(beside: pipeline) { options.locks.append(locked) }
    }
    return options
  }
}
