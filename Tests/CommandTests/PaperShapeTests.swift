import Graph
import Testing
import TestSupport

@Suite("The paper's pipeline on problems in MATH's form, with SymPy really called", .needsSymPy)
struct PaperShapeTests {
  @Test func `problems of all sorts go the whole way; who used no tool is dropped`() async throws {
    let problems = PaperProblem.all
    let subject = PaperSubject(problems)
    // The second sample of one problem is solved in the head.
    let strong = StrongModel(of: subject) { question in
      guard question.role == .act, question.seed == 1, let problem = subject.problem(question), problem.id == "root"
      else { return nil }
      return .saying("Five roots of two and two more are $\\boxed{\(problem.answer)}$.")
    }
    let taught = try PaperProject.make(data: problems.text, strong, solve: #""samples": 2"#)
    let first = try await taught.build()
    let records = 2 * problems.count
    #expect(first.report.status == "complete")
    #expect(first.report["solve"]?.kept == records)
    #expect(first.report["verify"]?.rejects == ["no-tool-used": 1])
    #expect(first.report["translate"]?.rejects == [:])
    #expect(first.report["rephrase"]?.rejects == [:])
    #expect(first.report["sft"]?.kept == records - 1)
    let expected = PaperProject.calls(problems, samples: 2)
    #expect(first.report["solve"]?.calls.made == (expected["solve"] ?? 0) - 1)
    // One result is in a spelling that only a judge can compare.
    #expect(first.report["translate"]?.calls.made == (expected["translate"] ?? 0) + 1)
    #expect(first.report["rephrase"]?.calls.made == (expected["rephrase"] ?? 0) - 1)

    try await expectSymPysResults(problems, subject)
    try expectTraces(of: taught, problems)
    expectHiddenResults(from: taught.server, subject)
    let solutions = try taught.project.read("dist/sft/train.jsonl")
    for tool in Set(problems.flatMap { $0.turns.joined() }.map(\.tool)) where tool.contains("_") {
      #expect(!solutions.contains(tool))
    }
    #expect(try await taught.build().calls == 0)
  }

  @Test(
    "MATH as it is published goes the whole way",
    .enabled(if: CommandBinary.isFull && PaperProblem.MATH.isPresent, "needs DISTILLBUILD_FULL_TESTS=1 and the set"))
  func math() async throws {
    let rows = try PaperProblem.MATH.first(200)
    let problems = rows.map(\.problem)
    let subject = PaperSubject(problems)
    let taught = try PaperProject.make(data: rows.map { "\($0.line)\n" }.joined(), StrongModel(of: subject))
    let first = try await taught.build()
    #expect(first.report.status == "complete")
    #expect(first.report["verify"]?.rejects == [:])
    #expect(first.report["translate"]?.rejects == [:])
    #expect(first.report["rephrase"]?.rejects == [:])
    #expect(first.report["sft"]?.kept == problems.count)
    for (stage, calls) in PaperProject.calls(problems, samples: 1) {
      #expect(first.report[stage]?.calls.made == calls, "\(stage)")
    }
    try await expectSymPysResults(problems, subject)
    try expectTraces(of: taught, problems)
    let again = try await taught.build()
    #expect(again.calls == 0)
    let stages = first.report.stages.map { "\($0.name) \($0.kept) of \($0.input), \($0.calls.made) calls" }
    print(
      "MATH: \(stages.joined(separator: "; ")); \(problems.distinctCalls) different SymPy calls; "
        + "\(first.report.seconds) s, again \(again.report.seconds) s")
  }

  /// What the model was told is what SymPy itself answers.
  private func expectSymPysResults(_ problems: [PaperProblem], _ subject: PaperSubject) async throws {
    var calls: [String: String] = [:]
    for call in problems.flatMap(\.calls) { calls[call.key] = call.python }
    let keys = calls.keys.sorted()
    let direct = try await SharedPython.answers(to: keys.compactMap { calls[$0] })
    try #require(direct.count == keys.count)
    for (key, result) in zip(keys, direct) {
      #expect(subject.results[key]?.text == result, "\(key)")
      #expect(subject.results[key]?.isSuccess == true, "\(key)")
    }
    let failed = problems.flatMap { $0.turns.joined() }.filter { $0.python == nil }
    for call in failed { #expect(subject.results[call.key]?.isSuccess == false, "\(call.key)") }
  }

  /// The traces that were kept hold the calls in their order.
  private func expectTraces(of taught: ModelProject, _ problems: [PaperProblem]) throws {
    let wanted = Dictionary(uniqueKeysWithValues: problems.map { ($0.text, $0.turns.joined().map(\.key)) })
    let rows = try taught.project.read("dist/calls/all.jsonl").split(separator: "\n")
    #expect(rows.count >= problems.count)
    for row in rows {
      let messages = try JSONNode.parse(Array(row.utf8), file: "all.jsonl")["messages"]?.elements ?? []
      let problem = messages.first { $0["role"]?.string == "user" }?["content"]?.string ?? ""
      let calls =
        try JSONNode.parse(Array((messages.last?["content"]?.string ?? "").utf8), file: "calls").elements ?? []
      let keys = calls.map { "\($0["tool"]?.string ?? "") \($0["arguments"]?.line ?? "")" }
      #expect(keys == wanted[problem], "\(problem)")
    }
  }

  /// Who explains a call is not shown what it returned.
  private func expectHiddenResults(from server: ScriptedServer, _ subject: PaperSubject) {
    for request in server.calls {
      guard let question = StrongModel.Question(request), question.role == .explain, let call = question.call else {
        continue
      }
      // Short ones, such as a 3, stand in the documentation.
      guard let result = subject.results["\(call.tool) \(call.arguments)"]?.text, result.count > 5 else { continue }
      #expect(!request.text.contains(result) || call.arguments.contains(result), "\(call)")
    }
  }
}
