package import Graph

/// Brings problems in from data files.
package struct LoadKind: StageKind {
  package let version = 1

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "load", inputs: .none,
      parameters: [
        Parameter(
          "files", .conduct, .list(of: .string, minimum: 1), required: true,
          "The data files, relative to the pipeline file; `*`, `?` and `**` match many. What they hold is what the stage reads; their names are in no key."
        ),
        Parameter(
          "format", .ingredient, .oneOf(["auto", "jsonl", "json", "csv"]), default: "auto",
          "One JSON object a line, one array of objects, or comma-separated values with a heading; `auto` goes by the file's ending."
        ),
        Parameter(
          "schema", .ingredient, .oneOf(["auto"] + Schema.all.map(\.name)), default: "auto",
          "Which set's fields to expect; `auto` finds it row by row."),
        Parameter(
          "fields", .ingredient,
          .object([
            Parameter("id", .ingredient, .string, "The field that holds the id."),
            Parameter("problem", .ingredient, .string, "The field that holds the problem."),
            Parameter("answer", .ingredient, .string, "The field that holds the answer."),
            Parameter("reference", .ingredient, .string, "The field that holds the worked solution."),
          ]), "Names of fields that no schema knows."),
        Parameter(
          "idPrefix", .ingredient, .oneOf(["file"]),
          "Puts the file's name, without folder and ending, before each id, for files that share ids."),
      ], "Reads problems from data files.")
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    var files: [SourceFile] = []
    var problems: [Problem] = []
    for pattern in stage.values.list("files") {
      guard let text = pattern.string else { continue }
      let found = try Glob.files(text, in: context.folder)
      if found.isEmpty {
        problems.append(
          Problem(
            file: context.document.file, position: pattern.position,
            message: "no file matches '\(text)' in \(context.folder)"))
      }
      for file in found where !files.contains(file) { files.append(file) }
    }
    guard problems.isEmpty else { throw PipelineProblems(problems) }
    let fields = stage.values["fields"]?.object
    let source = LoadSource(
      files: files, format: stage.values.string("format"),
      schema: Schema.all.first { $0.name == stage.values.string("schema") },
      names: LoadSource.Names(
        id: fields?["id"]?.string, problem: fields?["problem"]?.string, answer: fields?["answer"]?.string,
        reference: fields?["reference"]?.string),
      namesMatter: stage.values["idPrefix"] != nil)
    return PreparedStage(reads: [], adds: LoadSource.adds, work: .source(source))
  }
}
