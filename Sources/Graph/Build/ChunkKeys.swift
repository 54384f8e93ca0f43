extension Pipeline.Stage {
  /// The key of one chunk's layer.
  func chunkKey(_ read: Digest) -> Digest { key("chunk", read) }

  /// Stands for one chunk's layer where what it was made of is not known.
  func layerKey(_ layer: Digest) -> Digest { key("layer", layer) }

  /// The key of one chunk's summary, for stages that decide.
  func summaryKey(_ read: Digest) -> Digest { key("summary", read) }

  /// The key of one chunk's layer under its part of a decision.
  func appliedKey(_ read: Digest, decision: [UInt8]) -> Digest {
    var encoder = CanonicalEncoder("applied")
    encoder.add(recipe.digest)
    encoder.add(read)
    encoder.add(bytes: decision)
    return encoder.digest
  }

  /// The key of a run of lines, for sources.
  func linesKey(_ piece: Digest, file: SourceFile, namesMatter: Bool) -> Digest {
    var encoder = CanonicalEncoder("lines")
    encoder.add(recipe.digest)
    encoder.add(piece)
    if namesMatter { encoder.add(text: file.name) }
    return encoder.digest
  }

  /// The key of the whole artifact, from what its inputs look like to this stage.
  func artifactKey(_ read: Digest) -> Digest { Self.artifactKey(read, recipe: recipe.digest) }

  static func artifactKey(_ read: Digest, recipe: Digest) -> Digest { key("artifact", recipe, read) }

  /// Names the fields that the stage reads, for remembering what an artifact looks like to it.
  var fieldsDigest: Digest {
    var encoder = CanonicalEncoder("fields")
    encoder.beginList(prepared.reads.count)
    for read in prepared.reads { encoder.add(text: read.description) }
    return encoder.digest
  }

  private func key(_ purpose: StaticString, _ read: Digest) -> Digest { Self.key(purpose, recipe.digest, read) }

  private static func key(_ purpose: StaticString, _ recipe: Digest, _ read: Digest) -> Digest {
    var encoder = CanonicalEncoder(purpose)
    encoder.add(recipe)
    encoder.add(read)
    return encoder.digest
  }
}

/// The keys of one result: where it lies if it hit no bound, and where if it did.
struct RecordKey: Sendable {
  let free: ShortKey
  /// Equal to `free` for stages without bounds.
  let bounded: ShortKey
}

/// Makes record keys: the recipe's ingredients over the fields read, and the sample's number.
///
/// For a stage that works on groups they are read of all members, with their count, and the number is the member's.
struct RecordKeyMaker {
  private let stage: Pipeline.Stage
  private let start: [UInt8]
  private let hasBounds: Bool
  private var buffer: [UInt8] = []

  init(_ stage: Pipeline.Stage) {
    self.stage = stage
    var encoder = CanonicalEncoder(stage.prepared.isGrouped ? "group" : "record")
    encoder.add(stage.recipe.ingredients)
    start = encoder.bytes
    hasBounds = !stage.prepared.bounds.isEmpty
  }

  /// The keys of all results of a chunk, in order.
  mutating func keys(of view: ChunkView) -> [RecordKey] {
    var keys: [RecordKey] = []
    keys.reserveCapacity(view.rows * (stage.prepared.samples ?? 1))
    append(to: &keys, of: view) { _ in true }
    return keys
  }

  /// The keys of all results that some rows have a part in.
  mutating func keys(of view: ChunkView, concerning rows: Set<Int>) -> [RecordKey] {
    var keys: [RecordKey] = []
    append(to: &keys, of: view) { $0.contains(where: rows.contains) }
    return keys
  }

  private mutating func append(
    to keys: inout [RecordKey], of view: ChunkView, where isWanted: (Range<Int>) -> Bool
  ) {
    guard stage.prepared.isGrouped else {
      for row in 0..<view.rows where isWanted(row..<row + 1) {
        append(row..<row + 1, of: view, results: stage.prepared.samples ?? 1, to: &keys)
      }
      return
    }
    for group in view.groups.ranges where isWanted(group) { append(group, of: view, results: group.count, to: &keys) }
  }

  /// The keys of what is made of some rows together, appended in order.
  private mutating func append(_ rows: Range<Int>, of view: ChunkView, results: Int, to keys: inout [RecordKey]) {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: start)
    if stage.prepared.isGrouped {
      withUnsafeBytes(of: UInt32(rows.count).littleEndian) { buffer.append(contentsOf: $0) }
    }
    for row in rows { view.appendKeyMaterial(row: row, to: &buffer) }
    let length = buffer.count
    for number in 0..<results {
      buffer.removeSubrange(length...)
      withUnsafeBytes(of: UInt32(number).littleEndian) { buffer.append(contentsOf: $0) }
      let free = Digest(of: buffer)
      var bounded = free
      if hasBounds {
        var encoder = CanonicalEncoder("bounded record")
        encoder.add(free)
        encoder.add(stage.recipe.bounds)
        bounded = encoder.digest
      }
      keys.append(RecordKey(free: free.short, bounded: bounded.short))
    }
  }
}
