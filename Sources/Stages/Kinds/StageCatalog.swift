package import Graph

/// All kinds of stage, and what else a pipeline file may say.
package enum StageCatalog {
  /// The kinds without a cache for Python or keys for models: enough to read pipelines, and to build those that need
  /// neither.
  package static let kinds = kinds(with: StageRuntime(cache: "", environment: [:]))

  /// The kinds, whose stages share what a build needs of the world.
  package static func kinds(with runtime: StageRuntime) -> [any StageKind] {
    [
      LoadKind(), SolveKind(runtime: runtime), VerifyKind(), TranslateKind(runtime: runtime),
      RephraseKind(runtime: runtime), FilterKind(), SplitKind(), CommandKind(),
    ]
  }

  package static let declarations = Declarations(
    kinds: kinds.map(\.declaration),
    sections: [
      SectionDeclaration(
        models, noun: "model", discriminator: "provider",
        variants: [
          SectionDeclaration.Variant(
            ModelProvider.offline.rawValue, parameters: [],
            "No model at all: traces are made from worked solutions by really executing their calculations, and put into words by rules."
          ), ModelEntry.variant, TracesEntry.variant,
        ], "The models that stages use, by name.")
    ])

  /// The section of models.
  package static let models = "models"
}
