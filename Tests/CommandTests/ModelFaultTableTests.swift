import Foundation
import Synchronization
import Testing
import TestSupport

@Suite("The table of faults: what becomes of a build, and what calls it makes")
struct ModelFaultTableTests {
  static let count = CommandBinary.isFull ? 500 : 20
  static let samples = 2
  static let problems = [CommandProblem](count: count)

  /// What a build makes that meets no fault.
  static let undisturbed = Task {
    let taught = try project([try StrongModel().server()])
    let calls = try await taught.build().calls
    return (calls: calls, outputs: try taught.project.outputs())
  }

  private static func project(
    _ servers: [ScriptedServer], attempts: Int = 3, timeouts: String = #""firstByte": 60"#, model: String = ""
  ) throws -> ModelProject {
    try ModelProject(
      data: problems.text, servers: servers, timeouts: timeouts, retries: #""attempts": \#(attempts), "patience": 200"#,
      model: model,
      solve: #""samples": \#(samples)"#)
  }

  @Test("a fault costs what it must", arguments: ModelFaultRow.rows)
  func table(row: ModelFaultRow) async throws {
    let faults = ScriptedFaults(oneIn: row.oneIn * (row.isSlow ? CommandBinary.isFull ? 25 : 4 : 1), times: row.times)
    let strong = StrongModel()
    let server = try ScriptedServer { request in
      let answer = strong.answer(request)
      return row.concerns(request) && faults.meets(row.mark(of: request)) ? row.answer(answer) : answer
    }
    let taught = try Self.project([server], attempts: row.attempts, timeouts: row.timeouts, model: row.model)
    let told = try await expect(row.outcome, of: taught, faults)
    let undisturbed = try await Self.undisturbed.value
    #expect(faults.given > 0)
    #expect(try taught.project.outputs() == undisturbed.outputs)
    #expect(try await taught.build().calls == 0)
    Self.tell(row.fault, told, faults: faults.given, calls: taught.calls, undisturbed: undisturbed.calls)
  }

  /// - Returns: what happened, in words.
  private func expect(
    _ outcome: ModelFaultRow.Outcome, of taught: ModelProject, _ faults: ScriptedFaults
  ) async throws -> String {
    let undisturbed = try await Self.undisturbed.value.calls
    switch outcome {
    case .complete(let extra):
      let built = try await taught.build()
      #expect(built.report.status == "complete")
      #expect(built.report["rephrase"]?.rejects == [:])
      #expect(built.calls == undisturbed + extra * faults.given)
      return "complete, the same bytes"
    case .incomplete(let words):
      let run = try await taught.project.run("build", "--json")
      let report = try run.built()
      #expect(report.status == "incomplete")
      #expect(report["solve"]?.failed == faults.requests)
      #expect(run.output.contains(words), "\(run.output.suffix(2000))")
      let (first, failed) = (taught.calls, report["solve"]?.failed ?? 0)
      faults.end()
      let next = try await taught.build()
      #expect(next.report.status == "complete")
      #expect(taught.calls == undisturbed + faults.given)
      return "incomplete: \(failed) problems failed with '\(words)', all others done (\(first) calls); "
        + "the next build, without the fault, made these alone (\(next.calls) calls): complete, the same bytes"
    case .rejected(let reason):
      let report = try await taught.build().report
      #expect(report.status == "complete")
      #expect(report["solve"]?.rejects == [reason: faults.given])
      try taught.project.editPipeline(
        "\"maxTokens\": \(ModelFaultRow.fewTokens)", "\"maxTokens\": \(ModelFaultRow.moreTokens)")
      let raised = try await taught.build()
      #expect(raised.report.status == "complete")
      #expect(taught.calls == undisturbed + faults.given)
      return "\(faults.given) records rejected as '\(reason)'; a larger 'maxTokens' had only the cut calls made again "
        + "and what follows from them (\(raised.calls) calls): the same bytes"
    case .ends(let message):
      let run = try await taught.project.run("build")
      #expect(run.status == 2)
      #expect(run.errors.split(separator: "error: ").count == 2)
      #expect(run.errors.contains(message))
      let first = taught.calls
      faults.end()
      #expect(try await taught.build().report.status == "complete")
      // What was under way when the build ended may be asked again: twice as many records as calls are in hand.
      #expect((undisturbed + faults.given...undisturbed + faults.given + 64).contains(taught.calls))
      return
        "ended after \(first) calls with status 2 and '\(message)'; the next build, with the key put right, went on"
    }
  }

  @Test func `of two endpoints one dies: the other takes over`() async throws {
    let undisturbed = try await Self.undisturbed.value
    let servers = [try StrongModel().server(), try StrongModel().server()]
    let taught = try Self.project(servers)
    let death = Task {
      while servers[1].callCount < undisturbed.calls / 6 { try await Task.sleep(for: .milliseconds(2)) }
      servers[1].stop()
    }
    defer { death.cancel() }
    let built = try await taught.build()
    // A build that never asked the second server is no test of its death.
    death.cancel()
    try await death.value
    #expect(built.report.status == "complete")
    #expect(servers.allSatisfy { $0.callCount > 0 })
    #expect((undisturbed.calls...undisturbed.calls + 32).contains(built.calls))
    #expect(try taught.project.outputs() == undisturbed.outputs)
    Self.tell(
      "one of two endpoints dies",
      "complete, the same bytes (\(servers[0].callCount) and, until it died, \(servers[1].callCount))", faults: 1,
      calls: built.calls, undisturbed: undisturbed.calls)
  }

  /// One line of a Markdown table for those who want to see it.
  private static func tell(_ fault: String, _ told: String, faults: Int, calls: Int, undisturbed: Int) {
    guard CommandBinary.isFull else { return }
    print("| \(fault) | \(faults) | \(told) | \(undisturbed) + \(calls - undisturbed) |")
  }
}
