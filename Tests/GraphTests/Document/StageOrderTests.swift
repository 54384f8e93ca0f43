import Graph
import Testing

@Suite("Stages run inputs first, or the circle that forbids it is named")
struct StageOrderTests {
  @Test("random pipelines agree with a naive order")
  func random() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = JSONDice(state: seed)
    for _ in 0..<200 {
      let inputs = randomInputs(using: &dice)
      let stages = inputs.enumerated().map { index, inputs in
        let names = inputs.map { "\"s\($0)\"" }.joined(separator: ",")
        return inputs.isEmpty
          ? "\"s\(index)\":{\"kind\":\"load\",\"files\":[\"f\"]}"
          : "\"s\(index)\":{\"kind\":\"verify\",\"input\":[\(names)]}"
      }
      let text = "{\"name\":\"n\",\"stages\":{\(stages.joined(separator: ","))}}"
      if let order = naiveOrder(inputs) {
        #expect(try StandIn.read(text).stages.map(\.name) == order.map { "s\($0)" }, "seed \(seed)")
      } else {
        let problems = try StandIn.problems(text)
        #expect(!problems.isEmpty, "seed \(seed)")
        for problem in problems {
          let path = problem.split(separator: ": ").last?.split(separator: " → ").map { Int($0.dropFirst()) ?? 0 } ?? []
          #expect(path.count > 2 && path.first == path.last, "seed \(seed): \(problem)")
          #expect(zip(path, path.dropFirst()).allSatisfy { inputs[$1].contains($0) }, "seed \(seed): \(problem)")
        }
      }
    }
  }

  /// The stages that each of up to eight stages reads, never itself.
  private func randomInputs(using dice: inout JSONDice) -> [[Int]] {
    let count = Int.random(in: 1...8, using: &dice)
    let density = Int.random(in: 1...4, using: &dice)
    return (0..<count).map { stage in
      (0..<count).filter { $0 != stage && Int.random(in: 0..<10, using: &dice) < density }
    }
  }

  /// Takes the first stage in the file whose inputs have all been taken, over and over; nil if that gets stuck.
  private func naiveOrder(_ inputs: [[Int]]) -> [Int]? {
    var order: [Int] = []
    while order.count < inputs.count {
      let ready = inputs.indices.first { !order.contains($0) && inputs[$0].allSatisfy(order.contains) }
      guard let ready else { return nil }
      order.append(ready)
    }
    return order
  }
}
