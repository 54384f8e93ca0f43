/// Two records bear one id.
package struct DuplicateIds: Error, CustomStringConvertible {
  package let description: String
}

/// Sees to it that ids are unique: within a source, and where inputs are merged.
struct IdCheck {
  let work: ChunkWork

  /// Stands for "these inputs share no id" where the index remembers what artifacts look like.
  static let unique = CanonicalEncoder("no id twice").digest

  /// Looks for an id that a source gave twice.
  func checkSource(_ run: StageRun, _ source: any Source) throws {
    var seen = ShortKeySet(capacity: run.counts.kept)
    let ids = try allIds(run)
    for (place, list) in ids.enumerated() {
      for (row, id) in list.enumerated() where !seen.insert(id) {
        throw try describe(id, second: (place, row), run, source, ids)
      }
    }
  }

  /// The ids at each place: those of chunks just parsed are at hand, the others in the index.
  private func allIds(_ run: StageRun) throws -> [[ShortKey]] {
    let places = run.outputs.indices.filter { run.ids[$0] == nil }
    let stored = try work.ids(run.stage, places.compactMap { run.outputs[$0] })
    let known = Dictionary(uniqueKeysWithValues: zip(places, stored))
    return run.outputs.indices.map { run.ids[$0] ?? known[$0] ?? [] }
  }

  private func describe(
    _ id: ShortKey, second: (place: Int, row: Int), _ run: StageRun, _ source: any Source, _ ids: [[ShortKey]]
  ) throws -> DuplicateIds {
    for (place, info) in run.outputs.enumerated() {
      guard let info, let row = ids[place].firstIndex(of: id) else { continue }
      let text = try info.id(row, in: work.store)
      return DuplicateIds(
        description: source.duplicate(
          id: text, first: try location(place, row, run), second: try location(second.place, second.row, run)))
    }
    return DuplicateIds(description: "'\(run.stage.name)' has two records of one id")
  }

  /// The file and line of a source's row.
  private func location(_ place: Int, _ row: Int, _ run: StageRun) throws -> (file: String, line: Int) {
    let (file, piece) = run.pieces[place]
    let lines = try file.lines(piece)
    var left = row
    for (number, line) in lines.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) {
      if left == 0 { return (file.file.name, lines.lineNumbers[number]) }
      left -= 1
    }
    return (file.file.name, piece.firstLine)
  }

  /// Looks for an id that two inputs of a stage share.
  func checkMerge(_ stage: Pipeline.Stage, inputs: [[Chunk]]) throws {
    var seen = ShortKeySet(capacity: inputs.joined().reduce(0) { $0 + $1.rows })
    for (number, chunks) in inputs.enumerated() {
      for chunk in chunks {
        let ids = try IdReader(chunk, join: RowJoin(chunk))
        for row in 0..<chunk.rows {
          let id = ids[row]
          guard !seen.insert(Digest(of: id).short) else { continue }
          let names = stage.inputs.map { work.pipeline.stages[$0.stage].name }
          let tagged = names.map { "{ \"stage\": \"\($0)\", \"tag\": \"\($0)\" }" }.joined(separator: ", ")
          throw DuplicateIds(
            description:
              "'\(stage.name)' is given two records with the id '\(String(decoding: id, as: UTF8.self))', the second by '\(names[number])'; tell its inputs apart with \"input\": [\(tagged)]"
          )
        }
      }
    }
  }
}

extension LayerInfo {
  fileprivate func id(_ row: Int, in store: any BlobStore) throws -> String {
    let layer = try LayerHandle(self, in: store).layer()
    return layer.column(.id).map { String(decoding: $0[row].bytes, as: UTF8.self) } ?? ""
  }
}

/// A set of short keys in one flat table: a million take 32 MB, and an insertion a few nanoseconds.
struct ShortKeySet {
  private var table: [ShortKey]
  private var count = 0

  init(capacity: Int) {
    var size = 64
    while size < capacity * 2 { size *= 2 }
    table = Array(repeating: .none, count: size)
  }

  /// Adds a key; false if it was there already.
  mutating func insert(_ key: ShortKey) -> Bool {
    if count * 2 >= table.count { grow() }
    guard place(key) else { return false }
    count += 1
    return true
  }

  private mutating func place(_ key: ShortKey) -> Bool {
    var slot = Int(truncatingIfNeeded: key.low) & (table.count - 1)
    while table[slot] != .none {
      if table[slot] == key { return false }
      slot = (slot + 1) & (table.count - 1)
    }
    table[slot] = key
    return true
  }

  private mutating func grow() {
    let old = table
    table = Array(repeating: .none, count: old.count * 2)
    for key in old where key != .none { _ = place(key) }
  }
}
