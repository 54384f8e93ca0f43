@testable import Graph

/// A pipeline of toy stages, to be edited and built.
struct ToyPipeline {
  var stages: [Stage]

  struct Stage {
    let name: String
    let kind: String
    var inputs: [InputReference]
    var parameters: [String: JSONNode]
  }

  init(_ stages: [Stage]) { self.stages = stages }

  /// A stage, by name.
  subscript(name: String) -> Stage {
    get { stages[place(name)] }
    set { stages[place(name)] = newValue }
  }

  private func place(_ name: String) -> Int {
    guard let place = stages.firstIndex(where: { $0.name == name }) else { preconditionFailure("no stage '\(name)'") }
    return place
  }

  /// As it stands in a file.
  var text: String { JSONNode.object([("name", .text("toy")), ("stages", .object(stages.map(\.member)))]).line }
}

extension ToyPipeline.Stage {
  /// A source, which reads `<name>.jsonl` unless files are named.
  static func read(_ name: String = "problems", files: [String]? = nil) -> Self {
    let files = files ?? ["\(name).jsonl"]
    return Self(name: name, kind: "read", inputs: [], parameters: ["files": .list(files.map { .text($0) })])
  }

  static func map(_ name: String, from input: String = "problems", _ parameters: [String: JSONNode] = [:]) -> Self {
    Self(name: name, kind: "map", inputs: [InputReference(stage: input)], parameters: parameters)
  }

  static func ask(_ name: String, from input: String = "problems", _ parameters: [String: JSONNode] = [:]) -> Self {
    Self(name: name, kind: "ask", inputs: [InputReference(stage: input)], parameters: parameters)
  }

  static func together(_ name: String, from input: String, _ parameters: [String: JSONNode] = [:]) -> Self {
    Self(name: name, kind: "together", inputs: [InputReference(stage: input)], parameters: parameters)
  }

  static func unique(_ name: String, from input: String = "problems", of field: String = "problem") -> Self {
    Self(name: name, kind: "unique", inputs: [InputReference(stage: input)], parameters: ["of": .text(field)])
  }

  fileprivate var member: (String, JSONNode) {
    var members: [(String, JSONNode)] = [("kind", .text(kind))]
    if !inputs.isEmpty { members.append(("input", .list(inputs.map(\.node)))) }
    return (name, .object(members + parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
  }
}

extension InputReference {
  fileprivate var node: JSONNode {
    tag.map { .object([("stage", .text(stage)), ("tag", .text($0))]) } ?? .text(stage)
  }
}
