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

  /// What a job came back with.
  enum Outcome: Sendable {
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
