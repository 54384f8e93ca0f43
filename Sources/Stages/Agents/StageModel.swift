internal import Graph

/// What `provider` may say of a model.
enum ModelProvider: String, Sendable {
  case offline, openai, traces
}

/// The model that a stage names: none, with the provider `offline`, traces that exist, or one to ask.
enum StageModel {
  case offline
  case given(TracesEntry)
  case asked(ModelUse)

  /// The model that a parameter of the stage refers to; nil if it is left out.
  /// - Parameter providers: those that the stage has a use for.
  init?(
    _ parameter: String, of stage: StageDeclaration, in context: PreparationContext, runtime: StageRuntime,
    taking providers: [ModelProvider] = [.offline, .openai]
  ) throws {
    guard let value = stage.values[parameter], let name = value.string,
      let entry = context.document.entry(name, of: StageCatalog.models)
    else { return nil }
    guard let provider = ModelProvider(rawValue: entry.variant), providers.contains(provider) else {
      let wanted = providers.map { "'\($0.rawValue)'" }.joined(separator: " or ")
      throw context.problem(
        value.position,
        "'\(parameter)' of a stage of kind '\(stage.kind)' must have the provider \(wanted); '\(name)' has '\(entry.variant)'"
      )
    }
    switch provider {
    case .offline: self = .offline
    case .traces: self = .given(try TracesEntry(entry, of: stage, in: context))
    case .openai: self = .asked(try StageModel.model(entry, of: parameter, in: context, runtime: runtime))
    }
  }

  private static func model(
    _ entry: SectionEntry, of parameter: String, in context: PreparationContext, runtime: StageRuntime
  ) throws -> ModelUse {
    let model: ModelEntry
    do throws(Problem) {
      model = try ModelEntry(entry, seed: context.document.seed, file: context.document.file)
    } catch {
      throw PipelineProblems([error])
    }
    return ModelUse(
      entry: model, role: parameter, identity: try runtime.identity(of: model.settings), runtime: runtime)
  }
}

extension ModelUse {
  /// What of its requests the entry's own parameters do not say.
  var parts: [Recipe.Part] {
    var parts: [Recipe.Part] = []
    if let seed = entry.sampling.seed {
      parts.append(Recipe.Part("seed of \(role)'s requests", .ingredient, String(seed)))
    }
    if let told = identity?.told, !told.isEmpty { parts.append(Recipe.Part("identity of \(role)", .ingredient, told)) }
    return parts
  }
}

extension PreparationContext {
  /// Refuses parameters that only mean something where a model is asked.
  func refuse(_ names: [String], of stage: StageDeclaration, provider: ModelProvider) throws {
    for name in names {
      guard let value = stage.values[name], !value.isDefault else { continue }
      throw problem(value.position, "the provider '\(provider.rawValue)' has no use for '\(name)'")
    }
  }
}
