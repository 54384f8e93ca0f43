/// The records as the last build of a pipeline left them, stage by stage.
package struct PastBuild {
  private let states: [String: StageState]
  private let store: any BlobStore
  /// Sources' chunks, whose layers are then decoded once for all that look at them.
  private var lists: [Digest: [Chunk]] = [:]

  package init(index: Index, store: any BlobStore, pipeline: String) throws {
    states = try index.stageStates(pipeline)
    self.store = store
  }

  /// What is known of a stage; nil if it was never built.
  package func state(_ stage: String) -> StageState? { states[stage] }

  /// The chunks that a stage made; nil if it never came out whole.
  /// - Throws: `DamagedBlob`.
  package mutating func chunks(_ stage: String) throws -> [Chunk]? {
    guard let artifacts = states[stage]?.artifacts else { return nil }
    return try chunks(stage, of: artifacts)
  }

  /// The chunks that a stage was given.
  package mutating func inputChunks(_ stage: String) throws -> [Chunk]? {
    guard let artifacts = states[stage]?.artifacts else { return nil }
    return try inputChunks(stage, of: artifacts)
  }

  private mutating func chunks(_ stage: String, of artifacts: [StageState.Artifact]) throws -> [Chunk]? {
    guard let artifact = artifacts.first(where: { $0.stage == stage }) else { return nil }
    if artifact.inputs.isEmpty, let list = lists[artifact.manifest] { return list }
    guard let bytes = try store.read(artifact.manifest), let layers = try? Manifest.decode(bytes) else {
      throw DamagedBlob(digest: artifact.manifest)
    }
    if artifact.inputs.isEmpty {
      let chunks = layers.map { Chunk(layers: [LayerHandle($0, in: store)]) }
      lists[artifact.manifest] = chunks
      return chunks
    }
    guard let inputs = try inputChunks(stage, of: artifacts), inputs.count == layers.count else { return nil }
    return zip(inputs, layers).map { $0.adding(LayerHandle($1, in: store)) }
  }

  private mutating func inputChunks(_ stage: String, of artifacts: [StageState.Artifact]) throws -> [Chunk]? {
    guard let artifact = artifacts.first(where: { $0.stage == stage }) else { return nil }
    var inputs: [Chunk] = []
    for input in artifact.inputs {
      guard let list = try chunks(input.stage, of: artifacts) else { return nil }
      inputs += list.map { $0.tagged(input.tag) }
    }
    return inputs
  }
}

/// What a stage did to one record.
package enum RecordStory: Sendable, Equatable {
  /// It went on, with these fields added.
  case kept(id: String, fields: [(path: FieldPath, value: FieldValue)])
  case rejected(id: String, reason: String, detail: String)

  package static func == (one: RecordStory, other: RecordStory) -> Bool {
    switch (one, other) {
    case (.kept(let id, let fields), .kept(let otherId, let otherFields)):
      id == otherId && fields.elementsEqual(otherFields) { $0.path == $1.path && $0.value == $1.value }
    case (.rejected(let id, let reason, let detail), .rejected(let otherId, let otherReason, let otherDetail)):
      id == otherId && reason == otherReason && detail == otherDetail
    default: false
    }
  }
}

extension Chunk {
  /// What the stage that made the last layer did to the records of an id: to one sample, or to all of a problem.
  package func stories(of id: String) throws -> [RecordStory] {
    guard let last = layers.last else { return [] }
    let layer = try last.layer()
    let wanted = Array(id.utf8)
    let own = try IdReader(self, join: RowJoin(self))
    let groups = try IdReader(self, join: RowJoin(self), wholeId: false)
    var stories: [RecordStory] = []
    for row in 0..<layer.rows where own[row] == wanted || groups[row] == wanted {
      let fields = layer.columns.filter { $0.path != .id }.compactMap {
        column -> (path: FieldPath, value: FieldValue)? in
        let value = column[row].value
        return value == .missing ? nil : (column.path, value)
      }
      stories.append(.kept(id: String(decoding: own[row], as: UTF8.self), fields: fields))
    }
    guard !layer.rejects.isEmpty else { return stories }
    let below = Chunk(layers: layers.dropLast(), tags: tags)
    let ids = try IdReader(below, join: RowJoin(below))
    let belowGroups = try IdReader(below, join: RowJoin(below), wholeId: false)
    for reject in layer.rejects {
      let rejected = ids[reject.row] + (layer.fansOut ? Array("#\(reject.sample + 1)".utf8) : [])
      guard rejected == wanted || ids[reject.row] == wanted || belowGroups[reject.row] == wanted else { continue }
      stories.append(
        .rejected(id: String(decoding: rejected, as: UTF8.self), reason: reject.reason, detail: reject.detail))
    }
    return stories
  }

  /// The values of some fields for the records of an id or a group, each with the record's own id.
  /// - Parameter wholeGroups: also for all other members of their groups, as a stage that works on groups reads them.
  package func values(
    of id: String, fields: [FieldPath], wholeGroups: Bool = false
  ) throws -> [(id: String, values: [FieldValue])] {
    let wanted = Array(id.utf8)
    let own = try IdReader(self, join: RowJoin(self))
    let groups = try IdReader(self, join: RowJoin(self), wholeId: false)
    var rows = (0..<self.rows).filter { own[$0] == wanted || groups[$0] == wanted }
    guard !rows.isEmpty else { return [] }
    let view = try ChunkView(self, reads: fields)
    if wholeGroups {
      let members = Set(rows)
      rows = view.groups.ranges.filter { $0.contains(where: members.contains) }.flatMap(\.self)
    }
    return rows.map { row in
      (String(decoding: own[row], as: UTF8.self), fields.indices.map { view[row][$0].value })
    }
  }

  /// All ids, for suggesting one.
  package func ids() throws -> [String] {
    let own = try IdReader(self, join: RowJoin(self))
    return (0..<rows).map { String(decoding: own[$0], as: UTF8.self) }
  }
}
