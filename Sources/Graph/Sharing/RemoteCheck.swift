/// Looks at what remotes hold of a pipeline: every entry against its blobs, every blob against its name and what it promises.
package struct RemoteCheck {
  let pipeline: Pipeline
  let index: Index
  let store: any BlobStore
  let shared: SharedCache
  let options: BuildOptions

  package init(pipeline: Pipeline, index: Index, store: any BlobStore, shared: SharedCache, options: BuildOptions) {
    self.pipeline = pipeline
    self.index = index
    self.store = store
    self.shared = shared
    self.options = options
  }

  /// Something that is not as it should be.
  package struct Finding: Sendable, Equatable {
    package let remote: String
    package let stage: String
    /// A part of a sentence.
    package let problem: String
    package let isRepaired: Bool
  }

  /// What was looked at.
  package struct Report: Sendable {
    package var artifacts = 0
    /// Of the chunks that logs tell of.
    package var crates = 0
    package var calls = 0
    package var findings: [Finding] = []
  }

  /// Looks at some stages with all that they depend on (all stages, if none is named), as far as they are known here.
  /// - Parameter repairing: stores anew, from here, what is of no use there.
  /// - Throws: `DamagedBlob`, `DiskError`, `IndexError`.
  package func run(_ names: [String] = [], repairing: Bool) async throws -> Report {
    let wanted = pipeline.closure(of: names)
    var walk = ArtifactWalk(
      pipeline: pipeline, index: index, store: store, snapshot: try index.snapshot(), shared: nil, now: options.now)
    try await walk.walk(wanted)
    var report = Report()
    for line in shared.lines {
      for stage in pipeline.stages where wanted.contains(stage.index) && !options.isInterrupted() {
        options.report(.sharing(left: pipeline.stages.count - stage.index))
        let artifact = try walk.shareable(stage)
        try await check(stage, artifact, at: line, repairing: repairing, &report)
      }
    }
    return report
  }

  private func check(
    _ stage: Pipeline.Stage, _ artifact: SharedArtifact?, at line: RemoteLine, repairing: Bool, _ report: inout Report
  ) async throws {
    var problems: [String] = []
    if let artifact {
      let place = "its artifact (ac/\(artifact.key.hex))"
      if let entry = await line.entries(for: [artifact.key])[0] {
        report.artifacts += 1
        if let problem = await shared.problem(in: entry, at: line) {
          line.refuse(entry, under: artifact.key)
          problems.append("\(place) \(problem)")
        }
      } else if try !index.names([artifact.key], heldBy: line.name).isEmpty {
        problems.append("\(place) is not there any more, or damaged")
      }
    }
    if stage.findsRecords {
      let log = line.log(of: stage.recipe.digest)
      await log.read()
      let told = await log.all
      report.crates += told.crates.count
      await log.giveUp(await shared.useless(told, at: line))
      // One that is also told of elsewhere in the log is not lost.
      let lost = await log.lost
      if lost > 0 { problems.append("\(lost) of the chunks that its log tells of are not there or damaged") }
    }
    if case .wait = stage.prepared.work {
      let places = try index.replies(of: stage.recipe.ingredients)
      let counts = try await Batches.run(places) { batch in
        var (found, useless) = (0, 0)
        for (place, entry) in zip(batch, await line.entries(for: batch)) {
          guard let entry else { continue }
          found += 1
          if await self.shared.reply(in: entry, under: place, from: line) == nil { useless += 1 }
        }
        return (found, useless)
      }
      report.calls += counts.reduce(0) { $0 + $1.0 }
      let useless = counts.reduce(0) { $0 + $1.1 }
      if useless > 0 { problems.append("\(useless) of its calls cannot be read") }
    }
    guard !problems.isEmpty else { return }
    var isRepaired = false
    if repairing, line.mayWrite { isRepaired = try await repair(stage, artifact, at: line) }
    report.findings += problems.map {
      Finding(remote: line.name, stage: stage.name, problem: $0, isRepaired: isRepaired)
    }
  }

  /// Stores a stage anew, as far as it is here.
  private func repair(_ stage: Pipeline.Stage, _ artifact: SharedArtifact?, at line: RemoteLine) async throws -> Bool {
    try index.forgetHoldings(of: line.name)
    if case .wait = stage.prepared.work {
      let recipe = stage.recipe.ingredients
      let replies = try index.replies(of: recipe).map { SharedReply(place: $0, recipe: recipe) }
      _ = try await Batches.run(replies) { try await self.shared.publish($0) }
    }
    guard let artifact, try await shared.publish(artifact) == 0, line.mayWrite else { return false }
    // Chunks of other data than ours are for their owners to mend.
    return await line.log(of: stage.recipe.digest).lost == 0
  }
}

extension SharedCache {
  /// What is wrong with an artifact's entry; nil if all that it names is there and right.
  fileprivate func problem(in entry: RemoteEntry, at line: RemoteLine) async -> String? {
    guard let summary = entry.artifact, let manifest = entry.blobs.first else { return "is none" }
    guard let packed = await line.read([manifest])[0], let bytes = Parcel(packed: packed).unpacked(summary.manifest),
      let layers = try? Manifest.decode(bytes), let crated = entry.crated(layers.distinct)
    else { return "has no list of its layers (cas/\(manifest.digest.hex))" }
    let useless = await useless(crated, at: line)
    return useless.isEmpty
      ? nil : "lacks layers (\(useless.map { "cas/\($0.digest.hex)" }.sorted().joined(separator: ", ")))"
  }

  /// The crates that do not hold what they should.
  fileprivate func useless(_ layers: [CratedLayer], at line: RemoteLine) async -> Set<BlobName> {
    let wanted = Dictionary(grouping: layers, by: \.crate).mapValues { $0.map(\.info.digest) }
    var useless: Set<BlobName> = []
    for crates in layers.crates.batches(ofBytes: 16 << 20) {
      for (crate, bytes) in zip(crates, await line.read(crates)) {
        let items = bytes.flatMap { Crate($0) }?.items ?? []
        let held = Set(items.filter { $0.parcel.unpacked($0.layer) != nil }.map(\.layer))
        if !held.isSuperset(of: wanted[crate] ?? []) { useless.insert(crate) }
      }
    }
    return useless
  }
}
