/// How many calls some work takes if none of them is remembered, as far as can be told before it is done.
package struct CallEstimate: Sendable, Hashable {
  package var least: Int
  /// Nil where nobody can tell.
  package var most: Int?

  /// A range; without an end if `most` is nil.
  package init(_ least: Int, most: Int?) {
    self.least = least
    self.most = most
  }

  package static let none = CallEstimate(0, most: 0)

  package mutating func add(_ other: CallEstimate) {
    least += other.least
    most = if let most, let more = other.most { most + more } else { nil }
  }
}
