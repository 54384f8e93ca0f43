/// What comparing two answers found.
struct Finding: Equatable {
  enum Relationship { case same, different, unknown }

  let relationship: Relationship
  /// The rule that decided, in a few words.
  let rule: Rule

  static func same(_ rule: Rule) -> Finding { Finding(relationship: .same, rule: rule) }
  static func different(_ rule: Rule) -> Finding { Finding(relationship: .different, rule: rule) }
  static func unknown(_ rule: Rule) -> Finding { Finding(relationship: .unknown, rule: rule) }

  var isSame: Bool { relationship == .same }

  /// The same finding by another rule.
  func by(_ rule: Rule) -> Finding { Finding(relationship: relationship, rule: rule) }

  /// Everything must be the same: one difference decides, one doubt leaves the whole in doubt.
  static func all(_ findings: some Sequence<Finding>, same rule: Rule) -> Finding {
    var doubt: Finding?
    for finding in findings {
      switch finding.relationship {
      case .same: continue
      case .different: return finding
      case .unknown: doubt = doubt ?? finding
      }
    }
    return doubt ?? .same(rule)
  }
}

/// The rules by which answers are found equal or not. The text is shown to people.
struct Rule: Equatable, ExpressibleByStringLiteral {
  let text: String

  init(_ text: String) { self.text = text }
  init(stringLiteral text: String) { self.text = text }

  static let rounded: Rule = "equal when rounded"
  static let outOfWork: Rule = "comparing them takes too much work"
  static let kinds: Rule = "answers of different kinds"
}

/// Two things to compare, and which of them is the gold answer's.
struct Pair<Value> {
  let left: Value
  let right: Value
  let isGoldLeft: Bool

  var swapped: Pair { Pair(left: right, right: left, isGoldLeft: !isGoldLeft) }

  /// A pair of parts of the two.
  func with<Part>(_ left: Part, _ right: Part) -> Pair<Part> {
    Pair<Part>(left: left, right: right, isGoldLeft: isGoldLeft)
  }
}
