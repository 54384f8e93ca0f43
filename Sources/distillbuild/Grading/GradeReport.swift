import Graph
import Stages

extension GradeTally {
  /// What a person wants to know in the end: the counts, and with labels also where the grader and these differ.
  /// - Parameter labelField: only if the user named it.
  func report(predField: String, labelField: String?) -> [String] {
    var lines: [String] = []
    for dispute in disputes.elements { lines.append(dispute.description) }
    if disputes.others > 0 { lines.append("… and \(disputes.others.grouped) more") }
    if !labelled.isEmpty { lines += confusion.lines + [agreement] }
    if pairs > 0, !hasPred {
      lines.append("no line has a field '\(predField)', so all answers are empty; name it with --pred-field")
    }
    if pairs > 0, labelled.isEmpty, let labelField { lines.append("no line has a label in the field '\(labelField)'") }
    let counts = Answers.Verdict.allCases.map { "\((verdicts[$0] ?? 0).grouped) \($0.rawValue)" }
    lines.append("\(pairs.counted("pair")): \(counts.joined(separator: ", "))")
    return lines
  }

  /// Labels in rows, verdicts in columns.
  private var confusion: Table {
    var table = Table(["label"] + Answers.Verdict.allCases.map(\.rawValue))
    for label in [true, false] {
      table.add(["\(label)"] + Answers.Verdict.allCases.map { (labelled[label]?[$0] ?? 0).grouped })
    }
    return table
  }

  private var agreement: String {
    func count(_ label: Bool, _ verdict: Answers.Verdict) -> Int { labelled[label]?[verdict] ?? 0 }
    let agreeing = count(true, .correct) + count(false, .wrong)
    let disagreeing = count(true, .wrong) + count(false, .correct)
    let all = labelled.values.reduce(0) { $0 + $1.values.reduce(0, +) }
    // Cut, not rounded: 100 % means all.
    let hundredths = agreeing * 10_000 / all
    let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
    return "agreement: \(whole).\(part < 10 ? "0" : "")\(part) % (\(agreeing.grouped) of \(all.grouped)); "
      + "\(disagreeing.grouped) disagree, \((all - agreeing - disagreeing).grouped) neither"
  }

  /// The lines that could not be graded, as one message; nil if there is none.
  var complaint: String? {
    if problems.count == 0 { return nil }
    let more = problems.others > 0 ? ["… and \(problems.others.grouped) more"] : []
    return (problems.elements.map(\.description) + more).joined(separator: "\n")
  }
}

extension GradeTally.Dispute: CustomStringConvertible {
  var description: String {
    "\(file):\(line): label \(label), verdict \(verdict.rawValue) (\(rule)): gold '\(gold)', answer '\(pred)'"
  }
}
