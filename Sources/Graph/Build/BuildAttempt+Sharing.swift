extension BuildAttempt {
  /// Waits until what the loop made is with those who share the cache.
  /// - Returns: whether the build has to be tried again, with results of others that took the place of ours.
  func isOvertaken(_ loop: BuildLoop, sending outbox: Outbox?) async throws -> Bool {
    guard let outbox else { return false }
    await outbox.add(loop.unshared)
    return try await outbox.drain() > 0 && !loop.isStopped
  }

  /// Shares whole artifacts, inputs first.
  /// - Returns: as above.
  func share(_ artifacts: [SharedArtifact], _ loop: BuildLoop) async throws -> Bool {
    guard let shared = builder.shared, !isDry else { return false }
    var adopted = 0
    for (number, artifact) in artifacts.enumerated() where shared.mayWrite && !options.isInterrupted() {
      options.report(.sharing(left: artifacts[number...].reduce(0) { $0 + $1.layers.count }))
      adopted += try await shared.publish(artifact)
      // What follows was made of what is no longer ours.
      if adopted > 0 { break }
    }
    return adopted > 0 && !loop.isStopped
  }
}
