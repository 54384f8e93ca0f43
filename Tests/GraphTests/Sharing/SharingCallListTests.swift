import Testing

@testable import Graph

@Suite("Whoever brings a recipe's calls learns of all of them, and who makes one more tells of one")
struct SharingCallListTests {
  private let remote = SharingRemote()
  private let pipeline = ToyPipeline([.read(), .ask("asked", from: "problems")])

  /// Builds with so many records.
  private func build(_ count: Int, _ member: SharingMember) async throws {
    try member.write(["problems.jsonl": (1...count).map { ToyRecord("p\($0)", "problem \($0)") }])
    #expect(try await member.build(pipeline, sharing: [remote]).built.status == .complete)
  }

  private func cache(of member: SharingMember) -> SharedCache {
    SharedCache(
      [SharedRemote(remote, mayWrite: true)], index: member.bench.index, store: member.bench.store, author: "somebody",
      warn: { Issue.record("\($0)") }, now: { 1 })
  }

  @Test func `what was told of is not told of again, and all of it can be brought`() async throws {
    let (member, other) = (try SharingMember(), try SharingMember())
    try await build(4, member)
    try await build(5, member)
    try await build(5, member)
    let stage = try #require(try member.bench.prepare(pipeline).stages.last)
    let log = CallList.log(of: stage, at: cache(of: member).lines[0])
    await log.read()
    let lists = await log.entries.compactMap { CallList($0, blobs: [])?.places }
    #expect(lists.map(\.count) == [4, 1])
    #expect(try await cache(of: other).bringCalls(of: stage) == 5)
    let made = try member.bench.index.replies(of: stage.recipe.ingredients)
    #expect(try other.bench.index.replies(of: stage.recipe.ingredients) == made)
    #expect(Set(lists.joined()) == Set(made))
    // Nor does one who has brought them tell of them.
    try await cache(of: other).tellCalls(of: stage)
    await log.catchUp()
    #expect(await log.entries.count == 2)
  }

  @Test("keys come back as they were told, in the entry or beside it", arguments: [0, 1, 1024, 1025, 5000])
  func coding(count: Int) {
    let places = (0..<count).map { Digest(of: Array("call \($0)".utf8)) }
    let list = CallList(places: places)
    let entry = list.entry(Provenance(author: "somebody", made: 1))
    #expect(entry.blobs == list.blobs.map(\.name) && entry.blobs.count == (count > 1024 ? 1 : 0))
    #expect(CallList(entry, blobs: list.blobs.map(\.bytes))?.places == places)
    // A blob that cannot be had, or is of something else, is no list.
    if count > 1024 {
      #expect(CallList(entry, blobs: []) == nil)
      #expect(CallList(entry, blobs: [Array("else".utf8)]) == nil)
    }
    #expect(CallList(RemoteEntry(value: Array(entry.value.dropLast()), blobs: entry.blobs), blobs: []) == nil)
  }
}
