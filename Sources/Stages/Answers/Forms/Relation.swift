/// Terms with a sign between every two.
struct Relation: Sendable {
  let terms: [Term]
  let signs: [Sign]

  /// Whether all it does is to compare numbers; `A ⊂ B` does not.
  var comparesNumbers: Bool { signs.allSatisfy { $0 == .equal || $0 == .notEqual || $0.isOrder } }

  enum Sign: String, Sendable, Hashable {
    case equal = "="
    case notEqual = "≠"
    case less = "<"
    case lessOrEqual = "≤"
    case greater = ">"
    case greaterOrEqual = "≥"
    case congruent = "≡"
    case element = "∈"
    case notElement = "∉"
    case subset = "⊂"
    /// An arrow, a similarity and other signs that nothing here computes with.
    case other = "~"

    /// The same sign read from right to left.
    var reversed: Sign {
      switch self {
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      default: self
      }
    }

    var isOrder: Bool {
      switch self {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: true
      default: false
      }
    }
  }
}
