import Testing
import TestSupport

@Suite("What one has built, everybody has", .timeLimit(.minutes(6)))
struct SharingCloneTests {
  @Test(
    "pulled and built locked and offline, or just built: nothing is made, byte for byte", arguments: SharingKind.every)
  func clones(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(600), at: place)
    let first = try await mine.run("build", "--json")
    #expect(first.status == 0)
    #expect(first.warnings == [])
    let outputs = try mine.outputs
    #expect(outputs.count == 2)

    let puller = try mine.clone()
    let pull = try await puller.transfer("pull")
    #expect(pull.states == ["pulled"])
    #expect(pull.stages.allSatisfy { $0.by?.isEmpty == false })
    #expect(try await puller.transfer("pull").states == ["here"])
    #expect(try await puller.using(remote: nil).build("--locked", "--offline").executedNothing)
    #expect(try puller.outputs == outputs)

    let builder = try mine.clone()
    let run = try await builder.run("build", "--json")
    #expect(run.warnings == [])
    #expect(try run.built().executedNothing)
    #expect(try builder.outputs == outputs)
    #expect(try await builder.transfer("push").states == ["there"])
    #expect(try place.damagedBlobs() == [])
  }

  @Test("a plan brings what is there, calls it fresh, and stores nothing", arguments: SharingKind.all)
  func plan(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(40), at: place)
    let planner = try mine.clone()
    let before = try await planner.run("plan", "--json")
    #expect(try before.decoded(as: PlanReport.self).stages.allSatisfy { $0.state == "stale" })
    #expect(before.errors == "")
    #expect(try place.files == [:])

    _ = try await mine.build()
    let files = try place.files
    let after = try await planner.run("plan", "--json")
    #expect(try after.decoded(as: PlanReport.self).stages.allSatisfy { $0.state == "fresh" && $0.toExecute == 0 })
    #expect(try place.files == files)
    #expect(try await planner.using(remote: nil).build("--offline").executedNothing)
    #expect(try planner.outputs == mine.outputs)

    let changed = try await planner.run("plan", "--json", "--set", "filter.revision=2")
    let states = try changed.decoded(as: PlanReport.self).stages.filter { $0.state == "stale" }.map(\.name)
    #expect(states == ["filter", "sft"])
    #expect(try place.files == files)
  }

  @Test("a locked build takes what it needs from others, and only what is locked", arguments: SharingKind.all)
  func locked(_ kind: SharingKind) async throws {
    let mine = try SharingClone(.unique(40), at: try SharingPlace(kind))
    _ = try await mine.build()
    let other = try mine.clone()
    #expect(try await other.build("--locked", "--offline").executedNothing)
    #expect(try other.outputs == mine.outputs)
    try other.project.editPipeline("8000", "7000")
    let run = try await other.run("build", "--locked")
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("error: this is not the build that is locked:\n  filter: rules: was "))
  }

  @Test func `several caches are asked in their order, and each is given what it lacks`() async throws {
    let (one, other) = (try SharingPlace(.folder), try SharingPlace(.folder))
    let mine = try SharingClone(.unique(40), at: one)
    _ = try await mine.build()
    let both = try mine.clone(remote: "\(other.address) \(one.address)")
    #expect(try await both.build().executedNothing)
    #expect(try other.files == [:], "a build shares what it makes")
    #expect(try await both.transfer("push").states == ["pushed"])
    let third = try mine.clone(remote: other.address)
    #expect(try await third.build().executedNothing)
    #expect(try third.outputs == mine.outputs)
  }
}
