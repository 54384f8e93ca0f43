internal import Graph

/// The tools that a solver may call, by name.
package struct ToolSet: Sendable {
  /// The tools, in the order declared.
  package let tools: [any Tool]
  private let places: [String: Int]

  /// Puts tools together; of two with one name the first counts.
  package init(_ tools: [any Tool]) {
    var places: [String: Int] = [:]
    for (place, tool) in tools.enumerated() where places[tool.spec.name] == nil { places[tool.spec.name] = place }
    self.tools = tools.enumerated().filter { places[$0.element.spec.name] == $0.offset }.map(\.element)
    self.places = Dictionary(
      uniqueKeysWithValues: self.tools.enumerated().map { ($0.element.spec.name, $0.offset) })
  }

  /// The tool of a name.
  package subscript(name: String) -> (any Tool)? { places[name].map { tools[$0] } }

  /// What recipes keep, in the order of names.
  package var identities: [ToolIdentity] {
    tools.map(\.identity).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Does what a model asks. A name that no tool has comes back as an error.
  package func call(
    _ name: String, _ arguments: [UInt8], in session: ToolSession
  ) async throws(ToolTrouble) -> ToolResult {
    guard let tool = self[name] else {
      return .error("there is no tool '\(name.prefix(80))'\(Nearest.hint(name, among: tools.map(\.spec.name)))")
    }
    return try await tool.call(arguments, in: session)
  }

  /// Makes sure that every tool can be used.
  package func prepare() async throws(ToolTrouble) {
    for tool in tools { try await tool.prepare() }
  }

  /// Lets go of what is held for a session that makes no more calls.
  package func end(_ session: ToolSession) async {
    for tool in tools { await tool.end(session) }
  }
}
