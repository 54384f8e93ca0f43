/// Held while a pipeline is built, so that a second build of it waits.
package struct PipelineLock: Sendable {
  private let lock: FileLock

  /// Takes the lock, waiting for another build to end.
  /// - Parameters:
  ///   - folder: the cache.
  ///   - pipeline: the pipeline file's resolved path.
  ///   - holder: how this process is to be named to those that wait.
  ///   - waiting: called once, with the holder's own words, before waiting starts.
  ///   - isInterrupted: asked now and then.
  /// - Returns: the lock; nil if interrupted.
  package static func take(
    in folder: String, pipeline: String, holder: String, waiting: (String) -> Void, isInterrupted: () -> Bool
  ) async throws -> PipelineLock? {
    let lock = try FileLock("\(folder)/locks/\(Digest(of: Array(pipeline.utf8)).hex.prefix(32)).lock")
    var tries = 0
    while try !lock.take(.exclusive) {
      if isInterrupted() { return nil }
      tries += 1
      // Who only looks whether it is held has it for a moment.
      if tries == 2 { waiting(lock.holder) }
      try await Task.sleep(for: .milliseconds(50))
    }
    try lock.name(holder)
    return PipelineLock(lock: lock)
  }

  /// Who builds in a cache at the moment, in the holders' own words.
  static func holders(in folder: String) throws -> [String] {
    try Disk.names(in: "\(folder)/locks").filter { $0.utf8.count == 37 }.compactMap { name in
      guard let lock = FileLock(existing: "\(folder)/locks/\(name)"), try !lock.take(.shared) else { return nil }
      return lock.holder
    }
  }
}
