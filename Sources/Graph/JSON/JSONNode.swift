/// A JSON value that remembers where it was written, for documents people edit.
///
/// Data-set lines use `JSONScanner` directly; a tree is for text whose mistakes must be shown by line and column.
package struct JSONNode: Sendable {
  /// The value itself.
  package var value: Shape
  /// Where it starts.
  package var position: SourcePosition

  /// One of JSON's six shapes. Members keep their order; numbers keep their lexeme.
  package indirect enum Shape: Sendable {
    case object([Member])
    case array([JSONNode])
    case string(String)
    case number(String)
    case boolean(Bool)
    case null
  }

  /// One key of an object with its value.
  package struct Member: Sendable {
    /// The key, unescaped.
    package var key: String
    /// Where the key's quotation mark stands.
    package var keyPosition: SourcePosition
    /// The value.
    package var node: JSONNode

    /// Puts the parts together.
    package init(key: String, keyPosition: SourcePosition, node: JSONNode) {
      self.key = key
      self.keyPosition = keyPosition
      self.node = node
    }
  }

  /// Puts the parts together; a value made by code has no position.
  package init(_ value: Shape, at position: SourcePosition = .nowhere) {
    self.value = value
    self.position = position
  }

  /// The members, if this is an object.
  package var members: [Member]? {
    if case .object(let members) = value { members } else { nil }
  }

  /// The elements, if this is an array.
  package var elements: [JSONNode]? {
    if case .array(let elements) = value { elements } else { nil }
  }

  /// The text, if this is a string.
  package var string: String? {
    if case .string(let string) = value { string } else { nil }
  }

  /// The value of a key, if this is an object that has it.
  package subscript(key: String) -> JSONNode? {
    members?.first { $0.key == key }?.node
  }

  /// The same value with every part of it at one position.
  package func placed(at position: SourcePosition) -> JSONNode {
    switch value {
    case .object(let members):
      let placed = members.map { Member(key: $0.key, keyPosition: position, node: $0.node.placed(at: position)) }
      return JSONNode(.object(placed), at: position)
    case .array(let elements): return JSONNode(.array(elements.map { $0.placed(at: position) }), at: position)
    default: return JSONNode(value, at: position)
    }
  }
}

// Literals let a declaration say `default: 4` or `default: ["train": 0.95]`.

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral
{
  /// A string.
  package init(stringLiteral value: String) { self.init(.string(value)) }
  /// A whole number.
  package init(integerLiteral value: Int) { self.init(.number(String(value))) }
  /// A number, in the shortest form that reads back the same.
  package init(floatLiteral value: Double) { self.init(.number(String(value))) }
  /// True or false.
  package init(booleanLiteral value: Bool) { self.init(.boolean(value)) }
}

extension JSONNode: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  /// A list.
  package init(arrayLiteral elements: JSONNode...) { self.init(.array(elements)) }
  /// An object, its keys in the order written.
  package init(dictionaryLiteral members: (String, JSONNode)...) {
    self.init(.object(members.map { Member(key: $0.0, keyPosition: .nowhere, node: $0.1) }))
  }
}
