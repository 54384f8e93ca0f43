extension BuildAttempt {
  /// Sees to it that no stage is given two records of one id; inputs that were found good are not looked at again.
  func checkMerges(
    _ known: [Int: ArtifactWalk.Known], made: [Int: [LayerInfo?]], _ walk: inout ArtifactWalk, _ work: ChunkWork
  ) throws {
    guard !isDry else { return }
    for stage in pipeline.stages where wanted.contains(stage.index) && stage.inputs.count > 1 {
      let inputs = ArtifactWalk.inputDigest(stage, known.mapValues(\.stack))
      if let inputs, try builder.index.readDigest(artifact: inputs, fields: IdCheck.unique) != nil { continue }
      let chunks = try stage.inputs.map { input in
        try (walk.outputChunks(input.stage, made: made) ?? []).map { $0.tagged(input.tag) }
      }
      try IdCheck(work: work).checkMerge(stage, inputs: chunks)
      if let inputs { walk.remember(.read(artifact: inputs, fields: IdCheck.unique, digest: inputs)) }
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
  func finish(_ loop: BuildLoop, _ walk: inout ArtifactWalk, _ digests: [Int: InputDigests]) throws -> (
    known: [Int: ArtifactWalk.Known], entries: [IndexEntry], artifacts: [SharedArtifact]
  ) {
    var known = walk.known
    var entries: [IndexEntry] = []
    var artifacts: [SharedArtifact] = []
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
      let key = run.stage.artifactKey(read)
      entries.append(
        .action(
          key: key, grain: .artifact, recipe: run.stage.recipe.digest, layer: digest, value: summary.encoded()))
      artifacts.append(
        SharedArtifact(
          run.stage, key: key, summary: summary, layers: outputs, chunkKeys: run.keys.compactMap(\.self)))
      known[index] = ArtifactWalk.Known(
        summary: summary, stack: ArtifactWalk.stack(run.stage, inputs: known, manifest: digest), read: read)
    }
    return (known, entries, artifacts)
  }

  /// Adds to each stage that was not fresh what its inputs look like and why it was not.
  func explain(_ result: inout BuildResult, _ loop: BuildLoop, _ digests: [Int: InputDigests]) throws {
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
  func digests(_ loop: BuildLoop, _ walk: inout ArtifactWalk) throws -> [Int: InputDigests] {
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

  /// - Parameter before: what earlier tries have done, which this one found again.
  func result(known: [Int: ArtifactWalk.Known], loop: BuildLoop?, before: [Int: StageCounts]) -> BuildResult {
    var stages: [BuildResult.StageResult] = []
    for stage in pipeline.stages where wanted.contains(stage.index) {
      let run = loop?.runs[stage.index]
      var counts = run?.counts ?? known[stage.index]?.summary.counts ?? StageCounts()
      counts.addFoundAgain(before[stage.index])
      stages.append(
        BuildResult.StageResult(
          stage: stage, counts: counts, isAtMost: (run?.uncertain ?? 0) > 0, calls: run?.calls ?? .none,
          isFresh: counts.chunksExecuted == 0 && counts.failed == 0,
          artifact: known[stage.index].map {
            StageArtifact(manifest: $0.summary.manifest, files: $0.summary.files)
          }, partialLayers: known[stage.index] == nil ? run?.outputs.compactMap(\.self) ?? [] : [],
          digests: known[stage.index]?.summary.digests))
    }
    let failures = (loop?.failures ?? []).sorted { ($0.stage, $0.id, $0.message) < ($1.stage, $1.id, $1.message) }
    let status: BuildStatus = loop?.isStopped == true ? .stopped : failures.isEmpty ? .complete : .incomplete
    return BuildResult(status: status, stages: stages, failures: failures)
  }
}
