import Foundation
import Testing
import TestSupport

@Suite("A build that is killed at any moment costs what was under way, and no more")
struct KillTests {
  /// Builds killed one after the other before one is let through.
  static let killsEach = 3
  static let rounds = CommandBinary.isFull ? 17 : 4

  /// What a build that nobody disturbs does.
  static let undisturbed = Task {
    let project = try CommandProject(problems: problems)
    let run = try await project.run("build", "--json")
    return (report: try run.built(), lines: try run.lines().count, outputs: try project.outputs())
  }

  /// These lines are cut into ten chunks.
  static let problems = [CommandProblem](count: 700, from: 59_320)

  @Test("kill -9, then a build: the same bytes, and nothing that was counted is done twice", arguments: 1...rounds)
  func kill(_ seed: Int) async throws {
    let calm = try await KillTests.undisturbed.value
    var random = Seeded(UInt64(seed))
    let project = try CommandProject(problems: KillTests.problems)
    var counted: [String: Int] = [:]
    var moments: [String] = []
    for _ in 0..<KillTests.killsEach {
      let (lines, pause) = (random.below(calm.lines + 2), random.below(60))
      moments.append("after \(lines) lines and \(pause) ms")
      let run = try await CommandGate.through {
        let process = try project.start(["build", "--json"])
        while process.isRunning, process.linesSaid < lines { try await Task.sleep(for: .milliseconds(2)) }
        try await Task.sleep(for: .milliseconds(pause))
        process.signal(SIGKILL)
        return await process.wait()
      }
      try #require(run.status == -SIGKILL || run.status == 0, "seed \(seed), killed \(moments): \(run.errors)")
      for (stage, executed) in try run.counted() { counted[stage, default: 0] += executed }
    }
    let run = try await project.run("build", "--json")
    try #require(run.status == 0, "seed \(seed), killed \(moments): \(run.errors)")
    let last = try run.built()
    for stage in calm.report.stages {
      let sum = (counted[stage.name] ?? 0) + (last[stage.name]?.executed ?? 0)
      #expect(sum <= stage.executed, "seed \(seed), killed \(moments): \(stage.name) executed \(sum) in all")
      #expect(last[stage.name]?.kept == stage.kept, "seed \(seed), killed \(moments): \(stage.name)")
    }
    #expect(try project.outputs() == calm.outputs, "seed \(seed), killed \(moments)")
    let again = try await project.build()
    #expect(again.executed.values.allSatisfy { $0 == 0 }, "seed \(seed), killed \(moments)")
  }

  @Test(
    "kill -9 while a change is built: the old files or the new ones, and then the new ones",
    arguments: 1...(CommandBinary.isFull ? 20 : 3))
  func killChange(_ seed: Int) async throws {
    var random = Seeded(UInt64(seed) &+ 1_000)
    let project = try await Built.shipped.project().copy()
    let before = try project.outputs()
    try project.editPipeline(#""kind": "rephrase","#, #""kind": "rephrase", "revision": 1,"#)
    try project.editPipeline(#""kind": "split","#, #""kind": "split", "system": "Think.","#)
    let pause = random.below(300)
    let run = try await CommandGate.through {
      let process = try project.start(["build", "--json"])
      try await Task.sleep(for: .milliseconds(pause))
      process.signal(SIGKILL)
      return await process.wait()
    }
    let after = try project.outputs()
    let clean = try await project.cleanOutputs()
    // Whole files only: each is one of the two. A temporary name may be left; the next build removes it.
    for (name, bytes) in after where !name.hasSuffix(".tmp") && !name.hasSuffix(".moving") {
      #expect(bytes == before[name] || bytes == clean[name], "seed \(seed), killed after \(pause) ms: \(name)")
    }
    #expect(try await project.build().status == "complete", "status of the killed one: \(run.status)")
    #expect(try project.outputs() == clean, "seed \(seed), killed after \(pause) ms")
  }
}

/// SplitMix64, so that a seed names one run of the tests.
struct Seeded {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func below(_ end: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(end))
  }
}
