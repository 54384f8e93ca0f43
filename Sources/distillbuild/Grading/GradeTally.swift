import Graph
import Stages

/// What became of a number of pairs.
struct GradeTally: Sendable {
  /// How many pairs got each verdict.
  private(set) var verdicts: [Answers.Verdict: Int] = [:]
  /// The same for pairs with a label, by it.
  private(set) var labelled: [Bool: [Answers.Verdict: Int]] = [:]
  /// Labelled pairs whose verdict is not that of the label.
  private(set) var disputes = FirstFew<Dispute>(1_000)
  /// Lines that could not be graded.
  private(set) var problems = FirstFew<DataProblem>(DataProblems.shown)
  /// Whether any line has a field for the answer.
  private(set) var hasPred = false

  /// A pair on which the grader and the label do not agree.
  struct Dispute: Sendable {
    let file: String
    let line: Int
    let label: Bool
    let verdict: Answers.Verdict
    let rule: String
    let gold: String
    let pred: String
  }

  var pairs: Int { verdicts.values.reduce(0, +) }

  mutating func add(_ problem: DataProblem) { problems.add(problem) }

  mutating func add(_ pair: PairLine, _ grade: Answers.Grade, file: String, line: Int) {
    verdicts[grade.verdict, default: 0] += 1
    hasPred = hasPred || pair.hasPred
    guard let label = pair.label else { return }
    labelled[label, default: [:]][grade.verdict, default: 0] += 1
    guard !label.agrees(with: grade.verdict) else { return }
    disputes.add(
      Dispute(
        file: file, line: line, label: label, verdict: grade.verdict, rule: grade.rule, gold: Excerpt.of(pair.gold),
        pred: Excerpt.of(pair.pred)))
  }

  /// Adds those that come after these.
  mutating func add(_ next: GradeTally) {
    verdicts.merge(next.verdicts, uniquingKeysWith: +)
    labelled.merge(next.labelled) { $0.merging($1, uniquingKeysWith: +) }
    disputes.add(next.disputes)
    problems.add(next.problems)
    hasPred = hasPred || next.hasPred
  }
}

extension Bool {
  /// Whether a label says what a verdict says. A verdict that is neither `correct` nor `wrong` agrees with no label.
  fileprivate func agrees(with verdict: Answers.Verdict) -> Bool { verdict == (self ? .correct : .wrong) }
}

/// The first elements of a list that may be long, and how many there are in all.
struct FirstFew<Element: Sendable>: Sendable {
  private let limit: Int
  private(set) var elements: [Element] = []
  private(set) var count = 0

  init(_ limit: Int) { self.limit = limit }

  mutating func add(_ element: @autoclosure () -> Element) {
    if elements.count < limit { elements.append(element()) }
    count += 1
  }

  mutating func add(_ others: FirstFew) {
    elements += others.elements.prefix(limit - elements.count)
    count += others.count
  }

  /// How many are not among the first.
  var others: Int { count - elements.count }
}
