import Testing

@testable import Stages

/// A limiter, a clock, and the calls that are under way.
private struct Scene {
  var limiter: LimiterState
  var now = Duration.zero
  var underWay: [Int: LimiterState.Start] = [:]

  init(_ limits: RateLimits = RateLimits(concurrency: 4), endpoints: Int = 1, patience: Duration = .seconds(100)) {
    limiter = LimiterState(limits: limits, endpoints: endpoints, patience: patience, now: .zero)
  }

  /// Calls come and wait.
  mutating func want(_ ids: [Int], tokens: Int = 0, past: CallPast = .new) {
    for id in ids { limiter.want(id, tokens: tokens, past: past) }
  }

  /// What is decided after some seconds.
  mutating func step(after seconds: Double = 0) -> LimiterState.Step {
    // In whole milliseconds, since sums of fractions are not exact.
    now += .milliseconds((seconds * 1000).rounded())
    let step = limiter.step(now: now)
    for start in step.started { underWay[start.id] = start }
    return step
  }

  /// Which calls start after some seconds.
  mutating func started(after seconds: Double = 0) -> [Int] { step(after: seconds).started.map(\.id) }

  mutating func end(_ ids: [Int], _ result: CallOutcome.Result, pause: Double? = nil, tokens: Int? = nil) {
    let advice = RateAdvice(retryAfter: pause.map { .seconds($0) })
    end(ids, CallOutcome(result: result, advice: advice, tokens: tokens))
  }

  mutating func end(_ ids: [Int], _ outcome: CallOutcome) {
    for id in ids {
      if let start = underWay.removeValue(forKey: id) { limiter.end(start, outcome, now: now) }
    }
  }
}

@Suite("The limiter lets calls start in order and within the limits")
struct LimiterStateTests {
  @Test func `no more than so many are under way, first come first served`() {
    var scene = Scene()
    scene.want(Array(1...7))
    #expect(scene.started() == [1, 2, 3, 4])
    #expect(scene.started(after: 1000) == [])
    scene.end([2, 3], .answered)
    #expect(scene.started() == [5, 6])
    scene.end([1], .unknown)
    #expect(scene.started() == [7])
  }

  @Test(
    "a call that was turned away goes before those that never went, one that failed after them",
    arguments: [
      (CallPast.refused, CallOutcome.Result.unknown, [1, 2, 3]), (.failed, .failed, [2, 3, 1]),
    ])
  func order(past: CallPast, result: CallOutcome.Result, order: [Int]) {
    var scene = Scene(RateLimits(concurrency: 1))
    scene.want([1, 2, 3])
    #expect(scene.started() == [1])
    scene.end([1], result)
    scene.want([1], past: past)
    for id in order {
      #expect(scene.started() == [id])
      scene.end([id], .answered)
    }
  }

  @Test func `requests that always fail keep no other from going, and get their attempts`() {
    var scene = Scene(RateLimits(concurrency: 4), patience: .seconds(300))
    let bad = Set(1...12)
    var (attempts, done) = ([Int: Int](), 0)
    scene.want(Array(1...40))
    while attempts.count < 40 || bad.contains(where: { attempts[$0, default: 0] < 5 }) {
      let step = scene.step(after: 0.1)
      guard step.refused.isEmpty else {
        Issue.record("all lost patience after \(scene.now)")
        return
      }
      for id in step.started.map(\.id) {
        attempts[id, default: 0] += 1
        scene.end([id], bad.contains(id) ? .failed : .answered)
        if !bad.contains(id) { done += 1 } else if attempts[id, default: 0] < 5 { scene.want([id], past: .failed) }
      }
    }
    #expect(done == 28)
  }

  @Test func `a cancelled call is passed over`() {
    var scene = Scene(RateLimits(concurrency: 1))
    scene.want([1, 2, 3, 4])
    scene.limiter.cancel(1)
    scene.limiter.cancel(3)
    #expect(scene.started() == [2])
    scene.end([2], .answered)
    #expect(scene.started() == [4])
  }

  @Test func `requests are spread over the minute`() {
    var scene = Scene(RateLimits(concurrency: 100, requestsPerMinute: 60))
    scene.want(Array(1...10))
    #expect(scene.started() == [1, 2, 3])
    #expect(scene.started(after: 1) == [])
    #expect(scene.started(after: 0.1) == [4])
  }

