import Foundation
import Graph
import Stages
import Testing

@Suite("The problems that ship with the project are right")
struct ShippedDataTests {
  /// One line of data/problems.jsonl, of either of its two forms.
  struct Problem: Decodable {
    let id: String
    let question: String?
    let answer: String?
    let problem: String?
    let solution: String?
    let level: String?
    let type: String?

    var statement: String { question ?? problem ?? "" }
    var worked: String { solution ?? answer ?? "" }
  }

  static func problems() throws -> [Problem] {
    try PackageFiles.text("data/problems.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Problem.self, from: Data($0.utf8))
    }
  }

  @Test func `there are at least 240, no id and no text occurs twice`() throws {
    let problems = try Self.problems()
    #expect(problems.count >= 240)
    #expect(Set(problems.map(\.id)).count == problems.count)
    #expect(Set(problems.map(\.statement)).count == problems.count)
    #expect(problems.allSatisfy { !$0.statement.isEmpty && !$0.worked.isEmpty })
  }

  @Test func `every calculator mark is what the calculator says`() throws {
    var marks = 0
    for problem in try Self.problems() {
      for part in problem.worked.components(separatedBy: "<<").dropFirst() {
        let mark = try #require(part.components(separatedBy: ">>").first)
        let sides = mark.components(separatedBy: "=")
        #expect(sides.count == 2, "\(problem.id): \(mark)")
        let values = try sides.map { try Calculator.evaluate(Array($0.utf8)[...]) }
        #expect(values.first == values.last, "\(problem.id): \(mark)")
        marks += 1
      }
    }
    #expect(marks > 500)
  }

  @Test func `every gold answer stands where its form keeps it, and all but 3 % are what the solution arrives at`()
    throws
  {
    let problems = try Self.problems()
    var right = 0
    for problem in problems {
      let gold: String?
      if let solution = problem.solution {
        gold = Answers.boxed(in: Array(solution.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
        #expect(problem.level != nil && problem.type != nil, "\(problem.id)")
      } else {
        let parts = problem.worked.components(separatedBy: "\n#### ")
        #expect(parts.count == 2, "\(problem.id)")
        gold = parts.last
      }
      let answer = try #require(gold, "\(problem.id)")
      #expect(!answer.isEmpty && answer == answer.trimmingCharacters(in: .whitespacesAndNewlines), "\(problem.id)")
      let solved = OfflineSolver.solve(reference: Array(problem.worked.utf8)[...], maxTurns: 100)
      if case .solved(let trace, _) = solved, let own = trace.answer,
        Answers.grade(answer: own[...], gold: Array(answer.utf8)[...]) == .correct
      {
        right += 1
      }
    }
    #expect(Double(right) >= 0.97 * Double(problems.count), "\(right) of \(problems.count)")
  }

  @Test func `the shipped pipeline keeps at least 97 %, and every row ends in the right boxed answer`() async throws {
    let bench = try Bench([
      "data/problems.jsonl": try PackageFiles.text("data/problems.jsonl")
    ])
    let shipped = try JSONNode.parse(Array(try PackageFiles.text("pipeline.json").utf8), file: "pipeline.json")
    let stages = try #require(shipped["stages"]?.json)
    let built = try await bench.build(String(stages.dropFirst().dropLast()))
    let problems = try built.rows("problems")
    let kept = built.counts("verify").kept
    #expect(built.result.status == .complete)
    #expect(Double(kept) >= 0.97 * Double(problems.count), "\(kept) of \(problems.count)")
    #expect(built.counts("sft").kept == kept)

    let gold = Dictionary(uniqueKeysWithValues: problems.map { ($0.id, $0["answer"] ?? "") })
    for row in try built.rows("sft") {
      let line = try JSONNode.parse(Array((row["output.line"] ?? "").utf8), file: "row")
      let messages = try #require(line["messages"]?.elements)
      #expect(messages.map { $0["role"]?.string } == ["system", "user", "assistant"])
      let text = Array((messages.last?["content"]?.string ?? "").utf8)
      let boxed = try #require(Answers.boxed(in: text[...]), "\(row.id)")
      let problem = String(row.id.dropLast(2))
      #expect(
        Answers.grade(answer: boxed, gold: Array((gold[problem] ?? "").utf8)[...]) == .correct,
        "\(row.id): \(String(decoding: boxed, as: UTF8.self))")
      #expect(text.count - boxed.endIndex < 40, "\(row.id) goes on after its answer")
    }
  }
}
