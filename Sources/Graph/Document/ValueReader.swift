/// Reads values as their declarations say, noting every mistake instead of stopping at the first.
struct ValueReader {
  /// The file, as the user named it.
  let file: String
  /// What references may name: the entries of each section, and the stages.
  let names: [String: (noun: String, names: [String])]
  /// The mistakes so far.
  private(set) var problems: [Problem] = []

  init(file: String, names: [String: (noun: String, names: [String])]) {
    self.file = file
    self.names = names
  }

  /// Notes a mistake.
  mutating func note(_ position: SourcePosition, _ message: String) {
    problems.append(Problem(file: file, position: position, message: message))
  }

  /// What is known of the object whose members are read.
  struct Owner {
    /// What a message calls it, such as `stage 'solve'`.
    var title: String
    /// Goes before its members' names in messages; empty for a stage or entry.
    var path = ""
    /// Where its name stands.
    var position: SourcePosition
    /// True inside a default.
    var isDefault = false

    func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
  }

  /// Reads the members of an object. `known` are further keys that somebody else reads.
  mutating func members(
    _ members: [JSONNode.Member], as parameters: [Parameter], known: [String] = [], of owner: Owner
  ) -> ParameterValues {
    let names = known + parameters.map(\.name).filter { !known.contains($0) }
    for member in members where !names.contains(member.key) {
      note(member.keyPosition, Wording.unknown("key", member.key, among: names))
    }
    var values: [ParameterValue] = []
    for parameter in parameters {
      let path = owner.path(to: parameter.name)
      if let member = members.first(where: { $0.key == parameter.name }) {
        let written = Part(name: parameter.name, path: path, sort: parameter.sort, isDefault: owner.isDefault)
        if let value = value(member.node, as: parameter.type, written) { values.append(value) }
      } else if let standard = parameter.defaultValue?.placed(at: owner.position) {
        let omitted = Part(name: parameter.name, path: path, sort: parameter.sort, isDefault: true)
        if let value = value(standard, as: parameter.type, omitted) { values.append(value) }
      } else if parameter.isRequired {
        note(owner.position, Wording.missing(parameter.name, in: owner.title))
      }
    }
    return ParameterValues(position: owner.position, all: values)
  }

  /// What is known of a value before it is read.
  private struct Part {
    var name: String
    var path: String
    var sort: Sort
    var isDefault: Bool

    /// An element or a key inside it.
    func inside(_ name: String) -> Part {
      Part(name: name, path: "\(path).\(name)", sort: sort, isDefault: isDefault)
    }
  }

  private mutating func value(_ node: JSONNode, as type: ParameterType, _ part: Part) -> ParameterValue? {
    guard let content = content(node, as: type, part) else { return nil }
    return ParameterValue(
      name: part.name, sort: part.sort, isDefault: part.isDefault, position: node.position, content: content)
  }

  private mutating func content(
    _ node: JSONNode, as type: ParameterType, _ part: Part
  ) -> ParameterValue.Content? {
    switch (type, node.value) {
    case (.either(let types), _): return choice(node, of: types, part)
    case (.value, _), (.string, .string), (.boolean, .boolean): return .leaf(node, .plain)
    case (.stringMatching(let rule), .string(let text)) where rule.matches(text): return .leaf(node, .plain)
    case (.file, .string(let text)) where !text.isEmpty: return .leaf(node, .file)
    case (.fieldPath, .string(let text)) where StringRule.fieldPath.matches(text): return .leaf(node, .fieldPath)
    case (.integer(let range), .number(let lexeme)) where Int(lexeme).map(range.contains) == true:
      return .leaf(node, .plain)
    case (.number(let range), .number(let lexeme)) where Double(lexeme).map { $0.isFinite && range ~= $0 } == true:
      return .leaf(node, .plain)
    case (.oneOf(let words), .string(let word)) where words.contains(word): return .leaf(node, .plain)
    case (.oneOf(let words), _):
      note(node.position, Wording.wrong(part.path, oneOf: words, node))
      return nil
    case (.reference(let section), .string(let name)): return reference(name, to: section, node)
    case (.list(let type, let minimum), .array(let elements)) where elements.count >= minimum:
      return .list(
        elements.enumerated().compactMap { index, element in value(element, as: type, part.inside("\(index)")) })
    case (.map(let type), .object(let members)):
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let values = sorted.compactMap { value($0.node, as: type, part.inside($0.key)) }
      return .object(ParameterValues(position: node.position, all: values))
    case (.object(let parameters), .object(let members)):
      return .object(self.members(members, as: parameters, of: owner(part, node)))
    case (.exactlyOneOf(let choices, let others), .object(let members)):
      let names = choices.map(\.name)
      let chosen = members.map(\.key).filter(names.contains)
      if chosen.count != 1 { note(node.position, Wording.notOneChoice(part.path, among: names, found: chosen)) }
      let wanted = choices.filter { chosen.contains($0.name) } + others
      return .object(self.members(members, as: wanted, known: names, of: owner(part, node)))
    default:
      note(node.position, Wording.wrong(part.path, type.expected, node))
      return nil
    }
  }

  private func owner(_ part: Part, _ node: JSONNode) -> Owner {
    Owner(title: "'\(part.path)'", path: part.path, position: node.position, isDefault: part.isDefault)
  }

  private mutating func reference(
    _ name: String, to section: String, _ node: JSONNode
  ) -> ParameterValue.Content? {
    let (noun, names) = names[section] ?? ("entry", [])
    guard names.contains(name) else {
      note(node.position, Wording.unknown(noun, name, among: names))
      return nil
    }
    return .leaf(node, .reference(section: section))
  }

  /// Reads a value that may be of several types: the JSON shape tells which was meant, so that the message is about it.
  private mutating func choice(
    _ node: JSONNode, of types: [ParameterType], _ part: Part
  ) -> ParameterValue.Content? {
    let fitting = types.filter { $0.admits(node.value) }
    if fitting.count == 1 { return content(node, as: fitting[0], part) }
    let before = problems.count
    for type in fitting {
      let content = content(node, as: type, part)
      if problems.count == before { return content }
      problems.removeSubrange(before...)
    }
    note(node.position, Wording.wrong(part.path, ParameterType.either(types).expected, node))
    return nil
  }
}

extension ParameterType {
  /// True when a value has the right shape, whatever its content.
  fileprivate func admits(_ shape: JSONNode.Shape) -> Bool {
    switch (self, shape) {
    case (.value, _), (.integer, .number), (.number, .number), (.boolean, .boolean), (.list, .array): true
    case (.string, .string), (.stringMatching, .string), (.oneOf, .string), (.reference, .string), (.file, .string),
      (.fieldPath, .string):
      true
    case (.object, .object), (.exactlyOneOf, .object), (.map, .object): true
    case (.either(let types), _): types.contains { $0.admits(shape) }
    default: false
    }
  }
}
