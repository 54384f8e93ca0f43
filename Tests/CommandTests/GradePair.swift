import Graph
import Stages
import TestSupport

/// A pair of answers with the grade that the command must find, taken from the grader itself.
struct GradePair: Sendable {
  let gold: String
  let pred: String

  init(_ gold: String, _ pred: String) {
    self.gold = gold
    self.pred = pred
  }

  var grade: Answers.Grade { Answers.explain(answer: Array(pred.utf8)[...], gold: Array(gold.utf8)[...]) }

  /// What a line ends with once it is graded, from the comma to the line break.
  var added: String {
    let (grade, text) = (grade, GradePair.quoted)
    return #","verdict":\#(text(grade.verdict.rawValue)),"by":\#(text(grade.rule)),"goldForm":\#(text(grade.goldForm))"#
      + #","predForm":\#(text(grade.answerForm))}"# + "\n"
  }

  /// The line of a data file.
  var line: String { #"{"gold":\#(GradePair.quoted(gold)),"pred":\#(GradePair.quoted(pred))}"# }

  /// The line that the command makes of it.
  var gradedLine: String { line.dropLast() + added }

  static func quoted(_ text: String) -> String { JSONNode.text(text).line }

  /// What the command says in the end.
  static func summary(_ pairs: [GradePair]) -> String {
    let counts = Answers.Verdict.allCases.map { verdict in
      "\(pairs.count { $0.grade.verdict == verdict }) \(verdict.rawValue)"
    }
    return "\(pairs.count) pair\(pairs.count == 1 ? "" : "s"): \(counts.joined(separator: ", "))\n"
  }
}
