internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Looks at the rows of the index, one by one, against the blobs that they name.
struct RowChecks {
  private let names: StageNames
  private let store: FolderBlobStore
  private(set) var checks: BlobChecks
  private(set) var affected = AffectedParts()
  private(set) var entries = 0
  private(set) var calls = 0
  /// Rows that cannot be used.
  private(set) var actions: [Int] = []
  private(set) var keyLists: [Int] = []
  private(set) var callValues: [Int] = []
  /// Artifacts by the list that they are; whose lists are whole.
  private var artifacts: [Digest: [(seq: Int, stage: String)]] = [:]

  init(names: StageNames, checks: BlobChecks, store: FolderBlobStore) {
    (self.names, self.checks, self.store) = (names, checks, store)
  }

  /// - Throws: `DiskError`, `IndexError`; `CancellationError` if interrupted.
  mutating func check(_ index: Index, _ isInterrupted: () -> Bool) throws {
    try index.read { database in
      var rows = try Row.fetchCursor(database, sql: "SELECT seq, grain, recipe, layer, value FROM actions ORDER BY seq")
      while let row = try rows.next() {
        if entries % 1024 == 0, isInterrupted() { throw CancellationError() }
        try checkAction(row)
      }
      rows = try Row.fetchCursor(
        database, sql: "SELECT seq, recipe, layer, count, length(keys) FROM key_lists ORDER BY seq")
      while let row = try rows.next() { try checkKeyList(row) }
      rows = try Row.fetchCursor(
        database, sql: "SELECT DISTINCT artifact, run FROM run_artifacts ORDER BY artifact, run")
      while let row = try rows.next() {
        let artifact: Data = row[0]
        guard let list = Digest(bytes: artifact), try !isList(list) else { continue }
        affected.add("run", of: nil, because: list)
      }
    }
    try checkLists(isInterrupted)
    try checkCalls(index, isInterrupted)
  }

  private mutating func checkAction(_ row: Row) throws {
    entries += 1
    let (seq, recipe, layer, value): (Int, Data, Data?, Data) = (row[0], row[2], row[3], row[4])
    let stage = Digest(bytes: recipe).map { names[$0] } ?? "a former stage"
    // Of grains that it does not know nothing can be said.
    guard let grain = Grain(rawValue: row[1]), grain != .summary else { return }
    let noun = grain == .artifact ? "artifact" : "chunk"
    guard let digest = layer.flatMap({ Digest(bytes: $0) }) else {
      actions.append(seq)
      affected.add(noun, of: stage, fault: "an entry names no blob")
      return
    }
    switch grain {
    case .artifact:
      guard let summary = try? ArtifactSummary(decoding: value.array), summary.manifest == digest else {
        actions.append(seq)
        return affected.add(noun, of: stage, fault: "an entry cannot be read")
      }
      if try isList(digest) {
        artifacts[digest, default: []].append((seq, stage))
      } else {
        actions.append(seq)
        affected.add(noun, of: stage, because: digest)
      }
    case .chunk, .summary:
      var reader = ByteReader(value.array)
      guard let info = try? LayerInfo(from: &reader), reader.isAtEnd, info.digest == digest else {
        actions.append(seq)
        return affected.add(noun, of: stage, fault: "an entry cannot be read")
      }
      guard case .layer(let known, _) = try checks.state(of: digest) else {
        actions.append(seq)
        return affected.add(noun, of: stage, because: digest)
      }
      if known != Digest(of: value.array).short {
        actions.append(seq)
        affected.add(noun, of: stage, fault: "an entry tells something else than its blob")
      }
    }
  }

  private mutating func checkKeyList(_ row: Row) throws {
    entries += 1
    let (seq, recipe, layer, count, bytes): (Int, Data, Data, Int, Int) = (row[0], row[1], row[2], row[3], row[4])
    let stage = Digest(bytes: recipe).map { names[$0] } ?? "a former stage"
    guard let digest = Digest(bytes: layer) else {
      keyLists.append(seq)
      return affected.add("list of keys", of: stage, fault: "an entry names no blob")
    }
    guard case .layer(_, let results) = try checks.state(of: digest) else {
      keyLists.append(seq)
      return affected.add("record", of: stage, because: digest, count: count)
    }
    if bytes != count * 16 || count != results {
      keyLists.append(seq)
      affected.add("list of keys", of: stage, fault: "an entry tells something else than its blob")
    }
  }

  private mutating func isList(_ digest: Digest) throws(DiskError) -> Bool {
    if case .list = try checks.state(of: digest) { true } else { false }
  }

  /// Looks at what whole lists name.
  private mutating func checkLists(_ isInterrupted: () -> Bool) throws {
    for (list, rows) in artifacts.sorted(by: { $0.key < $1.key }) {
      if isInterrupted() { throw CancellationError() }
      guard let bytes = try store.read(list), let layers = try? Manifest.decode(bytes) else { continue }
      var isWhole = true
      for info in layers {
        guard case .layer(let known, _) = try checks.state(of: info.digest) else {
          isWhole = false
          for row in rows { affected.add("artifact", of: row.stage, because: info.digest) }
          continue
        }
        if known != Digest(of: info.encoded()).short {
          isWhole = false
          for row in rows {
            affected.add("artifact", of: row.stage, fault: "a list tells something else than its blobs")
          }
        }
      }
      if !isWhole { actions += rows.map(\.seq) }
    }
  }

  private mutating func checkCalls(_ index: Index, _ isInterrupted: () -> Bool) throws {
    let zstd = Zstd()
    try index.read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: "SELECT seq, reply, recipe FROM call_values JOIN call_keys USING (seq) ORDER BY seq")
      while let row = try rows.next() {
        if calls % 1024 == 0, isInterrupted() { throw CancellationError() }
        calls += 1
        let (seq, reply, recipe): (Int, Data, Data?) = (row[0], row[1], row[2])
        guard zstd.decompress(reply.array) == nil else { continue }
        callValues.append(seq)
        affected.add(
          "call", of: recipe.flatMap { Digest(bytes: $0) }.map { names[$0] }, fault: "a reply cannot be read")
      }
    }
  }
}

extension CacheFindings {
  /// Takes in what was found about the rows.
  mutating func take(_ rows: RowChecks) {
    (entries, calls) = (rows.entries, rows.calls)
    (actions, keyLists, callValues) = (rows.actions, rows.keyLists, rows.callValues)
  }
}

extension Index {
  /// All recipes whose parts are known.
  func recipes() throws -> [(digest: Digest, recipe: Recipe)] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT digest, parts FROM recipes ORDER BY digest").compactMap { row in
        let (digest, parts): (Data, String) = (row[0], row[1])
        guard let digest = Digest(bytes: digest), let recipe = Recipe(json: parts) else { return nil }
        return (digest, recipe)
      }
    }
  }
}
