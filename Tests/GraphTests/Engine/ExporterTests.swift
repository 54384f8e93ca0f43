import TestSupport
import Testing

@testable import Graph

/// An output folder, and a store with the layers of a stage that writes files.
private struct Outlet {
  let folder: TemporaryFolder
  let store: MemoryBlobStore
  var out: String { folder.path(of: "dist/sft") }

  init(store: MemoryBlobStore = MemoryBlobStore()) throws {
    folder = try TemporaryFolder()
    self.store = store
  }

  /// A layer of rows, each for a file; rows without one are kept out of the files.
  func layer(_ rows: [(file: String?, line: String)]) -> LayerInfo { Outlet.layer(rows, in: store) }

  static func layer(_ rows: [(file: String?, line: String)], in store: MemoryBlobStore) -> LayerInfo {
    var builder = LayerBuilder(inputRows: rows.count, paths: OutputFields.all)
    for (row, content) in rows.enumerated() {
      let values: [FieldValue] = content.file.map { [.text($0), .text(content.line)] } ?? [.missing, .missing]
      builder.append(row: row, sample: 0, result: StageResult(.fields(values)))
    }
    let layer = builder.finish()
    let bytes = layer.encoded()
    store.write(bytes, as: Digest(of: bytes))
    return LayerInfo(layer, digest: Digest(of: bytes))
  }

  /// A layer of 400,000 bytes for the file `train`.
  func large(_ name: String) -> LayerInfo { Outlet.large(name, in: store) }

  static func large(_ name: String, in store: MemoryBlobStore) -> LayerInfo {
    layer([("train", "\(name) " + String(repeating: "x", count: 399_990))], in: store)
  }

  /// - Parameter round: tells artifacts of the same layers apart.
  @discardableResult
  func export(_ layers: [LayerInfo], round: Int = 0) throws -> [OutputFile] {
    let artifact = Digest(of: Manifest.encode(layers) + [UInt8(round)])
    return try Exporter(store: store, folder: out).export(artifact: artifact) { layers }
  }

  /// The files of the folder, but for the manifest, with their states.
  func files() throws -> [String: FileStat] {
    var files: [String: FileStat] = [:]
    for name in try Disk.names(in: out) where name != OutputManifest.name {
      files[name] = try Disk.stat("\(out)/\(name)")
    }
    return files
  }

  func text(_ name: String) throws -> String { try folder.text(of: "dist/sft/\(name)") }

  /// What the layers' rows for `train` should add up to, and what the folder's shards do.
  func expectWhole(_ layers: [LayerInfo], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let shards = try files().keys.filter { $0.hasPrefix("train") }.sorted()
    var bytes: [UInt8] = []
    for shard in shards { bytes += try Disk.read("\(out)/\(shard)") }
    var expected: [UInt8] = []
    for info in layers {
      let lines = try #require(try LayerHandle(info, in: store).layer().column(OutputFields.line))
      for row in 0..<info.rows {
        expected += lines[row].bytes
        expected.append(UInt8(ascii: "\n"))
      }
    }
    // Not compared as text: a message of 20 MB would help no one.
    #expect(Digest(of: bytes) == Digest(of: expected), sourceLocation: sourceLocation)
  }
}

@Suite("The output folder holds just the rows of the artifact, and what is not ours")
struct ExporterTests {
  private let outlet: Outlet
  private let small: [LayerInfo]

  init() throws {
    outlet = try Outlet()
    small = [
      outlet.layer([("train", "a"), ("validation", "b"), ("train", "c")]), outlet.layer([]),
      outlet.layer([("train", "d\"é")]),
    ]
  }

  @Test func `each file holds its rows in order, a line each`() throws {
    let files = try outlet.export(small)
    #expect(try outlet.text("train.jsonl") == "a\nc\nd\"é\n")
    #expect(try outlet.text("validation.jsonl") == "b\n")
    #expect(files.map(\.name) == ["train.jsonl", "validation.jsonl"])
    #expect(files.map(\.rows) == [3, 1])
    #expect(files.map(\.size) == [9, 2])
  }

  @Test func `when nothing changed, nothing is written, nor are layers asked for`() throws {
    let artifact = Digest(of: [1])
    let exporter = Exporter(store: outlet.store, folder: outlet.out)
    let first = try exporter.export(artifact: artifact) { small }
    let before = try outlet.files()
    let again = try exporter.export(artifact: artifact) {
      Issue.record("layers were asked for")
      return small
    }
    #expect(again == first)
    #expect(try outlet.files() == before)
  }

  @Test func `another artifact of the same rows writes nothing`() throws {
    try outlet.export(small, round: 1)
    let before = try outlet.files()
    try outlet.export(small, round: 2)
    #expect(try outlet.files() == before)
  }

  @Test func `a file that was edited or deleted is written again`() throws {
    let first = try outlet.export(small)
    try outlet.folder.write("edited", to: "dist/sft/train.jsonl")
    try Disk.remove("\(outlet.out)/validation.jsonl")
    #expect(try outlet.export(small).map(\.name) == first.map(\.name))
    #expect(try outlet.text("train.jsonl") == "a\nc\nd\"é\n")
    #expect(try outlet.text("validation.jsonl") == "b\n")
  }

