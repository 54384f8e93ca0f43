/// The coarse first question of a build, stage by stage: is the whole artifact there?
///
/// A build with nothing to do ends here, whatever the size of the data.
struct ArtifactWalk {
  let pipeline: Pipeline
  let index: Index
  let store: any BlobStore
  let snapshot: Index.Snapshot
  /// Asked for what is not here.
  let shared: SharedCache?
  /// Nanoseconds since 1970.
  let now: @Sendable () -> Int

  /// What is known of a stage after the walk.
  struct Known: Sendable {
    let summary: ArtifactSummary
    /// Names the artifact and all that lies below it.
    let stack: Digest
    /// What its inputs look like to it.
    let read: Digest
  }

  private(set) var known: [Int: Known] = [:]
  /// Files that had to be read; those found in the stat cache are not here.
  private(set) var cutFiles: [Int: [CutFile]] = [:]
  private(set) var entries: [IndexEntry] = []
  private var layers: [Int: [LayerInfo]] = [:]
  private var chunkLists: [Int: [Chunk]] = [:]

  init(
    pipeline: Pipeline, index: Index, store: any BlobStore, snapshot: Index.Snapshot, shared: SharedCache?,
    now: @escaping @Sendable () -> Int
  ) {
    self.pipeline = pipeline
    self.index = index
    self.store = store
    self.snapshot = snapshot
    self.shared = shared
    self.now = now
  }

  /// Adds something to be stored when the build ends well.
  mutating func remember(_ entry: IndexEntry) { entries.append(entry) }

  /// Asks for some stages, inputs first.
  mutating func walk(_ wanted: Set<Int>) async throws {
    for stage in pipeline.stages where wanted.contains(stage.index) {
      guard let read = try readDigest(stage) else { continue }
      if try find(stage, read) == nil, let shared, let rows = try inputChunks(stage)?.map(\.rows),
        let artifact = try await shared.artifact(stage, key: stage.artifactKey(read), rows: rows)
      {
        try take(artifact, of: stage, read: read)
      }
    }
  }

  /// Looks a stage's artifact up here.
  /// - Parameter read: what its inputs look like to it.
  mutating func find(_ stage: Pipeline.Stage, _ read: Digest) throws -> ArtifactSummary? {
    guard let value = try index.actions([stage.artifactKey(read)], before: snapshot)[0],
      let summary = try? ArtifactSummary(decoding: value)
    else { return nil }
    know(stage, summary, read)
    return summary
  }

  /// Whether all of a stage's layers lie here, damaged or not.
  mutating func isWhole(_ stage: Pipeline.Stage) throws -> Bool {
    try storedLayers(stage.index)?.allSatisfy { try store.contains($0.digest) } ?? false
  }

  /// Takes an artifact that was brought here for the one that a stage makes of its inputs, and remembers it at all grains, in
  /// the place of what else is remembered.
  /// - Returns: whether it fits the inputs.
  @discardableResult
  mutating func take(_ artifact: SharedCache.Artifact, of stage: Pipeline.Stage, read: Digest) throws -> Bool {
    let key = stage.artifactKey(read)
    var entries = [
      IndexEntry.action(
        key: key, grain: .artifact, recipe: stage.recipe.digest, layer: artifact.summary.manifest,
        value: artifact.summary.encoded())
    ]
    guard let chunks = try inputChunks(stage),
      stage.inputs.isEmpty || chunks.map(\.rows) == artifact.layers.map(\.inputRows)
    else { return false }
    if stage.findsRecords {
      entries += zip(chunks, artifact.layers).map {
        stage.chunkEntry(stage.chunkKey($0.readDigest(stage.prepared.reads)), $1)
      }
    } else {
      // Nobody asks for these by what they were made of; they tell that the layers were looked into.
      entries += artifact.layers.distinct.map { stage.chunkEntry(stage.layerKey($0.digest), $0) }
    }
    try index.replace(entries, now: now() / 1_000_000_000)
    chunkLists[stage.index] = nil
    know(stage, artifact.summary, read)
    return true
  }

  private mutating func know(_ stage: Pipeline.Stage, _ summary: ArtifactSummary, _ read: Digest) {
    known[stage.index] = Known(
      summary: summary, stack: ArtifactWalk.stack(stage, inputs: known, manifest: summary.manifest), read: read)
  }

  /// Names a stage's artifact together with everything below it.
  static func stack(_ stage: Pipeline.Stage, inputs: [Int: Known], manifest: Digest) -> Digest {
    var encoder = CanonicalEncoder("stack")
    encoder.add(inputDigest(stage, inputs.mapValues(\.stack)) ?? manifest)
    encoder.add(manifest)
    return encoder.digest
  }

