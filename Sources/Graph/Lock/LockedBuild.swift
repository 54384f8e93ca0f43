/// What a complete build used and made: `pipeline.lock.json`, made to be committed beside the pipeline and read in a diff.
///
/// Everything stands in the order of the pipeline or is sorted, and nothing in it depends on when or where it was built.
package struct LockedBuild: Sendable, Equatable {
  package var stages: [Stage]
  /// What models, by the name that the index knows them by, told of themselves.
  package var identities: [String: String]

  /// One stage.
  package struct Stage: Sendable, Equatable {
    package let name: String
    package let recipe: Recipe
    /// For a source, its files with the digests of what they hold, as hexadecimal text.
    package let files: [String: String]
    package let artifact: Digest
    package let kept: Int
    /// By reason.
    package let rejects: [String: Int]

    package init(
      name: String, recipe: Recipe, files: [String: String], artifact: Digest, kept: Int, rejects: [String: Int]
    ) {
      self.name = name
      self.recipe = recipe
      self.files = files
      self.artifact = artifact
      self.kept = kept
      self.rejects = rejects
    }
  }

  package init(stages: [Stage], identities: [String: String]) {
    self.stages = stages
    self.identities = identities
  }
}

extension LockedBuild {
  /// The form of the file.
  private static let version = 1

  /// As the file holds it.
  package var text: String {
    let stages = stages.map { stage -> (String, JSONNode) in
      var members = Sort.allCases.compactMap { sort in stage.recipe.node(of: sort).map { (sort.rawValue, $0) } }
      if !stage.files.isEmpty { members.append(("files", .sorted(stage.files.mapValues { .text($0) }))) }
      members.append(("kept", .number(stage.kept)))
      if !stage.rejects.isEmpty { members.append(("rejected", .sorted(stage.rejects.mapValues { .number($0) }))) }
      members.append(("artifact", .text(stage.artifact.hex)))
      return (stage.name, .object(members))
    }
    return JSONNode.object([
      ("version", .number(LockedBuild.version)), ("stages", .object(stages)),
      ("models", .sorted(identities.mapValues { .text($0) })),
    ]).prettyJSON
  }

  /// Reads what `text` wrote.
  /// - Throws: `Problem` with the place of what is no JSON; `LockFileError` for anything else that is wrong.
  package init(_ bytes: [UInt8], file: String) throws {
    let node = try JSONNode.parse(bytes, file: file)
    guard let version = node["version"]?.int else {
      throw LockFileError("\(file) is no lock file: it has no 'version'")
    }
    guard version <= LockedBuild.version else {
      throw LockFileError("\(file) was made by a newer distillbuild (form \(version)); update it")
    }
    stages = try (node["stages"]?.members ?? []).map { member in
      guard let stage = Stage(member.key, member.node) else {
        throw LockFileError("\(file): what it says of the stage '\(member.key)' cannot be read")
      }
      return stage
    }
    identities = Dictionary((node["models"]?.members ?? []).compactMap { m in m.node.string.map { (m.key, $0) } }) {
      $1
    }
  }
}

extension LockedBuild.Stage {
  fileprivate init?(_ name: String, _ node: JSONNode) {
    guard let artifact = node["artifact"]?.string.flatMap({ Digest(hex: $0) }), let kept = node["kept"]?.int else {
      return nil
    }
    func members<Value>(_ key: String, _ value: (JSONNode) -> Value?) -> [String: Value] {
      Dictionary((node[key]?.members ?? []).compactMap { member in value(member.node).map { (member.key, $0) } }) { $1 }
    }
    self.init(
      name: name, recipe: Recipe(Sort.allCases.flatMap { Recipe.parts(of: $0, node[$0.rawValue]) }),
      files: members("files", \.string), artifact: artifact, kept: kept,
      rejects: members("rejected", \.int))
  }
}

extension Recipe {
  /// The parts of one sort, by label; a list where a label stands for several. Nil for none.
  fileprivate func node(of sort: Sort) -> JSONNode? {
    let values = Dictionary(grouping: parts.filter { $0.sort == sort }, by: \.label).mapValues { $0.map(\.value) }
    guard !values.isEmpty else { return nil }
    return .sorted(values.mapValues { $0.count == 1 ? .text($0[0]) : .list($0.map { .text($0) }) })
  }

  fileprivate static func parts(of sort: Sort, _ node: JSONNode?) -> [Part] {
    (node?.members ?? []).flatMap { member in
      (member.node.elements ?? [member.node]).compactMap { $0.string.map { Part(member.key, sort, $0) } }
    }
  }
}

extension JSONNode {
  fileprivate static func sorted(_ members: [String: JSONNode]) -> JSONNode {
    .object(members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) })
  }
}

/// A lock file that cannot be used.
package struct LockFileError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}
