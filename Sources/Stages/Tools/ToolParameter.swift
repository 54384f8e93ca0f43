package import Graph

/// One argument of a tool.
package struct ToolParameter: Sendable, Hashable {
  /// What may be given.
  package enum Kind: Sendable, Hashable {
    /// At most so many characters.
    case text(most: Int)
    case integer(ClosedRange<Int>)
    case choice([String])
    /// At least one and at most so many texts.
    case texts(most: Int)
    /// A matrix: rows of texts, at most so many rows and columns.
    case rows(most: Int)
  }

  /// The longest text in a list or a matrix.
  static let longestElement = 500

  /// Its key.
  package let name: String
  /// What may be given.
  package let kind: Kind
  /// What it means, for models and people.
  package let meaning: String
  /// Whether a call without it is refused.
  package let isRequired: Bool

  init(_ name: String, _ kind: Kind, _ meaning: String, isRequired: Bool = true) {
    (self.name, self.kind, self.meaning, self.isRequired) = (name, kind, meaning, isRequired)
  }

  /// The same argument, which may be left out.
  var optional: ToolParameter { ToolParameter(name, kind, meaning, isRequired: false) }

  /// Its JSON schema. Every text is bounded, so that a server that makes models keep to schemas can do so.
  package var schema: JSONNode {
    .object([("description", .text(meaning))] + kind.schema)
  }
}

extension ToolParameter.Kind {
  fileprivate var schema: [(String, JSONNode)] {
    func array(of element: JSONNode, most: Int) -> [(String, JSONNode)] {
      [("type", "array"), ("items", element), ("minItems", 1), ("maxItems", .number(most))]
    }
    let element: JSONNode = ["type": "string", "maxLength": .number(ToolParameter.longestElement)]
    return switch self {
    case .text(let most): [("type", "string"), ("maxLength", .number(most))]
    case .integer(let range):
      [("type", "integer"), ("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound))]
    case .choice(let names): [("type", "string"), ("enum", .list(names.map(JSONNode.text)))]
    case .texts(let most): array(of: element, most: most)
    case .rows(let most): array(of: .object(array(of: element, most: most)), most: most)
    }
  }

  /// What must be given, in words.
  var words: String {
    switch self {
    case .text(let most): "text of at most \(most) characters"
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let names): "one of \(names.map { "'\($0)'" }.joined(separator: ", "))"
    case .texts(let most): "a list of 1 to \(most) texts of at most \(ToolParameter.longestElement) characters"
    case .rows(let most): "a list of 1 to \(most) rows, each \(Self.texts(most: most).words)"
    }
  }

  /// The value as the tool takes it; nil if it does not fit.
  func read(_ value: JSONNode) -> JSONNode? {
    switch self {
    case .text(let most): return text(value, most: most)
    case .integer(let range):
      // Models often quote numbers.
      guard let number = value.int ?? value.string.flatMap({ Int($0) }), range.contains(number) else { return nil }
      return .number(number)
    case .choice(let names): return value.string.flatMap { names.contains($0) ? value : nil }
    case .texts(let most): return list(value, most: most) { text($0, most: ToolParameter.longestElement) }
    case .rows(let most):
      return list(value, most: most) { row in
        list(row, most: most) { text($0, most: ToolParameter.longestElement) }
      }
    }
  }

  /// A text; a number stands for what it spells, as models write `"lower": 0`.
  private func text(_ value: JSONNode, most: Int) -> JSONNode? {
    let text: String
    switch value.value {
    case .string(let string): text = string
    case .number(let lexeme): text = lexeme
    default: return nil
    }
    return text.unicodeScalars.count <= most ? .text(text) : nil
  }

  private func list(_ value: JSONNode, most: Int, of element: (JSONNode) -> JSONNode?) -> JSONNode? {
    guard let elements = value.elements, (1...most).contains(elements.count) else { return nil }
    let read = elements.compactMap(element)
    return read.count == elements.count ? .list(read) : nil
  }
}
