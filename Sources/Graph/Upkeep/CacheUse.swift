/// How much a cache was of use to a pipeline's runs: an estimate from what the runs told and what calls took when made.
package struct CacheUse: Sendable, Equatable {
  /// Records that stages looked at, and those for which nothing had to be run.
  package private(set) var records = Rate()
  /// Calls that stages asked for, and those that were remembered.
  package private(set) var calls = Rate()
  /// Against making everything anew in every run.
  package private(set) var saved = Saving()

  /// How many of some there were.
  package struct Rate: Sendable, Equatable {
    package var all = 0
    package var reused = 0

    /// Nil where there were none.
    package var share: Double? { all == 0 ? nil : Double(reused) / Double(all) }
  }

  /// Calls that were not made, with what they would have taken.
  package struct Saving: Sendable, Equatable {
    package private(set) var calls = 0.0
    package private(set) var inputTokens = 0.0
    package private(set) var outputTokens = 0.0
    package private(set) var cost = 0.0
    package private(set) var seconds = 0.0

    /// Adds some calls, each like the average of others.
    mutating func add(_ calls: Double, like sum: CallSum) {
      self.calls += calls
      guard sum.calls > 0 else { return }
      let share = calls / Double(sum.calls)
      inputTokens += share * Double(sum.inputTokens)
      outputTokens += share * Double(sum.outputTokens)
      cost += share * sum.cost
      seconds += share * sum.seconds
    }
  }

  /// A stage's calls, and how many of its inputs they were made for.
  package struct Stage: Sendable {
    package let calls: CallSum
    package let inputs: Int

    package init(calls: CallSum, inputs: Int) { (self.calls, self.inputs) = (calls, inputs) }

    fileprivate var callsEach: Double { inputs == 0 ? 0 : Double(calls.calls) / Double(inputs) }
  }

  /// - Parameters:
  ///   - reports: of the runs, as they are stored.
  ///   - stages: those with calls, by name.
  package init(reports: [String], stages: [String: Stage]) {
    for report in reports {
      let node = try? JSONNode.parse(Array(report.utf8), file: "report")
      for told in node?["stages"]?.elements ?? [] {
        let (input, reused) = (told["in"]?.int ?? 0, told["reused"]?.int ?? 0)
        let (made, remembered) = (told["calls"]?["made"]?.int ?? 0, told["calls"]?["reused"]?.int ?? 0)
        records.all += input
        records.reused += reused
        calls.all += made + remembered
        calls.reused += remembered
        guard let name = told["name"]?.string, let stage = stages[name] else { continue }
        saved.add(Double(remembered) + Double(max(0, reused)) * stage.callsEach, like: stage.calls)
      }
    }
  }
}
