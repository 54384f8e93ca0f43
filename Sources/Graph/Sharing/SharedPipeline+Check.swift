/// What was found in a look at remotes.
package struct RemoteReport: Sendable {
  package var artifacts = 0
  /// Of the chunks that logs tell of.
  package var crates = 0
  package var calls = 0
  package var findings: [Finding] = []

  /// Something that is not as it should be.
  package struct Finding: Sendable, Equatable {
    package let remote: String
    package let stage: String
    /// A part of a sentence.
    package let problem: String
    package let isRepaired: Bool
  }
}

extension SharedPipeline {
  /// Looks at what remotes hold, as far as it is known here: every entry against its blobs, every blob against its name and what
  /// it promises.
  /// - Parameter repairing: stores anew, from here, what is of no use there.
  /// - Throws: `DamagedBlob`, `DiskError`, `IndexError`.
  package func check(repairing: Bool) async throws -> RemoteReport {
    var walk = try look()
    try await walk.walk(Set(pipeline.stages.map(\.index)))
    var report = RemoteReport()
    for line in shared.lines {
      for stage in pipeline.stages where !options.isInterrupted() {
        options.report(.sharing(left: pipeline.stages.count - stage.index))
        let artifact = try walk.shareable(stage)
        try await check(stage, artifact, at: line, repairing: repairing, &report)
      }
    }
    return report
  }

  private func check(
    _ stage: Pipeline.Stage, _ artifact: SharedArtifact?, at line: RemoteLine, repairing: Bool,
    _ report: inout RemoteReport
  ) async throws {
    let problems = [
      try await artifactProblem(artifact, at: line, &report), await chunkProblem(of: stage, at: line, &report),
      try await callProblem(of: stage, at: line, &report),
    ].compactMap(\.self)
    guard !problems.isEmpty else { return }
    var isRepaired = false
    if repairing, line.mayWrite { isRepaired = try await repair(stage, artifact, at: line) }
    report.findings += problems.map {
      RemoteReport.Finding(remote: line.name, stage: stage.name, problem: $0, isRepaired: isRepaired)
    }
  }

  private func artifactProblem(
    _ artifact: SharedArtifact?, at line: RemoteLine, _ report: inout RemoteReport
  ) async throws -> String? {
    guard let artifact else { return nil }
    let place = "its artifact (ac/\(artifact.key.hex))"
    guard let entry = await line.entries(for: [artifact.key])[0] else {
      let wasThere = try !index.names([artifact.key], heldBy: line.name).isEmpty
      return wasThere ? "\(place) is not there any more, or damaged" : nil
    }
    report.artifacts += 1
    guard let problem = await shared.problem(in: entry, at: line) else { return nil }
    line.refuse(entry, under: artifact.key)
    return "\(place) \(problem)"
  }

  private func chunkProblem(
    of stage: Pipeline.Stage, at line: RemoteLine, _ report: inout RemoteReport
  ) async -> String? {
    guard stage.findsRecords else { return nil }
    let log = line.log(of: stage.recipe.digest)
    await log.read()
    let told = await log.all
    report.crates += told.crates.count
    await log.giveUp(await shared.useless(told, at: line))
    // One that is also told of elsewhere in the log is not lost.
    let lost = await log.lost
    return lost > 0 ? "\(lost) of the chunks that its log tells of are not there or damaged" : nil
  }

  private func callProblem(
    of stage: Pipeline.Stage, at line: RemoteLine, _ report: inout RemoteReport
  ) async throws -> String? {
    guard case .wait = stage.prepared.work else { return nil }
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
    return useless > 0 ? "\(useless) of its calls cannot be read" : nil
  }

  /// Stores a stage anew, as far as it is here.
  private func repair(_ stage: Pipeline.Stage, _ artifact: SharedArtifact?, at line: RemoteLine) async throws -> Bool {
    try index.forgetHoldings(of: line.name)
    if case .wait = stage.prepared.work {
      let recipe = stage.recipe.ingredients
      let replies = try index.replies(of: recipe).map { SharedReply(place: $0, recipe: recipe) }
      _ = try await Batches.run(replies) { try await self.shared.publish($0) }
      try await shared.tellCalls(of: stage)
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
    for crates in layers.crates.batches {
      for (crate, bytes) in zip(crates, await line.read(crates)) {
        let items = bytes.flatMap { Crate($0) }?.items ?? []
        let held = Set(items.filter { $0.parcel.unpacked($0.layer) != nil }.map(\.layer))
        if !held.isSuperset(of: wanted[crate] ?? []) { useless.insert(crate) }
      }
    }
    return useless
  }
}
