/// Everything that a pipeline file may say, declared by the targets that know what it means.
///
/// The engine knows neither models nor mathematics, so kinds of stage and sections such as `models` come from outside.
package struct Declarations: Sendable {
  /// The kinds of stage, in the order that docs show.
  package var kinds: [KindDeclaration]
  /// The extra sections at top level.
  package var sections: [SectionDeclaration]
  /// Parameters at top level beyond the engine's own `name` and `seed`.
  package var pipelineParameters: [Parameter]

  /// Puts the parts together.
  package init(
    kinds: [KindDeclaration], sections: [SectionDeclaration] = [], pipelineParameters: [Parameter] = []
  ) {
    self.kinds = kinds
    self.sections = sections
    self.pipelineParameters = pipelineParameters
  }
}

/// A kind of stage.
package struct KindDeclaration: Sendable {
  /// Whether stages of a kind stand at the start of a pipeline.
  package enum Inputs: Sendable {
    /// The kind makes records from elsewhere, and `input` is a mistake.
    case none
    /// The kind works on other stages' records, and `input` is required.
    case oneOrMore
  }

  /// What `kind` says.
  package var name: String
  /// One sentence for the docs, with its full stop.
  package var summary: String
  /// Whether it takes `input`.
  package var inputs: Inputs
  /// Its own parameters; the engine's are added to every kind.
  package var parameters: [Parameter]

  /// Puts the parts together.
  package init(_ name: String, inputs: Inputs = .oneOrMore, parameters: [Parameter], _ summary: String) {
    self.name = name
    self.inputs = inputs
    self.parameters = parameters
    self.summary = summary
  }
}

/// A section at top level: named entries to which parameters refer, such as `models`.
package struct SectionDeclaration: Sendable {
  /// One of the forms that an entry can have, chosen by the section's discriminating key.
  package struct Variant: Sendable {
    /// What the discriminating key says.
    package var name: String
    /// One sentence for the docs, with its full stop.
    package var summary: String
    /// Its parameters beyond the discriminating key and `revision`.
    package var parameters: [Parameter]

    /// Puts the parts together.
    package init(_ name: String, parameters: [Parameter], _ summary: String) {
      self.name = name
      self.parameters = parameters
      self.summary = summary
    }
  }

  /// The key at top level, such as `models`.
  package var name: String
  /// What one entry is called in messages, such as `model`.
  package var noun: String
  /// One sentence for the docs, with its full stop.
  package var summary: String
  /// The key that chooses an entry's variant, such as `provider`.
  package var discriminator: String
  /// The variants, in the order that docs show.
  package var variants: [Variant]

  /// Puts the parts together.
  package init(_ name: String, noun: String, discriminator: String, variants: [Variant], _ summary: String) {
    self.name = name
    self.noun = noun
    self.discriminator = discriminator
    self.variants = variants
    self.summary = summary
  }
}

extension Declarations {
  /// The declaration of a kind, by its name.
  package func kind(_ name: String) -> KindDeclaration? { kinds.first { $0.name == name } }

  /// The declaration of a section, by its name.
  package func section(_ name: String) -> SectionDeclaration? { sections.first { $0.name == name } }
}

extension SectionDeclaration {
  /// The variant of a name.
  package func variant(_ name: String) -> Variant? { variants.first { $0.name == name } }
}
