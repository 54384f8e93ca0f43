import Graph

/// Declarations that stand in for the real ones, which the engine does not know.
enum StandIn {
  static let declarations = Declarations(
    kinds: [
      KindDeclaration(
        "load", inputs: .none,
        parameters: [
          Parameter("files", .ingredient, .list(of: .file, minimum: 1), required: true, "The files to read."),
          Parameter(
            "format", .ingredient, .oneOf(["jsonl", "json", "csv"]), default: "jsonl", "How they are written."),
        ], "Reads problems from files."),
      KindDeclaration(
        "solve",
        parameters: [
          model,
          Parameter(
            "samples", .fanOut, .integer(1...1000), default: 1, "How many solutions to write for each problem."),
          Parameter("maxTurns", .bound, .integer(1 ... .max), default: 8, "How many turns a solution may take."),
          Parameter(
            "tools", .ingredient,
            .list(
              of: .either([
                .oneOf(["calculator", "python"]),
                .object([
                  Parameter("tool", .ingredient, .oneOf(["calculator", "python"]), required: true, "Which tool."),
                  Parameter("timeout", .bound, .number(0...600), default: 10, "Seconds it may take."),
                ]),
              ])), default: [], "What a solution may call."),
          Parameter(
            "prompts", .ingredient,
            .object([Parameter("plan", .ingredient, .either([.string, fileObject]), "How to ask for a plan.")]),
            "Texts that differ from the usual."),
        ], "Solves each problem."),
      KindDeclaration(
        "verify",
        parameters: [
          Parameter("keep", .ingredient, .oneOf(["correct", "any", "all"]), default: "correct", "What to keep."),
          Parameter("field", .ingredient, .fieldPath, default: "answer", "The field with the right answer."),
        ], "Checks answers."),
      KindDeclaration("translate", parameters: [model], "Explains each tool call."),
      KindDeclaration("rephrase", parameters: [model], "Writes one fluent solution."),
      KindDeclaration(
        "filter",
        parameters: [
          Parameter(
            "rules", .ingredient,
            .list(
              of: .exactlyOneOf(
                [
                  Parameter("maxCharacters", .ingredient, .integer(1 ... .max), "The greatest length."),
                  Parameter("mustMatch", .ingredient, .stringMatching(.nonEmpty), "What must be found | in the text."),
                ], with: [Parameter("field", .ingredient, .fieldPath, default: "reasoning", "Where to look.")]),
              minimum: 1), required: true, "What a record must obey.")
        ], "Drops records."),
      KindDeclaration(
        "split",
        parameters: [
          Parameter("fractions", .ingredient, .map(of: .number(0...1)), required: true, "The share of each part."),
          Parameter("format", .ingredient, .oneOf(["messages", "text"]), default: "messages", "How to write."),
          Parameter("extra", .conduct, .value, "Anything."),
          Parameter("shuffle", .ingredient, .boolean, default: false, "Whether to mix."),
        ], "Writes the training files."),
    ],
    sections: [
      SectionDeclaration(
        "models", noun: "model", discriminator: "provider",
        variants: [
          .init("offline", parameters: [], "Works by rules."),
          .init(
            "openai",
            parameters: [
              Parameter("url", .conduct, .string, required: true, "Where the server is."),
              Parameter("temperature", .ingredient, .number(0...2), default: 0.7, "How freely to choose words."),
            ], "Asks a server."),
        ], "Models by the names that stages use.")
    ],
    pipelineParameters: [Parameter("language", .ingredient, .oneOf(["en", "de"]), default: "en", "Of all prompts.")])

  private static let model = Parameter(
    "model", .ingredient, .reference(section: "models"), default: "teacher", "Which model works.")

  private static let fileObject = ParameterType.object([
    Parameter("file", .ingredient, .file, required: true, "A file that holds the text.")
  ])

  /// The pipeline that the project's first issue gives as its example.
  static let example = """
    {"name":"gsm8k-offline","models":{"teacher":{"provider":"offline"}},"stages":{"problems":{"kind":"load","files":\
    ["data/*.jsonl"]},"solve":{"kind":"solve","input":"problems","model":"teacher","tools":["calculator"]},"verify":\
    {"kind":"verify","input":"solve"},"translate":{"kind":"translate","input":"verify","model":"teacher"},"rephrase":\
    {"kind":"rephrase","input":"translate","model":"teacher"},"filter":{"kind":"filter","input":"rephrase","rules":\
    [{"maxCharacters":8000}]},"sft":{"kind":"split","input":"filter","fractions":{"train":0.95,"validation":0.05},\
    "format":"messages"}}}
    """

  /// Reads a pipeline with `--set` flags laid over it.
  static func read(_ text: String, set flags: [String] = []) throws -> PipelineDocument {
    try PipelineDocument.read(
      Array(text.utf8), file: "p.json", overrides: flags.map { try Override(parsing: $0) }, declarations: declarations)
  }

  /// The lines that a user sees; empty when nothing is wrong.
  static func problems(_ text: String, set flags: [String] = []) throws -> [String] {
    do {
      _ = try read(text, set: flags)
      return []
    } catch let error as PipelineProblems {
      return error.problems.map(\.description)
    }
  }

  /// A pipeline of a `load` stage `a` and one more, whose text starts at column 1 of line 2.
  static func pipeline(with stage: String) -> String {
    #"{"name":"n","models":{"teacher":{"provider":"offline"}},"stages":{"a":{"kind":"load","files":["f"]},"# + "\n"
      + stage + "\n}}"
  }
}