  /// Names all inputs of a stage; nil if one of them is not known.
  static func inputDigest(_ stage: Pipeline.Stage, _ stacks: [Int: Digest]) -> Digest? {
    var encoder = CanonicalEncoder("inputs")
    encoder.beginList(stage.inputs.count)
    for input in stage.inputs {
      guard let stack = stacks[input.stage] else { return nil }
      encoder.add(stack)
      encoder.add(text: input.tag ?? "")
    }
    return encoder.digest
  }

  /// What the inputs look like to a stage; nil if that cannot be told because an input is to be made.
  mutating func readDigest(_ stage: Pipeline.Stage) throws -> Digest? {
    if case .source(let source) = stage.prepared.work { return try sourceDigest(stage, source) }
    guard let inputs = ArtifactWalk.inputDigest(stage, known.mapValues(\.stack)) else { return nil }
    let fields = stage.fieldsDigest
    if let digest = try index.readDigest(artifact: inputs, fields: fields) { return digest }
    guard let chunks = try inputChunks(stage) else { return nil }
    let digest = ArtifactWalk.readDigest(chunks.map { $0.readDigest(stage.prepared.reads) })
    entries.append(.read(artifact: inputs, fields: fields, digest: digest))
    return digest
  }

  static func readDigest(_ chunks: [Digest]) -> Digest {
    var encoder = CanonicalEncoder("artifact read")
    encoder.beginList(chunks.count)
    for chunk in chunks { encoder.add(chunk) }
    return encoder.digest
  }

  /// What a source's files hold, from the stat cache where they have not been touched.
  private mutating func sourceDigest(_ stage: Pipeline.Stage, _ source: any Source) throws -> Digest {
    var digests: [(file: SourceFile, digest: Digest)] = []
    for file in source.files {
      if let stat = try Disk.stat(file.path), let digest = try index.fileDigest(file.path, stat) {
        digests.append((file, digest))
      } else {
        digests.append((file, try cut(stage.index, source, file).digest))
      }
    }
    return ArtifactWalk.sourceDigest(digests, namesMatter: source.namesMatter)
  }

  static func sourceDigest(_ files: [(file: SourceFile, digest: Digest)], namesMatter: Bool) -> Digest {
    var encoder = CanonicalEncoder("files")
    encoder.beginList(files.count)
    for (file, digest) in files {
      if namesMatter { encoder.add(text: file.name) }
      encoder.add(digest)
    }
    return encoder.digest
  }

  private mutating func cut(_ stage: Int, _ source: any Source, _ file: SourceFile) throws -> CutFile {
    let start = now()
    let cut = try SourceReader(source: source).cut(file)
    cutFiles[stage, default: []].append(cut)
    entries.append(.file(path: file.path, cut.stat, hashedAt: start, digest: cut.digest))
    return cut
  }

  /// All files of a source, cut.
  mutating func allFiles(_ stage: Pipeline.Stage, _ source: any Source) throws -> [CutFile] {
    try source.files.map { file in
      try cutFiles[stage.index]?.first { $0.file == file } ?? cut(stage.index, source, file)
    }
  }

  /// The chunks that a stage is given, inputs one after the other; nil if one of them is not known or its list is damaged.
  mutating func inputChunks(_ stage: Pipeline.Stage, made: [Int: [LayerInfo?]] = [:]) throws -> [Chunk]? {
    var chunks: [Chunk] = []
    for input in stage.inputs {
      guard let list = try outputChunks(input.stage, made: made) else { return nil }
      chunks += input.tag == nil ? list : list.map { $0.tagged(input.tag) }
    }
    return chunks
  }

  /// The chunks that a known stage hands on; nil if its list is missing or damaged, and then it is known no more.
  ///
  /// - Parameter made: the layers of stages that this build made.
  mutating func outputChunks(_ place: Int, made: [Int: [LayerInfo?]] = [:]) throws -> [Chunk]? {
    if let chunks = chunkLists[place] { return chunks }
    guard let layers = try made[place]?.compactMap(\.self) ?? storedLayers(place) else { return nil }
    let stage = pipeline.stages[place]
    var chunks: [Chunk]
    if stage.inputs.isEmpty {
      chunks = layers.map { Chunk(layers: [LayerHandle($0, in: store)]) }
    } else {
      guard let inputs = try inputChunks(stage, made: made), inputs.count == layers.count else {
        self.known[place] = nil
        return nil
      }
      chunks = zip(inputs, layers).map { $0.adding(LayerHandle($1, in: store)) }
    }
    chunkLists[place] = chunks
    return chunks
  }

  mutating func storedLayers(_ place: Int) throws -> [LayerInfo]? {
    guard let known = known[place] else { return nil }
    guard let bytes = try store.read(known.summary.manifest), let layers = try? Manifest.decode(bytes) else {
      // Out of the way, so that it can be written anew under its name.
      try store.remove(known.summary.manifest)
      self.known[place] = nil
      return nil
    }
    return layers
  }
}
