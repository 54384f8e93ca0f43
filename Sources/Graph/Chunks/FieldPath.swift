/// The place of a field in a record: `trace.answer` is the member `answer` of the field `trace`.
package struct FieldPath: Hashable, Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  package let components: [String]

  package init(_ components: [String]) { self.components = components }

  /// Reads the dotted spelling that pipelines use.
  package init(dotted: String) {
    components = dotted.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  package init(stringLiteral value: String) { self.init(dotted: value) }

  package var description: String { components.joined(separator: ".") }

  /// Whether `other` is this field or lies inside it.
  package func contains(_ other: FieldPath) -> Bool { other.components.starts(with: components) }

  /// What of this path remains below `parent`.
  package func below(_ parent: FieldPath) -> FieldPath {
    FieldPath(Array(components.dropFirst(parent.components.count)))
  }

  package static func < (one: FieldPath, other: FieldPath) -> Bool {
    one.components.lexicographicallyPrecedes(other.components) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The record's id, which the engine itself keeps.
  package static let id: FieldPath = "id"

  /// The id before any fan-out: what the samples of one problem share.
  package static let group: FieldPath = "group"
}
