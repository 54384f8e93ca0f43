extension Pipeline.Stage {
  /// The key of one chunk's layer.
  func chunkKey(_ read: Digest) -> Digest { key("chunk", read) }

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
  func artifactKey(_ read: Digest) -> Digest { key("artifact", read) }

  /// Names the fields that the stage reads, for remembering what an artifact looks like to it.
  var fieldsDigest: Digest {
    var encoder = CanonicalEncoder("fields")
    encoder.beginList(prepared.reads.count)
    for read in prepared.reads { encoder.add(text: read.description) }
    return encoder.digest
  }

  private func key(_ purpose: StaticString, _ read: Digest) -> Digest {
    var encoder = CanonicalEncoder(purpose)
    encoder.add(recipe.digest)
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

/// Makes record keys: the recipe's ingredients over the fields read, and the sample number.
struct RecordKeyMaker {
  private let stage: Pipeline.Stage
  private let start: [UInt8]
  private let hasBounds: Bool
  private var buffer: [UInt8] = []

  init(_ stage: Pipeline.Stage) {
    self.stage = stage
    var encoder = CanonicalEncoder("record")
    encoder.add(stage.recipe.ingredients)
    start = encoder.bytes
    hasBounds = !stage.prepared.bounds.isEmpty
  }

  /// The keys of all samples of a row, appended in order.
  mutating func append(row: Int, of view: ChunkView, samples: Int, to keys: inout [RecordKey]) {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: start)
    view.appendKeyMaterial(row: row, to: &buffer)
    let length = buffer.count
    for sample in 0..<samples {
      buffer.removeSubrange(length...)
      withUnsafeBytes(of: UInt32(sample).littleEndian) { buffer.append(contentsOf: $0) }
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
