/// A validated value of a parameter, or of a part of one.
///
/// Every part keeps the sort that it was declared with, so that one parameter may hold both an ingredient (a tool's
/// name) and a bound (its time-out).
package struct ParameterValue: Sendable {
  /// The parameter's key; in a list, the element's number.
  package let name: String
  /// What it does to results.
  package let sort: Sort
  /// True when the file does not say it.
  package let isDefault: Bool
  /// Where it stands; a default stands where the stage or entry does that leaves it out.
  package let position: SourcePosition
  /// The value, defaults inside it filled in.
  package let content: Content

  /// The shape of a value.
  package indirect enum Content: Sendable {
    /// A value without declared parts.
    case leaf(JSONNode, Role)
    /// The elements of a list.
    case list([ParameterValue])
    /// The members of an object or a map.
    case object(ParameterValues)
  }

  /// What a leaf stands for.
  package enum Role: Hashable, Sendable {
    /// Itself.
    case plain
    /// A file, relative to the pipeline file.
    case file
    /// A field of a record.
    case fieldPath
    /// An entry of a section.
    case reference(section: String)
  }

  init(name: String, sort: Sort, isDefault: Bool, position: SourcePosition, content: Content) {
    self.name = name
    self.sort = sort
    self.isDefault = isDefault
    self.position = position
    self.content = content
  }
}

extension ParameterValue {
  /// The text, if this is a string.
  package var string: String? { leaf?.string }

  /// The number, if this is a whole number.
  package var int: Int? { lexeme.flatMap { Int($0) } }

  /// The number, if this is one.
  package var double: Double? { lexeme.flatMap { Double($0) } }

  /// The truth, if this is `true` or `false`.
  package var bool: Bool? {
    if case .boolean(let bool) = leaf?.value { bool } else { nil }
  }

  /// The elements, if this is a list.
  package var list: [ParameterValue]? {
    if case .list(let list) = content { list } else { nil }
  }

  /// The members, if this is an object or a map.
  package var object: ParameterValues? {
    if case .object(let values) = content { values } else { nil }
  }

  /// Any JSON as it was written, if the declaration asks for no more than that.
  package var leaf: JSONNode? {
    if case .leaf(let node, _) = content { node } else { nil }
  }

  private var lexeme: String? {
    if case .number(let lexeme) = leaf?.value { lexeme } else { nil }
  }
}

/// The validated parameters of a stage, of an entry or of an object inside them, defaults filled in.
package struct ParameterValues: Sendable {
  /// Where the stage or object starts.
  package let position: SourcePosition
  /// The values in the order declared; a map's in the order of its keys' bytes, since the order of keys means nothing.
  package let all: [ParameterValue]

  init(position: SourcePosition, all: [ParameterValue]) {
    self.position = position
    self.all = all
  }

  /// The value of a parameter; nil when it was left out and has no default.
  package subscript(name: String) -> ParameterValue? { all.first { $0.name == name } }

  /// A string that is declared as required or with a default.
  package func string(_ name: String) -> String { present(self[name]?.string, name, "string") }

  /// A whole number that is declared as required or with a default.
  package func int(_ name: String) -> Int { present(self[name]?.int, name, "integer") }

  /// A number that is declared as required or with a default.
  package func double(_ name: String) -> Double { present(self[name]?.double, name, "number") }

  /// A truth value that is declared as required or with a default.
  package func bool(_ name: String) -> Bool { present(self[name]?.bool, name, "boolean") }

  /// A list that is declared as required or with a default.
  package func list(_ name: String) -> [ParameterValue] { present(self[name]?.list, name, "list") }

  /// The strings of a list that is declared as required or with a default.
  package func strings(_ name: String) -> [String] { list(name).compactMap(\.string) }

  /// An object or map that is declared as required or with a default.
  package func object(_ name: String) -> ParameterValues { present(self[name]?.object, name, "object") }

  private func present<Value>(_ value: Value?, _ name: String, _ type: String) -> Value {
    guard let value else {
      preconditionFailure("'\(name)' is not declared as a \(type) that is required or has a default")
    }
    return value
  }
}
