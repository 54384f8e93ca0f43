import Stages
import Testing

@Suite("Traces of ToRA-Code-34B on GSM8K's test problems")
struct ToRATracesTests {
  private struct Row: Decodable {
    let idx: Int
    let gt: String
    let code: [String]
    let pred: [String]
  }

  private static let path = "traces/tora-code-34b-gsm8k-test.jsonl"

  /// What differs from the answers that the file records, and why.
  private static let otherAnswers = [
    146: "the program never ran; the record is of the word 'boxed' in the problem's text, 'a lego boxed set'",
    1187: "two boxes, '5 hours and 20 minutes', are one answer; the record is of the last box",
  ]
  /// What differs from the verdicts of ToRA's own grader, and why.
  private static let otherVerdicts = [
    191: "0.05 is not 5; its grader takes an answer times or over 100",
    806: "0.7 is not 70; its grader takes an answer times or over 100",
  ]

  @Test(
    "are read whole, with the recorded answers, and 1,062 of 1,319 are right",
    .enabled(if: RealData.exists(path), "needs ../shared/data/traces"))
  func figures() throws {
    let rows = try RealData.rows(of: Row.self, in: Self.path)
    var (read, failed, right, rightByItsGrader) = (0, 0, 0, 0)
    for row in rows {
      let (text, recorded) = (row.code[0], row.pred[0])
      let recordedVerdict = Self.isRightForToRA(recorded, row.gt)
      if recordedVerdict { rightByItsGrader += 1 }
      var answer: [UInt8] = []
      do throws(TraceReading.Failure) {
        let trace = try TraceReading.trace(text: utf8(text)[...])
        read += 1
        failed += trace.calls.count { $0.status == .error }
        #expect(trace.calls.count == 1 && trace.turns.count == 2, "\(row.idx)")
        #expect(Self.rewritten(trace) == text, "\(row.idx)")
        answer = trace.answer ?? []
      } catch {
        #expect(row.idx == 146 && error.reason == .noAnswer)
      }
      let agrees = Answers.grade(answer: answer[...], gold: utf8(recorded)[...]) == .correct
      #expect(agrees == (Self.otherAnswers[row.idx] == nil), "\(row.idx): \(string(answer)), recorded \(recorded)")
      let verdict = Answers.grade(answer: answer[...], gold: utf8(row.gt)[...]) == .correct
      if verdict { right += 1 }
      #expect((verdict == recordedVerdict) == (Self.otherVerdicts[row.idx] == nil), "\(row.idx): \(string(answer))")
    }
    #expect(rows.count == 1_319)
    #expect(read == 1_318)
    #expect(failed == 2)
    #expect(rightByItsGrader == 1_064)
    #expect(right == 1_062)
  }

  /// The trace in the form that it was read from.
  private static func rewritten(_ trace: Trace) -> String {
    let code = string(trace.calls[0].arguments.dropFirst(9).dropLast(2).map(\.self))
      .replacing("\\n", with: "\n").replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    return "```python\n\(code)\n```\n```output\n\(string(trace.calls[0].result))\n```\n\(string(trace.turns[1].text))"
  }

  /// ToRA's rule for numbers: within 1 in 10,000 of the gold answer, or of it times or over 100.
  private static func isRightForToRA(_ answer: String, _ gold: String) -> Bool {
    guard let answer = Double(answer.replacing(",", with: "")), let gold = Double(gold.replacing(",", with: "")) else {
      return false
    }
    return [gold / 100, gold, gold * 100].contains { abs($0 - answer) <= 1e-4 * max(abs($0), abs(answer)) }
  }
}
