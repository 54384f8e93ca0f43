import Foundation
import Testing
import TestSupport

@Suite(
  "kill -9 at any moment of a push or a pull: whoever reads the cache gets what is right", .timeLimit(.minutes(20)))
struct SharingKillTests {
  /// For each kind of cache.
  static let kills = CommandBinary.isFull ? 8 : 2
  /// These lines are mostly cut into several chunks.
  static let count = 600

  /// Runs a command and kills it after a pause. Where that comes too late, another clone's is killed after half the pause,
  /// until one has been.
  /// - Returns: the clone whose command was killed.
  private static func killed(
    _ verb: String, after pause: Duration, _ clone: () async throws -> SharingClone
  ) async throws -> SharingClone {
    var pause = pause
    for _ in 0..<20 {
      let clone = try await clone()
      let run = try await CommandGate.through {
        let process = try clone.start(["cache", verb, "--json"])
        try await Task.sleep(for: pause)
        process.signal(SIGKILL)
        return await process.wait()
      }
      if run.status == -SIGKILL { return clone }
      try #require(run.status == 0, "\(run.errors)")
      pause /= 2
    }
    throw CommandTrouble("'cache \(verb)' ends before it can be killed")
  }

  /// A random moment in one of the equal parts of the time that a command takes.
  private static func moment(_ number: Int, of duration: Duration, _ random: inout Seeded) -> Duration {
    duration * ((Double(number) + Double(random.below(100)) / 100) / Double(kills))
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
    /// Somebody who has built and not shared, at a place of their own.
    func built() async throws -> SharingClone {
      let mine = try SharingClone(.unique(Self.count), at: try SharingPlace(kind))
      _ = try await mine.using(remote: nil).build()
      return mine
    }
    var random = Seeded(kind.seed)
    let duration = try await Self.duration(try await built(), "push")
    for number in 0..<Self.kills {
      let mine = try await Self.killed("push", after: Self.moment(number, of: duration, &random), built)
      let (place, outputs) = (try #require(mine.place), try mine.outputs)
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
  }

  @Test("pulls", arguments: SharingKind.all)
  func pull(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(Self.count), at: place)
    _ = try await mine.build()
    let (outputs, files) = (try mine.outputs, try place.files)
    var random = Seeded(kind.seed)
    let duration = try await Self.duration(try mine.clone(), "pull")
    for number in 0..<Self.kills {
      let moment = Self.moment(number, of: duration, &random)
      let other = try await Self.killed("pull", after: moment) { try mine.clone() }
      // What lies here now is whole: it is built on without the cache.
      let cut = SharingClone(try other.project.copy(), remote: nil)
      let built = try await cut.run("build", "--json")
      #expect(built.warnings == [], "kill \(number)")
      #expect(try cut.outputs == outputs, "kill \(number)")
      #expect(try Self.isTransferred(try await other.run("cache", "pull", "--json")))
      #expect(try await other.using(remote: nil).build("--locked", "--offline").executedNothing)
      #expect(try other.outputs == outputs)
    }
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
