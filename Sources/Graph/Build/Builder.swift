internal import Foundation

/// Builds pipelines: asks for whole artifacts, makes what is not there, and remembers it.
package struct Builder: Sendable {
  package let pipeline: Pipeline
  package let index: Index
  package let store: any BlobStore
  package let options: BuildOptions

  package init(pipeline: Pipeline, index: Index, store: any BlobStore, options: BuildOptions) {
    self.pipeline = pipeline
    self.index = index
    self.store = store
    self.options = options
  }

  /// Makes some stages and all that they depend on (all stages, if none is named).
  /// - Throws: `DataProblems`, `DuplicateIds`, `DiskError`, `IndexError`, `FileChanged`.
  package func build(_ names: [String] = []) async throws -> BuildResult {
    try await attempt(names, isDry: false)
  }

  /// Finds out what a build would do, without doing it.
  package func plan(_ names: [String] = []) async throws -> BuildResult {
    try await attempt(names, isDry: true)
  }

  /// A damaged blob is forgotten and what it held is made again, as often as it takes.
  private func attempt(_ names: [String], isDry: Bool) async throws -> BuildResult {
    while true {
      do {
        return try await BuildAttempt(builder: self, wanted: pipeline.closure(of: names), isDry: isDry).run()
      } catch let error as DamagedBlob {
        options.report(
          .warning("the cache's blob \(error.digest.hex.prefix(12))… is damaged or missing; what it held is made again")
        )
        try index.forget(layer: error.digest)
        try store.remove(error.digest)
      }
    }
  }
}

/// What a build or a plan found out.
package struct BuildResult: Sendable {
  package var status: BuildStatus
  package var stages: [StageResult]
  package var failures: [Failure]

  /// One stage, with what is needed to look into it later.
  package struct StageResult: Sendable {
    package let stage: Pipeline.Stage
    package var counts: StageCounts
    /// In a plan: whether `counts.executed` is only an upper bound.
    package var isAtMost = false
    /// Whether everything was there before, whole or chunk by chunk.
    package var isFresh: Bool
    /// Where the artifact can be found; nil if it is not whole.
    package var artifact: StageArtifact?
    /// What its inputs looked like; nil where nothing was looked at because the artifact was there, or, in a plan, where
    /// it cannot be told.
    package var digests: InputDigests?
    /// Why it was not fresh.
    package var changes: [Change] = []
  }
}

/// A whole artifact of one stage.
package struct StageArtifact: Sendable, Equatable {
  package let manifest: Digest
  package let files: [LayerInfo.FileTally]

  /// The layers, in order.
  /// - Throws: `DamagedBlob`, `DiskError`.
  package func layers(in store: any BlobStore) throws -> [LayerInfo] {
    guard let bytes = try store.read(manifest), let layers = try? Manifest.decode(bytes) else {
      throw DamagedBlob(digest: manifest)
    }
    return layers
  }
}

/// What a stage's inputs looked like, field by field: the base for telling what changed.
package struct InputDigests: Sendable, Equatable {
  package var records: Int
  package var fields: [Field]

  package init(records: Int, fields: [Field]) {
    self.records = records
    self.fields = fields
  }

  package struct Field: Sendable, Equatable {
    package let path: String
    package let digest: String
  }
}

/// One try at a build.
private struct BuildAttempt {
  let builder: Builder
  let wanted: Set<Int>
  let isDry: Bool

  private var pipeline: Pipeline { builder.pipeline }
  private var options: BuildOptions { builder.options }

  init(builder: Builder, wanted: Set<Int>, isDry: Bool) {
    self.builder = builder
    self.wanted = wanted
    self.isDry = isDry
  }

  func run() async throws -> BuildResult {
    let snapshot = try builder.index.snapshot()
    var walk = ArtifactWalk(
      pipeline: pipeline, index: builder.index, store: builder.store, snapshot: snapshot, now: options.now)
    try walk.walk(wanted)
    let setup = try prepare(&walk, snapshot)
    guard !setup.stages.isEmpty else {
      if !isDry { try builder.index.store(walk.entries, now: options.now() / 1_000_000_000) }
      return result(walk: walk, loop: nil)
    }
    options.report(.started(stages: setup.stages.keys.sorted().map { pipeline.stages[$0].name }))
    if !isDry {
      let recipes = pipeline.stages.filter { wanted.contains($0.index) }.map {
        IndexEntry.recipe($0.recipe.digest, parts: $0.recipe.json)
      }
      try builder.index.store(recipes, now: options.now() / 1_000_000_000)
    }
    let work = ChunkWork(
      pipeline: pipeline, index: builder.index, store: builder.store, snapshot: snapshot, isDry: isDry)
    for (index, run) in setup.runs.sorted(by: { $0.key < $1.key }) {
      for (_, chunk) in run.chunks.sorted(by: { $0.key < $1.key }) { options.inspect?(index, chunk) }
    }
    var loop = BuildLoop(
      work: work, options: options, width: options.jobs ?? ProcessInfo.processInfo.activeProcessorCount,
      stages: setup.stages, runs: setup.runs)
    try await loop.run()
    try checkMerges(loop, walk: &walk, work)
    let digests = try digests(loop, &walk)
    let finished = try finish(loop, &walk, digests)
    if !isDry { try builder.index.store(walk.entries + finished.entries, now: options.now() / 1_000_000_000) }
    var result = result(walk: walk, loop: loop, artifacts: finished.known)
    try explain(&result, loop, digests)
    return result
  }

