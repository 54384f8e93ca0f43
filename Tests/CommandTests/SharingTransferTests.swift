import Testing
import TestSupport

@Suite("'cache push' hands on what was made alone, and 'cache pull' brings what is locked", .timeLimit(.minutes(6)))
struct SharingTransferTests {
  @Test("what was built without a cache is pushed, once", arguments: SharingKind.all)
  func push(_ kind: SharingKind) async throws {
    let place = try SharingPlace(kind)
    let mine = try SharingClone(.unique(300), at: place)
    #expect(try await mine.transfer("push").states == ["unbuilt"])
    _ = try await mine.using(remote: nil).build()
    #expect(try place.files == [:])
    let first = try await mine.transfer("push")
    #expect(first.states == ["pushed"])
    #expect(first.remotes.map(\.remote).count == 1)
    #expect(first.remotes[0].resultsStored >= 7)
    let files = try place.files
    for arguments in [[], ["--recheck"]] {
      let run = try await mine.run(["cache", "push", "--json"] + arguments)
      #expect(run.status == 0)
      let again = try run.decoded(as: TransferReport.self)
      #expect(again.states == ["there"])
      #expect(again.remotes[0].resultsStored == 0)
      #expect(again.remotes[0].bytesWritten == 0)
      #expect(try place.files == files)
    }
    let other = try mine.clone()
    #expect(try await other.build().executedNothing)
    #expect(try other.outputs == mine.outputs)
  }

  @Test("replies travel with a push, and are not pushed again", arguments: SharingKind.all)
  func pushCalls(_ kind: SharingKind) async throws {
    let (mine, server, problems) = try SharingModelTests.taught(12, at: try SharingPlace(kind))
    _ = try await mine.using(remote: nil).build()
    let calls = server.callCount
    let first = try await mine.transfer("push")
    #expect(first.states == ["pushed"])
    #expect(first.stages.reduce(0) { $0 + $1.calls } == calls)
    let again = try await mine.transfer("push")
    #expect(again.states == ["there"])
    #expect(again.stages.allSatisfy { $0.calls == 0 })
    #expect(again.remotes[0].resultsStored == 0)
    let other = try mine.clone()
    let pulled = try await other.transfer("pull", "--calls")
    #expect(pulled.stages.reduce(0) { $0 + $1.calls } == calls)
    let report = try await other.using(remote: nil).build("--offline", "--set", "solve.revision=2")
    #expect(report["solve"]?.executed == problems.count)
    #expect(report.callsMade == 0)
  }

  @Test("some stages are pushed and pulled with what they depend on, and no others", arguments: SharingKind.all)
  func some(_ kind: SharingKind) async throws {
    let mine = try SharingClone(.unique(40), at: try SharingPlace(kind))
    _ = try await mine.using(remote: nil).build()
    #expect(try await mine.transfer("push", "verify").stages.map(\.name) == ["problems", "solve", "verify"])
    let other = try mine.clone()
    let pulled = try await other.transfer("pull", status: 1)
    #expect(
      pulled.stages.map(\.state) == ["pulled", "pulled", "pulled", "missing", "unknown", "unknown", "unknown"])
    #expect(try await other.transfer("pull", "solve").states == ["here"])
    #expect(try await other.run("cache", "pull", "nosuch").status == 2)
  }

  @Test("where the model said something else here, the lock's result takes its place", arguments: SharingKind.all)
  func lockWins(_ kind: SharingKind) async throws {
    let (mine, server, _) = try SharingModelTests.taught(12, at: try SharingPlace(kind))
    _ = try await mine.build()
    let outputs = try mine.outputs
    let lock = try mine.project.read("pipeline.lock.json")

    let elsewhere = StrongModel { question in
      question.role == .rewrite
        ? .saying(SharingTransferTests.otherWay(question)) : nil
    }
    let theirs = try elsewhere.server()
    let other = try mine.clone()
    try other.project.editPipeline(server.url, theirs.url)
    try other.project.remove("pipeline.lock.json")
    _ = try await other.using(remote: nil).build()
    #expect(try other.outputs != outputs)
    #expect(try text(other.outputs).contains("By another way"))

    try other.project.write(lock, to: "pipeline.lock.json")
    let pulled = try await other.transfer("pull")
    #expect(pulled["solve"]?.state == "here", "what is the same is not brought again")
    #expect(pulled["rephrase"]?.state == "pulled")
    #expect(try await other.using(remote: nil).build("--locked", "--offline").executedNothing)
    #expect(try other.outputs == outputs)

    // And it stays so when one record is made again.
    let problems = try other.project.read("data/problems.jsonl")
    try other.project.write(
      problems.replacing("How many are", with: "Say how many are", maxReplacements: 1), to: "data/problems.jsonl")
    _ = try await other.using(remote: nil).build()
    let rows = try text(other.outputs).split(separator: "\n")
    #expect(rows.count { $0.contains("By another way") } == 1)
  }

  @Test("what others stored first is taken over by a push, and then built with", arguments: SharingKind.all)
  func firstWins(_ kind: SharingKind) async throws {
    let (mine, server, _) = try SharingModelTests.taught(12, at: try SharingPlace(kind))
    let elsewhere = StrongModel { question in
      question.role == .rewrite
        ? .saying(SharingTransferTests.otherWay(question)) : nil
    }
    let theirs = try elsewhere.server()
    let other = try mine.clone()
    try other.project.editPipeline(server.url, theirs.url)
    _ = try await other.using(remote: nil).build()
    _ = try await mine.build()
    #expect(try other.outputs != mine.outputs)
    let push = try await other.transfer("push", status: 1)
    #expect(push.stages.map(\.state) == ["there", "there", "there", "there", "adopted"])
    #expect(try await other.build().executedNothing)
    #expect(try other.outputs == mine.outputs)
    #expect(try await other.transfer("push").states == ["there"])
    #expect(try await mine.clone().build().executedNothing)
  }

  @Test func `another name of the data file is no other result`() async throws {
    let place = try SharingPlace(.folder)
    let mine = try SharingClone(.unique(40), at: place)
    _ = try await mine.build()
    let files = try place.files
    let other = try mine.clone()
    try other.project.move("data/problems.jsonl", to: "data/lamps.jsonl")
    _ = try await other.using(remote: nil).build()
    #expect(try await other.transfer("push").states == ["there"])
    #expect(try place.files == files)
  }

  /// The same solution in other words.
  private static func otherWay(_ question: StrongModel.Question) -> String {
    let sentences = question.results.map { "By another way, that is \($0)." }.joined(separator: " ")
    return "\(sentences) So the answer is $\\boxed{\(question.finalAnswer)}$."
  }

  private func text(_ outputs: [String: [UInt8]]) -> String {
    String(decoding: outputs.values.flatMap(\.self), as: UTF8.self)
  }
}
