internal import Graph

/// A value inside a reply that knows where it stands, so that a problem can say so.
struct ReplyNode {
  let node: JSONNode
  let place: String

  /// Reads a whole body.
  init(_ bytes: [UInt8], place: String = "") throws(ReplyProblem) {
    self.place = place
    do throws(Problem) {
      node = try JSONNode.parse(bytes, file: "reply")
    } catch {
      let position = "line \(error.position.line), column \(error.position.column)"
      throw ReplyProblem(place: place, message: "is not JSON: \(error.message) (\(position))")
    }
  }

  private init(_ node: JSONNode, place: String) {
    self.node = node
    self.place = place
  }

  /// The value of a key; nil if there is none or it is null.
  func optional(_ key: String) -> ReplyNode? {
    guard let node = node[key] else { return nil }
    if case .null = node.value { return nil }
    return ReplyNode(node, place: place.isEmpty ? key : "\(place).\(key)")
  }

  /// The value of a key that must be there.
  func required(_ key: String) throws(ReplyProblem) -> ReplyNode {
    _ = try object()
    guard let value = optional(key) else { throw ReplyProblem(place: place, message: "has no '\(key)'") }
    return value
  }

  /// Itself, if it is an object.
  func object() throws(ReplyProblem) -> ReplyNode {
    guard node.members != nil else { throw wrong("an object") }
    return self
  }

  func list() throws(ReplyProblem) -> [ReplyNode] {
    guard let elements = node.elements else { throw wrong("a list") }
    return elements.enumerated().map { ReplyNode($1, place: "\(place)[\($0)]") }
  }

  func text() throws(ReplyProblem) -> String {
    guard let text = node.string else { throw wrong("text") }
    return text
  }

  /// A whole number from 0.
  func count() throws(ReplyProblem) -> Int {
    guard let number = node.int, number >= 0 else { throw wrong("a whole number from 0") }
    return number
  }

  private func wrong(_ expected: String) -> ReplyProblem {
    ReplyProblem(place: place, message: "should be \(expected) and is \(kind)")
  }

  private var kind: String {
    switch node.value {
    case .object: "an object"
    case .array: "a list"
    case .string: "text"
    case .number(let lexeme): "the number \(lexeme.prefix(20))"
    case .boolean: "true or false"
    case .null: "null"
    }
  }
}