  // MARK: Before

  private struct Setup {
    var stages: [Int: Schedule.Stage] = [:]
    var runs: [Int: BuildLoop.StageRun] = [:]
  }

  /// Lays out the stages that are not known, with the chunks of known ones that they read.
  private func prepare(_ walk: inout ArtifactWalk, _ snapshot: Index.Snapshot) throws -> Setup {
    // A known stage whose list turns out to be damaged is made after all, which can reach further up.
    while true {
      let live = wanted.subtracting(walk.known.keys)
      let needed = live.flatMap { pipeline.stages[$0].inputs.map(\.stage) }.filter { !live.contains($0) }
      let before = walk.known.count
      for stage in needed.sorted() { _ = try walk.outputChunks(stage) }
      if walk.known.count == before { break }
    }
    var setup = Setup()
    for stage in pipeline.stages where wanted.contains(stage.index) && walk.known[stage.index] == nil {
      var run: BuildLoop.StageRun
      var inputs: [(stage: Int, offset: Int)] = []
      if case .source(let source) = stage.prepared.work {
        let files = try walk.allFiles(stage, source)
        let pieces = files.flatMap { file in file.pieces.map { (file, $0) } }
        run = BuildLoop.StageRun(stage, places: pieces.count)
        run.pieces = pieces
      } else {
        var places = 0
        var chunks: [Int: Chunk] = [:]
        for input in stage.inputs {
          inputs.append((input.stage, places))
          if let live = setup.runs[input.stage] {
            places += live.outputs.count
          } else {
            for chunk in try walk.outputChunks(input.stage) ?? [] {
              chunks[places] = chunk.tagged(input.tag)
              places += 1
            }
          }
        }
        run = BuildLoop.StageRun(stage, places: places)
        run.chunks = chunks
      }
      setup.stages[stage.index] = Schedule.Stage(
        shape: try shape(stage, snapshot), inputs: inputs, places: run.outputs.count)
      setup.runs[stage.index] = run
    }
    return setup
  }

  private func shape(_ stage: Pipeline.Stage, _ snapshot: Index.Snapshot) throws -> Schedule.Shape {
    switch stage.prepared.work {
    case .source: .map(reuses: false)
    case .map: .map(reuses: try builder.index.keyListCount(stage.recipe.ingredients, before: snapshot) > 0)
    case .decide: .decide
    }
  }

  // MARK: After

  private func checkMerges(_ loop: BuildLoop, walk: inout ArtifactWalk, _ work: ChunkWork) throws {
    for (_, run) in loop.runs.sorted(by: { $0.key < $1.key }) {
      if run.stage.inputs.count > 1, !isDry {
        try IdCheck(work: work).checkMerge(run, inputs: inputLayers(of: run.stage, loop, &walk))
      }
    }
  }

  /// The chunks a stage was given, after the loop has let go of them.
  private func inputLayers(of stage: Pipeline.Stage, _ loop: BuildLoop, _ walk: inout ArtifactWalk) throws -> [[Chunk]]
  {
    try stage.inputs.map { input in
      try outputChunks(input.stage, loop, &walk).map { $0.tagged(input.tag) }
    }
  }

  private func outputChunks(_ index: Int, _ loop: BuildLoop, _ walk: inout ArtifactWalk) throws -> [Chunk] {
    try walk.outputChunks(index, made: loop.runs.mapValues(\.outputs)) ?? []
  }

