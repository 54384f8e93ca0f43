/// The place of a field in a record: `trace.answer` is the member `answer` of the field `trace`.
package struct FieldPath: Hashable, Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  package let components: [String]
  /// A hash of the first component, of the first two, and so on: paths are compared often, and mostly differ.
  private let prefixHashes: [UInt64]

  package init(_ components: [String]) {
    self.components = components
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    prefixHashes = components.map { component in
      // FNV-1a; a zero byte, which no UTF-8 text holds inside another byte, ends each component.
      for byte in component.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = hash &* 0x100_0000_01B3
      return hash
    }
  }

  /// Reads the dotted spelling that pipelines use.
  package init(dotted: String) {
    self.init(dotted.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
  }

  package init(stringLiteral value: String) { self.init(dotted: value) }

  package var description: String { components.joined(separator: ".") }

  /// Whether `other` is this field or lies inside it.
  package func contains(_ other: FieldPath) -> Bool {
    let count = components.count
    guard count > 0, other.components.count >= count, other.prefixHashes[count - 1] == prefixHashes[count - 1] else {
      return count == 0
    }
    return zip(components, other.components).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  package static func == (one: FieldPath, other: FieldPath) -> Bool {
    one.components.count == other.components.count && one.contains(other)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(prefixHashes.last ?? 0) }

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
