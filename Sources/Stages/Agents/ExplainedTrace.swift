/// A trace as a rephraser is shown it: each calculation explained where it was made.
enum ExplainedTrace {
  static let opening = "[Calculation"
  static let closing = "[End of calculation"

  /// The turns in order. A call is explained the first time it stands there; one that failed is passed over.
  static func text(_ trace: Trace, _ explanations: [Explanation]) -> String {
    var parts: [String] = []
    var told: Set<Int> = []
    for turn in trace.turns {
      if !turn.text.isEmpty { parts.append(String(decoding: turn.text, as: UTF8.self)) }
      for call in turn.calls where explanations.indices.contains(call) && told.insert(call).inserted {
        guard case .words(let words, let result) = explanations[call] else { continue }
        let number = told.count
        parts.append(
          """
          \(opening) \(number)]
          \(String(decoding: words, as: UTF8.self))
          Result: \(String(decoding: result, as: UTF8.self))
          \(closing) \(number)]
          """)
      }
    }
    return parts.joined(separator: "\n\n")
  }
}
