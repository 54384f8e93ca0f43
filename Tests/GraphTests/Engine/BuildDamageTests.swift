import TestSupport
import Testing

@testable import Graph

@Suite("A damaged cache costs work, never a wrong answer")
struct BuildDamageTests {
  enum Damage: CaseIterable {
    case deleted, flipped, cut, foreign

    func strike(_ path: String) throws {
      var bytes = try Disk.read(path)
      switch self {
      case .deleted: return try Disk.remove(path)
      case .flipped: bytes[bytes.count / 2] ^= 0x10
      case .cut: bytes.removeLast(bytes.count / 2)
      case .foreign: bytes = Array("not zstd".utf8)
      }
      try Disk.write(bytes, to: path)
    }
  }

  let bench: Workbench
  var pipeline = ToyPipeline([.read(), .map("shout"), .map("tell", from: "shout", ["reads": ["shout"]])])

  init() throws {
    let folder = try TemporaryFolder()
    bench = try Workbench(store: FolderBlobStore(folder: folder.path(of: "blobs")), storeFolder: folder)
    try bench.write(ToyRecord.numbered(1...9))
  }

  private func path(_ digest: Digest) throws -> String {
    let folder = try #require(bench.storeFolder)
    return folder.path(of: "blobs/\(digest.hex.prefix(2))/\(digest.hex.dropFirst(2))")
  }

  private func layers(_ built: Built, _ stage: String) throws -> [LayerInfo] {
    let found = try #require(built.result.stages.first { $0.stage.name == stage }?.artifact)
    return try found.layers(in: bench.store)
  }

  @Test(arguments: Damage.allCases) mutating func `a layer that is needed is made again, with a warning`(
    damage: Damage
  ) async throws {
    let first = try await bench.build(pipeline)
    let lost = try layers(first, "shout")[1].digest
    try damage.strike(try path(lost))
    pipeline["tell"].parameters["word"] = "told"
    let built = try await bench.build(pipeline)
    #expect(
      built.warnings == [
        "the cache's blob \(lost.hex.prefix(12))… is damaged or missing; what it held is made again"
      ])
    #expect(Set(built.ran.filter { $0.hasPrefix("shout") }) == ["shout:five", "shout:four", "shout:six"])
    #expect(built.manifests["shout"] == first.manifests["shout"])
    #expect(try bench.store.read(lost) != nil)
    let naive = NaiveEvaluator(pipeline: pipeline, data: ["problems.jsonl": ToyRecord.numbered(1...9)]).evaluate()
    #expect(try built.records("tell", in: bench.store) == naive["tell"]?.records)
  }

  @Test mutating func `what was finished before the damage was met is not done twice`() async throws {
    let first = try await bench.build(pipeline)
    try Damage.deleted.strike(try path(try layers(first, "shout")[2].digest))
    pipeline["tell"].parameters["word"] = "told"
    let built = try await bench.build(pipeline) { $0.jobs = 1 }
    #expect(built.ran.count == Set(built.ran).count)
  }

  @Test mutating func `what was made before the damage was met is counted`() async throws {
    let first = try await bench.build(pipeline)
    try Damage.deleted.strike(try path(try layers(first, "shout")[2].digest))
    pipeline["tell"].parameters["word"] = "told"
    let built = try await bench.build(pipeline) { $0.jobs = 1 }
    #expect(built.executed["tell"] == built.ran.count { $0.hasPrefix("tell:") })
  }

  @Test(arguments: Damage.allCases) mutating func `a source's layer is made again`(damage: Damage) async throws {
    let first = try await bench.build(pipeline)
    try damage.strike(try path(try layers(first, "problems")[0].digest))
    pipeline["shout"].parameters["word"] = "cried"
    let built = try await bench.build(pipeline)
    #expect(built.status == .complete)
    #expect(built.manifests["problems"] == first.manifests["problems"])
  }

  @Test(arguments: Damage.allCases) mutating func `a list of layers is made again from its chunks`(
    damage: Damage
  ) async throws {
    let first = try await bench.build(pipeline)
    let manifest = try #require(first.manifests["shout"])
    try damage.strike(try path(manifest))
    pipeline["tell"].parameters["word"] = "told"
    let built = try await bench.build(pipeline)
    #expect(built.executed == ["problems": 0, "shout": 0, "tell": 9])
    #expect(built.manifests["shout"] == manifest)
    #expect(try bench.store.read(manifest) != nil)
  }

  @Test(arguments: Damage.allCases) mutating func `a layer whose records are looked up is made again once`(
    damage: Damage
  ) async throws {
    pipeline["shout"].parameters["limit"] = 50
    let first = try await bench.build(pipeline)
    try damage.strike(try path(try layers(first, "shout")[1].digest))
    pipeline["shout"].parameters["limit"] = 60
    #expect(try await bench.build(pipeline).ran == ["shout:five", "shout:four", "shout:six"])
    pipeline["tell"].parameters["word"] = "told"
    let again = try await bench.build(pipeline).ran
    #expect(again.filter { $0.hasPrefix("shout:") } == [])
  }

  @Test(arguments: Damage.allCases) func `the artifact that a build hands out can be read`(damage: Damage) async throws
  {
    let first = try await bench.build(pipeline)
    try damage.strike(try path(try #require(first.manifests["tell"])))
    let built = try await bench.build(pipeline)
    #expect(try layers(built, "tell").count == 3)
  }

  @Test(arguments: Damage.allCases) func `what nothing needs is not missed`(damage: Damage) async throws {
    let first = try await bench.build(pipeline)
    for layer in try layers(first, "problems") { try damage.strike(try path(layer.digest)) }
    let built = try await bench.build(pipeline)
    #expect(built.ran == [])
    #expect(built.warnings == [])
  }
}
