/// What some calls took when they were made, as far as their provenances tell; what these do not tell counts as nothing.
package struct CallSum: Sendable, Equatable {
  package var calls = 0
  package var inputTokens = 0
  package var outputTokens = 0
  /// In whatever currency the prices are in.
  package var cost = 0.0
  /// One call after the other.
  package var seconds = 0.0
  /// Calls of which it is not known how long they took.
  package var untimed = 0

  package init() {}

  /// Adds a call.
  /// - Parameter provenance: the JSON that is stored beside its reply.
  mutating func add(provenance: String) {
    calls += 1
    let node = try? JSONNode.parse(Array(provenance.utf8), file: "provenance")
    inputTokens += node?["inputTokens"]?.int ?? 0
    outputTokens += node?["outputTokens"]?.int ?? 0
    cost += node?["cost"]?.double ?? 0
    if let time = node?["seconds"]?.double { seconds += time } else { untimed += 1 }
  }
}

extension JSONNode {
  /// The number, if this is one that can be counted with.
  fileprivate var double: Double? {
    guard case .number(let lexeme) = value, let number = Double(lexeme), number.isFinite else { return nil }
    return number
  }
}
