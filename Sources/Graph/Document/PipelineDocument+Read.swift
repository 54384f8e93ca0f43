extension PipelineDocument {
  /// Reads a pipeline file with the command line's overrides laid over it; throws everything that is wrong with it.
  ///
  /// `file` is the name that problems show. Nothing else is read: a file that a parameter names may be missing.
  package static func read(
    _ bytes: [UInt8], file: String, overrides: [Override] = [], declarations: Declarations
  ) throws(PipelineProblems) -> PipelineDocument {
    var problems: [Problem] = []
    var root: JSONNode
    do throws(Problem) {
      root = try JSONNode.parse(bytes, file: file)
    } catch {
      throw PipelineProblems([error])
    }
    for (index, override) in overrides.enumerated() {
      do throws(Problem) {
        try override.apply(to: &root, index: index, file: file, declarations: declarations)
      } catch {
        problems.append(error)
      }
    }
    guard let members = root.members else {
      let problem = Problem(file: file, position: root.position, message: Wording.notAPipeline(root))
      throw PipelineProblems(problems + [problem])
    }
    var reader = DocumentReader(members, at: root.position, file: file, declarations: declarations)
    let document = reader.document()
    problems += reader.values.problems
    guard let document, problems.isEmpty else { throw PipelineProblems(problems) }
    return document
  }
}

/// Reads the levels of a pipeline file above parameters: sections, entries, stages and how they hang together.
private struct DocumentReader {
  let members: [JSONNode.Member]
  let position: SourcePosition
  let declarations: Declarations
  var values: ValueReader

  init(_ members: [JSONNode.Member], at position: SourcePosition, file: String, declarations: Declarations) {
    self.members = members
    self.position = position
    self.declarations = declarations
    func keys(of section: String) -> [String] {
      members.first { $0.key == section }?.node.members?.map(\.key) ?? []
    }
    // Names are gathered first, since a stage may refer to what stands below it.
    var names = [Declarations.stages: (noun: "stage", names: keys(of: Declarations.stages))]
    for section in declarations.sections { names[section.name] = (section.noun, keys(of: section.name)) }
    values = ValueReader(file: file, names: names)
  }

  mutating func document() -> PipelineDocument? {
    let top = ValueReader.Owner(title: "the pipeline", position: position)
    let others = declarations.sections.map(\.name) + [Declarations.stages, "$schema"]
    let parameters = [Declarations.pipelineName] + declarations.allTopParameters
    let read = values.members(members, as: parameters, known: others, of: top)
    var sections: [String: [SectionEntry]] = [:]
    for section in declarations.sections { sections[section.name] = entries(of: section) }
    let stages = stages()
    guard let name = read["name"]?.string, let stages else { return nil }
    let kept = read.all.filter { $0.name != Declarations.pipelineName.name }
    return PipelineDocument(
      file: values.file, name: name, values: ParameterValues(position: position, all: kept), sections: sections,
      stages: stages)
  }

  /// The members of a section or of `stages`, their names checked.
  private mutating func named(_ key: String, noun: String) -> [JSONNode.Member]? {
    guard let node = members.first(where: { $0.key == key })?.node else { return nil }
    guard let named = node.members else {
      values.note(node.position, Wording.wrong(key, "an object", node))
      return []
    }
    for member in named where !StringRule.name.matches(member.key) {
      values.note(member.keyPosition, Wording.badName(of: noun, member.key))
    }
    return named.filter { member in
      if member.node.members != nil { return true }
      values.note(member.node.position, Wording.wrong("\(key).\(member.key)", "an object", member.node))
      return false
    }
  }

  private mutating func entries(of section: SectionDeclaration) -> [SectionEntry] {
    (named(section.name, noun: section.noun) ?? []).compactMap { entry(of: section, $0) }
  }

  private mutating func entry(of section: SectionDeclaration, _ member: JSONNode.Member) -> SectionEntry? {
    let owner = ValueReader.Owner(title: "\(section.noun) '\(member.key)'", position: member.keyPosition)
    let name = word(section.discriminator, of: member, owner)
    guard let name, let variant = section.variant(name.text) else {
      if let name {
        let message = Wording.unknown(section.discriminator, name.text, among: section.variants.map(\.name))
        values.note(name.position, message)
      }
      return nil
    }
    let read = values.members(
      member.node.members ?? [], as: variant.allParameters, known: [section.discriminator], of: owner)
    return SectionEntry(
      name: member.key, section: section.name, variant: variant.name, position: member.keyPosition, values: read)
  }

