import Graph
import TestSupport

/// A project that takes traces instead of solving, and the scripted model that explains and rephrases them.
struct TracesProviderProject {
  let project: CommandProject
  let server: ScriptedServer

  /// - Parameters:
  ///   - load: parameters of the stage that loads.
  ///   - traces: parameters of the model that stands for the traces.
  ///   - byHand: what the model arrives at when it explains a program, by the program.
  ///   - leaks: whether a solution shows code, whatever the model is told, by what it was asked.
  init(
    load: String, traces: String, byHand: [String: String],
    leaks: @escaping @Sendable (String) -> Bool = { _ in false }
  ) throws {
    server = try ScriptedServer { request in
      if request.path.hasSuffix("/models") { return ScriptedAnswer(#"{"data":[{"id":"strong"}]}"#) }
      let messages = (try? JSONNode.parse(request.body, file: ""))?["messages"]?.elements ?? []
      guard messages.count > 1, let asked = messages[1]["content"]?.string else { return .saying("What?") }
      let lines = asked.split(separator: "\n").map(String.init)
      if let code = TracesProviderProject.code(in: lines) {
        return .saying(byHand[code].map { "By hand we arrive at $\\boxed{\($0)}$." } ?? "No idea.")
      }
      return leaks(asked)
        ? .saying("```\n8*12\n```\nThat is 96: $\\boxed{96}$.") : .saying(TracesProviderProject.solution(lines))
    }
    project = try CommandProject()
    try project.write(
      """
      {
        "name": "given",
        "models": {
          "given": { "provider": "traces", \(traces) },
          "teacher": { "provider": "openai", "model": "strong", "url": "\(server.url)/v1" }
        },
        "stages": {
          "problems":  { "kind": "load", \(load) },
          "solve":     { "kind": "solve", "input": "problems", "model": "given" },
          "verify":    { "kind": "verify", "input": "solve" },
          "translate": { "kind": "translate", "input": "verify", "model": "teacher" },
          "rephrase":  { "kind": "rephrase", "input": "translate", "model": "teacher" },
          "sft":       { "kind": "split", "input": "rephrase", "fractions": { "train": 1 } }
        }
      }

      """, to: "pipeline.json")
  }

  /// The program that is to be explained; nil if something else is asked.
  private static func code(in lines: [String]) -> String? {
    lines.lazy.compactMap { (try? JSONNode.parse(Array($0.utf8), file: ""))?["code"]?.string }.first
  }

  /// A solution with every result of the notes and their answer.
  private static func solution(_ lines: [String]) -> String {
    func rest(of prefix: String) -> [String] {
      lines.compactMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    }
    let results = rest(of: "Result: ").map { "Reckoning by hand, we find \($0). " }.joined()
    return results + "So the answer is $\\boxed{\(rest(of: "The final answer of the notes: ").last ?? "")}$."
  }

  /// The calls that the server was asked.
  var calls: Int { server.requests.count { $0.path.hasSuffix("/completions") } }

  /// The ids of the finished rows, in order.
  func ids() throws -> [String] {
    try project.read("dist/sft/train.jsonl").split(separator: "\n").compactMap { line in
      try JSONNode.parse(Array(line.utf8), file: "")["id"]?.string
    }
  }
}