  @Test func `tokens are estimated before and counted afterwards`() {
    var scene = Scene(RateLimits(concurrency: 100, tokensPerMinute: 1200))
    scene.want([1, 2, 3], tokens: 60)
    #expect(scene.started() == [1])
    scene.end([1], .answered, tokens: 0)
    #expect(scene.started() == [2])
    scene.end([2], .answered, tokens: 120)
    #expect(scene.started(after: 4) == [])
    #expect(scene.started(after: 4) == [3])
  }

  @Test func `one refusal holds back all who wait, as long as the server asks`() throws {
    var scene = Scene()
    scene.want(Array(1...9))
    #expect(scene.started() == [1, 2, 3, 4])
    scene.end([1], .refused, pause: 7)
    #expect(scene.step() == LimiterState.Step(next: .seconds(7)))
    scene.end([2, 3], .answered)
    #expect(scene.started(after: 6.9) == [])
    #expect(scene.started(after: 0.1) == [5])
  }

  @Test func `after a refusal one call tries, and each success lets one more go with it`() {
    var scene = Scene()
    scene.want(Array(1...20))
    _ = scene.started()
    scene.end([1, 2, 3, 4], .refused, pause: 1)
    #expect(scene.started(after: 1) == [5])
    scene.end([5], .answered)
    #expect(scene.started() == [6, 7])
    scene.end([6, 7], .answered)
    #expect(scene.started() == [8, 9, 10, 11])
  }

  @Test func `refusals without a time are answered with growing pauses, one for each burst`() {
    var scene = Scene(patience: .seconds(1000))
    scene.want(Array(1...50))
    _ = scene.started()
    var waits: [Duration] = []
    for _ in 0..<8 {
      let before = scene.now
      // All that were under way meet the same refusal: it counts once.
      scene.end(Array(scene.underWay.keys.sorted()), .refused)
      let next = scene.step().next
      waits.append((next ?? before) - before)
      scene.now = next ?? before
      _ = scene.step()
    }
    #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
  }

  @Test func `a server that asks for no time at all is given some`() {
    var scene = Scene()
    scene.want([1, 2, 3, 4, 5, 6])
    _ = scene.started()
    scene.end([1], .refused, pause: 0)
    #expect(scene.step().next == .milliseconds(10))
    scene.end([2, 3, 4], .answered)
    #expect(scene.started(after: 0.01) == [5])
    scene.end([5], .refused, pause: 0)
    #expect(scene.step().next == .milliseconds(1010))
  }

  @Test func `what the server says is left is not exceeded until it is renewed`() {
    var scene = Scene(RateLimits(concurrency: 10))
    scene.want([1])
    _ = scene.started()
    let advice = RateAdvice(requests: RateAdvice.Quota(left: 2, reset: .seconds(30)))
    scene.end([1], CallOutcome(result: .answered, advice: advice))
    scene.want([2, 3, 4, 5])
    #expect(scene.step().started.map(\.id) == [2, 3])
    #expect(scene.step().next == .seconds(30))
    #expect(scene.started(after: 30) == [4, 5])
  }

  @Test func `tokens that are left let small calls pass`() {
    var scene = Scene(RateLimits(concurrency: 10))
    scene.want([1])
    _ = scene.started()
    let advice = RateAdvice(tokens: RateAdvice.Quota(left: 100, reset: .seconds(5)))
    scene.end([1], CallOutcome(result: .answered, advice: advice))
    scene.want([2, 3], tokens: 60)
    #expect(scene.started() == [2])
    #expect(scene.started(after: 5) == [3])
  }

  @Test func `a limit that is renewed too late is not waited for`() {
    var scene = Scene(patience: .seconds(100))
    scene.want([1, 2, 3, 4, 5])
    _ = scene.started()
    scene.end([1], .refused, pause: 101)
    #expect(scene.step() == LimiterState.Step(refused: [5]))
  }

  @Test func `a server that refuses everything for too long is given up by all who wait`() {
    var scene = Scene(RateLimits(concurrency: 2), patience: .seconds(10))
    scene.want(Array(1...7))
    #expect(scene.started() == [1, 2])
    for (id, wait) in [(3, 1.0), (4, 2), (5, 4)] {
      scene.end(Array(scene.underWay.keys.sorted()), .refused)
      #expect(scene.step().refused == [])
      #expect(scene.started(after: wait) == [id])
    }
    scene.end([5], .refused)
    // Seven seconds have gone, and the next time to try would be after fifteen.
    #expect(scene.step() == LimiterState.Step(refused: [6, 7]))
  }
}