  /// Writes down the artifacts of stages that came out whole.
  private func finish(_ loop: BuildLoop, _ walk: inout ArtifactWalk, _ digests: [Int: InputDigests]) throws -> (
    known: [Int: ArtifactWalk.Known], entries: [IndexEntry]
  ) {
    var known = walk.known
    var entries: [IndexEntry] = []
    for (index, run) in loop.runs.sorted(by: { $0.key < $1.key }) {
      let outputs = run.outputs.compactMap(\.self)
      let reads = run.reads.compactMap(\.self)
      let inputsAreWhole = run.stage.inputs.allSatisfy { known[$0.stage] != nil }
      guard !isDry, outputs.count == run.outputs.count, run.counts.failed == 0, inputsAreWhole else { continue }
      let manifest = Manifest.encode(outputs)
      let digest = Digest(of: manifest)
      try builder.store.write(manifest, as: digest)
      let summary = ArtifactSummary(
        outputs, manifest: digest, digests: digests[index] ?? InputDigests(records: 0, fields: []))
      let read: Digest
      if case .source(let source) = run.stage.prepared.work {
        let files = try walk.allFiles(run.stage, source)
        for file in files where try Disk.stat(file.file.path) != file.stat { throw FileChanged(name: file.file.name) }
        read = ArtifactWalk.sourceDigest(files.map { ($0.file, $0.digest) }, namesMatter: source.namesMatter)
      } else {
        read = ArtifactWalk.readDigest(reads)
        if let inputs = ArtifactWalk.inputDigest(run.stage, known.mapValues(\.stack)) {
          entries.append(.read(artifact: inputs, fields: run.stage.fieldsDigest, digest: read))
        }
      }
      entries.append(
        .action(
          key: run.stage.artifactKey(read), grain: .artifact, recipe: run.stage.recipe.digest, layer: digest,
          value: summary.encoded()))
      known[index] = ArtifactWalk.Known(
        summary: summary, stack: ArtifactWalk.stack(run.stage, inputs: known, manifest: digest), read: read)
    }
    return (known, entries)
  }

  /// Adds to each stage that was not fresh what its inputs look like and why it was not.
  private func explain(_ result: inout BuildResult, _ loop: BuildLoop, _ digests: [Int: InputDigests]) throws {
    let explanation = Explanation(index: builder.index, states: try builder.index.stageStates(pipeline.path))
    for place in result.stages.indices where !result.stages[place].isFresh {
      let stage = result.stages[place].stage
      result.stages[place].digests = digests[stage.index]
      result.stages[place].changes = try explanation.changes(
        stage, digests: digests[stage.index],
        staleInputs: staleInputs(stage, loop).map {
          (pipeline.stages[$0].name, loop.runs[$0]?.counts.executed ?? 0)
        })
    }
  }

  private func staleInputs(_ stage: Pipeline.Stage, _ loop: BuildLoop) -> [Int] {
    stage.inputs.map(\.stage).filter { loop.runs[$0]?.hasUnknownOutput ?? false }
  }

  /// What the inputs of the stages that were made look like, where that can be told.
  private func digests(_ loop: BuildLoop, _ walk: inout ArtifactWalk) throws -> [Int: InputDigests] {
    var digests: [Int: InputDigests] = [:]
    for (index, run) in loop.runs.sorted(by: { $0.key < $1.key }) where staleInputs(run.stage, loop).isEmpty {
      digests[index] = try self.digests(run.stage, loop, &walk)
    }
    return digests
  }

  private func digests(_ stage: Pipeline.Stage, _ loop: BuildLoop, _ walk: inout ArtifactWalk) throws -> InputDigests? {
    if case .source(let source) = stage.prepared.work {
      let files = try walk.allFiles(stage, source)
      return InputDigests(
        records: loop.runs[stage.index]?.counts.input ?? 0,
        fields: files.map { InputDigests.Field(path: $0.file.name, digest: $0.digest.hex) })
    }
    let chunks = try inputLayers(of: stage, loop, &walk).flatMap(\.self)
    guard chunks.count == loop.runs[stage.index]?.outputs.count else { return nil }
    return InputDigests(chunks, reads: stage.prepared.reads)
  }

  private func result(walk: ArtifactWalk, loop: BuildLoop?, artifacts: [Int: ArtifactWalk.Known]? = nil) -> BuildResult
  {
    let known = artifacts ?? walk.known
    var stages: [BuildResult.StageResult] = []
    for stage in pipeline.stages where wanted.contains(stage.index) {
      let run = loop?.runs[stage.index]
      let counts = run?.counts ?? known[stage.index]?.summary.counts ?? StageCounts()
      stages.append(
        BuildResult.StageResult(
          stage: stage, counts: counts, isAtMost: (run?.uncertain ?? 0) > 0, isFresh: counts.chunksExecuted == 0 && counts.failed == 0,
          artifact: known[stage.index].map {
            StageArtifact(manifest: $0.summary.manifest, files: $0.summary.files)
          }, digests: known[stage.index]?.summary.digests))
    }
    let failures = (loop?.failures ?? []).sorted { ($0.stage, $0.id, $0.message) < ($1.stage, $1.id, $1.message) }
    let status: BuildStatus = loop?.isStopped == true ? .stopped : failures.isEmpty ? .complete : .incomplete
    return BuildResult(status: status, stages: stages, failures: failures)
  }
}
