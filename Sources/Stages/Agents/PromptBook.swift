internal import Graph

/// One of the prompts of a kind of stage.
struct PromptRole: Sendable {
  /// Its name under `prompts`.
  let name: String
  /// One sentence for the docs, with its full stop.
  let summary: String
  /// What is used where the pipeline names no file.
  let standard: String
  /// Fields that the stage itself fills in, beside those of the record.
  let fields: [String]

  init(_ name: String, _ standard: String, fields: [String] = [], _ summary: String) {
    (self.name, self.standard, self.fields, self.summary) = (name, standard, fields, summary)
  }
}

/// The prompts of one stage: the shipped ones, or those of the files that the pipeline names.
struct PromptBook: Sendable {
  private let templates: [String: PromptTemplate]
  /// The record's fields that they name, in order of their names.
  let fields: [FieldPath]

  /// The parameter that names the files.
  static func parameter(_ roles: [PromptRole]) -> Parameter {
    Parameter(
      "prompts", .ingredient,
      .object(roles.map { Parameter($0.name, .ingredient, .file, $0.summary) }),
      "Files that take the place of the shipped prompts. `{{problem}}` and the like stand for fields of the record.")
  }

  /// Reads the prompts of a stage.
  /// - Throws: `PipelineProblems` for files that cannot be read and fields that do not exist.
  init(_ roles: [PromptRole], _ stage: StageDeclaration, in context: PreparationContext) throws {
    let files = stage.values["prompts"]?.object
    var templates: [String: PromptTemplate] = [:]
    var fields: Set<FieldPath> = []
    var problems: [Problem] = []
    for role in roles {
      do throws(Problem) {
        let (template, file) = try PromptBook.template(role, files?[role.name], context)
        templates[role.name] = template
        for field in template.fields where !role.fields.contains(field.name) {
          if let problem = PromptBook.problem(field, role, file: file, context) {
            problems.append(problem)
          } else {
            fields.insert(FieldPath(dotted: field.name))
          }
        }
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw PipelineProblems(problems) }
    self.templates = templates
    self.fields = fields.sorted()
  }

  private static func template(
    _ role: PromptRole, _ value: ParameterValue?, _ context: PreparationContext
  ) throws(Problem) -> (PromptTemplate, file: String) {
    guard let value, let name = value.string else {
      let file = "the shipped prompt '\(role.name)'"
      return (try PromptTemplate(role.standard, file: file), file)
    }
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try Disk.read(context.absolute(name))
    } catch {
      throw Problem(file: context.document.file, position: value.position, message: error.description)
    }
    let template = try PromptTemplate(String(decoding: bytes, as: UTF8.self), file: name)
    guard !template.text.isEmpty else {
      throw Problem(file: context.document.file, position: value.position, message: "the prompt '\(name)' is empty")
    }
    return (template, name)
  }

  private static func problem(
    _ field: PromptTemplate.Field, _ role: PromptRole, file: String, _ context: PreparationContext
  ) -> Problem? {
    func problem(_ names: [String]) -> Problem {
      Problem(
        file: file, position: field.position,
        message: "unknown field '\(field.name)'\(Nearest.hint(field.name, among: names))")
    }
    guard StringRule.fieldPath.matches(field.name) else { return problem(role.fields) }
    // After a mistake in a stage before, nothing is known of the record.
    guard let known = context.fields else { return nil }
    let path = FieldPath(dotted: field.name)
    if known.contains(where: { $0.contains(path) || path.contains($0) }) { return nil }
    return problem(role.fields + Set(known.map(\.description)).sorted())
  }

  /// The prompts as recipe parts: the shipped ones change results too.
  var parts: [Recipe.Part] {
    templates.sorted { $0.key < $1.key }.map { name, template in
      Recipe.Part("prompt '\(name)'", .ingredient, Digest(of: Array(template.text.utf8)).hex)
    }
  }

  /// A prompt for one record.
  /// - Parameters:
  ///   - reads: the fields that the stage is handed, in order.
  ///   - values: those that the stage fills in.
  /// - Throws: if the record lacks a field that the prompt names.
  func filled(
    _ role: String, _ record: Record, reads: [FieldPath], _ values: [String: String] = [:]
  ) throws(MissingField) -> String {
    guard let template = templates[role] else { preconditionFailure("there is no prompt '\(role)'") }
    var missing: String?
    let text = template.filled { name in
      if let value = values[name] { return value }
      let place = reads.firstIndex { $0.description == name }
      guard let view = place.map({ record[$0] }), view.kind != .missing else {
        missing = missing ?? name
        return ""
      }
      return String(decoding: view.bytes, as: UTF8.self)
    }
    if let missing { throw MissingField(name: missing) }
    return text
  }
}

/// A record that lacks what a prompt speaks of.
struct MissingField: Error {
  let name: String

  /// What becomes of the record.
  var result: StageResult {
    StageResult(.reject(reason: "missing-field", detail: "a prompt needs the field '\(name)', and the record has none"))
  }
}
