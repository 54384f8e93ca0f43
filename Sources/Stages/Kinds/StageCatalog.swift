package import Graph

/// All kinds of stage, and what else a pipeline file may say.
package enum StageCatalog {
  package static let kinds: [any StageKind] = [
    LoadKind(), SolveKind(), VerifyKind(), TranslateKind(), RephraseKind(), FilterKind(), SplitKind(), CommandKind(),
  ]

  package static let declarations = Declarations(
    kinds: kinds.map(\.declaration),
    sections: [
      SectionDeclaration(
        "models", noun: "model", discriminator: "provider",
        variants: [
          SectionDeclaration.Variant(
            "offline", parameters: [],
            "No model at all: traces are made from worked solutions by really executing their calculations, and put into words by rules."
          )
        ], "The models that stages use, by name.")
    ])
}
