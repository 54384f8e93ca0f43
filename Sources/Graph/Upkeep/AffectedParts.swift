/// What is affected by which blob, and what is wrong with entries of the index themselves, counted by words.
struct AffectedParts {
  private var parts: [Digest: [Part: Int]] = [:]
  private var faults: [Part: Int] = [:]

  /// Something that is counted: `chunk`, `solve`.
  private struct Part: Hashable, Comparable {
    let noun: String
    let stage: String?
    var fault = ""

    static func < (one: Part, other: Part) -> Bool {
      (one.stage ?? "", one.noun, one.fault) < (other.stage ?? "", other.noun, other.fault)
    }

    func words(_ count: Int) -> String {
      "\(count) \(noun)\(count == 1 ? "" : "s")" + (stage.map { " of \($0)" } ?? "")
    }
  }

  /// Something cannot be used because of a blob.
  mutating func add(_ noun: String, of stage: String?, because blob: Digest, count: Int = 1) {
    parts[blob, default: [:]][Part(noun: noun, stage: stage), default: 0] += count
  }

  /// An entry cannot be used.
  mutating func add(_ noun: String, of stage: String?, fault: String) {
    faults[Part(noun: noun, stage: stage, fault: fault), default: 0] += 1
  }

  func has(_ blob: Digest) -> Bool { parts[blob] != nil }

  func words(of blob: Digest) -> [String] {
    (parts[blob] ?? [:]).sorted { $0.key < $1.key }.map { $0.key.words($0.value) }
  }

  var entryFindings: [CacheFinding] {
    faults.sorted { $0.key < $1.key }.map { part, count in
      CacheFinding(.entries, part.fault, affects: [part.words(count)])
    }
  }
}

/// What stages are called whose recipes the index knows.
struct StageNames {
  private var names: [Digest: String] = [:]

  init(_ index: Index, _ pipeline: Pipeline) throws {
    for (digest, recipe) in try index.recipes() {
      let kind = recipe.parts.first { $0.label == "kind" }?.value ?? "stage"
      for digest in [digest, recipe.ingredients] { names[digest] = "a former \(kind)" }
    }
    for path in try index.pipelines() {
      for (name, state) in try index.stageStates(path).sorted(by: { $0.key < $1.key }) {
        names[state.recipe] = name
        if let ingredients = try index.ingredients(of: [state.recipe]).first { names[ingredients] = name }
      }
    }
    for stage in pipeline.stages {
      names[stage.recipe.digest] = stage.name
      names[stage.recipe.ingredients] = stage.name
    }
  }

  subscript(recipe: Digest) -> String { names[recipe] ?? "a former stage" }
}
