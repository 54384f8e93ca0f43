import Foundation
import Synchronization
import Testing
import TestSupport

/// Something wrong that a model writes, which a check must find.
struct PlantedFault: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// Whose reply it is.
  let role: StrongModel.Role
  /// Why the record is rejected if it never ends.
  let reason: String
  /// The reply, made from what is asked; the name is that of a tool of the trace.
  let reply: @Sendable (_ question: StrongModel.Question, _ tool: String) -> ScriptedAnswer

  private init(
    _ name: String, _ role: StrongModel.Role, _ reason: String, finish: String = "stop",
    _ text: @escaping @Sendable (_ question: StrongModel.Question, _ tool: String) -> String
  ) {
    (testDescription, self.role, self.reason) = (name, role, reason)
    reply = { .saying(text($0, $1), finish: finish) }
  }

  /// The stage that has to find it.
  var stage: String { role == .rewrite ? "rephrase" : "translate" }

  /// The calls that one more attempt takes.
  var callsOfAttempt: Int { role == .judge ? 2 : 1 }

  /// Those that translators' and rephrasers' own replies hold.
  static let inReplies: [PlantedFault] = [
    PlantedFault("a wrong result", .explain, "explanation-differs") { _, _ in #"That is \boxed{5}."# },
    PlantedFault("an explanation without a result", .explain, "unexplained-call") { _, _ in "That is so." },
    PlantedFault("an explanation in code", .explain, "unexplained-call") { _, _ in "```\nprint(1)\n```\n\\boxed{1}" },
    PlantedFault("a cut explanation", .explain, "unexplained-call", finish: "length") { _, _ in "First we" },
    PlantedFault("an empty explanation", .explain, "unexplained-call") { _, _ in "" },
    PlantedFault("a tool's name", .rewrite, "tool-named") { "The \($1) says so. \(whole($0))" },
    PlantedFault("a code block", .rewrite, "code-left") { question, _ in "```\n1+1\n```\n\(whole(question))" },
    PlantedFault("a lost number", .rewrite, "number-lost") { question, _ in
      "So it is $\\boxed{\(question.finalAnswer)}$."
    },
    PlantedFault("a changed answer", .rewrite, "answer-changed") { question, _ in "\(whole(question)) Or $\\boxed{7}$."
    },
    PlantedFault("an empty solution", .rewrite, "empty") { _, _ in " " },
    PlantedFault("a cut solution", .rewrite, "cut-short", finish: "length") { question, _ in whole(question) },
    PlantedFault("the notes, copied", .rewrite, "copied-trace") { question, _ in notes(question) },
    PlantedFault("the solver's words, copied", .rewrite, "copied-trace") { question, _ in
      words(notes(question))
    },
  ]

  /// Those of a judge.
  static let ofJudges: [PlantedFault] = [
    PlantedFault("the judge says no", .judge, "explanation-differs") { _, _ in #"They differ. \boxed{False}"# },
    PlantedFault("a verdict outside of a box", .judge, "unreadable-verdict") { _, _ in "True" },
    PlantedFault("a verdict that is neither", .judge, "unreadable-verdict") { _, _ in #"\boxed{\text{True-ish}}"# },
    PlantedFault("a cut verdict", .judge, "unreadable-verdict", finish: "length") { _, _ in #"\boxed{True}"# },
  ]

  /// A solution that keeps all.
  private static func whole(_ question: StrongModel.Question) -> String {
    "We find \(question.results.joined(separator: " and ")). So $\\boxed{\(question.finalAnswer)}$."
  }

  /// The solver's words without the calculations that stand between them.
  private static func words(_ notes: String) -> String {
    notes.components(separatedBy: "\n\n").filter { !$0.hasPrefix("[Calculation ") }.joined(separator: "\n\n")
  }

  private static func notes(_ question: StrongModel.Question) -> String {
    let text = question.notes.components(separatedBy: "followed by its explanation:\n\n").last ?? ""
    return text.components(separatedBy: "\n\nThe final answer of the notes: ").first ?? ""
  }
}

/// A project whose traces stand, in which faults are planted.
struct PlantingGround: Sendable {
  /// Built up to `verify`.
  let project: ModelProject
  let subject: any StrongSubject
  /// Where a fault is to come.
  let isMeant: @Sendable (StrongModel.Question) -> Bool
  /// A tool of the trace that it comes to.
  let tool: String
  let records: Int

  /// A model that goes wrong, always or the first time.
  private func planted(_ fault: PlantedFault, isStubborn: Bool) throws -> ModelProject {
    let wasPlanted = Mutex(false)
    let (isMeant, tool) = (isMeant, tool)
    let strong = StrongModel(of: subject) { question in
      guard question.role == fault.role, isMeant(question) else { return nil }
      let isFirst = wasPlanted.withLock { wasPlanted in
        defer { wasPlanted = true }
        return !wasPlanted
      }
      return isFirst || isStubborn ? fault.reply(question, tool) : nil
    }
    return try ModelProject(project.project, servedBy: strong, insteadOf: project.server)
  }

  /// A fault is found; where the model does better the next time nothing is lost, else one record with its reason.
  func expectFound(_ fault: PlantedFault, undisturbed: Int) async throws {
    let mended = try await planted(fault, isStubborn: false).build()
    #expect(mended.report[fault.stage]?.rejects == [:])
    #expect(mended.report["sft"]?.kept == records)
    #expect(mended.calls == undisturbed + fault.callsOfAttempt)

    let stubborn = try planted(fault, isStubborn: true)
    let rejected = try await stubborn.build().report
    #expect(rejected[fault.stage]?.rejects == [fault.reason: 1])
    #expect(rejected["sft"]?.kept == records - 1)
    // More attempts are of use to the one that ran out of them, and to no other.
    try stubborn.project.editPipeline("\"kind\": \"\(fault.stage)\",", "\"kind\": \"\(fault.stage)\", \"attempts\": 4,")
    let again = try await stubborn.build()
    #expect(again.report[fault.stage]?.executed == 1)
    #expect(again.calls == fault.callsOfAttempt)
  }
}
