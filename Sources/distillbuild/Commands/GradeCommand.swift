import ArgumentParser
import Foundation
import Graph
import Stages

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade",
    abstract: "Tells whether answers are the gold answers: of files, or of one pair.",
    discussion: """
      Every line of the files is a JSON object with a gold answer and an answer to be graded, as strings, numbers, or \
      lists of one; an answer that is missing or null counts as empty. The lines come out in their order with four \
      fields added: 'verdict' (correct, wrong, unparseable-gold, unparseable-answer, undecided), 'by' (the rule that \
      decided), 'goldForm' and 'predForm' (the answers as they were understood). Fields of these names are replaced; \
      all others stay byte for byte. Blank lines are left out.

      If lines say whether their answer is right (true or false, 1 or 0, "correct" or "incorrect"), how far the verdicts \
      agree is told on standard error. A verdict other than correct and wrong agrees with neither.

      The exit status is 0 whatever the verdicts. A line that cannot be read is named with its place and left out, \
      all others are graded, and the status is 2.
      """)

  @Argument(help: "Files of one JSON object a line; '-' is standard input (default: standard input).")
  var files: [String] = []

  @Option(name: .long, help: "The field of the gold answer.")
  var goldField = "gold"

  @Option(name: .long, help: "The field of the answer to be graded.")
  var predField = "pred"

  @Option(name: .long, help: "The field that says whether the answer is right (default: label, where it says so).")
  var labelField: String?

  // Answers may start with a minus.
  @Option(name: .long, parsing: .unconditional, help: "A gold answer: grades one pair, given here, and explains.")
  var gold: String?

  @Option(name: .long, parsing: .unconditional, help: "The answer to be graded against it.")
  var pred: String?

  @Flag(name: .long, help: "Prints JSON, for one pair.")
  var json = false

  @Option(name: .long, help: "Jobs at once (default: one for each processor).")
  var jobs: Int?

  mutating func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("'--jobs' must be at least 1, found \(jobs)") }
    if (gold == nil) != (pred == nil) { throw ValidationError("'--gold' and '--pred' go together") }
    if gold != nil, let file = files.first {
      throw ValidationError("'--gold' and '--pred' grade one pair, without the file '\(file)'")
    }
    if json, gold == nil { throw ValidationError("'--json' goes with '--gold' and '--pred'; lines are JSON anyway") }
    let fields = [goldField, predField] + (labelField.map { [$0] } ?? [])
    for (place, field) in fields.enumerated() {
      if GradeField(rawValue: field) != nil {
        throw ValidationError("the field '\(field)' is written, so it cannot be read too")
      }
      if fields[..<place].contains(field) { throw ValidationError("the field '\(field)' is named twice") }
    }
  }

  func run() throws {
    if let gold, let pred { return explain(gold: gold, pred: pred) }
    let files = files.isEmpty ? [InputFile.standardInput] : files
    for file in files { try InputFile.check(file) }
    let fields = PairFields(gold: goldField, pred: predField, label: labelField)
    let jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
    guard let tally = try GradeRun(files, fields).run(jobs: jobs) else { return }
    for line in tally.report(predField: predField, labelField: labelField) { Terminal.note(line) }
    if let complaint = tally.complaint { Terminal.error(complaint) }
    if Interrupt.isAsked { throw ExitStatus.interrupted }
    if tally.complaint != nil { throw ExitStatus.userMistake }
  }

  /// Grades one pair for a person.
  private func explain(gold: String, pred: String) {
    let grade = Answers.explain(answer: Array(pred.utf8)[...], gold: Array(gold.utf8)[...])
    if json {
      let members = [("gold", gold), ("pred", pred)] + GradeField.allCases.map { ($0.rawValue, grade[$0]) }
      return Terminal.print(JSONNode.object(members.map { ($0.0, .text($0.1)) }).line)
    }
    func shown(_ form: String) -> String { form.isEmpty ? "not understood" : Excerpt.of(form.utf8, limit: 1_000) }
    Terminal.print("verdict  \(grade.verdict.rawValue)")
    Terminal.print("rule     \(grade.rule)")
    Terminal.print("gold     \(shown(grade.goldForm))")
    Terminal.print("answer   \(shown(grade.answerForm))")
  }
}
