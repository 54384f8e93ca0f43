/// A pipeline ready to be planned: its stages prepared, with recipes, inputs before those that read them.
package struct Pipeline: Sendable {
  package let document: PipelineDocument
  /// Absolute path of the file, without symbolic links: what its history is kept under.
  package let path: String
  package let stages: [Stage]

  /// One stage, prepared.
  package struct Stage: Sendable {
    package let index: Int
    package let name: String
    package let kind: String
    package let inputs: [Input]
    package let recipe: Recipe
    package let prepared: PreparedStage
    /// How many failures end the build early.
    package let maxFailures: Int?
  }

  /// A stage whose records another takes.
  package struct Input: Sendable, Hashable {
    package let stage: Int
    package let tag: String?
  }
}

extension Pipeline {
  /// Prepares all stages of a document, so that every problem is seen before any work is done.
  /// - Throws: `PipelineProblems`, with those of all stages.
  package init(
    _ document: PipelineDocument, path: String, kinds: [any StageKind],
    fileDigest: @escaping @Sendable (_ path: String) throws -> Digest
  ) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    var stages: [Stage] = []
    var problems: [Problem] = []
    var fields: [[FieldPath]] = []
    // Of what follows a stage that could not be prepared, nothing more can be said.
    var isSound: Set<String> = []
    for declaration in document.stages {
      guard let kind = kinds.first(where: { $0.declaration.name == declaration.kind }) else {
        preconditionFailure("the document was validated against other kinds")
      }
      let inputs = declaration.inputs.compactMap { input in
        stages.firstIndex { $0.name == input.stage }.map { Input(stage: $0, tag: input.tag) }
      }
      let isFed = declaration.inputs.allSatisfy { isSound.contains($0.stage) }
      let context = PreparationContext(
        document: document, folder: folder, fields: isFed ? Pipeline.common(inputs.map { fields[$0.stage] }) : nil,
        fileDigest: fileDigest)
      do {
        let prepared = try kind.prepare(declaration, in: context)
        if isFed {
          isSound.insert(declaration.name)
          problems +=
            FieldCheck(declaration, prepared, inputs: inputs.map { fields[$0.stage] }, file: document.file)
            .problems
        }
        let available = inputs.map { fields[$0.stage] }.flatMap { $0 } + prepared.adds
        let recipe = try Recipe(declaration, kind: kind, prepared: prepared, context: context)
        fields.append(available)
        stages.append(
          Stage(
            index: stages.count, name: declaration.name, kind: declaration.kind, inputs: inputs, recipe: recipe,
            prepared: prepared, maxFailures: declaration.values["maxFailures"]?.int))
      } catch let error as PipelineProblems {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw PipelineProblems(problems) }
    self.document = document
    self.path = path
    self.stages = stages
  }

  /// The fields that are in all of some lists.
  private static func common(_ lists: [[FieldPath]]) -> [FieldPath] {
    (lists.first ?? []).filter { field in lists.allSatisfy { $0.contains { $0.contains(field) } } }
  }

  /// The place of a stage.
  package func index(of name: String) -> Int? { stages.firstIndex { $0.name == name } }

  /// Some stages and all that they depend on; all stages for an empty list.
  package func closure(of names: [String]) -> Set<Int> {
    guard !names.isEmpty else { return Set(stages.indices) }
    var wanted: Set<Int> = []
    for stage in stages.reversed() where names.contains(stage.name) || wanted.contains(stage.index) {
      wanted.insert(stage.index)
      for input in stage.inputs { wanted.insert(input.stage) }
    }
    return wanted
  }
}

extension Pipeline.Stage {
  /// Whether results of single records are looked up, so that their keys travel with layers, and chunks are shared by
  /// themselves.
  var findsRecords: Bool {
    switch prepared.work {
    case .map, .mapGroups, .wait: true
    case .source, .decide: false
    }
  }
}

/// Sees to it that stages read only what is there and add only what is not.
private struct FieldCheck {
  var problems: [Problem] = []

  init(_ declaration: StageDeclaration, _ stage: PreparedStage, inputs: [[FieldPath]], file: String) {
    func add(_ message: String) {
      problems.append(Problem(file: file, position: declaration.position, message: message))
    }
    for (input, available) in zip(declaration.inputs, inputs) {
      for read in stage.reads where read != .id && read != .group {
        guard !available.contains(where: { $0.contains(read) || read.contains($0) }) else { continue }
        let names = Set(available.map(\.description)).sorted()
        add(
          "'\(declaration.name)' reads the field '\(read)', which no stage up to '\(input.stage)' adds"
            + Nearest.hint(read.description, among: names))
      }
      for added in stage.adds where available.contains(where: { $0.contains(added) || added.contains($0) }) {
        add(
          "'\(declaration.name)' adds the field '\(added)', which a stage before it adds too; no stage may change another's fields"
        )
      }
    }
  }
}

extension Recipe {
  fileprivate init(
    _ declaration: StageDeclaration, kind: any StageKind, prepared: PreparedStage, context: PreparationContext
  ) throws {
    var parts = [
      Part("kind", .ingredient, declaration.kind),
      Part("version of \(declaration.kind)", .ingredient, String(kind.version)),
    ]
    for value in declaration.values.all {
      if case .leaf(_, .reference(let section)) = value.content {
        guard let name = value.string, let entry = context.document.entry(name, of: section) else { continue }
        // Its name in this file is nothing to a result; what it says is.
        parts.append(Part(value.name, .ingredient, entry.variant))
        parts += entry.values.all.flatMap { Recipe.parts($0, label: "\(value.name).\($0.name)") }
      } else if !value.files.isEmpty {
        for file in value.files {
          guard let path = file.string else { continue }
          let digest = try context.fileDigest(context.absolute(path))
          parts.append(Part("content of \(value.name)", value.sort, digest.hex))
        }
      } else {
        parts += Recipe.parts(value, label: value.name)
      }
    }
    self.init(parts + prepared.parts)
  }

  private static func parts(_ value: ParameterValue, label: String) -> [Part] {
    Sort.allCases.compactMap { sort in value.part(of: sort).map { Part(label, sort, $0.json) } }
  }
}

extension ParameterValue {
  fileprivate var files: [ParameterValue] { leaves { $0 == .file } }
}
