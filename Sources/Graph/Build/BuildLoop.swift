/// Carries a schedule out: starts its jobs on all processors, tells it what came of them, and remembers what was done.
///
/// All that changes lives here and is touched by one task; the jobs themselves only hand results back.
struct BuildLoop {
  let work: ChunkWork
  let options: BuildOptions
  /// Jobs at once.
  let width: Int

  private var schedule: Schedule
  private(set) var runs: [Int: StageRun]
  private var pending: [IndexEntry] = []
  private var unreported: [Int: Int] = [:]
  private var lastFlush: ContinuousClock.Instant
  private(set) var failures: [Failure] = []
  private var sourceBytes = 0
  private static let mostSourceBytes = 64 << 20
  /// Chunks that may wait for a look-up with their records in memory.
  private static let mostWaiting = 32
  private var dataProblems: [DataProblem] = []
  private(set) var isStopped = false
  private var failuresByStage: [Int: Int] = [:]

  /// One stage while it is made.
  struct StageRun {
    let stage: Pipeline.Stage
    /// For sources, the run of lines at each place.
    var pieces: [(file: CutFile, piece: LineCutter.Piece)] = []
    /// Chunks that have arrived and are not done with.
    var chunks: [Int: Chunk] = [:]
    var found: [Int: FoundResults] = [:]
    var reads: [Digest?]
    var keys: [Digest?]
    var summaries: [[UInt8]?]
    var decisions: [[UInt8]] = []
    var outputs: [LayerInfo?]
    var ids: [Int: [ShortKey]] = [:]
    var counts = StageCounts()
    /// In a dry run: of the inputs counted as executed, those that only may have to be.
    var uncertain = 0
    var done = 0
    var hasUnknown = false
    /// In a dry run: whether some of what it hands on is not known.
    var hasUnknownOutput = false

    init(_ stage: Pipeline.Stage, places: Int) {
      self.stage = stage
      reads = Array(repeating: nil, count: places)
      keys = Array(repeating: nil, count: places)
      summaries = Array(repeating: nil, count: places)
      outputs = Array(repeating: nil, count: places)
    }
  }

  /// What a job came back with.
  private enum Outcome: Sendable {
    case probed(stage: Int, places: [Int], reads: [Digest], keys: [Digest], hits: [LayerInfo?])
    case summariesProbed(stage: Int, places: [Int], reads: [Digest], keys: [Digest], hits: [[UInt8]?])
    case reused(stage: Int, places: [Int], found: [FoundResults])
    case ran(stage: Int, place: Int, ChunkWork.Finished)
    case summarised(stage: Int, place: Int, [UInt8], IndexEntry?)
    case decided(stage: Int, decisions: [[UInt8]], keys: [Digest], hits: [LayerInfo?])
    case badData([DataProblem])
  }

  init(
    work: ChunkWork, options: BuildOptions, width: Int, stages: [Int: Schedule.Stage], runs: [Int: StageRun]
  ) {
    self.work = work
    self.options = options
    self.width = width
    self.runs = runs
    schedule = Schedule(stages, seed: options.scheduleSeed)
    lastFlush = .now
    for (index, run) in runs {
      if case .source = run.stage.prepared.work {
        schedule.arrived(stage: index, places: run.pieces.indices)
      } else {
        schedule.arrived(stage: index, places: run.chunks.keys.sorted())
      }
    }
  }

  /// Does everything there is to do: sources first, so that what is wrong with the data is known before anything is spent.
  mutating func run() async throws {
    let sources = Set(
      runs.values.filter { if case .source = $0.stage.prepared.work { true } else { false } }.map(\.stage.index))
    try await work(through: sources)
    guard dataProblems.isEmpty else {
      throw DataProblems(
        dataProblems.sorted { ($0.file, $0.line, $0.column ?? 0) < ($1.file, $1.line, $1.column ?? 0) })
    }
    if !isStopped { for source in sources.sorted() { try checkIds(source) } }
    try await work(through: Set(runs.keys))
  }

  /// Does the jobs of some stages until none is left.
  private mutating func work(through stages: Set<Int>) async throws {
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      var inFlight = 0
      while true {
        while inFlight < width, !isStopped, let job = schedule.next(among: stages) {
          let body = body(for: job)
          group.addTask { @concurrent in try await body() }
          inFlight += 1
        }
        guard let outcome = try await group.next() else { break }
        inFlight -= 1
        try settle(outcome)
        try flush(force: false)
        if options.isInterrupted() { isStopped = true }
      }
    }
    try flush(force: true)
  }

  private func checkIds(_ index: Int) throws {
    guard let run = runs[index], case .source(let source) = run.stage.prepared.work else { return }
    try IdCheck(work: work).checkSource(run, source)
  }
}

extension BuildLoop {
  private typealias Body = @Sendable () async throws -> Outcome

  /// What a job does, with all that it needs taken out of the changing state.
  private mutating func body(for job: Schedule.Job) -> Body {
    let work = work
    switch job {
    case .probe(let index, let places): return probe(index, places)
    case .reuse(let index, let places):
      let (stage, chunks) = (stage(index), places.map { chunk(index, $0) })
      return { .reused(stage: index, places: places, found: try work.reuse(stage, chunks)) }
    case .run(let index, let place): return run(index, place)
    case .decide(let index): return decide(index)
    }
  }

