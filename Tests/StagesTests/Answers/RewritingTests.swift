import Stages
import TestSupport
import Testing

@Suite("Answers written in other ways, and answers changed")
struct RewritingTests {
  @Test("an answer is correct in every other spelling", arguments: AnswerSamples.golds)
  func sampleSpellings(gold: String) {
    let spellings = AnswerRewriter.spellings(of: gold)
    #expect(spellings.count >= 3)
    for spelling in spellings { expect(spelling.text, gold, spelling.rule) { $0 == .correct } }
  }

  @Test("an answer that was changed in one place is not correct", arguments: AnswerSamples.golds)
  func sampleMutants(gold: String) {
    let mutants = AnswerMutation.mutants(of: gold)
    #expect(!mutants.isEmpty)
    for mutant in mutants { expect(mutant.text, gold, mutant.rule) { $0 != .correct } }
  }

  @Test(
    "995 of 1000 gold answers are correct in each of nine other spellings",
    .enabled(if: GoldAnswers.arePresent, "needs ../shared/data/math and ../shared/data/benchmarks"))
  func spellings() throws {
    let golds = try Self.golds()
    var failures: [String] = []
    for gold in golds {
      let spellings = AnswerRewriter.choice(of: 9, for: gold)
      if spellings.count < 3 { failures.append("\(gold) has too few spellings") }
      let failure = spellings.first { !verdicts($0.text, gold).allSatisfy { $0 == .correct } }
      if let failure {
        failures.append("\(gold.debugDescription) as \(failure.text.debugDescription), by: \(failure.rule)")
      }
    }
    #expect(
      failures.count * 1_000 <= 5 * golds.count,
      "\(failures.count) of \(golds.count):\n\(failures.prefix(50).joined(separator: "\n"))")
  }

  @Test(
    "no gold answer that was changed in one place is correct",
    .enabled(if: GoldAnswers.arePresent, "needs ../shared/data/math and ../shared/data/benchmarks"))
  func mutants() throws {
    var changed = 0
    let golds = try Self.golds()
    for gold in golds {
      let mutants = AnswerMutation.mutants(of: gold)
      if !mutants.isEmpty { changed += 1 }
      for mutant in mutants { expect(mutant.text, gold, mutant.rule) { $0 != .correct } }
    }
    // Of few answers nothing is known that surely differs: all real numbers, functions by their names.
    #expect(changed * 1_000 >= 998 * golds.count)
  }

  /// All distinct gold answers in the full run, every fifth of them otherwise.
  private static func golds() throws -> [String] {
    let golds = try Set(GoldAnswers.load()).sorted()
    return CommandBinary.isFull ? golds : golds.enumerated().filter { $0.offset % 5 == 0 }.map(\.element)
  }

  @Test("the same answer is rewritten in the same way each time")
  func determinism() {
    #expect(AnswerRewriter.choice(of: 9, for: "\\frac{7}{2}") == AnswerRewriter.choice(of: 9, for: "\\frac{7}{2}"))
    #expect(AnswerMutation.mutants(of: "\\frac{7}{2}") == AnswerMutation.mutants(of: "\\frac{7}{2}"))
  }
}

/// Both verdicts on a pair, each of the two being the gold answer once.
private func verdicts(_ left: String, _ right: String) -> [Answers.Verdict] {
  [(left, right), (right, left)].map { Answers.grade(answer: Array($0.utf8)[...], gold: Array($1.utf8)[...]) }
}

private func expect(
  _ text: String, _ gold: String, _ rule: String, at place: SourceLocation = #_sourceLocation,
  holds: (Answers.Verdict) -> Bool
) {
  let verdicts = verdicts(text, gold)
  if verdicts.allSatisfy(holds) { return }
  let grade = Answers.explain(answer: Array(text.utf8)[...], gold: Array(gold.utf8)[...])
  Issue.record(
    "\(verdicts): \(text.debugDescription) for \(gold.debugDescription) by '\(rule)': \(grade.rule) (\(grade.answerForm) | \(grade.goldForm))",
    sourceLocation: place)
}
