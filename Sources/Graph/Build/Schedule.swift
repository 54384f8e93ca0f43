/// Decides what is done next: a pure value that is told what has happened and answers with jobs.
///
/// Every stage makes one chunk of each chunk it is given, so all places are known as soon as the sources are cut. Stages
/// furthest down go first: what is in flight stays small, whatever the size of the data.
struct Schedule {
  /// A piece of work that may start now.
  enum Job: Equatable {
    /// Look up chunk keys.
    case probe(stage: Int, places: [Int])
    /// Look up records, for chunks whose keys missed.
    case reuse(stage: Int, places: [Int])
    /// Do what was not found.
    case run(stage: Int, place: Int)
    /// Make the one decision over all summaries.
    case decide(stage: Int)
  }

  /// How a stage goes through its chunks.
  enum Shape: Equatable {
    /// Chunk by chunk; where records may be found one by one, many chunks are looked up together.
    case map(reuses: Bool)
    /// First a summary of each chunk, then one decision, then each chunk again.
    case decide
  }

  struct Stage {
    let shape: Shape
    /// The stages that feed it, with the place its first chunk takes.
    let inputs: [(stage: Int, offset: Int)]
    let places: Int
  }

  /// Chunks whose records are looked up in one go: each old layer is then decoded once, not once a chunk.
  static let reuseBatch = 256

  private let stages: [Int: Stage]
  private let probeBatch: Int
  private let order: [Int]
  private let consumers: [Int: [(stage: Int, input: Int, offset: Int)]]
  private var toProbe: [Int: [Int]] = [:]
  private var toReuse: [Int: [Int]] = [:]
  private var toRun: [Int: [Int]] = [:]
  /// Places of which the first look-up has not come back.
  private var unprobed: [Int: Int] = [:]
  private var unsummarised: [Int: Int] = [:]
  private var undecided: Set<Int> = []
  private var unfinished: [Int: Int] = [:]
  private var shuffle: SeededGenerator?

  /// - Parameters:
  ///   - probeBatch: the most chunks that are looked up together.
  ///   - seed: for tests: among what may start, picks in another order.
  init(_ stages: [Int: Stage], probeBatch: Int = .max, seed: UInt64? = nil) {
    self.stages = stages
    self.probeBatch = probeBatch
    order = stages.keys.sorted(by: >)
    var consumers: [Int: [(stage: Int, input: Int, offset: Int)]] = [:]
    for index in stages.keys.sorted() {
      for (number, input) in (stages[index]?.inputs ?? []).enumerated() {
        consumers[input.stage, default: []].append((index, number, input.offset))
      }
    }
    self.consumers = consumers
    shuffle = seed.map { SeededGenerator(seed: $0) }
    for (index, stage) in stages {
      unprobed[index] = stage.places
      unfinished[index] = stage.places
      if stage.shape == .decide {
        unsummarised[index] = stage.places
        undecided.insert(index)
      }
    }
  }

  var isFinished: Bool { unfinished.values.allSatisfy { $0 == 0 } }

  /// How many of a stage's chunks have arrived and wait, for their records to be looked up or to be run.
  func waiting(_ stage: Int) -> Int { (toReuse[stage]?.count ?? 0) + (toRun[stage]?.count ?? 0) }

  /// A chunk of a stage's input is there; for sources, a run of lines.
  mutating func arrived(stage: Int, places: some Sequence<Int>) {
    toProbe[stage, default: []].append(contentsOf: places)
  }

  /// Chunk keys were looked up: these missed. A decision's summaries are looked up in the same way.
  mutating func probed(stage: Int, places: Int, missed: [Int]) {
    unprobed[stage, default: 0] -= places
    switch stages[stage]?.shape {
    case .map(reuses: true): toReuse[stage, default: []] += missed
    case .map(reuses: false): toRun[stage, default: []] += missed
    case .decide:
      unsummarised[stage, default: 0] -= places - missed.count
      toRun[stage, default: []] += missed
    case nil: break
    }
  }

  /// Records were looked up: in these chunks something is left to do.
  mutating func reused(stage: Int, left: [Int]) { toRun[stage, default: []] += left }

  /// A summary was made.
  mutating func summarised(stage: Int) { unsummarised[stage, default: 0] -= 1 }

  /// The decision is made; these chunks are to be made again with their part of it.
  mutating func decided(stage: Int, missed: [Int]) { toRun[stage, default: []] += missed }

  /// A chunk of a stage's output is there. Returns where it goes next.
  mutating func finished(stage: Int, place: Int) -> [(stage: Int, input: Int, place: Int)] {
    unfinished[stage, default: 0] -= 1
    return (consumers[stage] ?? []).map { ($0.stage, $0.input, $0.offset + place) }
  }

  /// The next job of some stages, if any may start now.
  /// - Parameter hasRoom: whether there is room for a job of a stage; `isRun` tells runs from all else.
  mutating func next(
    among allowed: Set<Int>, hasRoom: (_ stage: Int, _ isRun: Bool) -> Bool = { _, _ in true }
  ) -> Job? {
    var stages = order.filter(allowed.contains)
    if var generator = shuffle {
      stages.shuffle(using: &generator)
      shuffle = generator
    }
    for stage in stages {
      if let job = next(of: stage, hasRoom) { return job }
    }
    return nil
  }

  private mutating func next(of stage: Int, _ hasRoom: (Int, Bool) -> Bool) -> Job? {
    if hasRoom(stage, false), let job = preparing(stage) { return job }
    guard let places = toRun[stage], !places.isEmpty, hasRoom(stage, true) else { return nil }
    let choice = choose(places)
    toRun[stage]?.remove(at: choice)
    return .run(stage: stage, place: places[choice])
  }

  /// What comes before a stage's runs.
  private mutating func preparing(_ stage: Int) -> Job? {
    if let places = toProbe[stage], !places.isEmpty {
      let sorted = places.sorted()
      toProbe[stage] = Array(sorted.dropFirst(probeBatch))
      return .probe(stage: stage, places: Array(sorted.prefix(probeBatch)))
    }
    if let places = toReuse[stage], !places.isEmpty,
      places.count >= Schedule.reuseBatch || unprobed[stage] == 0
    {
      let batch = places.sorted().prefix(Schedule.reuseBatch)
      toReuse[stage] = Array(places.sorted().dropFirst(Schedule.reuseBatch))
      return .reuse(stage: stage, places: Array(batch))
    }
    if undecided.contains(stage), unsummarised[stage] == 0 {
      undecided.remove(stage)
      return .decide(stage: stage)
    }
    return nil
  }

  private mutating func choose(_ places: [Int]) -> Int {
    if var generator = shuffle {
      defer { shuffle = generator }
      return Int.random(in: places.indices, using: &generator)
    }
    var lowest = places.startIndex
    for index in places.indices where places[index] < places[lowest] { lowest = index }
    return lowest
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, seedable, and the same on every system.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
