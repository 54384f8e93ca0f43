/// Builds pipelines: asks for whole artifacts, makes what is not there, and remembers it.
package struct Builder: Sendable {
  package let pipeline: Pipeline
  package let index: Index
  package let store: any BlobStore
  package let options: BuildOptions

  package init(pipeline: Pipeline, index: Index, store: any BlobStore, options: BuildOptions) {
    self.pipeline = pipeline
    self.index = index
    self.store = store
    self.options = options
  }

  /// Makes some stages and all that they depend on (all stages, if none is named).
  /// - Throws: `DataProblems`, `DuplicateIds`, `DiskError`, `IndexError`, `FileChanged`.
  package func build(_ names: [String] = []) async throws -> BuildResult {
    try await attempt(names, isDry: false)
  }

  /// Finds out what a build would do, without doing it.
  package func plan(_ names: [String] = []) async throws -> BuildResult {
    try await attempt(names, isDry: true)
  }

  /// A damaged blob is forgotten and what it held is made again, as often as it takes.
  private func attempt(_ names: [String], isDry: Bool) async throws -> BuildResult {
    while true {
      do {
        return try await BuildAttempt(builder: self, wanted: pipeline.closure(of: names), isDry: isDry).run()
      } catch let error as DamagedBlob {
        options.report(
          .warning("the cache's blob \(error.digest.hex.prefix(12))… is damaged or missing; what it held is made again")
        )
        try index.forget(layer: error.digest)
        try store.remove(error.digest)
      }
    }
  }
}
