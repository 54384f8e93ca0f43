import Graph
import Stages

/// How every `CommandProblem` is solved with the calculator.
package struct LampSubject: StrongSubject {
  package init() {}

  package func act(_ question: StrongModel.Question) -> ScriptedAnswer {
    guard let number = question.number else { return .saying("Which problem?") }
    let steps = StrongModel.steps(number)
    let way = "Way \(question.seed ?? 0)."
    // What failed is done once more.
    switch question.seen.count(where: \.isSuccess) {
    case 0:
      // The check is a calculation of its own, so two calls are made at once.
      return .calling(
        [("calculator", #"{"expression":"\#(steps[0].expression)"}"#), ("calculator", #"{"expression":"7*8"}"#)],
        text: "\(way) First the boxes, and beside them a small check.")
    case let seen where seen <= steps.count:
      let step = steps[seen - 1]
      return .calling(
        [("calculator", #"{"expression":"\#(step.expression)"}"#)],
        text: "That is \(steps[seen - 2].value) so far.")
    default:
      let value = steps[steps.count - 1].value
      return .saying("\(way) So there are \(value) in the end: $\\boxed{\(value)}$.")
    }
  }

  package func explain(_ question: StrongModel.Question) -> ScriptedAnswer {
    guard let expression = question.expression, let value = try? Calculator.evaluate(Array(expression.utf8)[...])
    else { return .saying("I do not know.") }
    return .saying("Working \(expression.replacing("*", with: " times ")) out by hand gives $\\boxed{\(value)}$.")
  }
}

extension StrongModel {
  /// The calculations of a problem's worked solution.
  package static func steps(_ number: Int) -> [(expression: String, value: String)] {
    CommandProblem(number).work.split(separator: "<<").dropFirst().map { piece in
      let mark = piece.split(separator: ">>")[0].split(separator: "=")
      return (String(mark[0]), String(mark[1]))
    }
  }

  /// What a whole build should ask for problems numbered from 0: plan and turns of each sample, each different
  /// calculation once, a solution for each sample of a problem whose gold answer is right.
  package static func lampCalls(problems count: Int, samples: Int) -> [String: Int] {
    let problems = [CommandProblem](count: count)
    let right = problems.indices.filter { problems[$0].isRight }
    let calculations = Set(right.flatMap { steps($0).map(\.expression) } + ["7*8"])
    return [
      "solve": problems.reduce(0) { $0 + samples * (2 + $1.steps) }, "translate": calculations.count,
      "rephrase": samples * right.count,
    ]
  }
}

extension StrongModel.Question {
  /// The calculator's expression that is to be explained.
  package var expression: String? {
    call.flatMap { try? JSONNode.parse(Array($0.arguments.utf8), file: "") }?["expression"]?.string
  }
}
