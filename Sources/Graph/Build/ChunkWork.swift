/// An input that could not be done.
package struct Failure: Sendable, Equatable {
  package let stage: String
  package let id: String
  package let message: String
}

/// Does the jobs of one build. It holds nothing that changes: what it finds out goes back to the build in results.
struct ChunkWork: Sendable {
  let pipeline: Pipeline
  let index: Index
  let store: any BlobStore
  let snapshot: Index.Snapshot
  /// Asked for chunks that are not here.
  let shared: SharedCache?
  /// Takes what is made to those who share the cache; none in a dry run.
  let outbox: Outbox?
  /// Only finds out what a build would do: nothing is stored, and no map stage is run.
  let isDry: Bool
  /// The waiting stages, by place; none in a dry run.
  let waiting: [Int: WaitingWork]

  /// A chunk that a stage has finished.
  struct Finished: Sendable {
    var layer: LayerHandle
    /// What is to be remembered of it.
    var entries: [IndexEntry] = []
    /// Inputs that the stage's function ran for; in a dry run, that it would run for.
    var executed = 0
    /// Of those, in a dry run, the ones that only may have to be run.
    var uncertain = 0
    /// In a dry run, the calls that they would take.
    var calls = CallEstimate.none
    var reusedRecords = false
    var failures: [Failure] = []
    var failedInputs = 0
    /// Inputs that were left for a later build, because a stage before failed at a member of their group.
    var waiting = 0
    /// Groups at a member of which the stage failed, by their rows in the source's layer.
    var torn: Set<Int> = []
    /// Rows whose values a dry run does not know.
    var unknown: [Bool]?
    /// For sources: the ids, as short keys.
    var ids: [ShortKey] = []
  }

  /// Looks chunk keys up; for each, the layer if it is there.
  func probe(_ keys: [Digest]) throws -> [LayerInfo?] {
    try index.actions(keys, before: snapshot).map { value in
      guard let value else { return nil }
      var reader = ByteReader(value)
      return try? LayerInfo(from: &reader)
    }
  }

  /// Looks up, with those who share the cache, the chunks that were not found here.
  func probeShared(_ stage: Pipeline.Stage, _ chunks: [Chunk], keys: [Digest], _ hits: inout [LayerInfo?]) async throws
  {
    guard let shared, stage.findsRecords else { return }
    let places = hits.indices.filter { hits[$0] == nil && chunks[$0].isWhole }
    let found = try await shared.chunks(stage, keys: places.map { keys[$0] }, rows: places.map { chunks[$0].rows })
    for (place, info) in zip(places, found) { hits[place] = info }
  }

  /// Looks records up, for chunks of a map stage whose keys missed.
  func reuse(_ stage: Pipeline.Stage, _ chunks: [Chunk]) throws -> [FoundResults] {
    let keys = try chunks.map { chunk in
      // What is decoded for the keys alone is let go at once.
      var maker = RecordKeyMaker(stage)
      return maker.keys(of: try ChunkView(isDry ? chunk : chunk.copied(), reads: stage.prepared.reads))
    }
    return try RecordReuse(stage: stage, index: index, store: store, snapshot: snapshot).find(keys)
  }

