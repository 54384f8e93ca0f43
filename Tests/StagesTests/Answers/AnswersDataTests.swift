import Foundation
import Stages
import TestSupport
import Testing

@Suite("Grading on real data")
struct AnswersDataTests {
  @Test(
    "the last number of the last worked line is the gold answer for 97.1 % of GSM8K",
    .enabled(if: WorkedSolutions.isPresent, "needs ../shared/data/gsm8k/train.jsonl"))
  func lastNumbers() throws {
    let solutions = try WorkedSolutions.load()
    let correct = solutions.count { solution in
      Answers.lastNumber(in: bytes(solution.lastLine)).map {
        Answers.grade(answer: $0, gold: bytes(solution.gold)) == .correct
      } ?? false
    }
    #expect(solutions.count == 7_473)
    #expect(correct >= 7_263)
  }

  @Test(
    "labelled pairs are graded as labelled but for one in a thousand, and none falsely correct",
    .enabled(if: RealData.exists("grading/labelled-pairs.jsonl"), "needs ../shared/data/grading/labelled-pairs.jsonl"))
  func labelledPairs() throws {
    struct Pair: Decodable {
      let gold: String
      let pred: String
      let label: Bool
    }
    let pairs = try RealData.rows(of: Pair.self, in: "grading/labelled-pairs.jsonl")
    var disagreements = 0
    for pair in pairs {
      let verdict = Answers.grade(answer: bytes(pair.pred), gold: bytes(pair.gold))
      #expect(pair.label || verdict != .correct, "\(pair)")
      // A reply that was cut before its answer has none, which its label tells no better than by false.
      if pair.label ? verdict != .correct : verdict != .wrong && verdict != .unparseableAnswer { disagreements += 1 }
    }
    #expect(disagreements * 1_000 <= pairs.count)
  }

  @Test(
    "the gold answers of public sets can be read, but for one in a hundred, and equal themselves",
    .enabled(if: GoldAnswers.arePresent, "needs ../shared/data/math and ../shared/data/benchmarks"))
  func goldAnswers() throws {
    let answers = try GoldAnswers.load()
    #expect(answers.count > 8_500)
    let unread = answers.filter { Answers.grade(answer: bytes($0), gold: bytes($0)) != .correct }
    #expect(unread.count * 100 <= answers.count, "\(unread)")
  }
}

private func bytes(_ text: String) -> ArraySlice<UInt8> {
  Array(text.utf8)[...]
}
