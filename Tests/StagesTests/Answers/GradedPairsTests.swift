import Foundation
import Stages
import Testing

@Suite("Sixteen hundred pairs of answers as models and people write them")
struct GradedPairsTests {
  @Test("are graded as `Tests/Fixtures/graded-pairs.jsonl` says, in both orders")
  func pairs() throws {
    struct Pair: Decodable {
      let gold: String
      let pred: String
      let verdict: String
    }
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let lines = try String(contentsOf: tests.appending(path: "Fixtures/graded-pairs.jsonl"), encoding: .utf8)
    let pairs = try lines.split(separator: "\n").map { try JSONDecoder().decode(Pair.self, from: Data($0.utf8)) }
    #expect(pairs.count > 1_600)
    for pair in pairs {
      let (gold, answer) = (Array(pair.gold.utf8)[...], Array(pair.pred.utf8)[...])
      let grade = Answers.explain(answer: answer, gold: gold)
      #expect(grade.verdict.rawValue == pair.verdict, "\(pair): \(grade.rule)")
      let back = Answers.explain(answer: gold, gold: answer)
      if !(grade.rule + back.rule).contains("rounded"), pair.verdict != "unparseable-answer" {
        #expect(back.verdict.rawValue == pair.verdict, "\(pair), swapped: \(back.rule)")
      }
    }
  }
}
