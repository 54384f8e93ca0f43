import GRDB
import TestSupport
import Testing

@testable import Graph

@Suite("Whatever is damaged in a cache is found, named, and repaired without losing the rest")
struct VerificationTests {
  let bench: UpkeepBench
  let pipeline = ToyPipeline([.read(), .ask("shout"), .map("tell", from: "shout", ["reads": ["shout"]])])
  let built: Built

  init() async throws {
    bench = try UpkeepBench()
    try bench.bench.write(ToyRecord.numbered(1...9))
    built = try await bench.build(pipeline)
    _ = try await bench.build(pipeline)
  }

  private func layers(_ stage: String) throws -> [Digest] {
    let artifact = try #require(built.result.stages.first { $0.stage.name == stage }?.artifact)
    return try artifact.layers(in: bench.store).map(\.digest)
  }

  private func list(_ stage: String) throws -> Digest { try #require(built.manifests[stage]) }

  @Test func `a cache that is well has no findings`() throws {
    let findings = try bench.verification(pipeline).findings()
    #expect(findings.all == [])
    #expect(findings.badBlobs == [])
    #expect(findings.blobs == 12)
    #expect(findings.entries == 21)
    #expect(findings.calls == 9)
  }

  @Test(arguments: BuildDamageTests.Damage.allCases) func `a layer`(damage: BuildDamageTests.Damage) async throws {
    let lost = try layers("shout")[1]
    try damage.strike(bench.path(of: lost))
    let fault = damage == .deleted ? "is missing" : "is not what its name says"
    #expect(
      try bench.findings(pipeline) == [
        "blob \(lost.hex.prefix(12))…: \(fault) (1 artifact of shout, 1 chunk of shout, 3 records of shout)"
      ])
    try await repair()
    // Its records are made again, without a call; nothing else is.
    #expect(try await bench.bench.build(pipeline).ran == ["shout:five", "shout:four", "shout:six"])
    #expect(bench.bench.model.takeCalls().count == 9)
  }

  @Test(arguments: BuildDamageTests.Damage.allCases) func `a list`(damage: BuildDamageTests.Damage) async throws {
    let lost = try list("shout")
    try damage.strike(bench.path(of: lost))
    let fault = damage == .deleted ? "is missing" : "is not what its name says"
    #expect(
      try bench.findings(pipeline) == ["blob \(lost.hex.prefix(12))…: \(fault) (2 runs, 1 artifact of shout)"])
    try await repair()
    let again = try await bench.bench.build(pipeline)
    #expect(again.ran == [])
    #expect(again.manifests == built.manifests)
  }

  @Test func `a layer that is there and is another`() async throws {
    let (one, other) = (try layers("shout")[0], try layers("tell")[0])
    try Disk.write(try Disk.read(bench.path(of: other)), to: bench.path(of: one))
    #expect(try bench.findings(pipeline).count == 1)
    try await repair()
  }

  @Test func `whole bytes that are no layer`() async throws {
    let bytes: [UInt8] = Array("no layer".utf8)
    try bench.store.write(bytes, as: Digest(of: bytes))
    try bench.bench.index.write {
      try $0.execute(
        sql: "UPDATE key_lists SET layer = ? WHERE seq = 1", arguments: [Digest(of: bytes).data])
    }
    let found = try bench.findings(pipeline)
    #expect(found.count == 1)
    #expect(found[0].hasSuffix("…: is neither a layer nor a list of layers (3 records of problems)"), "\(found)")
    try await repair()
  }

  enum Entry: String, CaseIterable {
    case artifactCut =
      "UPDATE actions SET value = x'00' WHERE grain = 0 AND seq = (SELECT min(seq) FROM actions WHERE grain = 0)"
    case chunkCut =
      "UPDATE actions SET value = x'00' WHERE grain = 1 AND seq = (SELECT min(seq) FROM actions WHERE grain = 1)"
    case chunkOfAnother =
      "UPDATE actions SET layer = (SELECT layer FROM actions WHERE grain = 1 ORDER BY seq DESC LIMIT 1) WHERE seq = (SELECT min(seq) FROM actions WHERE grain = 1)"
    case withoutBlob = "UPDATE actions SET layer = NULL WHERE seq = (SELECT min(seq) FROM actions WHERE grain = 1)"
    case keysCut = "UPDATE key_lists SET keys = x'00' WHERE seq = 1"
    case keysOfMore = "UPDATE key_lists SET count = 4, keys = zeroblob(64) WHERE seq = 1"
    case reply = "UPDATE call_values SET reply = x'00' WHERE seq = 1"

    var finding: String {
      switch self {
      case .artifactCut: "index: an entry cannot be read (1 artifact of problems)"
      case .chunkCut, .chunkOfAnother: "index: an entry cannot be read (1 chunk of problems)"
      case .withoutBlob: "index: an entry names no blob (1 chunk of problems)"
      case .keysCut, .keysOfMore:
        "index: an entry tells something else than its blob (1 list of keys of problems)"
      case .reply: "index: a reply cannot be read (1 call of shout)"
      }
    }
  }

  @Test(arguments: Entry.allCases) func `an entry of the index`(entry: Entry) async throws {
    try bench.bench.index.write { try $0.execute(sql: entry.rawValue) }
    #expect(try bench.findings(pipeline) == [entry.finding])
    try await repair()
    #expect(try await bench.bench.build(pipeline).manifests == built.manifests)
  }

  @Test func `an entry of a blob that was never there`() async throws {
    let none = Digest(of: [9])
    try bench.bench.index.write {
      try $0.execute(
        sql: "INSERT INTO key_lists (recipe, layer, count, keys) VALUES (?, ?, 1, zeroblob(16))",
        arguments: [Digest(of: [1]).data, none.data])
    }
    #expect(
      try bench.findings(pipeline) == [
        "blob \(none.hex.prefix(12))…: is missing (1 record of a former stage)"
      ])
    try await repair()
  }

  @Test func `what is brought from elsewhere is not forgotten`() async throws {
    let lost = [try layers("tell")[2], try list("shout")].sorted()
    let bytes = try lost.map { try #require(try bench.store.read($0)) }
    for digest in lost { try Disk.write([0], to: bench.path(of: digest)) }
    let verification = try bench.verification(pipeline)
    let store = bench.store
    let (brought, left) = try await verification.repair(try verification.findings()) { wanted in
      #expect(wanted == lost)
      for (digest, bytes) in zip(lost, bytes) { try? store.write(bytes, as: digest) }
      return Set(wanted)
    }
    #expect(brought == 2)
    #expect(left.all == [])
    #expect(try bench.findings(pipeline) == [])
    let again = try await bench.bench.build(pipeline)
    #expect(again.result.stages.allSatisfy { $0.counts.grain == .artifact })
  }

  @Test func `what is said to be brought and is not is forgotten`() async throws {
    try Disk.write([0], to: bench.path(of: try layers("tell")[2]))
    let verification = try bench.verification(pipeline)
    _ = try await verification.repair(try verification.findings()) { Set($0) }
    #expect(try bench.findings(pipeline) == [])
    #expect(try await bench.bench.build(pipeline).ran.count == 3)
  }

  /// Repairs; then all is well, and artifacts that had nothing to do with it are still known.
  private func repair() async throws {
    let verification = try bench.verification(pipeline)
    let (brought, left) = try await verification.repair(try verification.findings())
    #expect(brought == 0)
    #expect(left.all == [])
    #expect(try bench.findings(pipeline) == [])
  }
}
