extension Answers {
  /// A verdict with its reasons, so that a person can check it.
  package struct Grade: Sendable, Equatable {
    /// What grading found.
    package let verdict: Verdict
    /// The rule that decided, in a few words: `equal items`, `different words`.
    package let rule: String
    /// How the gold answer was understood, in words and symbols; empty if it was not.
    package let goldForm: String
    /// How the other answer was understood.
    package let answerForm: String
  }

  /// Compares an answer with the gold answer and says why.
  package static func explain(answer: ArraySlice<UInt8>, gold: ArraySlice<UInt8>) -> Grade {
    let judgement = Judgement(answer: answer, gold: gold)
    return Grade(
      verdict: judgement.verdict, rule: judgement.rule.text, goldForm: judgement.gold?.answer.form ?? "",
      answerForm: judgement.answer?.answer.form ?? "")
  }

  /// Puts answers that mean the same into one class, as a vote needs.
  ///
  /// - Returns: for each answer the index of its class, counted from 0 in order of first appearance; nil for an answer
  ///   that could not be understood. An answer that is `undecided` against a class is not in it.
  package static func classes(of answers: [ArraySlice<UInt8>]) -> [Int?] {
    var leaders: [Answer] = []
    return answers.map { text in
      guard let reading = Reading(text) else { return nil }
      let index = leaders.firstIndex { Comparison.finding(answer: reading.answer, gold: $0).isSame }
      if let index { return index }
      leaders.append(reading.answer)
      return leaders.count - 1
    }
  }
}
