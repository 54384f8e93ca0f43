internal import Graph

/// The model that a stage names: none, with the provider `offline`, or one to ask.
enum StageModel {
  case offline
  case asked(ModelUse)

  /// The model that a parameter of the stage refers to; nil if it is left out.
  init?(_ parameter: String, of stage: StageDeclaration, in context: PreparationContext, runtime: StageRuntime) throws {
    guard let name = stage.values[parameter]?.string,
      let entry = context.document.entry(name, of: StageCatalog.models)
    else { return nil }
    guard entry.variant == ModelEntry.provider else {
      self = .offline
      return
    }
    do throws(Problem) {
      self = .asked(
        ModelUse(
          entry: try ModelEntry(entry, seed: context.document.seed, file: context.document.file), runtime: runtime))
    } catch {
      throw PipelineProblems([error])
    }
  }
}

extension ModelUse {
  /// What of its requests the entry's own parameters do not say.
  var parts: [Recipe.Part] {
    entry.sampling.seed.map { [Recipe.Part("seed of requests", .ingredient, String($0))] } ?? []
  }
}

extension PreparationContext {
  /// Refuses parameters that only mean something where a model is asked.
  func refuse(_ names: [String], of stage: StageDeclaration, provider: String) throws {
    for name in names {
      guard let value = stage.values[name], !value.isDefault else { continue }
      throw problem(value.position, "the provider '\(provider)' has no use for '\(name)'")
    }
  }
}
