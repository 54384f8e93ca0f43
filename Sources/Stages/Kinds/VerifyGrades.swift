/// A final answer with its verdict.
struct GradedAnswer: Sendable {
  let answer: ArraySlice<UInt8>
  let gold: ArraySlice<UInt8>
  /// Where the gold answer comes from, if not from the data.
  let correction: Errata.Correction?
  let verdict: Answers.Verdict

  init(answer: ArraySlice<UInt8>, gold: ArraySlice<UInt8>, correction: Errata.Correction?) {
    self.answer = answer
    self.gold = gold
    self.correction = correction
    verdict = Answers.grade(answer: answer, gold: gold)
  }

  /// Both answers, how they were understood, and the rule that decided, for a person to check.
  var words: String {
    let grade = Answers.explain(answer: answer, gold: gold)
    let given = GradedAnswer.shown(answer, as: grade.answerForm)
    let wanted = GradedAnswer.shown(gold, as: grade.goldForm)
    let source = correction.map { " (corrected\($0.why.isEmpty ? "" : ": \($0.why)"))" } ?? ""
    return "answered \(given), gold is \(wanted)\(source)" + (grade.rule.isEmpty ? "" : ": \(grade.rule)")
  }

  /// The answer alone.
  var answerWords: String { "answered \(GradedAnswer.shown(answer, as: ""))" }

  /// A text in quotation marks, with what it was taken for where that looks different.
  private static func shown(_ text: ArraySlice<UInt8>, as form: String) -> String {
    guard !text.isEmpty else { return "nothing" }
    let isPlain = form.isEmpty || form.utf8.elementsEqual(text)
    return "'\(cut(text))'" + (isPlain ? "" : " (read as \(cut(Array(form.utf8)[...])))")
  }

  /// The start of a text: answers may be of any length.
  private static func cut(_ text: ArraySlice<UInt8>) -> String {
    var head = text.prefix(80)
    guard head.count < text.count else { return String(decoding: text, as: UTF8.self) }
    // Never through the middle of a character.
    while !head.isEmpty, text[head.endIndex] & 0xC0 == 0x80 { head.removeLast() }
    return String(decoding: head, as: UTF8.self) + "…"
  }
}

/// How many of a group's members are graded correct.
struct PassRate: Sendable {
  let correct: Int
  let members: Int

  /// - Returns: nil if none could be graded, since there is no gold answer.
  init?(_ answers: [GradedAnswer]) {
    guard answers.contains(where: { $0.verdict != .unparseableGold }) else { return nil }
    correct = answers.count { $0.verdict == .correct }
    members = answers.count
  }

  /// The share. A quotient rounds as a number in the pipeline file does, so that 3 of 10 is at least 0.3.
  var value: Double { Double(correct) / Double(members) }

  /// The share as it is written: the shortest decimal.
  var text: String { PassRate.text(value) }

  var words: String { "\(correct) of \(members) correct" }

  static func text(_ share: Double) -> String { share == share.rounded() ? String(Int(share)) : String(share) }
}
