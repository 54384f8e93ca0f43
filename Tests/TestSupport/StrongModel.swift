/// A model that solves every problem of a subject, explains every calculation and writes every solution: replies made
/// from the test's own data, for a scripted server to give.
package struct StrongModel: Sendable {
  /// What it knows.
  private let subject: any StrongSubject
  /// Answers in its place, where it is to be made weaker; nil leaves the answer to it.
  private let twist: @Sendable (Question) -> ScriptedAnswer?

  package init(
    of subject: any StrongSubject = LampSubject(),
    _ twist: @escaping @Sendable (Question) -> ScriptedAnswer? = { _ in nil }
  ) {
    (self.subject, self.twist) = (subject, twist)
  }

  /// A server of it.
  package func server() throws -> ScriptedServer { try ScriptedServer { answer($0) } }

  package func answer(_ request: ScriptedRequest) -> ScriptedAnswer {
    if request.path.hasSuffix("/models") { return ScriptedAnswer(#"{"data":[{"id":"strong"}]}"#) }
    // What 'distillbuild check' asks.
    if request.text.contains("Say yes.") { return .saying("Yes.") }
    if request.text.contains("48 / 2") { return .calling([("calculator", #"{"expression":"48 / 2"}"#)]) }
    guard let question = Question(request) else {
      return ScriptedAnswer(#"{"error":{"message":"cannot read this"}}"#, status: 400)
    }
    if let answer = twist(question) { return answer }
    switch question.role {
    case .plan: return .saying("I will do what is asked, step by step, and look back.")
    case .act: return subject.act(question)
    case .explain: return subject.explain(question)
    case .judge: return .saying(#"They look the same. \boxed{True}"#)
    case .rewrite: return rewrite(question)
    }
  }

  private func rewrite(_ question: Question) -> ScriptedAnswer {
    let sentences = question.results.map { "Reckoning by hand, we find \($0)." }.joined(separator: " ")
    return .saying("\(sentences) So the answer is $\\boxed{\(question.finalAnswer)}$.")
  }
}

/// What a strong model knows: how problems are solved with tools, and how their calculations are explained.
package protocol StrongSubject: Sendable {
  /// The next step of a solution: tool calls, or the answer.
  func act(_ question: StrongModel.Question) -> ScriptedAnswer
  /// One call put into words, without the sight of its result.
  func explain(_ question: StrongModel.Question) -> ScriptedAnswer
}