  /// Makes a map stage's layer: what was found, and the stage's function for the rest.
  func run(_ stage: Pipeline.Stage, chunk: Chunk, key: Digest, found: FoundResults?) async throws -> Finished {
    let samples = stage.prepared.samples ?? 1
    // Where everything was found, the records themselves need not be looked at.
    let view = found?.missing == 0 ? nil : try ChunkView(chunk, reads: stage.prepared.reads)
    var maker = RecordKeyMaker(stage)
    let found = found ?? .none(view.map { maker.keys(of: $0) } ?? [])
    if isDry { return try dryRun(stage, chunk: chunk, view, found: found) }
    let waiting = try stage.prepared.isGrouped ? chunk.tornRows() : []
    let results = try await results(stage, view, found, waiting: waiting)

    var builder = LayerBuilder(
      inputRows: chunk.rows, paths: stage.prepared.adds, fansOut: stage.prepared.samples != nil,
      bounds: stage.prepared.bounds.count)
    var keys: [ShortKey] = []
    keys.reserveCapacity(found.keys.count)
    var executedRows = RowCounter()
    var failedRows = RowCounter()
    var failures: [(row: Int, message: String)] = []
    for (unit, key) in found.keys.enumerated() {
      let (row, sample) = (unit / samples, unit % samples)
      if waiting.contains(row) { continue }
      guard let result = results[unit] else {
        guard let place = found.places[unit] else { preconditionFailure("what was not found is made") }
        builder.append(row: row, sample: sample, from: found.layer, at: place)
        keys.append(found.isBounded[unit] ? key.bounded : key.free)
        continue
      }
      if case .failure(let message) = result.outcome {
        failures.append((row, message))
        failedRows.count(row)
        continue
      }
      builder.append(row: row, sample: sample, result: result)
      keys.append(result.hitBound || found.isTaken[unit] ? key.bounded : key.free)
      executedRows.count(row)
    }
    let layer = builder.finish()
    let handle = try keep(layer)
    var finished = Finished(layer: handle)
    if failures.isEmpty, waiting.isEmpty { finished.entries.append(action(key, .chunk, stage, handle.info)) }
    if !failures.isEmpty {
      let join = try RowJoin(chunk)
      let ids = try IdReader(chunk, join: join)
      finished.failures = failures.map {
        Failure(stage: stage.name, id: String(decoding: ids[$0.row], as: UTF8.self), message: $0.message)
      }
      let groups = RowGroups(rows: chunk.rows, join: join)
      finished.torn = Set(failures.map { groups.source(of: $0.row) })
    }
    finished.entries.append(.keyList(recipe: stage.recipe.ingredients, layer: handle.info.digest, keys: keys))
    finished.executed = executedRows.rows.subtracting(failedRows.rows).count
    finished.failedInputs = failedRows.rows.count
    finished.waiting = waiting.count
    finished.reusedRecords = found.missing < found.places.count
    return finished
  }

  /// Runs the stage's function for what was not found.
  /// - Returns: a result for each unit, by row and then sample; nil where it was found or waits.
  private func results(
    _ stage: Pipeline.Stage, _ view: ChunkView?, _ found: FoundResults, waiting: Set<Int>
  ) async throws -> [StageResult?] {
    var results = [StageResult?](repeating: nil, count: found.places.count)
    guard let view else { return results }
    switch stage.prepared.work {
    case .map(let map):
      let samples = stage.prepared.samples ?? 1
      let missing = found.places.indices.filter { found.places[$0] == nil }
      guard !missing.isEmpty else { break }
      let made = try await map.run(missing.map { WorkUnit(record: view[$0 / samples], sample: $0 % samples) })
      precondition(made.count == missing.count, "a stage must give a result for each unit")
      for (unit, result) in zip(missing, made) { results[unit] = result }
    case .wait:
      guard let wait = self.waiting[stage.index] else { preconditionFailure("a waiting stage has its calls") }
      let samples = stage.prepared.samples ?? 1
      let missing = found.places.indices.filter { found.places[$0] == nil }
      let made = try await wait.results(
        of: missing.map { WorkUnit(record: view[$0 / samples], sample: $0 % samples) })
      for (unit, result) in zip(missing, made) { results[unit] = result }
    case .mapGroups(let map):
      for group in view.groups.ranges
      where !waiting.contains(group.lowerBound) && group.contains(where: { found.places[$0] == nil }) {
        let made = try await map.run(group.map { view[$0] })
        precondition(made.count == group.count, "a stage must give a result for each member")
        // Half a group is never stored: what belongs together comes from one run.
        let failure = made.first { $0.outcome.isFailure }
        for (row, result) in zip(group, made) { results[row] = failure ?? result }
      }
    case .source, .decide: preconditionFailure("these have no records to look up")
    }
    return results
  }

  /// Encodes a layer and stores it, unless this is a dry run.
  func keep(_ layer: Layer) throws -> LayerHandle {
    let bytes = layer.encoded()
    let digest = Digest(of: bytes)
    if !isDry { try store.write(bytes, as: digest) }
    return LayerHandle(LayerInfo(layer, digest: digest), in: store, layer: layer)
  }

  func action(_ key: Digest, _ grain: Grain, _ stage: Pipeline.Stage, _ info: LayerInfo) -> IndexEntry {
    .action(key: key, grain: grain, recipe: stage.recipe.digest, layer: info.digest, value: info.encoded())
  }
}

extension Chunk {
  /// The rows of groups of which a stage before failed at a member.
  fileprivate func tornRows() throws -> Set<Int> {
    guard !torn.isEmpty else { return [] }
    let groups = try RowGroups(self)
    return Set((0..<rows).filter { torn.contains(groups.source(of: $0)) })
  }
}

/// Counts rows, each once; rows come in order.
struct RowCounter {
  private(set) var rows: Set<Int> = []

  mutating func count(_ row: Int) { rows.insert(row) }
}
