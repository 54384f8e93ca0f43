import Foundation
import Testing
import TestSupport

@Suite("A build on a model that is killed at any moment pays again for what was under way, and for nothing else")
struct ModelKillTests {
  static let problems = [CommandProblem](count: CommandBinary.isFull ? 500 : 40)
  static let kills = CommandBinary.isFull ? 50 : 6
  static let concurrency = 32

  @Test func `kill -9 at random moments: the same bytes, and what was replied is not asked again`() async throws {
    let calm = try ModelProject(problems: Self.problems)
    let undisturbed = try await calm.build().calls
    let strong = StrongModel { _ in
      // Replies that take time are under way when the build dies.
      Thread.sleep(forTimeInterval: 0.01)
      return nil
    }
    let taught = try ModelProject(problems: Self.problems, strong, model: #""concurrency": \#(Self.concurrency)"#)
    var (random, killed, starts) = (Seeded(7), 0, [Int]())
    for number in 0..<Self.kills {
      // Most die after some calls, so that they are spread over the whole build; some before or while they begin.
      let (calls, pause) =
        number % 5 == 4 ? (0, random.below(400)) : (random.below(2 * undisturbed / Self.kills), random.below(30))
      let run = try await CommandGate.through {
        let begun = taught.calls
        starts.append(begun)
        let process = try taught.project.start(["build", "--json"])
        while process.isRunning, taught.calls < begun + calls { try await Task.sleep(for: .milliseconds(1)) }
        try await Task.sleep(for: .milliseconds(pause))
        process.signal(SIGKILL)
        return await process.wait()
      }
      try #require(run.status == -SIGKILL || run.status == 0, "kill \(number): \(run.errors)")
      if run.status != 0 { killed += 1 }
    }
    starts.append(taught.calls)
    let last = try await taught.build()
    #expect(last.report.status == "complete")
    let all = taught.calls
    let lost = Self.lost(in: taught.server.calls.map(\.text), starts: starts)
    // A reply that has come and is not on disk is still under way, and a stage has twice as many records in hand.
    #expect(lost.allSatisfy { $0 <= 2 * Self.concurrency }, "\(lost)")
    #expect(all == undisturbed + lost.reduce(0, +))
    #expect(try taught.project.outputs() == calm.project.outputs())
    #expect(try await taught.build().calls == 0)
    if CommandBinary.isFull {
      print(
        "killed \(killed) times: \(all) calls in all, \(undisturbed) undisturbed, so \(all - undisturbed) again, at "
          + "most \(lost.max() ?? 0) for one kill; the last build made \(last.calls)")
    }
  }

  /// How many calls each build made that a later one had to make again.
  /// - Parameter starts: how many calls there were when each of the builds began.
  private static func lost(in calls: [String], starts: [Int]) -> [Int] {
    var (lost, made) = (Array(repeating: 0, count: starts.count), [String: Int]())
    for (place, call) in calls.enumerated() {
      let build = starts.lastIndex { $0 <= place } ?? 0
      if let earlier = made.updateValue(build, forKey: call) { lost[earlier] += 1 }
    }
    return lost
  }
}
