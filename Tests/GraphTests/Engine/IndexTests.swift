import Synchronization
import TestSupport
import Testing

@testable import Graph

@Suite("The index remembers what came first, and shows a build what was there when it began")
struct IndexTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func open() throws -> Index { try Index(folder: folder.path(of: "cache")) }

  private static func digest(_ name: String) -> Digest { Digest(of: Array(name.utf8)) }

  private static func action(_ key: String, _ value: String, grain: Grain = .chunk) -> IndexEntry {
    .action(
      key: digest(key), grain: grain, recipe: digest("recipe"), layer: digest("layer of \(value)"),
      value: Array(value.utf8))
  }

  private func values(_ index: Index, _ keys: [String], before snapshot: Index.Snapshot? = nil) throws -> [String?] {
    try index.actions(keys.map(Self.digest), before: snapshot ?? index.snapshot()).map { value in
      value.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test func `the first action under a key stays`() throws {
    let index = try open()
    try index.store([Self.action("a", "first"), Self.action("a", "second")], now: 0)
    try index.store([Self.action("a", "third"), Self.action("b", "other")], now: 0)
    #expect(try values(index, ["a", "b", "c"]) == ["first", "other", nil])
  }

  @Test func `a snapshot hides what came later`() throws {
    let index = try open()
    let list = IndexEntry.keyList(recipe: Self.digest("r"), layer: Self.digest("l"), keys: [])
    try index.store([Self.action("a", "1"), list], now: 0)
    let before = try index.snapshot()
    try index.store([Self.action("b", "2"), list], now: 0)
    #expect(try values(index, ["a", "b"], before: before) == ["1", nil])
    #expect(try values(index, ["a", "b"]) == ["1", "2"])
    #expect(try index.keyListCount(Self.digest("r"), before: before) == 1)
    #expect(try index.keyListCount(Self.digest("r"), before: index.snapshot()) == 2)
  }

  @Test func `key lists come back whole, newest first, by recipe`() throws {
    let index = try open()
    let keys = (0..<300).map { ShortKey(high: .max - $0, low: $0) }
    try index.store(
      [
        .keyList(recipe: Self.digest("r"), layer: Self.digest("one"), keys: keys),
        .keyList(recipe: Self.digest("other"), layer: Self.digest("no"), keys: keys),
        .keyList(recipe: Self.digest("r"), layer: Self.digest("two"), keys: []),
      ], now: 0)
    var seen: [(Digest, [ShortKey])] = []
    try index.forEachKeyList(Self.digest("r"), before: index.snapshot()) { seen.append(($0, Array($1))) }
    #expect(seen.map(\.0) == [Self.digest("two"), Self.digest("one")])
    #expect(seen.map(\.1) == [[], keys])
    #expect(try index.keyLists(Self.digest("r"), layers: [Self.digest("no"), Self.digest("one")]) == [nil, keys])
  }

  @Test func `a damaged layer is forgotten with all artifacts, and no other chunk`() throws {
    let index = try open()
    try index.store(
      [Self.action("a", "bad"), Self.action("b", "good"), Self.action("c", "whole", grain: .artifact)], now: 0)
    try index.forget(layer: Self.digest("layer of bad"))
    #expect(try values(index, ["a", "b", "c"]) == [nil, "good", nil])
  }

  @Test func `two indexes on one folder see each other's entries`() throws {
    let (one, other) = (try open(), try open())
    try one.store([Self.action("a", "one")], now: 0)
    try other.store([Self.action("a", "other"), Self.action("b", "other")], now: 0)
    for index in [one, other] { #expect(try values(index, ["a", "b"]) == ["one", "other"]) }
  }

  @Test func `many open a new folder at once`() async throws {
    for round in 0..<30 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<6 {
          group.addTask { @concurrent in
            // Opened, written to and closed, since the last one to close takes the log away.
            try Index(folder: self.folder.path(of: "new\(round)")).store([Self.action("a", "1")], now: 0)
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func `many write one folder at once`() async throws {
    _ = try open()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask { @concurrent in
          let index = try self.open()
          for entry in 0..<20 { try index.store([Self.action("\(writer)-\(entry)", "\(writer)")], now: 0) }
        }
      }
      try await group.waitForAll()
    }
    let keys = (0..<6).flatMap { writer in (0..<20).map { "\(writer)-\($0)" } }
    #expect(try values(open(), keys).count { $0 != nil } == 120)
  }
}

@Suite("The index trusts a file's digest only while the file is surely untouched")
struct FileDigestTests {
  let folder: TemporaryFolder
  let index: Index

  init() throws {
    folder = try TemporaryFolder()
    index = try Index(folder: folder.path(of: "cache"))
    try folder.write("text", to: "file")
  }

  private static let second = 1_000_000_000

  /// What is remembered of the file if it was hashed so long after its last change.
  private func remembered(hashed later: Int, touch: () throws -> Void = {}) throws -> Bool {
    let path = folder.path(of: "file")
    let stat = try #require(try Disk.stat(path))
    let entry = IndexEntry.file(
      path: path, stat, hashedAt: max(stat.modified, stat.changed) + later, digest: Digest(of: [1]))
    try index.store([entry], now: 0)
    try touch()
    return try index.fileDigest(path, try #require(try Disk.stat(path))) != nil
  }

  @Test func `hashed well after its last change, it is trusted`() throws {
    #expect(try remembered(hashed: Self.second))
  }

  @Test(arguments: [-second, 0, 1, 10_000_000]) func `touched while or just before it was hashed, it is not`(
    later: Int
  ) throws {
    #expect(try !remembered(hashed: later))
  }

  @Test func `written since, it is not`() throws {
    #expect(try !remembered(hashed: Self.second) { try folder.write("tExt", to: "file") })
    #expect(try !remembered(hashed: Self.second) { try folder.write("longer text", to: "file") })
  }

  @Test func `a whole file's digest is its SHA-256, remembered`() throws {
    let reads = Mutex(0)
    let digests = FileDigests(index: index) {
      reads.withLock { $0 += 1 }
      return WallClock.now() + 3600 * Self.second
    }
    let path = folder.path(of: "file")
    for _ in 1...3 { #expect(try digests.digest(of: path) == Digest(of: Array("text".utf8))) }
    #expect(reads.withLock { $0 } == 1)
    try folder.write("other", to: "file")
    #expect(try digests.digest(of: path) == Digest(of: Array("other".utf8)))
  }

  @Test func `a build sees a file that was written twice within a moment`() async throws {
    let bench = try Workbench()
    let pipeline = ToyPipeline([.read(), .map("shout")])
    for round in 0..<20 {
      // The same length each time, and no time in between.
      try bench.write([ToyRecord("id", "p\(10 + round)")])
      #expect(try await bench.build(pipeline).ran == ["shout:p\(10 + round)"])
    }
  }
}
