import Testing
import TestSupport

@Suite("'cache info' tells how often the cache was of use, and what that saved")
struct CacheUseTests {
  struct Info: Decodable {
    struct Rate: Decodable, Equatable {
      let found: Int
      let asked: Int
    }

    struct Saved: Decodable {
      let isEstimate: Bool
      let calls: Double
      let inputTokens: Int
      let cost: Double
      let seconds: Double
    }

    struct Stage: Decodable {
      let name: String
      let chunkBytes: Int
      let calls: Int
      let callBytes: Int
    }

    let calls: Int
    let callBytes: Int
    let stages: [Stage]
    let recordsFound: Rate
    let callsRemembered: Rate
    let saved: Saved
  }

  @Test func `a build that finds everything has saved all its calls`() async throws {
    let taught = try ModelProject(
      problems: [CommandProblem](count: 6), model: #""prices": { "input": 1000, "output": 2000 }"#)
    let first = try await taught.project.build()
    let info = try await taught.project.run("cache", "info", "--json").decoded(as: Info.self)
    // Within a build, too, equal calls are made once.
    let spared = first.stages.reduce(0) { $0 + $1.calls.reused }
    #expect(info.saved.calls == Double(spared))
    #expect(info.calls == info.stages.reduce(0) { $0 + $1.calls })
    #expect(info.callBytes == info.stages.reduce(0) { $0 + $1.callBytes })
    let made = first.callsMade
    #expect(info.calls == made)

    _ = try await taught.project.build()
    let again = try await taught.project.run("cache", "info", "--json").decoded(as: Info.self)
    #expect(again.saved.isEstimate)
    #expect(again.saved.calls == Double(made + spared))
    #expect(again.saved.inputTokens > 0)
    #expect(again.saved.cost > 0)
    #expect(again.saved.seconds > 0)
    #expect(again.recordsFound.asked == 2 * info.recordsFound.asked)
    #expect(again.recordsFound.found == info.recordsFound.asked)
    let text = try await taught.project.run("cache").output
    #expect(
      text.contains("saved, by an estimate from what the calls took when they were made: \(made + spared) calls, "),
      "\(text)")
    #expect(text.contains("(against making everything anew in every run)\n"))
  }
}
