import Graph

extension Workspace {
  /// Notes how a build ended, and for each stage that came out whole what a later build compares itself with.
  func record(_ result: BuildResult, started: Int, seconds: Double, report: String) throws {
    let old = try index.stageStates(pipeline.path)
    try index.record(
      pipeline: pipeline.path, started: started / 1_000_000_000, seconds: seconds, status: result.status,
      report: report,
      artifacts: Set(result.stages.compactMap { $0.artifact?.manifest })
    ) { run in
      var states: [String: StageState] = [:]
      var artifacts: [String: [StageState.Artifact]] = [:]
      for stage in result.stages {
        guard let artifact = stage.artifact, let digests = stage.digests else { continue }
        let inputs = stage.stage.inputs.map {
          StageState.Input(stage: pipeline.stages[$0.stage].name, tag: $0.tag)
        }
        var all: [StageState.Artifact] = []
        for input in inputs {
          for below in artifacts[input.stage] ?? [] where !all.contains(below) { all.append(below) }
        }
        all.append(StageState.Artifact(stage: stage.stage.name, inputs: inputs, manifest: artifact.manifest))
        artifacts[stage.stage.name] = all
        let before = old[stage.stage.name]
        let didWork = !stage.isFresh || before == nil
        // A build with nothing to do writes nothing but its own end.
        guard didWork || before?.recipe != stage.stage.recipe.digest || before?.artifacts != all else { continue }
        states[stage.stage.name] = StageState(
          recipe: stage.stage.recipe.digest, artifacts: all, digests: digests,
          run: didWork ? run : before?.run ?? run, executed: didWork ? stage.counts.executed : before?.executed ?? 0,
          changes: didWork ? stage.changes : before?.changes ?? [])
      }
      return states
    }
  }
}
