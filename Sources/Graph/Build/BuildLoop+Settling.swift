extension BuildLoop {
  /// Takes in what a job came back with.
  mutating func settle(_ outcome: Outcome) throws {
    switch outcome {
    case .probed(let index, let places, let reads, let keys, let hits):
      var missed: [Int] = []
      for (number, place) in places.enumerated() {
        runs[index]?.reads[place] = reads[number]
        runs[index]?.keys[place] = keys[number]
        if hits[number] == nil { missed.append(place) }
      }
      schedule.probed(stage: index, places: places.count, missed: missed)
      for (number, place) in places.enumerated() {
        if let info = hits[number] { finish(index, place, LayerHandle(info, in: work.store), reusedChunk: true) }
      }
    case .summariesProbed(let index, let places, let reads, let keys, let hits):
      var missed: [Int] = []
      for (number, place) in places.enumerated() {
        runs[index]?.reads[place] = reads[number]
        runs[index]?.keys[place] = keys[number]
        let isUnknown = chunk(index, place).unknown != nil
        if isUnknown { runs[index]?.hasUnknown = true }
        runs[index]?.summaries[place] = isUnknown ? nil : hits[number]
        if hits[number] == nil || isUnknown { missed.append(place) }
        // Until the decision is made nothing is held but what is known of the layers.
        release(index, place)
      }
      schedule.probed(stage: index, places: places.count, missed: missed)
    case .summarised(let index, let place, let summary, let entry):
      runs[index]?.summaries[place] = summary
      if let entry, !work.isDry { pending.append(entry) }
      schedule.summarised(stage: index)
      release(index, place)
    case .decided(let index, let decisions, let keys, let hits):
      runs[index]?.decisions = decisions
      var missed: [Int] = []
      for (place, key) in keys.enumerated() {
        runs[index]?.keys[place] = key
        if hits[place] == nil { missed.append(place) }
      }
      schedule.decided(stage: index, missed: missed)
      for (place, hit) in hits.enumerated() {
        if let info = hit { finish(index, place, LayerHandle(info, in: work.store), reusedChunk: true) }
      }
    case .reused(let index, let places, let found):
      for (number, place) in places.enumerated() { runs[index]?.found[place] = found[number] }
      schedule.reused(stage: index, left: places)
    case .ran(let index, let place, let finished): ran(index, place, finished)
    case .badData(let problems): dataProblems += problems
    case .ended(let index, let reason):
      waitingRuns.ended(index)
      if let reason, !isStopped { options.report(.warning("\(reason), so the build ends here")) }
      isStopped = true
    case .tick: break
    }
  }

  /// Lets go of a waiting chunk's decoded layers; a dry run's are nowhere else.
  private mutating func release(_ index: Int, _ place: Int) {
    guard !work.isDry else { return }
    let released = chunk(index, place).released()
    runs[index]?.chunks[place] = released
  }

  private mutating func ran(_ index: Int, _ place: Int, _ finished: ChunkWork.Finished) {
    if work.waiting[index] != nil { waitingRuns.ended(index) }
    runs[index]?.counts.executed += finished.executed
    runs[index]?.counts.failed += finished.failedInputs
    runs[index]?.counts.waiting += finished.waiting
    runs[index]?.counts.chunksExecuted += 1
    runs[index]?.uncertain += finished.uncertain
    runs[index]?.calls.add(finished.calls)
    if finished.reusedRecords { runs[index]?.counts.reused(at: .record) }
    if !finished.ids.isEmpty { runs[index]?.ids[place] = finished.ids }
    if !work.isDry { pending += finished.entries }
    failures += finished.failures
    for failure in finished.failures { options.report(.failed(failure)) }
    failuresByStage[index, default: 0] += finished.failedInputs
    if let most = stage(index).maxFailures, failuresByStage[index, default: 0] > most, !isStopped {
      isStopped = true
      for waiting in work.waiting.values { waiting.allowance.stop(CallsEnded("too many inputs failed")) }
      options.report(
        .warning("more than \(most) inputs of '\(stage(index).name)' failed, so the build ends here ('maxFailures')"))
    }
    if work.outbox != nil, finished.failures.isEmpty, finished.waiting == 0, stage(index).findsRecords,
      let key = runs[index]?.keys[place]
    {
      unshared.append(SharedChunk(stage: stage(index), key: key, info: finished.layer.info))
    }
    if finished.unknown != nil { runs[index]?.hasUnknownOutput = true }
    finish(index, place, finished.layer, unknown: finished.unknown, torn: finished.torn, reusedChunk: false)
  }

  /// A stage's chunk is there: it goes on to those that read it.
  private mutating func finish(
    _ index: Int, _ place: Int, _ layer: LayerHandle, unknown: [Bool]? = nil, torn: Set<Int> = [], reusedChunk: Bool
  ) {
    let input = runs[index]?.chunks[place]
    runs[index]?.chunks[place] = nil
    runs[index]?.outputs[place] = layer.info
    runs[index]?.counts.add(layer.info, input: input?.rows ?? layer.info.rows)
    runs[index]?.done += 1
    if reusedChunk {
      runs[index]?.counts.chunksReused += 1
      runs[index]?.counts.reused(at: .chunk)
    }
    unreported[index, default: 0] += 1
    var output = input?.adding(layer, unknown: unknown, torn: torn) ?? Chunk(layers: [layer], unknown: unknown)
    if input == nil, !work.isDry {
      // A source's chunks wait until all are there: those beyond a sensible sum wait on disk.
      let isOver = sourceBytes > BuildLoop.mostSourceBytes
      sourceBytes += runs[index]?.pieces[place].piece.length ?? 0
      if isOver { output = output.released() }
    }
    for target in schedule.finished(stage: index, place: place) {
      var handedOn = output.tagged(stage(target.stage).inputs[target.input].tag)
      if !work.isDry, schedule.waiting(target.stage) > BuildLoop.mostWaiting { handedOn = handedOn.released() }
      options.inspect?(target.stage, handedOn)
      runs[target.stage]?.chunks[target.place] = handedOn
      schedule.arrived(stage: target.stage, places: [target.place])
    }
  }

  /// Stores what has gathered, and only then counts it: what was counted is never computed again.
  mutating func flush(force: Bool) throws {
    guard force || pending.count >= 64 || lastFlush.duration(to: .now) > .milliseconds(100) else { return }
    if !pending.isEmpty {
      try work.index.store(pending, now: options.now() / 1_000_000_000)
      pending = []
    }
    lastFlush = .now
    for (index, waiting) in work.waiting where runs[index]?.counts.calls != waiting.calls.counts {
      runs[index]?.counts.calls = waiting.calls.counts
      unreported[index, default: 0] += 1
    }
    for index in unreported.keys.sorted() {
      guard let run = runs[index] else { continue }
      options.report(
        .progress(stage: run.stage.name, counts: run.counts, done: run.done, total: run.outputs.count))
    }
    unreported = [:]
  }
}
