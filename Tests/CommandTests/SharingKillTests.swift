import Foundation
import Testing
import TestSupport

@Suite(
  "kill -9 at any moment of a push or a pull: whoever reads the cache gets what is right", .timeLimit(.minutes(20)))
struct SharingKillTests {
  /// For each kind of cache.
  static let kills = CommandBinary.isFull ? 8 : 2
  /// These lines are cut into several chunks.
  static let count = 600

  /// Runs a command and kills it after a share of the time that it takes undisturbed.
  /// - Returns: whether it was killed before its end.
  private static func kill(
    _ clone: SharingClone, _ verb: String, after share: Double, of duration: Duration
  ) async throws -> Bool {
    let run = try await CommandGate.through {
      let process = try clone.start(["cache", verb, "--json"])
      try await Task.sleep(for: duration * share)
      process.signal(SIGKILL)
      return await process.wait()
    }
    try #require(run.status == -SIGKILL || run.status == 0, "\(run.errors)")
    return run.status != 0
  }

  /// How long a command takes that nobody disturbs.
  private static func duration(_ clone: SharingClone, _ verb: String) async throws -> Duration {
    try await CommandGate.through {
      let start = ContinuousClock.now
      let run = try await clone.start(["cache", verb, "--json"]).wait()
      try #require(run.status == 0, "\(run.errors)")
      return start.duration(to: .now)
    }
  }

  private static func isTransferred(_ run: CommandRun) throws -> Bool {
    try run.status == 0
      && run.decoded(as: TransferReport.self).states.isSubset(of: ["pushed", "there", "pulled", "here"])
  }

  @Test("pushes", arguments: SharingKind.all)
  func push(_ kind: SharingKind) async throws {
    var (random, killed) = (Seeded(kind.seed), 0)
    var duration = Duration.seconds(1)
    for number in 0...Self.kills {
      let place = try SharingPlace(kind)
      let mine = try SharingClone(.unique(Self.count), at: place)
      _ = try await mine.using(remote: nil).build()
      let outputs = try mine.outputs
      if number == 0 {
        duration = try await Self.duration(mine, "push")
        continue
      }
      let share = (Double(number - 1) + Double(random.below(100)) / 100) / Double(Self.kills)
      if try await Self.kill(mine, "push", after: share, of: duration) { killed += 1 }
      #expect(try place.damagedBlobs() == [])
      let reader = try mine.clone()
      let run = try await reader.run("build", "--json")
      #expect(run.status == 0)
      #expect(run.warnings == [], "kill \(number)")
      #expect(try reader.outputs == outputs, "kill \(number)")
      #expect(try Self.isTransferred(try await mine.run("cache", "push", "--json")))
      let last = try mine.clone()
      #expect(try await last.build().executedNothing)
      #expect(try last.outputs == outputs)
      #expect(try place.damagedBlobs() == [])
    }
    #expect(killed > 0)
  }

  @Test("pulls", arguments: SharingKind.all)
  func pull(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(Self.count), at: place)
    _ = try await mine.build()
    let (outputs, files) = (try mine.outputs, try place.files)
    var (random, killed) = (Seeded(kind.seed), 0)
    var duration = Duration.seconds(1)
    for number in 0...Self.kills {
      let other = try mine.clone()
      if number == 0 {
        duration = try await Self.duration(other, "pull")
        continue
      }
      let share = (Double(number - 1) + Double(random.below(100)) / 100) / Double(Self.kills)
      if try await Self.kill(other, "pull", after: share, of: duration) { killed += 1 }
      // What lies here now is whole: it is built on without the cache.
      let cut = SharingClone(try other.project.copy(), remote: nil)
      let built = try await cut.run("build", "--json")
      #expect(built.warnings == [], "kill \(number)")
      #expect(try cut.outputs == outputs, "kill \(number)")
      #expect(try Self.isTransferred(try await other.run("cache", "pull", "--json")))
      #expect(try await other.using(remote: nil).build("--locked", "--offline").executedNothing)
      #expect(try other.outputs == outputs)
    }
    #expect(killed > 0)
    #expect(try place.files == files)
  }

  @Test("builds that share what they make", arguments: SharingKind.all)
  func build(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(Self.count), at: place)
    let outputs = try await mine.project.cleanOutputs()
    var random = Seeded(kind.seed)
    for number in 0..<Self.kills {
      let run = try await CommandGate.through {
        let process = try mine.start(["build", "--json"])
        _ = try await process.hasSaid("progress")
        try await Task.sleep(for: .milliseconds(random.below(400)))
        process.signal(SIGKILL)
        return await process.wait()
      }
      try #require(run.status == -SIGKILL || run.status == 0, "\(run.errors)")
      #expect(try place.damagedBlobs() == [])
      let reader = try mine.clone()
      let built = try await reader.run("build", "--json", "rephrase")
      #expect(built.status == 0)
      #expect(built.warnings == [], "kill \(number)")
    }
    _ = try await mine.build()
    #expect(try mine.outputs == outputs)
    let last = try mine.clone()
    #expect(try await last.build().executedNothing)
    #expect(try last.outputs == outputs)
  }
}
