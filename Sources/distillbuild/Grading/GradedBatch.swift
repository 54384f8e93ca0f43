import Graph
import Stages

/// A batch of lines with their grades.
struct GradedBatch: Sendable {
  let number: Int
  private(set) var output: [UInt8] = []
  private(set) var tally = GradeTally()

  /// Grades every line. A line that cannot be is told of, and left out.
  init(_ batch: LineBatch, _ fields: PairFields) {
    number = batch.number
    if let problem = batch.problem { tally.add(problem) }
    output.reserveCapacity(batch.bytes.count * 3 / 2)
    batch.bytes.withUnsafeBufferPointer { bytes in
      // Some editors put a byte order mark in front of a file.
      var start = batch.firstLine == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var line = batch.firstLine
      while start < bytes.count {
        let end = UnsafeRawBufferPointer(bytes).lineBreak(from: start) ?? bytes.count
        grade(UnsafeBufferPointer(rebasing: bytes[start..<end]), file: batch.file, line: line, fields)
        start = end + 1
        line += 1
      }
    }
  }

  private mutating func grade(_ text: UnsafeBufferPointer<UInt8>, file: String, line: Int, _ fields: PairFields) {
    guard text.count <= LineInput.longest else { return tally.add(LineInput.tooLong(file: file, line: line)) }
    guard text.contains(where: { $0 > 0x20 }) else { return }
    do throws(PairProblem) {
      let pair = try PairLine(text, fields)
      let grade = Answers.explain(answer: pair.pred[...], gold: pair.gold[...])
      pair.write(text, value: { grade[$0] }, to: &output)
      tally.add(pair, grade, file: file, line: line)
    } catch {
      tally.add(DataProblem(file: file, line: line, column: error.column, message: error.message))
    }
  }
}

extension Answers.Grade {
  /// What a field of the output holds.
  subscript(field: GradeField) -> String {
    switch field {
    case .verdict: verdict.rawValue
    case .by: rule
    case .goldForm: goldForm
    case .predForm: answerForm
    }
  }
}
