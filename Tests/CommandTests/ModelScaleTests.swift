import Testing
import TestSupport

@Suite("Hundreds of problems go the whole way, and every call is made once")
struct ModelScaleTests {
  static let count = CommandBinary.isFull ? 500 : 100

  @Test func `two samples each, tools called side by side: exactly the calls that are needed, and then none`()
    async throws
  {
    let problems = [CommandProblem](count: Self.count)
    let taught = try ModelProject(problems: problems, solve: #""samples": 2"#)
    let expected = StrongModel.lampCalls(problems: Self.count, samples: 2)
    let right = problems.count(where: \.isRight)
    let first = try await taught.build()
    #expect(first.report.status == "complete")
    #expect(first.report["solve"]?.kept == 2 * Self.count)
    #expect(first.report["verify"]?.rejects == ["wrong": 2 * (Self.count - right)])
    for (stage, calls) in expected { #expect(first.report[stage]?.calls.made == calls, "\(stage)") }
    #expect(first.calls == expected.values.reduce(0, +))
    #expect(first.report["sft"]?.kept == 2 * right)
    #expect(try taught.project.read("dist/sft/train.jsonl").split(separator: "\n").count == 2 * right)
    // Side by side, as far as the model's concurrency allows.
    #expect((2...32).contains(taught.server.peakInFlight))

    let second = try await taught.build()
    #expect(second.calls == 0)
    #expect(second.report.executed.values.allSatisfy { $0 == 0 })
    if CommandBinary.isFull {
      print(
        "\(Self.count) problems, 2 samples: \(first.calls) calls in \(first.report.seconds) s, \(second.report.seconds) s again"
      )
    }
  }
}
