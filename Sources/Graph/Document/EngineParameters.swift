// What the engine itself reads of a pipeline file, declared in the same way as all the rest.

extension Declarations {
  /// The name by which `input` refers to stages, as other parameters do to sections.
  static let stages = "stages"

  /// `kind`, `input` and what else a stage of any kind takes; the first two do not become values.
  static let input = Parameter(
    "input", .conduct,
    .either([
      .reference(section: stages),
      .list(
        of: .either([
          .reference(section: stages),
          .object([
            Parameter(
              "stage", .conduct, .reference(section: stages), required: true, "The stage whose records come in."),
            Parameter(
              "tag", .ingredient, .stringMatching(.name), "Put before their ids, so that inputs may share ids."),
          ]),
        ]), minimum: 1),
    ]), required: true,
    "The stage whose records come in; or a list of stages, each a name or an object with a tag.")

  /// `revision`, which forces new work wherever it stands.
  static let revision = Parameter(
    "revision", .ingredient, .either([.string, .integer(.min ... .max)]),
    "Any text or number; changing it makes everything that depends on it anew.")

  /// The parameters that a stage of any kind takes, beside `kind` and `input`.
  package static let stageParameters = [
    revision,
    Parameter(
      "maxFailures", .conduct, .integer(0 ... .max), "Ends the build early when more inputs than this fail."),
  ]

  /// The parameters that an entry of any section takes, beside the key that chooses its variant.
  package static let entryParameters = [revision]

  /// `name` at top level.
  static let pipelineName = Parameter(
    "name", .conduct, .stringMatching(.nonEmpty), required: true, "The pipeline's name, for people.")

  /// The engine's own parameters at top level, beside `name`, `stages` and the sections.
  package static let topParameters = [
    // JSON readers elsewhere hold integers as doubles, so the seed stays where those are exact.
    Parameter(
      "seed", .ingredient, .integer(0...9_007_199_254_740_991), default: 0, "Where all random choices start from."),
    Parameter(
      "remote", .conduct,
      .list(
        of: .object([
          Parameter(
            "url", .conduct, .stringMatching(.nonEmpty), required: true,
            "A folder, or an address that starts with `https://`, `s3://` or `grpcs://` (also `http://`, `grpc://`), without credentials."
          ),
          Parameter(
            "mode", .conduct, .oneOf(["read", "read-write"]), default: "read-write",
            "Whether results are only looked for there, or also stored."),
        ]), minimum: 0),
      "The caches shared with others, in the order in which they are asked; `DISTILLBUILD_REMOTE` takes their place."),
  ]

  /// The parameters at top level that become values.
  var allTopParameters: [Parameter] { Self.topParameters + pipelineParameters }

  /// Every key that may stand at top level.
  var topKeys: [String] {
    [Self.pipelineName.name] + allTopParameters.map(\.name) + sections.map(\.name) + [Self.stages]
  }
}

extension KindDeclaration {
  /// The kind's own parameters and the engine's.
  package var allParameters: [Parameter] { parameters + Declarations.stageParameters }
}

extension SectionDeclaration.Variant {
  /// The variant's own parameters and the engine's.
  package var allParameters: [Parameter] { parameters + Declarations.entryParameters }
}
