package import Graph

/// Runs a program of the user's over the records.
package struct CommandKind: StageKind {
  package let version = 1

  package init() {}

  package var declaration: KindDeclaration {
    KindDeclaration(
      "command",
      parameters: [
        Parameter(
          "run", .ingredient, .list(of: .string, minimum: 1), required: true,
          "The program and its arguments. An argument that names a file is part of every key by that file's content."),
        Parameter(
          "reads", .ingredient, .list(of: .fieldPath, minimum: 1), required: true,
          "The fields that the program is given; `id` and `group` only if they are named."),
        Parameter("adds", .ingredient, .list(of: .fieldPath), default: [], "The fields that the program adds."),
        Parameter(
          "files", .ingredient, .list(of: .file), default: [],
          "Further files that the program reads; their content is part of every key."),
        Parameter(
          "timeoutSeconds", .conduct, .integer(1...1_000_000), default: 600,
          "How long one start of the program may take before it is ended, which is a failure of its records."),
      ],
      "Runs any program: one JSON object a line in, one object a line out, matched by the member `ticket`; `{\"ticket\": …, \"reject\": \"reason\"}` drops the record."
    )
  }

  package func prepare(_ stage: StageDeclaration, in context: PreparationContext) throws -> PreparedStage {
    let arguments = stage.values.strings("run")
    var parts: [Recipe.Part] = []
    for argument in arguments {
      let path = context.absolute(argument)
      if let stat = try Disk.stat(path), !stat.isDirectory {
        parts.append(Recipe.Part("content of \(argument)", .ingredient, try context.fileDigest(path).hex))
      }
    }
    for file in stage.values.list("files") {
      guard let name = file.string, try Disk.stat(context.absolute(name)) == nil else { continue }
      throw context.problem(file.position, "there is no file '\(name)' in \(context.folder)")
    }
    let (reads, adds) = (stage.values.strings("reads"), stage.values.strings("adds"))
    if let bad = stage.values.list("adds").first(where: { ["id", "group", "ticket", "reject"].contains($0.string) }) {
      throw context.problem(bad.position, "a program may not add the field '\(bad.string ?? "")'")
    }
    return PreparedStage(
      reads: reads.map { FieldPath(dotted: $0) }, adds: adds.map { FieldPath(dotted: $0) }, parts: parts,
      work: .map(
        CommandStage(
          arguments: arguments, folder: context.folder, reads: reads, adds: adds,
          timeout: stage.values.int("timeoutSeconds"))))
  }
}
