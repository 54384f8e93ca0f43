/// Carries a schedule out: starts its jobs on all processors, tells it what came of them, and remembers what was done.
///
/// All that changes lives here and is touched by one task; the jobs themselves only hand results back.
struct BuildLoop {
  let work: ChunkWork
  let options: BuildOptions
  /// Jobs at once.
  let width: Int

  var schedule: Schedule
  var runs: [Int: StageRun]
  var pending: [IndexEntry] = []
  var unreported: [Int: Int] = [:]
  var lastFlush: ContinuousClock.Instant
  var failures: [Failure] = []
  var sourceBytes = 0
  static let mostSourceBytes = 64 << 20
  /// Chunks that may wait for a look-up with their records in memory.
  static let mostWaiting = 32
  var dataProblems: [DataProblem] = []
  var isStopped = false
  var failuresByStage: [Int: Int] = [:]
  var waitingRuns = WaitingRuns()
  /// Chunks made and stored that are still to be handed to those who share the cache.
  var unshared: [SharedChunk] = []
  /// Look-ups under way that may wait for a remote.
  var remoteProbes = 0
  private static let mostRemoteProbes = 4

  /// What a job came back with.
  enum Outcome: Sendable {
    case probed(stage: Int, places: [Int], reads: [Digest], keys: [Digest], hits: [LayerInfo?])
    case summariesProbed(stage: Int, places: [Int], reads: [Digest], keys: [Digest], hits: [[UInt8]?])
    case reused(stage: Int, places: [Int], found: [FoundResults])
    case ran(stage: Int, place: Int, ChunkWork.Finished)
    case summarised(stage: Int, place: Int, [UInt8], IndexEntry?)
    case decided(stage: Int, decisions: [[UInt8]], keys: [Digest], hits: [LayerInfo?])
    case badData([DataProblem])
    /// A waiting stage broke a chunk off: for the reason given, or because the build was told to end.
    case ended(stage: Int, String?)
    /// Time has passed.
    case tick
  }

  init(
    work: ChunkWork, options: BuildOptions, width: Int, stages: [Int: Schedule.Stage], runs: [Int: StageRun]
  ) {
    self.work = work
    self.options = options
    self.width = width
    self.runs = runs
    // Where a look-up brings chunks along, it takes a few at a time, so that the first can be worked on.
    schedule = Schedule(stages, probeBatch: work.shared == nil ? .max : 32, seed: options.scheduleSeed)
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
  ///
  /// What was finished before an error is stored all the same.
  mutating func run() async throws {
    do {
      try await runAll()
    } catch {
      try? flush(force: true)
      throw error
    }
  }

  private mutating func runAll() async throws {
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
      var isTicking = false
      while true {
        while !isStopped, let job = nextJob(among: stages, isBusy: inFlight >= width) {
          let isWaiting = waits(job)
          if asksRemotes(job) { remoteProbes += 1 }
          let body = body(for: job)
          group.addTask { @concurrent in try await body() }
          if !isWaiting { inFlight += 1 }
        }
        if !waitingRuns.isEmpty, !isTicking {
          // A wait may be long, and the user should not have to wait for its end to be heard.
          group.addTask { @concurrent in
            try? await Task.sleep(for: BuildLoop.tick)
            return .tick
          }
          isTicking = true
        }
        guard let outcome = try await group.next() else { break }
        switch outcome {
        case .tick: isTicking = false
        case .ended: break
        case .ran(let stage, _, _) where work.waiting[stage] != nil: break
        case .probed(let stage, _, _, _, _) where asksRemotes(stage): remoteProbes -= 1
        default: inFlight -= 1
        }
        try settle(outcome)
        try flush(force: false)
        await share()
        if options.isInterrupted() {
          isStopped = true
          if !waitingRuns.isEmpty || remoteProbes > 0 { group.cancelAll() }
        }
      }
    }
    try flush(force: true)
  }

  private static let tick = Duration.milliseconds(200)

  /// Whether a job mostly waits, so that it takes no processor from others.
  private func waits(_ job: Schedule.Job) -> Bool {
    if case .run(let stage, _) = job { work.waiting[stage] != nil } else { asksRemotes(job) }
  }

  private func asksRemotes(_ job: Schedule.Job) -> Bool {
    if case .probe(let stage, _) = job { asksRemotes(stage) } else { false }
  }

  private func asksRemotes(_ index: Int) -> Bool { work.shared != nil && stage(index).findsRecords }

  /// Hands on what was made and stored.
  private mutating func share() async {
    guard let outbox = work.outbox, pending.isEmpty, !unshared.isEmpty else { return }
    await outbox.add(unshared)
    unshared = []
  }

  /// The next job that there is room for.
  private mutating func nextJob(among stages: Set<Int>, isBusy: Bool) -> Schedule.Job? {
    let (waiting, runs) = (work.waiting, waitingRuns)
    let mayProbe = remoteProbes < BuildLoop.mostRemoteProbes
    let job = schedule.next(among: stages) { stage, isRun in
      if isRun, let work = waiting[stage] { return runs.hasRoom(stage, width: work.stage.width) }
      return !isBusy && (isRun || mayProbe)
    }
    if case .run(let stage, let place)? = job, waiting[stage] != nil {
      let found = self.runs[stage]?.found[place]?.missing
      let all = (self.runs[stage]?.chunks[place]?.rows ?? 0) * (self.stage(stage).prepared.samples ?? 1)
      waitingRuns.started(stage, units: found ?? all)
    }
    return job
  }

  private func checkIds(_ index: Int) throws {
    guard let run = runs[index], case .source(let source) = run.stage.prepared.work else { return }
    try IdCheck(work: work).checkSource(run, source)
  }
}
