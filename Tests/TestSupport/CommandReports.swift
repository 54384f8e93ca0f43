import Foundation

/// The last line of `build --json`.
package struct BuiltReport: Decodable, Sendable {
  package struct Stage: Decodable, Sendable, Equatable {
    package struct Chunks: Decodable, Sendable, Equatable {
      package let executed: Int
      package let reused: Int
    }

    package struct Calls: Decodable, Sendable, Equatable {
      package let made: Int
      package let reused: Int
    }

    package let name: String
    package let kind: String
    package let input: Int
    package let kept: Int
    package let rejected: Int
    package let failed: Int
    package let executed: Int
    package let reused: Int
    package let grain: String?
    package let chunks: Chunks
    package let calls: Calls
    package let rejects: [String: Int]

    private enum CodingKeys: String, CodingKey {
      case name, kind, kept, rejected, failed, executed, reused, grain, chunks, calls, rejects
      case input = "in"
    }
  }

  package let event: String
  package let status: String
  package let seconds: Double
  package let stages: [Stage]

  package subscript(name: String) -> Stage? { stages.first { $0.name == name } }

  /// What every stage executed, by name.
  package var executed: [String: Int] { Dictionary(uniqueKeysWithValues: stages.map { ($0.name, $0.executed) }) }

  /// What every stage executed, but for those that only read files.
  package var executedAfterLoad: [String: Int] {
    Dictionary(uniqueKeysWithValues: stages.filter { $0.kind != "load" }.map { ($0.name, $0.executed) })
  }
}

/// A line of `build --json` before the last.
package struct BuildLine: Decodable, Sendable {
  package let event: String
  package let stage: String?
  package let executed: Int?
  package let message: String?
  package let id: String?
}

/// What `plan --json` prints.
package struct PlanReport: Decodable, Sendable {
  package struct Stage: Decodable, Sendable {
    package let name: String
    package let state: String
    package let toExecute: Int
    package let atMost: Bool
    package let reasons: [ChangeReport]
  }

  package let stages: [Stage]

  package subscript(name: String) -> Stage? { stages.first { $0.name == name } }
}

/// One reason of `plan --json` and `why --json`.
package struct ChangeReport: Decodable, Sendable, Equatable {
  package let part: String
  package let was: String?
  package let now: String?

  package init(_ part: String, was: String?, now: String?) {
    self.part = part
    self.was = was
    self.now = now
  }
}

/// What `why --json` prints.
package struct WhyReport: Decodable, Sendable {
  package struct Last: Decodable, Sendable {
    package let run: Int
    package let executed: Int
    package let reasons: [ChangeReport]
  }

  package let stage: String
  package let id: String?
  package let state: String
  package let reasons: [ChangeReport]
  package let last: Last?
}

/// What `show --json` prints.
package struct ShowReport: Decodable, Sendable {
  package struct Chapter: Decodable, Sendable {
    package let stage: String
    package let kind: String
    package let id: String
    package let outcome: String
    package let reason: String?
    package let detail: String?
  }

  package let id: String
  package let stages: [Chapter]
}

extension CommandRun {
  /// The objects that `build --json` printed, one a line.
  package func lines() throws -> [BuildLine] {
    try output.split(separator: "\n").map { try JSONDecoder().decode(BuildLine.self, from: Data($0.utf8)) }
  }

  /// The last line of `build --json`.
  package func built() throws -> BuiltReport {
    guard let last = output.split(separator: "\n").last else {
      throw CommandTrouble("nothing on standard output; exit status \(status), standard error:\n\(errors)")
    }
    return try JSONDecoder().decode(BuiltReport.self, from: Data(last.utf8))
  }

  /// The one JSON value that a command printed.
  package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    guard !output.isEmpty else {
      throw CommandTrouble("nothing on standard output; exit status \(status), standard error:\n\(errors)")
    }
    return try JSONDecoder().decode(type, from: Data(output.utf8))
  }

  /// For each stage, how much of it the run said was executed and stored before it ended.
  package func counted() throws -> [String: Int] {
    var counted: [String: Int] = [:]
    // A killed process may leave its last line half written.
    for line in output.split(separator: "\n", omittingEmptySubsequences: true) {
      guard let read = try? JSONDecoder().decode(BuildLine.self, from: Data(line.utf8)), read.event == "progress",
        let stage = read.stage, let executed = read.executed
      else { continue }
      counted[stage] = executed
    }
    return counted
  }
}
