/// The verdict on one answer, and what led to it.
struct Judgement {
  let verdict: Answers.Verdict
  let rule: Rule
  let gold: Reading?
  let answer: Reading?

  init(answer: ArraySlice<UInt8>, gold: ArraySlice<UInt8>) {
    guard let goldReading = Reading(gold) else {
      self.init(.unparseableGold, "the gold answer cannot be read", nil, Reading(answer))
      return
    }
    guard let reading = Reading(answer) else {
      self.init(
        .unparseableAnswer, answer.trimmed.isEmpty ? "no answer" : "no answer that can be read", goldReading, nil)
      return
    }
    let finding = Self.compare(reading, goldReading)
    let verdict: Answers.Verdict =
      switch finding.relationship {
      case .same: .correct
      case .different: .wrong
      case .unknown: .undecided
      }
    let rule =
      reading.isCertain && goldReading.isCertain
      ? finding.rule : Rule(finding.rule.text + "; taken from the closing sentence")
    self.init(verdict, rule, goldReading, reading)
  }

  private init(_ verdict: Answers.Verdict, _ rule: Rule, _ gold: Reading?, _ answer: Reading?) {
    self.verdict = verdict
    self.rule = rule
    self.gold = gold
    self.answer = answer
  }

  /// Commas that may be read in several ways are; agreement in one reading of each is agreement.
  private static func compare(_ answer: Reading, _ gold: Reading) -> Finding {
    let finding = Comparison.finding(answer: answer.answer, gold: gold.answer)
    guard !finding.isSame, !gold.alternatives.isEmpty || !answer.alternatives.isEmpty else { return finding }
    for other in [gold.answer] + gold.alternatives {
      for reading in [answer.answer] + answer.alternatives {
        let again = Comparison.finding(answer: reading, gold: other)
        if again.isSame { return again }
      }
    }
    return finding
  }
}
