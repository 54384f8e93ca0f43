import Foundation
import Testing
import TestSupport

@Suite("The traces of ToRA-Code-34B on GSM8K's test problems become training data")
struct TracesProviderToRATests {
  private struct Row: Decodable {
    let idx: Int
    let gt: String
    let code: [String]
    let pred: [String]

    /// The program, and what it printed.
    var program: (code: String, output: String)? {
      let parts = code[0].components(separatedBy: "\n```\n```output\n")
      guard parts.count == 2, let output = parts[1].components(separatedBy: "\n```\n").first else { return nil }
      return (String(parts[0].dropFirst("```python\n".count)), output)
    }

    /// ToRA's rule for numbers: within 1 in 10,000 of the gold answer, or of it times or over 100.
    var isRightForToRA: Bool {
      guard let answer = Double(pred[0].replacing(",", with: "")), let gold = Double(gt.replacing(",", with: "")) else {
        return false
      }
      return [gold / 100, gold, gold * 100].contains { abs($0 - answer) <= 1e-4 * max(abs($0), abs(answer)) }
    }
  }

  private static let file: String? = {
    let folder =
      ProcessInfo.processInfo.environment["DISTILLBUILD_DATA"] ?? "\(CommandBinary.repository)/../shared/data"
    let file = "\(folder)/traces/tora-code-34b-gsm8k-test.jsonl"
    return FileManager.default.fileExists(atPath: file) ? file : nil
  }()

  /// Right by ToRA's rule and dropped by `verify`, and why.
  private static let notRight = [
    191: "0.05 is not 5; ToRA's rule takes an answer times or over 100",
    806: "0.7 is not 70; ToRA's rule takes an answer times or over 100",
  ]
  /// Right although their program failed: the model guessed. Nothing is to be explained.
  private static let failed = [1027, 1132]

  /// What somebody reckons by hand where floating point leaves a tail: `109` for `109.00000000000001`.
  private static func byHand(_ output: String) -> String {
    guard output.count > 10, output.contains("."), let value = Double(output) else { return output }
    let text = String(format: "%.8f", value)
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }

  @Test(
    "1,319 traces, 1,318 read, 1,062 right, each explained and rephrased",
    .enabled(if: file != nil, "needs ../shared/data; or set DISTILLBUILD_DATA to the folder that holds traces"))
  func figures() async throws {
    let file = try #require(Self.file)
    let rows = try Data(contentsOf: URL(filePath: file)).split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Row.self, from: $0)
    }
    let programs = rows.compactMap(\.program)
    let taken = try TracesProviderProject(
      load: #""files": ["\#(file)"], "fields": { "id": "idx" }"#, traces: #""field": "meta.code""#,
      byHand: Dictionary(programs.map { ($0.code, Self.byHand($0.output)) }, uniquingKeysWith: { $1 }))
    let report = try await taken.project.build()
    #expect(report.status == "complete")
    #expect(report["problems"]?.kept == 1_319)
    // Row 146's program never ran.
    #expect(report["solve"]?.rejects == ["no-answer": 1])
    #expect(report["verify"]?.rejects == ["wrong": 256])
    #expect(report["translate"]?.rejects == [:])
    #expect(report["rephrase"]?.rejects == [:])
    #expect(report["sft"]?.kept == 1_062)
    #expect(report["translate"]?.calls.made == 1_062 - Self.failed.count)
    #expect(report["rephrase"]?.calls.made == 1_062)

    let right = rows.filter(\.isRightForToRA).map(\.idx)
    #expect(right.count == 1_064)
    #expect(Set(Self.failed).isSubset(of: right))
    #expect(try taken.ids() == right.filter { Self.notRight[$0] == nil }.map { "\($0)#1" })

    let again = try await taken.project.build()
    #expect(again.executed.values.allSatisfy { $0 == 0 })
    #expect(taken.calls == 2 * 1_062 - Self.failed.count)
  }
}
