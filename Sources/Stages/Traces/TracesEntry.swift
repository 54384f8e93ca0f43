internal import Graph

/// A model of the pipeline file with `"provider": "traces"`: nobody who could be asked, but traces that exist.
struct TracesEntry: Sendable {
  /// The field of a record that holds its traces.
  let field: FieldPath
  let format: TraceFormat

  /// Reads an entry of `models` for one stage.
  /// - Throws: `PipelineProblems` if the stage's records have no such field.
  init(_ entry: SectionEntry, of stage: StageDeclaration, in context: PreparationContext) throws {
    let name = entry.values.string("field")
    field = FieldPath(dotted: name)
    format = TraceFormat(rawValue: entry.values.string("format")) ?? .auto
    // After a mistake in a stage before, nothing is known of the record.
    guard let known = context.fields, !known.contains(where: { [field] in $0.contains(field) || field.contains($0) })
    else { return }
    throw context.problem(
      entry.values["field"]?.position ?? entry.position,
      "'\(stage.name)' takes traces from the field '\(name)', which its records do not have"
        + Nearest.hint(name, among: Set(known.map(\.description)).sorted()))
  }

  /// What may be written of such an entry.
  static let variant = SectionDeclaration.Variant(
    ModelProvider.traces.rawValue,
    parameters: [
      Parameter(
        "field", .ingredient, .fieldPath, required: true,
        "Where each record has its trace, such as `meta.code`; or a list of traces, one for each sample."),
      Parameter(
        "format", .ingredient, .oneOf(TraceFormat.allCases.map(\.rawValue)),
        default: JSONNode(.string(TraceFormat.auto.rawValue)),
        "How they are written: prose with fenced Python and its output, as in ToRA and NuminaMath-TIR; the messages of a chat, as OpenAI has them; the paper's log of `<message>` and `<tool>`; `auto` goes by the look of each."
      ),
    ], "No model either: `solve` takes traces that exist already. See docs/models.md.")
}
