/// Builds pipelines: asks for whole artifacts, makes what is not there, and remembers it.
package struct Builder: Sendable {
  package let pipeline: Pipeline
  package let index: Index
  package let store: any BlobStore
  package let options: BuildOptions
  /// The caches that are shared with others, if there are any.
  package let shared: SharedCache?

  package init(
    pipeline: Pipeline, index: Index, store: any BlobStore, options: BuildOptions, shared: SharedCache? = nil
  ) {
    self.pipeline = pipeline
    self.index = index
    self.store = store
    self.options = options
    self.shared = shared
  }

  /// Makes some stages and all that they depend on (all stages, if none is named).
  /// - Throws: `DataProblems`, `DuplicateIds`, `DiskError`, `IndexError`, `FileChanged`.
  /// - Parameter finish: what is to be done with the result, such as writing files. If that meets a damaged blob, what the
  ///   blob held is made again, and `finish` is called once more.
  package func build(_ names: [String] = [], finish: (BuildResult) throws -> Void = { _ in }) async throws
    -> BuildResult
  {
    try await attempt(names, isDry: false, finish: finish)
  }

  /// Finds out what a build would do, without doing it.
  package func plan(_ names: [String] = []) async throws -> BuildResult {
    try await attempt(names, isDry: true, finish: { _ in })
  }

  /// A damaged blob is forgotten and what it held is made again, as often as it takes. Where somebody else was quicker at
  /// sharing a result, theirs is taken, and what was made of ours is made of theirs.
  private func attempt(
    _ names: [String], isDry: Bool, finish: (BuildResult) throws -> Void
  ) async throws -> BuildResult {
    var earlier: [Int: StageCounts] = [:]
    let allowance = CallAllowance(
      mostCalls: options.mostCalls, mostCost: options.mostCost, isOffline: options.isOffline)
    while true {
      do {
        let attempt = BuildAttempt(
          builder: self, wanted: pipeline.closure(of: names), isDry: isDry, allowance: allowance)
        guard let result = try await attempt.run(&earlier) else { continue }
        try finish(result)
        return result
      } catch let error as DamagedBlob {
        options.report(
          .warning("the cache's blob \(error.digest.hex.prefix(12))… is damaged or missing; what it held is made again")
        )
        try index.forget(error, in: store)
      }
    }
  }
}
