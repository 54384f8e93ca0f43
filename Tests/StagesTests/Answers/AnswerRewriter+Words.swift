// Words and the letters of multiple choice.
extension AnswerRewriter {
  static let words = [
    Rule("a word otherwise") { answer in
      guard let word = wording(answer.text) else { return [] }
      return [
        word, "\\text{\(word)}", "\\textbf{\(word)}", "\\mathrm{\(word)}", "\\mbox{\(word)}", word.lowercased(),
        word.uppercased(), "$\\text{\(word)}$",
        "The answer is \(word).", "**\(word)**", "\\boxed{\\text{\(word)}}", "Answer: \(word)",
      ].filter { !word.contains(" ") || !$0.contains("mathrm") }
    },
    Rule("a choice otherwise") { answer in
      guard let letter = choice(answer.text) else { return [] }
      return [
        letter, "(\(letter))", "\\text{(\(letter))}", "\\textbf{(\(letter))}", "\\text{\(letter)}",
        "\\mathrm{(\(letter))}", "\(letter).", "\(letter))",
        "The correct option is (\(letter)).", "The answer is \(letter).", "Option \(letter)", "option (\(letter))",
        "**\(letter)**", "(\(letter.lowercased()))", "Answer: (\(letter))",
      ]
    },
  ]

  /// The letter of a choice.
  static func choice(_ text: String) -> String? {
    text.wholeMatch(of: /\\(?:text|textbf|mathrm|mbox)\{\s*\(?([A-H])\)?\s*\}|\(([A-H])\)/).flatMap {
      ($0.1 ?? $0.2).map(String.init)
    }
  }

  /// One word or several that are no number.
  static func wording(_ text: String) -> String? {
    guard
      let match = text.wholeMatch(
        of: /\\(?:text|textbf|mathrm|mbox|textit)\{\s*([A-Za-z]{3,}(?:[ -][A-Za-z]{2,})*)\s*\}|([A-Za-z]{4,})/)
    else { return nil }
    return (match.1 ?? match.2).map(String.init)
  }
}
