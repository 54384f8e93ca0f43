extension Declarations {
  /// What is wrong with the declarations themselves; empty when they are sound.
  ///
  /// A test asserts that it is empty, so that a reader may rely on names being unique and defaults being valid.
  package func mistakes() -> [String] {
    var mistakes: [String] = []
    func check(_ names: [String], _ place: String) {
      for (index, name) in names.enumerated() where names[..<index].contains(name) {
        mistakes.append("\(place) has '\(name)' twice")
      }
    }
    func check(_ parameters: [Parameter], _ place: String, engine: [String] = []) {
      check(engine + parameters.map(\.name), place)
      for parameter in parameters {
        let path = "\(place): '\(parameter.name)'"
        if let standard = parameter.defaultValue {
          if parameter.isRequired { mistakes.append("\(path) is required and has a default") }
          mistakes += problems(of: standard, as: parameter).map { "\(place), default: \($0.message)" }
        }
        for section in parameter.type.sections where self.section(section) == nil && section != Self.stages {
          mistakes.append("\(path) refers to '\(section)', which is not a section")
        }
        for members in parameter.type.objects { check(members, path) }
      }
    }
    check(["$schema"] + topKeys, "the top level")
    check(pipelineParameters, "the top level")
    check(kinds.map(\.name), "the list of kinds")
    for kind in kinds {
      check(kind.parameters, "kind '\(kind.name)'", engine: ["kind", "input"] + Self.stageParameters.map(\.name))
    }
    for section in sections {
      check(section.variants.map(\.name), "section '\(section.name)'")
      for variant in section.variants {
        let engine = [section.discriminator] + Self.entryParameters.map(\.name)
        check(variant.parameters, "\(section.discriminator) '\(variant.name)'", engine: engine)
      }
    }
    return mistakes
  }

  /// What a reader says of a default. References are let through, since entries come with a file.
  private func problems(of standard: JSONNode, as parameter: Parameter) -> [Problem] {
    if !parameter.type.sections.isEmpty { return [] }
    var reader = ValueReader(file: "", names: [:])
    let owner = ValueReader.Owner(title: "", position: .nowhere)
    _ = reader.members(
      [JSONNode.Member(key: parameter.name, keyPosition: .nowhere, node: standard)], as: [parameter], of: owner)
    return reader.problems
  }
}

extension ParameterType {
  /// The types directly inside this one.
  private var inside: [ParameterType] {
    switch self {
    case .list(let type, _), .map(let type): [type]
    case .either(let types): types
    default: []
    }
  }

  /// The sections that values refer to, but for those inside objects, which are checked as parameters themselves.
  fileprivate var sections: [String] {
    if case .reference(let section) = self { [section] } else { inside.flatMap(\.sections) }
  }

  /// The members of each object inside.
  fileprivate var objects: [[Parameter]] {
    switch self {
    case .object(let parameters): [parameters]
    case .exactlyOneOf(let choices, let others): [choices + others]
    default: inside.flatMap(\.objects)
    }
  }
}
