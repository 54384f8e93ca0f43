internal import Foundation

/// One try at a build.
struct BuildAttempt {
  let builder: Builder
  let wanted: Set<Int>
  let isDry: Bool
  /// Of all tries together.
  let allowance: CallAllowance

  var pipeline: Pipeline { builder.pipeline }
  var options: BuildOptions { builder.options }

  init(builder: Builder, wanted: Set<Int>, isDry: Bool, allowance: CallAllowance) {
    self.builder = builder
    self.wanted = wanted
    self.isDry = isDry
    self.allowance = allowance
  }

  /// - Parameter earlier: what tries before this one have done, which counts too; this one's work is added.
  /// - Returns: nil if results of others took the place of some of this build's, which has to be tried again with them.
  func run(_ earlier: inout [Int: StageCounts]) async throws -> BuildResult? {
    let before = earlier
    let snapshot = try builder.index.snapshot()
    var walk = ArtifactWalk(
      pipeline: pipeline, index: builder.index, store: builder.store, snapshot: snapshot, shared: builder.shared,
      now: options.now)
    try await walk.walk(wanted)
    let setup = try prepare(&walk, snapshot)
    let outbox = isDry ? nil : builder.shared.map { Outbox($0, options: options) }
    let work = ChunkWork(
      pipeline: pipeline, index: builder.index, store: builder.store, snapshot: snapshot, shared: builder.shared,
      outbox: outbox, isDry: isDry, waiting: try waiting(setup, outbox))
    guard !setup.stages.isEmpty else {
      try checkMerges(walk.known, made: [:], &walk, work)
      if !isDry { try builder.index.store(walk.entries, now: options.now() / 1_000_000_000) }
      // After a try that made something, what it left to be shared is still to be.
      if !before.isEmpty, try await share([], isStopped: false, &walk) { return nil }
      return result(known: walk.known, loop: nil, before: before)
    }
    options.report(.started(stages: setup.stages.keys.sorted().map { pipeline.stages[$0].name }))
    if !isDry {
      let recipes = pipeline.stages.filter { wanted.contains($0.index) }.map {
        IndexEntry.recipe($0.recipe.digest, parts: $0.recipe.json)
      }
      try builder.index.store(recipes, now: options.now() / 1_000_000_000)
    }
    for (index, run) in setup.runs.sorted(by: { $0.key < $1.key }) {
      for (_, chunk) in run.chunks.sorted(by: { $0.key < $1.key }) { options.inspect?(index, chunk) }
    }
    var loop = BuildLoop(
      work: work, options: options, width: options.jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      stages: setup.stages, runs: setup.runs)
    do {
      try await loop.run()
    } catch {
      add(loop, to: &earlier)
      // What was made is worth sharing all the same, and must be still when another try begins.
      _ = try? await outbox?.drain()
      throw error
    }
    add(loop, to: &earlier)
    if try await isOvertaken(loop, sending: outbox) { return nil }
    warnOfWaiting(loop)
    let digests = try digests(loop, &walk)
    let finished = try finish(loop, &walk, digests)
    try checkMerges(finished.known, made: loop.runs.mapValues(\.outputs), &walk, work)
    if !isDry { try builder.index.store(walk.entries + finished.entries, now: options.now() / 1_000_000_000) }
    if try await share(finished.artifacts, isStopped: loop.isStopped, &walk) { return nil }
    var result = result(known: finished.known, loop: loop, before: before)
    try explain(&result, loop, digests)
    return result
  }
}

extension BuildAttempt {
  private func warnOfWaiting(_ loop: BuildLoop) {
    for (_, run) in loop.runs.sorted(by: { $0.key < $1.key }) where run.counts.waiting > 0 {
      let records = run.counts.waiting == 1 ? "1 record waits" : "\(run.counts.waiting) records wait"
      options.report(.warning("at '\(run.stage.name)' \(records) for members of the same group, which failed before"))
    }
  }

  private func add(_ loop: BuildLoop, to earlier: inout [Int: StageCounts]) {
    for (index, run) in loop.runs {
      earlier[index, default: StageCounts()].executed += run.counts.executed
      earlier[index, default: StageCounts()].chunksExecuted += run.counts.chunksExecuted
      if let waiting = loop.work.waiting[index] {
        earlier[index, default: StageCounts()].calls.add(waiting.calls.counts)
      }
    }
  }

  struct Setup {
    var stages: [Int: Schedule.Stage] = [:]
    var runs: [Int: StageRun] = [:]
  }

  /// Lays out the stages that are not known, with the chunks of known ones that they read.
  func prepare(_ walk: inout ArtifactWalk, _ snapshot: Index.Snapshot) throws -> Setup {
    // A known stage whose list turns out to be damaged is made after all, which can reach further up.
    while true {
      let live = wanted.subtracting(walk.known.keys)
      let needed = live.flatMap { pipeline.stages[$0].inputs.map(\.stage) }.filter { !live.contains($0) }
      let before = walk.known.count
      for stage in needed.sorted() { _ = try walk.outputChunks(stage) }
      if walk.known.count == before { break }
    }
    var setup = Setup()
    for stage in pipeline.stages where wanted.contains(stage.index) && walk.known[stage.index] == nil {
      var run: StageRun
      var inputs: [(stage: Int, offset: Int)] = []
      if case .source(let source) = stage.prepared.work {
        let files = try walk.allFiles(stage, source)
        let pieces = files.flatMap { file in file.pieces.map { (file, $0) } }
        run = StageRun(stage, places: pieces.count)
        run.pieces = pieces
      } else {
        var places = 0
        var chunks: [Int: Chunk] = [:]
        for input in stage.inputs {
          inputs.append((input.stage, places))
          if let live = setup.runs[input.stage] {
            places += live.outputs.count
          } else {
            for chunk in try walk.outputChunks(input.stage) ?? [] {
              chunks[places] = chunk.tagged(input.tag)
              places += 1
            }
          }
        }
        run = StageRun(stage, places: places)
        run.chunks = chunks
      }
      setup.stages[stage.index] = Schedule.Stage(
        shape: try shape(stage, snapshot), inputs: inputs, places: run.outputs.count)
      setup.runs[stage.index] = run
    }
    return setup
  }

  /// The waiting stages that are to be made, with their way to calls.
  private func waiting(_ setup: Setup, _ outbox: Outbox?) throws -> [Int: WaitingWork] {
    var waiting: [Int: WaitingWork] = [:]
    var store: CallStore?
    for (index, run) in setup.runs {
      guard !isDry, case .wait(let stage) = run.stage.prepared.work else { continue }
      let now = options.now
      let calls =
        try store
        ?? CallStore(
          index: builder.index, now: { now() / 1_000_000_000 }, shared: builder.shared, outbox: outbox)
      store = calls
      waiting[index] = WaitingWork(
        stage, calls: StageCalls(store: calls, recipe: run.stage.recipe.ingredients, allowance: allowance),
        allowance: allowance)
    }
    return waiting
  }

  private func shape(_ stage: Pipeline.Stage, _ snapshot: Index.Snapshot) throws -> Schedule.Shape {
    switch stage.prepared.work {
    case .source: .map(reuses: false)
    case .map, .wait, .mapGroups:
      .map(reuses: try builder.index.keyListCount(stage.recipe.ingredients, before: snapshot) > 0)
    case .decide: .decide
    }
  }
}
