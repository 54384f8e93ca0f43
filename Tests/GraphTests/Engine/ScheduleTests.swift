import Testing

@testable import Graph

@Suite("The schedule answers what has happened with what may start")
struct ScheduleTests {
  private static let all: Set<Int> = [0, 1, 2, 3]

  /// All jobs that may start now.
  private func jobs(_ schedule: inout Schedule, _ allowed: Set<Int> = all) -> [Schedule.Job] {
    var jobs: [Schedule.Job] = []
    while let job = schedule.next(among: allowed) { jobs.append(job) }
    return jobs
  }

  @Test func `keys that arrived are looked up together, in order`() {
    var schedule = Schedule([0: .init(shape: .map(reuses: false), inputs: [], places: 3)])
    schedule.arrived(stage: 0, places: [2, 0])
    schedule.arrived(stage: 0, places: [1])
    #expect(jobs(&schedule) == [.probe(stage: 0, places: [0, 1, 2])])
  }

  @Test func `what missed runs, lowest place first; what was found does not`() {
    var schedule = Schedule([0: .init(shape: .map(reuses: false), inputs: [], places: 3)])
    schedule.arrived(stage: 0, places: 0..<3)
    _ = jobs(&schedule)
    schedule.probed(stage: 0, places: 3, missed: [2, 0])
    #expect(jobs(&schedule) == [.run(stage: 0, place: 0), .run(stage: 0, place: 2)])
  }

  @Test func `records are looked up once all keys are known, then run`() {
    var schedule = Schedule([0: .init(shape: .map(reuses: true), inputs: [], places: 3)])
    schedule.arrived(stage: 0, places: 0..<2)
    #expect(jobs(&schedule) == [.probe(stage: 0, places: [0, 1])])
    schedule.probed(stage: 0, places: 2, missed: [0, 1])
    #expect(jobs(&schedule) == [])
    #expect(schedule.waiting(0) == 2)
    schedule.arrived(stage: 0, places: [2])
    #expect(jobs(&schedule) == [.probe(stage: 0, places: [2])])
    schedule.probed(stage: 0, places: 1, missed: [])
    #expect(jobs(&schedule) == [.reuse(stage: 0, places: [0, 1])])
    schedule.reused(stage: 0, left: [1])
    #expect(jobs(&schedule) == [.run(stage: 0, place: 1)])
  }

  @Test func `a full batch of records does not wait`() {
    let count = Schedule.reuseBatch + 3
    var schedule = Schedule([0: .init(shape: .map(reuses: true), inputs: [], places: count + 1)])
    schedule.arrived(stage: 0, places: 0..<count)
    _ = jobs(&schedule)
    schedule.probed(stage: 0, places: count, missed: Array(0..<count))
    #expect(jobs(&schedule) == [.reuse(stage: 0, places: Array(0..<Schedule.reuseBatch))])
  }

  @Test func `a decision waits for all summaries, and is made once`() {
    var schedule = Schedule([0: .init(shape: .decide, inputs: [], places: 3)])
    schedule.arrived(stage: 0, places: 0..<3)
    _ = jobs(&schedule)
    schedule.probed(stage: 0, places: 3, missed: [1, 2])
    #expect(jobs(&schedule) == [.run(stage: 0, place: 1), .run(stage: 0, place: 2)])
    schedule.summarised(stage: 0)
    #expect(jobs(&schedule) == [])
    schedule.summarised(stage: 0)
    #expect(jobs(&schedule) == [.decide(stage: 0)])
    schedule.decided(stage: 0, missed: [0])
    #expect(jobs(&schedule) == [.run(stage: 0, place: 0)])
  }

  @Test func `a stage without chunks still decides`() {
    var schedule = Schedule([0: .init(shape: .decide, inputs: [], places: 0)])
    #expect(jobs(&schedule) == [.decide(stage: 0)])
    #expect(schedule.isFinished)
  }

  @Test func `a finished chunk goes to all that read it, behind those of earlier inputs`() {
    let map = Schedule.Shape.map(reuses: false)
    var schedule = Schedule([
      0: .init(shape: map, inputs: [], places: 2), 1: .init(shape: map, inputs: [], places: 1),
      2: .init(shape: map, inputs: [(0, 0), (1, 2), (0, 3)], places: 5),
    ])
    let targets = schedule.finished(stage: 0, place: 1)
    #expect(targets.map { [$0.stage, $0.input, $0.place] } == [[2, 0, 1], [2, 2, 4]])
    #expect(schedule.finished(stage: 1, place: 0).map { [$0.stage, $0.input, $0.place] } == [[2, 1, 2]])
    #expect(!schedule.isFinished)
  }