  private func probe(_ index: Int, _ places: [Int]) -> Body {
    let (work, stage) = (work, stage(index))
    if case .source(let source) = stage.prepared.work {
      let pieces = places.compactMap { runs[index]?.pieces[$0] }
      return {
        let keys = pieces.map {
          stage.linesKey($0.piece.digest, file: $0.file.file, namesMatter: source.namesMatter)
        }
        return .probed(
          stage: index, places: places, reads: pieces.map(\.piece.digest), keys: keys, hits: try work.probe(keys))
      }
    }
    let chunks = places.map { chunk(index, $0) }
    return {
      let reads = chunks.map { $0.readDigest(stage.prepared.reads) }
      if case .decide = stage.prepared.work {
        let keys = reads.map { stage.summaryKey($0) }
        return .summariesProbed(
          stage: index, places: places, reads: reads, keys: keys, hits: try work.summaries(keys))
      }
      let keys = reads.map { stage.chunkKey($0) }
      var hits = try work.probe(keys)
      // A dry run's made-up rows look alike: what they would really be is not known.
      for (place, chunk) in chunks.enumerated() where chunk.unknown != nil { hits[place] = nil }
      return .probed(stage: index, places: places, reads: reads, keys: keys, hits: hits)
    }
  }

  private mutating func run(_ index: Int, _ place: Int) -> Body {
    let (work, stage) = (work, stage(index))
    guard let key = runs[index]?.keys[place] else { preconditionFailure("run before its key is known") }
    switch stage.prepared.work {
    case .source(let source):
      guard let (file, piece) = runs[index]?.pieces[place] else { preconditionFailure("a source has its lines") }
      return {
        do {
          return .ran(stage: index, place: place, try work.parse(stage, source, file.lines(piece), key: key))
        } catch let error as DataProblems {
          return .badData(error.problems)
        }
      }
    case .map(let map):
      let (chunk, found) = (chunk(index, place), runs[index]?.found.removeValue(forKey: place))
      return {
        .ran(stage: index, place: place, try await work.run(stage, map, chunk: chunk, key: key, found: found))
      }
    case .decide(let decider):
      let chunk = chunk(index, place)
      guard let run = runs[index], run.summaries[place] != nil, !run.decisions.isEmpty else {
        if chunk.unknown != nil {
          return { .summarised(stage: index, place: place, [], nil) }
        }
        return {
          let (summary, entry) = try work.summarise(stage, decider, chunk: chunk, key: key)
          return .summarised(stage: index, place: place, summary, entry)
        }
      }
      if run.hasUnknown { return { .ran(stage: index, place: place, work.dryRun(whole: chunk)) } }
      let decision = run.decisions[place]
      return {
        .ran(
          stage: index, place: place, try work.apply(stage, decider, chunk: chunk, decision: decision, key: key))
      }
    }
  }

  private func decide(_ index: Int) -> Body {
    let (work, stage) = (work, stage(index))
    guard case .decide(let decider) = stage.prepared.work, let run = runs[index] else {
      preconditionFailure("only stages that decide are asked to")
    }
    let (summaries, reads) = (run.summaries.compactMap(\.self), run.reads.compactMap(\.self))
    if run.hasUnknown {
      return {
        .decided(
          stage: index, decisions: summaries.map { _ in [] }, keys: reads.map { stage.appliedKey($0, decision: []) },
          hits: summaries.map { _ in nil })
      }
    }
    return {
      let decisions = try decider.decide(summaries)
      precondition(decisions.count == reads.count, "a stage must decide on each chunk")
      let keys = zip(reads, decisions).map { stage.appliedKey($0, decision: $1) }
      return .decided(stage: index, decisions: decisions, keys: keys, hits: try work.probe(keys))
    }
  }

  private func stage(_ index: Int) -> Pipeline.Stage { work.pipeline.stages[index] }

  private func chunk(_ index: Int, _ place: Int) -> Chunk {
    guard let chunk = runs[index]?.chunks[place] else { preconditionFailure("a job before its chunk arrived") }
    return chunk
  }
}