  @Test func `a file without rows any more is deleted`() throws {
    try outlet.export(small)
    try outlet.export([outlet.layer([("train", "a")])])
    #expect(Set(try outlet.files().keys) == ["train.jsonl"])
    try outlet.export([])
    #expect(try outlet.files().isEmpty)
  }

  @Test func `what is not ours stays, whatever we delete`() throws {
    for name in ["README.md", "train-00000-of-00009.jsonl", "other.jsonl"] {
      try outlet.folder.write("mine", to: "dist/sft/\(name)")
    }
    try outlet.export(small)
    try outlet.export([])
    #expect(try Exporter(store: outlet.store, folder: outlet.out).remove() == 0)
    #expect(Set(try outlet.files().keys) == ["README.md", "train-00000-of-00009.jsonl", "other.jsonl"])
  }

  @Test func `a temporary file of somebody else stays`() throws {
    try outlet.folder.write("mine", to: "dist/sft/notes.tmp")
    try outlet.export(small)
    #expect(try outlet.files().keys.contains("notes.tmp"))
  }

  @Test func `removing takes our own files, and the folder if nothing is left`() throws {
    try outlet.export(small)
    #expect(try Exporter(store: outlet.store, folder: outlet.out).remove() == 2)
    #expect(try Disk.stat(outlet.out) == nil)
  }

  @Test func `a damaged manifest costs no more than writing again`() throws {
    try outlet.export(small)
    try outlet.folder.write("{", to: "dist/sft/\(OutputManifest.name)")
    #expect(try outlet.export(small).count == 2)
    #expect(try outlet.text("validation.jsonl") == "b\n")
  }

  @Test func `a row for no file goes to none`() throws {
    try outlet.export([outlet.layer([("train", "a"), (nil, "")])])
    #expect(Set(try outlet.files().keys) == ["train.jsonl"])
  }
}

@Suite("A large file comes in shards, of which a change rewrites few")
struct ExporterShardTests {
  // Made once, since it takes a while.
  private static let store = MemoryBlobStore()
  private static let layers = (0..<60).map { Outlet.large("layer \($0)", in: store) }

  private let outlet: Outlet
  private var layers: [LayerInfo] { Self.layers }

  init() throws { outlet = try Outlet(store: Self.store) }

  /// Files that were not there before, by inode: a renamed one was.
  private func written(since before: [String: FileStat]) throws -> Int {
    let old = Set(before.values)
    return try outlet.files().values.count { stat in
      !old.contains { $0.inode == stat.inode && $0.modified == stat.modified }
    }
  }

  @Test func `shards hold at most 16 MB, and together all rows in order`() throws {
    let files = try outlet.export(layers)
    #expect(files.count > 2)
    #expect(files.map(\.name) == files.indices.map { "train-0000\($0)-of-0000\(files.count).jsonl" })
    #expect(files.allSatisfy { $0.size <= Exporter.largestFile })
    #expect(files.reduce(0) { $0 + $1.rows } == 60)
    try outlet.expectWhole(layers)
  }

  @Test func `a changed record rewrites its shard alone`() throws {
    try outlet.export(layers)
    let before = try outlet.files()
    var edited = layers
    edited[30] = outlet.large("edited")
    try outlet.export(edited)
    #expect(try written(since: before) <= 2)
    try outlet.expectWhole(edited)
  }

  @Test(arguments: [0, 31, 60]) func `a chunk that comes rewrites few shards, and one that goes`(place: Int) throws {
    try outlet.export(layers)
    let before = try outlet.files()
    var edited = layers
    edited.insert(outlet.large("inserted"), at: place)
    try outlet.export(edited)
    #expect(try written(since: before) <= 2)
    try outlet.expectWhole(edited)
    let between = try outlet.files()
    try outlet.export(layers)
    #expect(try written(since: between) <= 2)
    try outlet.expectWhole(layers)
  }

  @Test func `a file that shrinks below a shard's size loses its shards`() throws {
    try outlet.export(layers)
    try outlet.export(Array(layers[..<3]))
    #expect(Set(try outlet.files().keys) == ["train.jsonl"])
    try outlet.expectWhole(Array(layers[..<3]))
  }

  @Test func `shards in another order are renamed, not written`() throws {
    try outlet.export(layers)
    let before = try outlet.files()
    let reversed = Shard.plan(layers).reversed().flatMap { $0.layers.map(\.info) }
    try outlet.export(reversed)
    try outlet.expectWhole(reversed)
    #expect(try written(since: before) < before.count)
  }

  @Test func `equal shards are files of their own`() throws {
    // A chunk beyond the limit is a shard by itself, and here it comes twice.
    let huge = outlet.layer((0..<90).map { ("train", "\($0) " + String(repeating: "y", count: 200_000)) })
    for round in 1...2 {
      let files = try outlet.export([huge, huge], round: round)
      #expect(Set(try outlet.files().keys) == Set(files.map(\.name)))
      #expect(files.count == 2)
    }
    try outlet.expectWhole([huge, huge])
  }
}
