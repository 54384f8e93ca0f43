import Foundation
import Stages
import TestSupport
import Testing

/// Minutes of it, best in a release build: `DISTILLBUILD_FUZZ_SECONDS=600 swift test --filter AnswersFuzzTests`. With
/// `DISTILLBUILD_FUZZ_SEED` and `DISTILLBUILD_FUZZ_FIRST`, a run is repeated from one case on; with
/// `DISTILLBUILD_FUZZ_TRACE=1`, each pair is printed before it is graded, so the last one is that of a crash.
@Suite("The grader survives any answers, and is fair to them")
struct AnswersFuzzTests {
  @Test func `odd pairs get the same verdict both ways, and no answer is wrong against itself`() {
    var run = FuzzRun()
    run.go()
    run.report()
  }

  @Test("a long text of one thing again and again is graded too", arguments: AnswerGiants.patterns)
  func giant(pattern: String) {
    let text = AnswerGiants.text(pattern, bytes: CommandBinary.isFull ? 1_000_000 : 5_000)
    var run = FuzzRun()
    run.check(text, Array("5".utf8))
    run.check(text, Array(text.dropLast(pattern.utf8.count)))
  }

  @Test("a large number is graded too", arguments: AnswerGiants.numbers)
  func number(text: String) {
    var run = FuzzRun()
    for other in ["5", "x+1", text + "+1", "\\frac{1}{\(text)}"] { run.check(Array(text.utf8), Array(other.utf8)) }
  }
}

/// Grades one pair after the other and keeps what is worth telling.
private struct FuzzRun {
  private let seconds: Double?
  private let seed: UInt64
  private let first: Int
  private let isTraced: Bool
  private var cases = 0
  private var failures = 0
  private var slow: [(time: Duration, pair: String)] = []
  private var verdicts: [Answers.Verdict: Int] = [:]

  private static let patience = Duration.milliseconds(50)

  init() {
    let environment = ProcessInfo.processInfo.environment
    seconds = environment["DISTILLBUILD_FUZZ_SECONDS"].flatMap(Double.init)
    // The suite's own cases are the same on every machine; long runs look for others.
    seed =
      environment["DISTILLBUILD_FUZZ_SEED"].flatMap(UInt64.init) ?? (seconds == nil ? 1 : UInt64.random(in: 0 ... .max))
    first = environment["DISTILLBUILD_FUZZ_FIRST"].flatMap(Int.init) ?? 0
    isTraced = environment["DISTILLBUILD_FUZZ_TRACE"] == "1"
  }

  mutating func go() {
    let (clock, memory) = (ContinuousClock(), FuzzRun.peakMemory)
    let start = clock.now
    var told = start
    // Said beforehand, since a crash could not say it.
    print("answers from seed \(seed)")
    while seconds.map({ clock.now - start < .seconds($0) }) ?? (cases < 3_000) {
      let pair = AnswerFuzzer.pair(first + cases, seed: seed, longest: seconds == nil ? 4_000 : 1_000_000)
      check(pair.left, pair.right, "seed \(seed), case \(first + cases)")
      cases += 1
      if seconds != nil, clock.now - told > .seconds(10) {
        told = clock.now
        print("\(first + cases) cases, \(failures) failures, peak memory +\(FuzzRun.peakMemory - memory) MB")
        fflush(nil)
      }
    }
    if seconds != nil { print("peak memory grew by \(FuzzRun.peakMemory - memory) MB") }
  }

  mutating func check(_ left: [UInt8], _ right: [UInt8], _ name: String = "") {
    let pair = "\(FuzzRun.shown(left)) and \(FuzzRun.shown(right)) \(name)"
    if isTraced {
      print(pair)
      fflush(nil)
    }
    let there = explain(left, right, pair)
    let back = explain(right, left, pair)
    let plain = Answers.grade(answer: left[...], gold: right[...])
    verdicts[there.verdict, default: 0] += 1
    let isRounded = there.rule.contains("rounded") || back.rule.contains("rounded")
    expect(
      isRounded || there.verdict.mirrors(back.verdict), "\(there.verdict), but \(back.verdict) the other way: \(pair)")
    expect(plain == there.verdict, "\(plain), but explained as \(there.verdict): \(pair)")
    for text in [left, right] {
      let own = explain(text, text, pair)
      expect(own.verdict != .wrong, "wrong (\(own.rule)) against itself: \(FuzzRun.shown(text)) \(name)")
    }
  }

  private mutating func expect(_ holds: Bool, _ message: @autoclosure () -> String) {
    if holds { return }
    failures += 1
    // Of a grader that is badly wrong, a few examples are enough.
    if failures <= 20 { Issue.record(Comment(rawValue: message())) }
  }

  private mutating func explain(_ answer: [UInt8], _ gold: [UInt8], _ pair: String) -> Answers.Grade {
    let clock = ContinuousClock()
    let start = clock.now
    let grade = Answers.explain(answer: answer[...], gold: gold[...])
    let time = clock.now - start
    if slow.count < 10 || time > slow[9].time {
      slow.append((time, pair))
      slow.sort { $0.time > $1.time }
      slow.removeLast(max(0, slow.count - 10))
    }
    return grade
  }

  func report() {
    let counts = verdicts.map { "\($0.value) \($0.key.rawValue)" }.sorted().joined(separator: ", ")
    print("\(cases) cases, \(failures) failures: \(counts)")
    if let slowest = slow.first { print("slowest: \(slowest.time) for \(slowest.pair)") }
    for (time, pair) in slow.dropFirst() where time > FuzzRun.patience { print("over 50 ms: \(time) for \(pair)") }
  }

  /// A text by its ends and its length, escaped so that it can be put into a test.
  private static func shown(_ text: [UInt8]) -> String {
    func escaped(_ bytes: some Collection<UInt8>) -> String {
      // `debugDescription` would hide bytes that are no UTF-8.
      String(validating: bytes, as: UTF8.self)?.debugDescription ?? "\(Array(bytes))"
    }
    if text.count <= 400 { return escaped(text) }
    return "\(escaped(text.prefix(60)))…\(escaped(text.suffix(60))) (\(text.count) bytes)"
  }

  /// The largest resident size of this process so far, in megabytes.
  private static var peakMemory: Int {
    #if os(Linux)
      // `getrusage` would hand on the peak of the process that started this one.
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
      return (line.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0) >> 10
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss) >> 20
    #endif
  }
}

extension Answers.Verdict {
  /// Whether this verdict and that with both answers swapped go together.
  fileprivate func mirrors(_ other: Answers.Verdict) -> Bool {
    switch self {
    case .correct, .wrong, .undecided: other == self
    case .unparseableGold: other == .unparseableAnswer || other == .unparseableGold
    case .unparseableAnswer: other == .unparseableGold
    }
  }
}