extension BuildLoop {
  /// Takes in what a job came back with.
  private mutating func settle(_ outcome: Outcome) throws {
    switch outcome {
    case .probed(let index, let places, let reads, let keys, let hits):
      var missed: [Int] = []
      for (number, place) in places.enumerated() {
        runs[index]?.reads[place] = reads[number]
        runs[index]?.keys[place] = keys[number]
        if hits[number] == nil { missed.append(place) }
      }
      schedule.probed(stage: index, places: places.count, missed: missed)
      for (number, place) in places.enumerated() {
        if let info = hits[number] { finish(index, place, LayerHandle(info, in: work.store), reusedChunk: true) }
      }
    case .summariesProbed(let index, let places, let reads, let keys, let hits):
      var missed: [Int] = []
      for (number, place) in places.enumerated() {
        runs[index]?.reads[place] = reads[number]
        runs[index]?.keys[place] = keys[number]
        let isUnknown = chunk(index, place).unknown != nil
        if isUnknown { runs[index]?.hasUnknown = true }
        runs[index]?.summaries[place] = isUnknown ? nil : hits[number]
        if hits[number] == nil || isUnknown { missed.append(place) }
        // Until the decision is made nothing is held but what is known of the layers.
        release(index, place)
      }
      schedule.probed(stage: index, places: places.count, missed: missed)
    case .summarised(let index, let place, let summary, let entry):
      runs[index]?.summaries[place] = summary
      if let entry, !work.isDry { pending.append(entry) }
      schedule.summarised(stage: index)
      release(index, place)
    case .decided(let index, let decisions, let keys, let hits):
      runs[index]?.decisions = decisions
      var missed: [Int] = []
      for (place, key) in keys.enumerated() {
        runs[index]?.keys[place] = key
        if hits[place] == nil { missed.append(place) }
      }
      schedule.decided(stage: index, missed: missed)
      for (place, hit) in hits.enumerated() {
        if let info = hit { finish(index, place, LayerHandle(info, in: work.store), reusedChunk: true) }
      }
    case .reused(let index, let places, let found):
      for (number, place) in places.enumerated() { runs[index]?.found[place] = found[number] }
      schedule.reused(stage: index, left: places)
    case .ran(let index, let place, let finished): ran(index, place, finished)
    case .badData(let problems): dataProblems += problems
    }
  }

  /// Lets go of a waiting chunk's decoded layers; a dry run's are nowhere else.
  private mutating func release(_ index: Int, _ place: Int) {
    guard !work.isDry else { return }
    let released = chunk(index, place).released()
    runs[index]?.chunks[place] = released
  }

  private mutating func ran(_ index: Int, _ place: Int, _ finished: ChunkWork.Finished) {
    runs[index]?.counts.executed += finished.executed
    runs[index]?.counts.failed += finished.failedInputs
    runs[index]?.counts.chunksExecuted += 1
    runs[index]?.uncertain += finished.uncertain
    if finished.reusedRecords { runs[index]?.counts.reused(at: .record) }
    if !finished.ids.isEmpty { runs[index]?.ids[place] = finished.ids }
    if !work.isDry { pending += finished.entries }
    failures += finished.failures
    for failure in finished.failures { options.report(.failed(failure)) }
    failuresByStage[index, default: 0] += finished.failedInputs
    if let most = stage(index).maxFailures, failuresByStage[index, default: 0] > most, !isStopped {
      isStopped = true
      options.report(
        .warning("more than \(most) inputs of '\(stage(index).name)' failed, so the build ends here ('maxFailures')"))
    }
    if finished.unknown != nil { runs[index]?.hasUnknownOutput = true }
    finish(index, place, finished.layer, unknown: finished.unknown, reusedChunk: false)
  }

  /// A stage's chunk is there: it goes on to those that read it.
  private mutating func finish(
    _ index: Int, _ place: Int, _ layer: LayerHandle, unknown: [Bool]? = nil, reusedChunk: Bool
  ) {
    let input = runs[index]?.chunks[place]
    runs[index]?.chunks[place] = nil
    runs[index]?.outputs[place] = layer.info
    runs[index]?.counts.add(layer.info, input: input?.rows ?? layer.info.rows)
    runs[index]?.done += 1
    if reusedChunk {
      runs[index]?.counts.chunksReused += 1
      runs[index]?.counts.reused(at: .chunk)
    }
    unreported[index, default: 0] += 1
    var output = input?.adding(layer, unknown: unknown) ?? Chunk(layers: [layer], unknown: unknown)
    if input == nil, !work.isDry {
      // A source's chunks wait until all are there: those beyond a sensible sum wait on disk.
      let isOver = sourceBytes > BuildLoop.mostSourceBytes
      sourceBytes += runs[index]?.pieces[place].piece.length ?? 0
      if isOver { output = output.released() }
    }
    for target in schedule.finished(stage: index, place: place) {
      var handedOn = output.tagged(stage(target.stage).inputs[target.input].tag)
      if !work.isDry, schedule.waiting(target.stage) > BuildLoop.mostWaiting { handedOn = handedOn.released() }
      options.inspect?(target.stage, handedOn)
      runs[target.stage]?.chunks[target.place] = handedOn
      schedule.arrived(stage: target.stage, places: [target.place])
    }
  }

  /// Stores what has gathered, and only then counts it: what was counted is never computed again.
  private mutating func flush(force: Bool) throws {
    guard force || pending.count >= 64 || lastFlush.duration(to: .now) > .milliseconds(100) else { return }
    if !pending.isEmpty {
      try work.index.store(pending, now: options.now() / 1_000_000_000)
      pending = []
    }
    lastFlush = .now
    for index in unreported.keys.sorted() {
      guard let run = runs[index] else { continue }
      options.report(
        .progress(stage: run.stage.name, counts: run.counts, done: run.done, total: run.outputs.count))
    }
    unreported = [:]
  }
}
