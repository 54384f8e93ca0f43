/// What a pipeline has made, here and in the caches that are shared: brought to and fro and looked at, without making anything.
package struct SharedPipeline {
  let pipeline: Pipeline
  let shared: SharedCache
  let options: BuildOptions

  package init(_ pipeline: Pipeline, shared: SharedCache, options: BuildOptions) {
    self.pipeline = pipeline
    self.shared = shared
    self.options = options
  }

  var index: Index { shared.index }

  /// Some stages with all that they depend on, inputs first; all stages if none is named.
  func stages(_ names: [String]) -> [Pipeline.Stage] {
    let wanted = pipeline.closure(of: names)
    return pipeline.stages.filter { wanted.contains($0.index) }
  }

  /// A look at what is known here.
  func look() throws -> ArtifactWalk {
    ArtifactWalk(
      pipeline: pipeline, index: index, store: shared.store, snapshot: try index.snapshot(), shared: nil,
      now: options.now)
  }
}
