import Synchronization

/// How problems in MATH's form are solved with SymPy's functions.
///
/// A tool's result is remembered when it is seen, so that a call can be explained for which no result by hand is given.
package final class PaperSubject: StrongSubject {
  private let problems: [String: PaperProblem]
  private let byHand: [String: String]
  private let remembered = Mutex<[String: StrongModel.Seen]>([:])

  package init(_ problems: [PaperProblem]) {
    self.problems = Dictionary(problems.map { ($0.text, $0) }) { first, _ in first }
    let calls = problems.flatMap(\.calls).compactMap { call in call.byHand.map { (call.key, $0) } }
    byHand = Dictionary(calls) { first, _ in first }
  }

  /// What each call came back with, by the call's key.
  package var results: [String: StrongModel.Seen] { remembered.withLock { $0 } }

  /// The problem that is to be solved.
  package func problem(_ question: StrongModel.Question) -> PaperProblem? {
    let text = question.messages.first { $0.role == "user" }?.text ?? ""
    let (start, end) = ("Here is the problem:\n\n", "\n\nBefore you solve it")
    guard let from = text.firstRange(of: start)?.upperBound, let to = text.firstRange(of: end)?.lowerBound else {
      return nil
    }
    return problems[String(text[from..<to])]
  }

  package func act(_ question: StrongModel.Question) -> ScriptedAnswer {
    remembered.withLock { remembered in
      for seen in question.seen { remembered["\(seen.tool) \(seen.arguments)"] = seen }
    }
    guard let problem = problem(question) else { return .saying("Which problem?") }
    let way = "This is way \((question.seed ?? 0) + 1) of looking at it."
    guard question.callingTurns < problem.turns.count else {
      return .saying("\(way) All in all the answer to the problem is $\\boxed{\(problem.answer)}$.")
    }
    return .calling(
      problem.turns[question.callingTurns].map { ($0.tool, $0.arguments) },
      text: "\(way) Step \(question.callingTurns + 1) of it can be looked up.")
  }

  package func explain(_ question: StrongModel.Question) -> ScriptedAnswer {
    guard let call = question.call else { return .saying("What is to be explained?") }
    let key = "\(call.tool) \(call.arguments)"
    guard let result = byHand[key] ?? remembered.withLock({ $0[key]?.text }) else { return .saying("I do not know.") }
    return .saying("We take it apart, do one piece after the other by hand, and arrive at $\\boxed{\(result)}$.")
  }
}
