extension ChunkWork {
  /// What a run would do to a chunk: rows found are known, the others are made up as rows without values.
  func dryRun(_ stage: Pipeline.Stage, chunk: Chunk, _ view: ChunkView?, found: FoundResults) throws -> Finished {
    let unknownRows = try stage.prepared.isGrouped ? chunk.unknownGroups() : chunk.unknown
    let samples = stage.prepared.samples ?? 1
    var builder = LayerBuilder(
      inputRows: chunk.rows, paths: [], fansOut: stage.prepared.samples != nil, bounds: stage.prepared.bounds.count)
    var unknown: [Bool] = []
    var certain = RowCounter()
    var uncertain = RowCounter()
    var calls = CallEstimate.none
    for unit in found.places.indices {
      let (row, sample) = (unit / samples, unit % samples)
      let isUnknown = unknownRows?[row] ?? false
      if !isUnknown, let place = found.places[unit] {
        builder.append(row: row, sample: sample, from: found.layer, at: place)
        if case .kept = place { unknown.append(false) }
      } else {
        builder.append(row: row, sample: sample, result: StageResult(.fields([])))
        unknown.append(true)
        if isUnknown { uncertain.count(row) } else { certain.count(row) }
        if case .wait(let wait) = stage.prepared.work {
          calls.add(isUnknown ? wait.mostCalls : wait.calls(for: view?[row]))
        }
      }
    }
    var finished = dryResult(
      builder.finish(), unknown: unknown, certain: certain.rows.count, uncertain: uncertain.rows.count)
    finished.calls = calls
    return finished
  }

  /// All of a chunk's rows as unknown ones, for stages whose decision a dry run cannot make.
  func dryRun(whole chunk: Chunk) -> Finished {
    var builder = LayerBuilder(inputRows: chunk.rows, paths: [])
    for row in 0..<chunk.rows { builder.append(row: row, sample: 0, result: StageResult(.fields([]))) }
    return dryResult(
      builder.finish(), unknown: Array(repeating: true, count: chunk.rows), certain: 0, uncertain: chunk.rows)
  }

  private func dryResult(_ layer: Layer, unknown: [Bool], certain: Int, uncertain: Int) -> Finished {
    // The digest is never looked up: a chunk with unknown rows is not asked for at chunk grain.
    let handle = LayerHandle(LayerInfo(layer, digest: Digest(of: layer.encoded())), in: store, layer: layer)
    var finished = Finished(layer: handle)
    finished.executed = certain + uncertain
    finished.uncertain = uncertain
    finished.unknown = unknown.contains(true) ? unknown : nil
    return finished
  }
}

extension WaitingStage {
  /// What a record takes that may turn out to be made already, or not to come.
  fileprivate var mostCalls: CallEstimate { CallEstimate(0, most: calls(for: nil).most) }
}

extension Chunk {
  /// In a dry run, the rows of groups of which some member is not known.
  fileprivate func unknownGroups() throws -> [Bool]? {
    guard var spread = unknown else { return nil }
    for group in try RowGroups(self).ranges where group.contains(where: { spread[$0] }) {
      for row in group { spread[row] = true }
    }
    return spread
  }
}
