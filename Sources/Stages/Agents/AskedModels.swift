package import Graph

extension PipelineDocument {
  /// The models that some of the stages ask, each once, in the order of the file.
  /// - Throws: `PipelineProblems` for what their entries cannot tell.
  package func modelsAsked(by stages: Set<String>) throws -> [ModelSettings] {
    var names: Set<String> = []
    for stage in self.stages where stages.contains(stage.name) {
      for value in stage.values.all {
        guard case .leaf(_, .reference(let section)) = value.content, section == StageCatalog.models else { continue }
        if let name = value.string { names.insert(name) }
      }
    }
    let entries = (sections[StageCatalog.models] ?? []).filter { names.contains($0.name) }
    return try entries.filter { $0.variant == ModelEntry.provider }.map { entry in
      do throws(Problem) {
        return try ModelEntry(entry, seed: seed, file: file).settings
      } catch {
        throw PipelineProblems([error])
      }
    }
  }
}
