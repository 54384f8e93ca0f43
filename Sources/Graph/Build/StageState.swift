/// What the last whole build of a stage left behind: enough to find its records again, and to tell what differs today.
package struct StageState: Sendable {
  package var recipe: Digest
  /// The artifact and all those below it, as they were together: a later build may have replaced some of them.
  package var artifacts: [Artifact]
  /// What its inputs looked like.
  package var digests: InputDigests
  /// The run that last made anything here.
  package var run: Int
  /// How many inputs that run's function ran for.
  package var executed: Int
  /// Why it did.
  package var changes: [Change]

  /// A stage's artifact.
  package struct Artifact: Sendable, Equatable {
    package let stage: String
    package let inputs: [Input]
    /// The list of its layers.
    package let manifest: Digest

    package init(stage: String, inputs: [Input], manifest: Digest) {
      self.stage = stage
      self.inputs = inputs
      self.manifest = manifest
    }
  }

  /// A stage that another takes records from.
  package struct Input: Sendable, Equatable {
    package let stage: String
    package let tag: String?

    package init(stage: String, tag: String?) {
      self.stage = stage
      self.tag = tag
    }
  }

  package init(
    recipe: Digest, artifacts: [Artifact], digests: InputDigests, run: Int, executed: Int, changes: [Change]
  ) {
    self.recipe = recipe
    self.artifacts = artifacts
    self.digests = digests
    self.run = run
    self.executed = executed
    self.changes = changes
  }
}

extension StageState {
  /// As the index keeps it.
  var node: JSONNode {
    .object([
      ("recipe", .text(recipe.hex)), ("artifacts", .list(artifacts.map(\.node))),
      ("records", .number(digests.records)),
      ("fields", .list(digests.fields.map { .list([.text($0.path), .text($0.digest)]) })),
      ("run", .number(run)), ("executed", .number(executed)), ("changes", .list(changes.map(\.node))),
    ])
  }

  init?(_ node: JSONNode) {
    guard let recipe = node["recipe"]?.string.flatMap({ Digest(hex: $0) }), let run = node["run"]?.int else {
      return nil
    }
    let fields = (node["fields"]?.elements ?? []).compactMap { item -> InputDigests.Field? in
      guard let pair = item.elements, pair.count == 2, let path = pair[0].string, let digest = pair[1].string else {
        return nil
      }
      return InputDigests.Field(path: path, digest: digest)
    }
    self.init(
      recipe: recipe, artifacts: (node["artifacts"]?.elements ?? []).compactMap { Artifact($0) },
      digests: InputDigests(records: node["records"]?.int ?? 0, fields: fields), run: run,
      executed: node["executed"]?.int ?? 0, changes: (node["changes"]?.elements ?? []).compactMap { Change($0) })
  }
}

extension StageState.Artifact {
  fileprivate var node: JSONNode {
    let inputs = inputs.map { input -> JSONNode in
      .object([("stage", .text(input.stage)), ("tag", input.tag.map { .text($0) } ?? .null)])
    }
    return .object([("stage", .text(stage)), ("manifest", .text(manifest.hex)), ("inputs", .list(inputs))])
  }

  fileprivate init?(_ node: JSONNode) {
    guard let stage = node["stage"]?.string, let manifest = node["manifest"]?.string.flatMap({ Digest(hex: $0) }) else {
      return nil
    }
    let inputs = (node["inputs"]?.elements ?? []).compactMap { item in
      item["stage"]?.string.map { StageState.Input(stage: $0, tag: item["tag"]?.string) }
    }
    self.init(stage: stage, inputs: inputs, manifest: manifest)
  }
}

extension Change {
  /// As `--json` prints it.
  package var node: JSONNode {
    .object([
      ("part", .text(part)), ("was", was.map { .text($0) } ?? .null), ("now", now.map { .text($0) } ?? .null),
    ])
  }

  init?(_ node: JSONNode) {
    guard let part = node["part"]?.string else { return nil }
    self.init(part: part, was: node["was"]?.string, now: node["now"]?.string)
  }
}
