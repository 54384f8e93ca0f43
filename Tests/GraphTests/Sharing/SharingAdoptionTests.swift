import Testing

@testable import Graph

@Suite("Of two that make something at one time, the first one's is everybody's", .timeLimit(.minutes(2)))
struct SharingAdoptionTests {
  private let data = ["problems.jsonl": ToyRecord.numbered(1...12)]
  private let pipeline = ToyPipeline([
    .read(), .ask("asked", ["samples": 2]), .map("mapped", from: "asked", ["reads": ["asked"]]),
    .unique("unique", from: "mapped", of: "mapped"), .ask("last", from: "unique", ["reads": ["mapped"]]),
  ])
  private let remote = SharingRemote()

  /// Two whose models say something else each time; the second has asked everything of its first stage before the first has
  /// shared anything, and is told nothing until the first has ended.
  private func race(
    meanwhile: () throws -> Void = {}
  ) async throws -> (first: SharingMember.Shared, second: SharingMember.Shared, loser: SharingMember) {
    let (winner, loser) = (try SharingMember(), try SharingMember())
    for member in [winner, loser] {
      try member.write(data)
      member.bench.model.becomeFickle()
    }
    // So that the two never say the same.
    for _ in 1...100 { _ = try await loser.bench.model.answer("before", saying: CallReply(body: [])) }
    _ = loser.bench.model.takeCalls()
    loser.bench.model.hold { _ in true }
    async let late = loser.build(pipeline, sharing: [remote])
    try await loser.bench.model.wait { $0.underWay == 9 }
    let first = try await winner.build(pipeline, sharing: [remote])
    try meanwhile()
    loser.bench.model.release()
    return (first, try await late, loser)
  }

  @Test func `both end with equal artifacts, and what came after is made of them`() async throws {
    let (first, second, loser) = try await race()
    #expect(first.built.status == .complete && second.built.status == .complete)
    #expect(first.built.manifests == second.built.manifests)
    #expect(first.complaints + second.complaints == [])
    #expect(remote.counts.early == [])
    let again = try await loser.build(pipeline, sharing: [remote])
    #expect(again.built.ran == [] && again.built.manifests == first.built.manifests)
  }

  @Test func `what cannot be had any more is nobody's`() async throws {
    let remote = remote
    let (_, second, loser) = try await race { remote.change { $0.blobs = [:] } }
    #expect(second.built.status == .complete && second.complaints.count < 2)
    let other = try SharingMember()
    try other.write(data)
    let third = try await other.build(pipeline, sharing: [remote])
    #expect(third.built.ran == [] && third.complaints == [])
    #expect(third.built.manifests == second.built.manifests)
    #expect(try await loser.build(pipeline, sharing: [remote]).built.ran == [])
  }

  @Test func `calls that were made are counted, and the limit on them is for the whole build`() async throws {
    let (winner, loser) = (try SharingMember(), try SharingMember())
    for member in [winner, loser] {
      try member.write(data)
      member.bench.model.becomeFickle()
    }
    _ = try await loser.bench.model.answer("before", saying: CallReply(body: []))
    _ = loser.bench.model.takeCalls()
    loser.bench.model.hold { _ in true }
    async let late = loser.build(pipeline, sharing: [remote]) { $0.mostCalls = 25 }
    try await loser.bench.model.wait { $0.underWay == 9 }
    // Only the first stage, so that the loser goes on by itself with what it took over.
    let short = ToyPipeline(Array(pipeline.stages.prefix(2)))
    _ = try await winner.build(short, sharing: [remote])
    loser.bench.model.release()
    let built = try await late.built
    #expect(loser.bench.model.takeCalls().count <= 25)
    #expect(built.counts("asked").calls.made + built.counts("last").calls.made <= 25)
    #expect(built.status == .stopped)
  }

  @Test func `two that build everything side by side end alike`() async throws {
    for _ in 1...5 {
      let remote = SharingRemote()
      let members = try (0..<3).map { number in
        let member = try SharingMember()
        try member.write(data)
        member.bench.model.becomeFickle()
        return member
      }
      let pipeline = pipeline
      let built = try await withThrowingTaskGroup(of: SharingMember.Shared.self) { group in
        for member in members { group.addTask { try await member.build(pipeline, sharing: [remote]) } }
        return try await group.reduce(into: [SharingMember.Shared]()) { $0.append($1) }
      }
      #expect(built.allSatisfy { $0.built.status == .complete && $0.complaints == [] })
      #expect(Set(built.map(\.built.manifests)).count == 1)
      #expect(remote.counts.early == [])
    }
  }
}
