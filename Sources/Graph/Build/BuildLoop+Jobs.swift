extension BuildLoop {
  typealias Body = @Sendable () async throws -> Outcome

  /// What a job does, with all that it needs taken out of the changing state.
  mutating func body(for job: Schedule.Job) -> Body {
    let work = work
    switch job {
    case .probe(let index, let places): return probe(index, places)
    case .reuse(let index, let places):
      let (stage, chunks) = (stage(index), places.map { chunk(index, $0) })
      return { .reused(stage: index, places: places, found: try work.reuse(stage, chunks)) }
    case .run(let index, let place): return run(index, place)
    case .decide(let index): return decide(index)
    }
  }

  private func probe(_ index: Int, _ places: [Int]) -> Body {
    let (work, stage) = (work, stage(index))
    if case .source(let source) = stage.prepared.work {
      let pieces = places.compactMap { runs[index]?.pieces[$0] }
      return {
        let keys = pieces.map {
          stage.linesKey($0.piece.digest, file: $0.file.file, namesMatter: source.namesMatter)
        }
        return .probed(
          stage: index, places: places, reads: pieces.map(\.piece.digest), keys: keys, hits: try work.probe(keys))
      }
    }
    let chunks = places.map { chunk(index, $0) }
    return {
      let reads = chunks.map { $0.readDigest(stage.prepared.reads) }
      if case .decide = stage.prepared.work {
        let keys = reads.map { stage.summaryKey($0) }
        return .summariesProbed(
          stage: index, places: places, reads: reads, keys: keys, hits: try work.summaries(keys))
      }
      let keys = reads.map { stage.chunkKey($0) }
      var hits = try work.probe(keys)
      // A dry run's made-up rows look alike: what they would really be is not known.
      for (place, chunk) in chunks.enumerated() where chunk.unknown != nil { hits[place] = nil }
      // A chunk that lacks failed members looks like one in which they were rejected.
      for (place, chunk) in chunks.enumerated() where stage.prepared.isGrouped && !chunk.torn.isEmpty {
        hits[place] = nil
      }
      try await work.probeShared(stage, chunks, keys: keys, &hits)
      return .probed(stage: index, places: places, reads: reads, keys: keys, hits: hits)
    }
  }

  private mutating func run(_ index: Int, _ place: Int) -> Body {
    let (work, stage) = (work, stage(index))
    guard let key = runs[index]?.keys[place] else { preconditionFailure("run before its key is known") }
    switch stage.prepared.work {
    case .source(let source):
      guard let (file, piece) = runs[index]?.pieces[place] else { preconditionFailure("a source has its lines") }
      return {
        do {
          return .ran(stage: index, place: place, try work.parse(stage, source, file.lines(piece), key: key))
        } catch let error as DataProblems {
          return .badData(error.problems)
        }
      }
    case .map, .mapGroups:
      let (chunk, found) = (chunk(index, place), runs[index]?.found.removeValue(forKey: place))
      return { .ran(stage: index, place: place, try await work.run(stage, chunk: chunk, key: key, found: found)) }
    case .wait:
      let (chunk, found) = (chunk(index, place), runs[index]?.found.removeValue(forKey: place))
      return {
        do {
          return .ran(stage: index, place: place, try await work.run(stage, chunk: chunk, key: key, found: found))
        } catch let ending as CallsEnded {
          // The replies are remembered, so that the next build comes to the same place for nothing.
          return .ended(stage: index, ending.description)
        } catch is CancellationError {
          // Either the build is to end, or a call was broken off together with one that ends it.
          return .ended(stage: index, nil)
        }
      }
    case .decide(let decider):
      let chunk = chunk(index, place)
      guard let run = runs[index], run.summaries[place] != nil, !run.decisions.isEmpty else {
        if chunk.unknown != nil {
          return { .summarised(stage: index, place: place, [], nil) }
        }
        return {
          let (summary, entry) = try work.summarise(stage, decider, chunk: chunk, key: key)
          return .summarised(stage: index, place: place, summary, entry)
        }
      }
      if run.hasUnknown { return { .ran(stage: index, place: place, work.dryRun(whole: chunk)) } }
      let decision = run.decisions[place]
      return {
        .ran(
          stage: index, place: place, try work.apply(stage, decider, chunk: chunk, decision: decision, key: key))
      }
    }
  }

  private func decide(_ index: Int) -> Body {
    let (work, stage) = (work, stage(index))
    guard case .decide(let decider) = stage.prepared.work, let run = runs[index] else {
      preconditionFailure("only stages that decide are asked to")
    }
    let (summaries, reads) = (run.summaries.compactMap(\.self), run.reads.compactMap(\.self))
    if run.hasUnknown {
      return {
        .decided(
          stage: index, decisions: summaries.map { _ in [] }, keys: reads.map { stage.appliedKey($0, decision: []) },
          hits: summaries.map { _ in nil })
      }
    }
    return {
      let decisions = try decider.decide(summaries)
      precondition(decisions.count == reads.count, "a stage must decide on each chunk")
      let keys = zip(reads, decisions).map { stage.appliedKey($0, decision: $1) }
      return .decided(stage: index, decisions: decisions, keys: keys, hits: try work.probe(keys))
    }
  }

  func stage(_ index: Int) -> Pipeline.Stage { work.pipeline.stages[index] }

  func chunk(_ index: Int, _ place: Int) -> Chunk {
    guard let chunk = runs[index]?.chunks[place] else { preconditionFailure("a job before its chunk arrived") }
    return chunk
  }
}