  @Test func `stages furthest down go first, and only those allowed`() {
    let map = Schedule.Shape.map(reuses: false)
    var schedule = Schedule([
      0: .init(shape: map, inputs: [], places: 1), 1: .init(shape: map, inputs: [(0, 0)], places: 1),
    ])
    schedule.arrived(stage: 0, places: [0])
    schedule.arrived(stage: 1, places: [0])
    #expect(jobs(&schedule, [0]) == [.probe(stage: 0, places: [0])])
    schedule.probed(stage: 0, places: 1, missed: [0])
    #expect(jobs(&schedule) == [.probe(stage: 1, places: [0]), .run(stage: 0, place: 0)])
  }
}

@Suite("Whatever finishes first, every chunk of every stage is done once")
struct RandomScheduleTests {
  @Test(arguments: UInt64(0)..<200) func `in random graphs with random hits`(seed: UInt64) {
    var dice = SeededGenerator(seed: seed)
    var stages: [Int: Schedule.Stage] = [:]
    for index in 0..<Int.random(in: 1...7, using: &dice) {
      var inputs: [(stage: Int, offset: Int)] = []
      var places = 0
      for input in (0..<index).shuffled(using: &dice).prefix(Int.random(in: 0...2, using: &dice)) {
        inputs.append((input, places))
        places += stages[input]?.places ?? 0
      }
      if inputs.isEmpty { places = Int.random(in: 0...9, using: &dice) }
      let shapes: [Schedule.Shape] = [.map(reuses: false), .map(reuses: true), .decide]
      stages[index] = .init(shape: shapes.randomElement(using: &dice) ?? .decide, inputs: inputs, places: places)
    }
    var play = SchedulePlay(stages, seed: seed)
    play.run()
    for (index, stage) in stages {
      #expect(play.finished[index, default: []].sorted() == Array(0..<stage.places), "seed \(seed), stage \(index)")
      #expect(play.decisions[index, default: 0] == (stage.shape == .decide ? 1 : 0), "seed \(seed), stage \(index)")
    }
    #expect(play.schedule.isFinished, "seed \(seed)")
  }
}

/// Does a schedule's jobs in a random order, with random outcomes.
private struct SchedulePlay {
  var schedule: Schedule
  let stages: [Int: Schedule.Stage]
  var dice: SeededGenerator
  var inFlight: [Schedule.Job] = []
  var finished: [Int: [Int]] = [:]
  var decisions: [Int: Int] = [:]
  var summarised: [Int: Set<Int>] = [:]

  init(_ stages: [Int: Schedule.Stage], seed: UInt64) {
    self.stages = stages
    dice = SeededGenerator(seed: seed &+ 1)
    schedule = Schedule(stages, seed: seed % 2 == 0 ? nil : seed)
    for (index, stage) in stages.sorted(by: { $0.key < $1.key }) where stage.inputs.isEmpty {
      schedule.arrived(stage: index, places: 0..<stage.places)
    }
  }

  mutating func run() {
    while true {
      while inFlight.count < 3, let job = schedule.next(among: Set(stages.keys)) { inFlight.append(job) }
      guard let place = inFlight.indices.randomElement(using: &dice) else { return }
      settle(inFlight.remove(at: place))
    }
  }

  private mutating func settle(_ job: Schedule.Job) {
    switch job {
    case .probe(let stage, let places):
      let missed = some(of: places)
      schedule.probed(stage: stage, places: places.count, missed: missed)
      if stages[stage]?.shape == .decide {
        summarised[stage, default: []].formUnion(Set(places).subtracting(missed))
      } else {
        for place in places where !missed.contains(place) { finish(stage, place) }
      }
    case .reuse(let stage, let places): schedule.reused(stage: stage, left: places)
    case .run(let stage, let place):
      if stages[stage]?.shape == .decide, decisions[stage] == nil {
        summarised[stage, default: []].insert(place)
        schedule.summarised(stage: stage)
      } else {
        finish(stage, place)
      }
    case .decide(let stage):
      decisions[stage, default: 0] += 1
      let places = Array(0..<(stages[stage]?.places ?? 0))
      #expect(summarised[stage, default: []] == Set(places), "decided before all was summarised")
      let missed = some(of: places)
      schedule.decided(stage: stage, missed: missed)
      for place in places where !missed.contains(place) { finish(stage, place) }
    }
  }

  private mutating func finish(_ stage: Int, _ place: Int) {
    finished[stage, default: []].append(place)
    for target in schedule.finished(stage: stage, place: place) {
      schedule.arrived(stage: target.stage, places: [target.place])
    }
  }

  private mutating func some(of places: [Int]) -> [Int] { places.filter { _ in Bool.random(using: &dice) } }
}