@Suite("Several endpoints share the work, and one that is dead is left alone")
struct EndpointTests {
  /// Where calls start.
  private func places(_ scene: inout Scene, after seconds: Double = 0) -> [Int] {
    scene.step(after: seconds).started.map(\.endpoint)
  }

  @Test func `the one with the least to do is next, and of equals the next in turn`() {
    var scene = Scene(RateLimits(concurrency: 6), endpoints: 3)
    scene.want(Array(1...6))
    #expect(places(&scene) == [0, 1, 2, 0, 1, 2])
    scene.end([2, 5, 3], .answered)
    scene.want([7, 8, 9])
    #expect(places(&scene) == [1, 2, 1])
    scene.end(Array(1...9), .answered)
    scene.want([10])
    #expect(places(&scene) == [2])
  }

  @Test func `a dead one is set aside at once, for a time that grows, and then tried by one call`() {
    var scene = Scene(RateLimits(concurrency: 4), endpoints: 2)
    scene.want([1, 2])
    #expect(places(&scene) == [0, 1])
    scene.end([1], .dead)
    scene.want([3, 4])
    #expect(places(&scene) == [1, 1])
    scene.end([2, 3, 4], .answered)
    scene.want([5, 6, 7])
    #expect(places(&scene, after: 1) == [0, 1, 1])
    scene.end([5], .dead)
    scene.want([8])
    #expect(places(&scene, after: 1.9) == [1])
    scene.end([6, 7, 8], .answered)
    scene.want([9, 10, 11])
    #expect(places(&scene, after: 0.1) == [0, 1, 1])
    scene.end([9], .answered)
    scene.want([12])
    #expect(places(&scene) == [0])
  }

  @Test func `three failures in a row set one aside, and a success in between does not`() {
    var scene = Scene(RateLimits(concurrency: 1), endpoints: 1)
    for (id, result) in [CallOutcome.Result.failed, .failed, .answered, .failed, .failed].enumerated() {
      scene.want([id])
      #expect(places(&scene) == [0])
      scene.end([id], result)
    }
    scene.want([10])
    #expect(places(&scene) == [0])
    scene.end([10], .failed)
    scene.want([11])
    #expect(scene.step() == LimiterState.Step(next: .seconds(1)))
    #expect(places(&scene, after: 1) == [0])
  }

  @Test func `when all are set aside, the earliest is waited for`() {
    var scene = Scene(RateLimits(concurrency: 2), endpoints: 2)
    scene.want([1, 2])
    _ = scene.step()
    scene.end([1], .refused, pause: 9)
    scene.end([2], .refused, pause: 4)
    scene.want([1], past: .refused)
    #expect(scene.step().next == .seconds(4))
    #expect(places(&scene, after: 4) == [1])
  }

  @Test func `when all stay dead, whoever waits is told in the end`() {
    var scene = Scene(RateLimits(concurrency: 1), endpoints: 1, patience: .seconds(6))
    scene.want([1, 2, 3, 4])
    _ = scene.step()
    scene.end([1], .dead)
    #expect(scene.step() == LimiterState.Step(next: .seconds(1)))
    #expect(scene.started(after: 1) == [2])
    scene.end([2], .dead)
    #expect(scene.started(after: 2) == [3])
    scene.end([3], .dead)
    // Not before the seventh second.
    #expect(scene.step() == LimiterState.Step(refused: [4]))
  }

  @Test func `trouble of long ago says nothing to those who come later`() {
    var scene = Scene(RateLimits(concurrency: 2), endpoints: 1, patience: .seconds(6))
    scene.want([1])
    _ = scene.step()
    scene.end([1], .dead)
    scene.now += .seconds(1000)
    scene.want([2, 3])
    let step = scene.step()
    #expect(step.started.map(\.id) == [2])
    #expect(step.refused == [])
  }

  @Test func `one that works keeps the others' trouble from anyone`() {
    var scene = Scene(RateLimits(concurrency: 1), endpoints: 2, patience: .seconds(5))
    for id in 0..<50 {
      scene.want([id])
      let start = scene.step(after: 1).started
      #expect(start.count == 1)
      scene.end([id], start.first?.endpoint == 0 ? .dead : .answered)
    }
  }
}
