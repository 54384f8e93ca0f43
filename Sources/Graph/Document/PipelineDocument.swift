/// A pipeline file that was read and found without mistakes.
package struct PipelineDocument: Sendable {
  /// The file, as the user named it.
  package let file: String
  /// The pipeline's name.
  package let name: String
  /// The parameters at top level, `seed` among them.
  package let values: ParameterValues
  /// The entries of each section, in the order of the file.
  package let sections: [String: [SectionEntry]]
  /// The stages, inputs before those that read them; ties in the order of the file.
  package let stages: [StageDeclaration]

  /// Where all random choices start from.
  package var seed: Int { values.int("seed") }

  /// The stage of a name.
  package func stage(_ name: String) -> StageDeclaration? { stages.first { $0.name == name } }

  /// The entry of a section, by its name.
  package func entry(_ name: String, of section: String) -> SectionEntry? {
    sections[section]?.first { $0.name == name }
  }
}

/// One stage of a pipeline.
package struct StageDeclaration: Sendable {
  /// Its name, unique in the pipeline whatever the letter case.
  package let name: String
  /// What it does.
  package let kind: String
  /// Where its name stands.
  package let position: SourcePosition
  /// The stages whose records it takes, in the order written.
  package let inputs: [InputReference]
  /// The parameters of its kind and those of every kind, defaults filled in.
  package let values: ParameterValues
}

/// A stage named by another as its input.
package struct InputReference: Hashable, Sendable {
  /// The name of the stage that is read.
  package let stage: String
  /// What is put before its records' ids, so that inputs may share ids.
  package let tag: String?

  /// Puts the parts together.
  package init(stage: String, tag: String? = nil) {
    self.stage = stage
    self.tag = tag
  }
}

/// A named entry of a section, such as one model.
package struct SectionEntry: Sendable {
  /// Its name, unique in its section.
  package let name: String
  /// The section that it stands in.
  package let section: String
  /// Which of the section's variants it is.
  package let variant: String
  /// Where its name stands.
  package let position: SourcePosition
  /// The parameters of its variant, defaults filled in.
  package let values: ParameterValues
}
