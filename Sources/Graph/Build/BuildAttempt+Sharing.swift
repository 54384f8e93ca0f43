extension BuildAttempt {
  /// Waits until what the loop made is with those who share the cache.
  /// - Returns: whether the build has to be tried again, with results of others that took the place of ours.
  func isOvertaken(_ loop: BuildLoop, sending outbox: Outbox?) async throws -> Bool {
    guard let outbox else { return false }
    await outbox.add(loop.unshared)
    return try await outbox.drain() > 0 && !loop.isStopped
  }

  /// Shares whole artifacts, inputs first: also those that were here before, since nobody finds what is made of others.
  /// - Returns: as above.
  func share(_ made: [SharedArtifact], isStopped: Bool, _ walk: inout ArtifactWalk) async throws -> Bool {
    guard let shared = builder.shared, !isDry else { return false }
    let all = Dictionary(made.map { ($0.stage.index, $0) }) { one, _ in one }
    for stage in pipeline.stages where wanted.contains(stage.index) && shared.mayWrite && !options.isInterrupted() {
      if let known = walk.known[stage.index], try shared.isNoted(stage.artifactKey(known.read)) { continue }
      guard let artifact = try all[stage.index] ?? walk.shareable(stage) else { continue }
      options.report(.sharing(left: artifact.layers.count))
      // What follows was made of what is no longer ours.
      if try await shared.publish(artifact) > 0 { return !isStopped }
      if case .wait = stage.prepared.work { try await shared.tellCalls(of: stage) }
    }
    guard !isStopped, !options.isInterrupted() else { return false }
    return try await shared.isOvertaken(made)
  }
}

extension SharedCache {
  /// Whether all remotes that may be written to were seen to hold an entry.
  fileprivate func isNoted(_ key: Digest) throws -> Bool {
    try lines.allSatisfy { try !$0.mayWrite || !index.names([key], heldBy: $0.name).isEmpty }
  }
}
