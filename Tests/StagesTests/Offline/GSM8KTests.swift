import Stages
import Testing

@Suite(
  "On all of GSM8K train",
  .enabled(if: GSM8KTrain.isPresent, "needs ../shared/data; or set DISTILLBUILD_DATA to the folder that holds gsm8k"))
struct GSM8KTests {
  @Test func `every solution is solved, explained, rephrased and checked, and 97.1 % of the answers are gold`() throws {
    let problems = try GSM8KTrain.problems()
    #expect(problems.count == 7_473)
    var right = 0
    var calls = 0
    for problem in problems {
      guard
        case .solved(let trace, _) = OfflineSolver.solve(reference: utf8(problem.answer)[...], maxTurns: 50),
        let answer = trace.answer
      else {
        Issue.record("not solved: \(problem.question)")
        continue
      }
      if Answers.grade(answer: answer[...], gold: utf8(problem.gold)[...]) == .correct { right += 1 }
      calls += trace.calls.count
      let explanations = trace.calls.map { OfflineTranslator.explain($0) }
      for (call, explanation) in zip(trace.calls, explanations) {
        guard case .words(let text, let result) = explanation else {
          Issue.record("not explained: \(string(call.arguments))")
          continue
        }
        #expect(result == call.result)
        let wrong = Equations.wrong(in: text)
        #expect(wrong.isEmpty, "\(string(text))")
        #expect(text.last == UInt8(ascii: "."), "\(string(text))")
      }
      let text = OfflineRephraser.rephrase(trace, explanations: explanations.compactMap { $0 })
      let reasons = RephraseCheck.reasons(text, trace: trace, problem: utf8(problem.question)[...])
      #expect(reasons.isEmpty, "\(string(text))")
    }
    #expect(calls > 23_000)
    #expect(Double(right) >= 0.971 * Double(problems.count), "\(right) of \(problems.count)")
  }
}
