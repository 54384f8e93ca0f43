import Testing
import TestSupport

@Suite("Who may only read reads, builds on, and is told once", .timeLimit(.minutes(6)))
struct SharingRightsTests {
  @Test("a cache that is only to be read is given nothing", arguments: SharingKind.all)
  func mode(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(40), at: place)
    let reader = try mine.clone(remote: .some(nil))
    try reader.project.editPipeline(
      #""name": "gsm8k-offline","#,
      #""name": "gsm8k-offline", "remote": [{ "url": "\#(place.address)", "mode": "read" }],"#)
    let alone = try reader.clone()
    let run = try await alone.run("build", "--json")
    #expect(run.status == 0)
    #expect(run.warnings == [])
    #expect(try place.files == [:])
    let push = try await alone.transfer("push", status: 1)
    #expect(push.states == ["refused"])
    #expect(push.remotes[0].resultsStored == 0)
    #expect(try place.files == [:])

    #expect(try await mine.build()["solve"]?.executed == 40, "nobody has stored anything before")
    #expect(try await reader.build().executedNothing)
    #expect(try reader.outputs == mine.outputs)
  }

  @Test(
    "a server that takes nothing from us is read, with one warning; the build is complete",
    arguments: [SharingKind.httpAuth, .s3].filter(\.isThere))
  func refused(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let problems = [CommandProblem].unique(40)
    let mine = try SharingClone(problems, at: place)
    _ = try await mine.build("verify")
    guard let (address, environment) = place.readOnly else { return }
    let reader = try mine.clone(remote: address, environment: environment)
    let run = try await reader.run("build", "--json")
    #expect(run.status == 0)
    let report = try run.built()
    #expect(["problems", "solve", "verify"].allSatisfy { report[$0]?.executed == 0 })
    #expect(report["sft"]?.executed == problems.count(where: \.isRight))
    let warnings = run.warnings
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains(" refuses: status 40") == true, "\(warnings)")
    #expect(
      warnings.first?.hasSuffix("; nothing more is written to it; 'distillbuild cache push' can do so later") == true,
      "\(warnings)")
    #expect(try await reader.outputs == mine.project.cleanOutputs())

    let push = try await reader.run("cache", "push", "--json")
    #expect(push.status == 1)
    #expect(push.warnings.count == 1)
    let states = try push.decoded(as: TransferReport.self).stages.map(\.state)
    #expect(states == ["there", "there", "there", "refused", "refused", "refused", "refused"])
    // With the right to write, what is missing is stored after all.
    let writer = reader.using(remote: place.address, environment: [:])
    #expect(
      try await writer.transfer("push").stages.map(\.state).suffix(4) == ["pushed", "pushed", "pushed", "pushed"])
  }

  @Test func `user and password may come from the environment`() async throws {
    guard SharingKind.httpAuth.isThere else { return }
    let place = try SharingPlace(.httpAuth)
    let (address, _) = try #require(place.readOnly)
    let mine = SharingClone(
      try CommandProject(problems: .unique(20)), remote: address,
      environment: ["DISTILLBUILD_REMOTE_USER": "ci", "DISTILLBUILD_REMOTE_PASSWORD": "ci"])
    let run = try await mine.run("build", "--json")
    #expect(run.warnings == [])
    #expect(try await mine.clone().build().executedNothing)
  }
}
