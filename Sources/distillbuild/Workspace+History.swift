import Graph

extension Workspace {
  /// Notes how a build ended, and for each stage what a later one compares itself with.
  func record(_ result: BuildResult, started: Int, seconds: Double, report: String) throws {
    let old = try index.stageStates(pipeline.path)
    try index.record(
      pipeline: pipeline.path, started: started / 1_000_000_000, seconds: seconds, status: result.status, report: report
    ) { run in
      var states: [String: StageState] = [:]
      for stage in result.stages {
        let inputs = stage.stage.inputs.map { (stage: pipeline.stages[$0.stage].name, tag: $0.tag) }
        var state = old[stage.stage.name] ?? StageState(recipe: stage.stage.recipe.digest, run: run)
        if stage.isFresh, state.manifest == stage.artifact?.manifest, state.recipe == stage.stage.recipe.digest {
          continue
        }
        state.recipe = stage.stage.recipe.digest
        state.inputs = inputs
        state.manifest = stage.artifact?.manifest ?? state.manifest
        if let digests = stage.digests { state.digests = digests }
        if !stage.isFresh {
          state.run = run
          state.executed = stage.counts.executed
          state.changes = stage.changes
        }
        states[stage.stage.name] = state
      }
      return states
    }
  }
}
