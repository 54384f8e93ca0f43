extension ChunkWork {
  /// Parses a run of lines.
  func parse(_ stage: Pipeline.Stage, _ source: any Source, _ lines: SourceLines, key: Digest) throws -> Finished {
    var builder = LayerBuilder(inputRows: 0, paths: stage.prepared.adds)
    try source.parse(lines, into: &builder)
    let layer = builder.finishSource()
    let handle = try keep(layer)
    var finished = Finished(layer: handle)
    finished.executed = layer.rows
    finished.ids = ids(of: layer)
    finished.entries = [
      action(key, .chunk, stage, handle.info),
      // Not a record grain: the ids by which repeats are found without reading the layers again.
      .keyList(recipe: stage.recipe.digest, layer: handle.info.digest, keys: finished.ids),
    ]
    return finished
  }

  /// The ids of a source's layers, from the index or else from the layers.
  func ids(_ stage: Pipeline.Stage, _ infos: [LayerInfo]) throws -> [[ShortKey]] {
    let lists = try index.keyLists(stage.recipe.digest, layers: infos.map(\.digest))
    return try zip(lists, infos).map { list, info in
      if let list, list.count == info.rows { return list }
      return ids(of: try LayerHandle(info, in: store).layer())
    }
  }

  private func ids(of layer: Layer) -> [ShortKey] {
    guard let column = layer.column(.id) else { return [] }
    return (0..<layer.rows).map { row in
      column[row].bytes.withUnsafeBytes { Digest(of: $0).short }
    }
  }

  /// Makes the summary of a chunk.
  func summarise(_ stage: Pipeline.Stage, _ decider: any DecidingStage, chunk: Chunk, key: Digest) throws
    -> (summary: [UInt8], entry: IndexEntry)
  {
    let summary = try decider.summarise(ChunkView(chunk, reads: stage.prepared.reads))
    return (summary, .action(key: key, grain: .summary, recipe: stage.recipe.digest, layer: nil, value: summary))
  }

  /// Looks summaries up.
  func summaries(_ keys: [Digest]) throws -> [[UInt8]?] { try index.actions(keys, before: snapshot) }

  /// Makes a chunk's layer from its part of the decision.
  func apply(_ stage: Pipeline.Stage, _ decider: any DecidingStage, chunk: Chunk, decision: [UInt8], key: Digest) throws
    -> Finished
  {
    let outcomes = try decider.apply(decision, to: ChunkView(chunk, reads: stage.prepared.reads))
    precondition(outcomes.count == chunk.rows, "a stage must give an outcome for each row")
    var builder = LayerBuilder(inputRows: chunk.rows, paths: stage.prepared.adds)
    for (row, outcome) in outcomes.enumerated() { builder.append(row: row, sample: 0, result: StageResult(outcome)) }
    let handle = try keep(builder.finish())
    var finished = Finished(layer: handle, entries: [action(key, .chunk, stage, handle.info)])
    finished.executed = chunk.rows
    return finished
  }
}