  private mutating func stages() -> [StageDeclaration]? {
    guard let named = named(Declarations.stages, noun: "stage") else {
      values.note(position, Wording.missing(Declarations.stages, in: "the pipeline"))
      return nil
    }
    if let node = members.first(where: { $0.key == Declarations.stages })?.node, node.members?.isEmpty == true {
      values.note(node.position, Wording.noStages)
    }
    var spelling: [String: String] = [:]
    for member in named {
      let other = spelling.updateValue(member.key, forKey: member.key.lowercased())
      if let other { values.note(member.keyPosition, Wording.onlyLetterCase(member.key, other)) }
    }
    let nodes = named.map { stage($0) }
    let order = StageOrder(nodes.map { (name: $0.name, inputs: $0.inputs.map(\.reference.stage)) })
    for circle in order.circles {
      let names = circle.map { nodes[$0].name }
      // The input that closes the circle is the likeliest to be wrong.
      let closing = nodes[circle[0]].inputs.first { $0.reference.stage == names.last }
      values.note(closing?.position ?? nodes[circle[0]].position, Wording.circle(names + [names[0]]))
    }
    return order.sorted.compactMap { nodes[$0].declaration }
  }

  /// A stage as far as it could be read.
  private struct StageNode {
    var name: String
    var position: SourcePosition
    var inputs: [(reference: InputReference, position: SourcePosition)]
    /// Nil when its kind is not known.
    var declaration: StageDeclaration?
  }

  private mutating func stage(_ member: JSONNode.Member) -> StageNode {
    let owner = ValueReader.Owner(title: "stage '\(member.key)'", position: member.keyPosition)
    let members = member.node.members ?? []
    let name = word("kind", of: member, owner)
    let kind = name.flatMap { declarations.kind($0.text) }
    if let name, kind == nil {
      values.note(name.position, Wording.unknown("kind", name.text, among: declarations.kinds.map(\.name)))
    }
    let inputs = inputs(of: member, kind, owner)
    var node = StageNode(name: member.key, position: member.keyPosition, inputs: inputs)
    if let kind {
      let input = Declarations.input.name
      let own = members.filter { $0.key != input }
      let known = kind.inputs == .none ? ["kind"] : ["kind", input]
      let read = values.members(own, as: kind.allParameters, known: known, of: owner)
      node.declaration = StageDeclaration(
        name: member.key, kind: kind.name, position: member.keyPosition, inputs: inputs.map(\.reference), values: read)
    }
    return node
  }

  /// The string under a key that is required and chooses what else may stand beside it.
  private mutating func word(
    _ key: String, of member: JSONNode.Member, _ owner: ValueReader.Owner
  ) -> (text: String, position: SourcePosition)? {
    let parameter = Parameter(key, .ingredient, .string, required: true, "")
    let only = member.node.members?.filter { $0.key == key } ?? []
    guard let value = values.members(only, as: [parameter], of: owner)[key], let text = value.string else {
      return nil
    }
    return (text, value.position)
  }

  private mutating func inputs(
    of member: JSONNode.Member, _ kind: KindDeclaration?, _ owner: ValueReader.Owner
  ) -> [(reference: InputReference, position: SourcePosition)] {
    let written = member.node.members?.filter { $0.key == Declarations.input.name } ?? []
    if let kind, kind.inputs == .none {
      if let first = written.first { values.note(first.keyPosition, Wording.takesNoInput(kind: kind.name)) }
      return []
    }
    // Whether a stage of an unknown kind needs an input is unknown too.
    if kind == nil, written.isEmpty { return [] }
    let before = values.problems.count
    let value = values.members(written, as: [Declarations.input], of: owner)[Declarations.input.name]
    guard let value else { return [] }
    let isSound = values.problems.count == before
    var inputs: [(reference: InputReference, position: SourcePosition)] = []
    for element in value.list ?? [value] {
      let stage = element.string ?? element.object?["stage"]?.string
      guard let stage else { continue }
      let reference = InputReference(stage: stage, tag: element.object?["tag"]?.string)
      if stage == member.key {
        values.note(element.position, Wording.readsItself(stage))
      } else if inputs.contains(where: { $0.reference == reference }) {
        // With a mistake in a tag, whether two inputs are the same is not known.
        if isSound { values.note(element.position, Wording.repeatedInput(reference)) }
      } else {
        inputs.append((reference, element.position))
      }
    }
    return inputs
  }
}
