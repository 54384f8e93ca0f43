import Graph

/// What a build prints when it has ended.
struct BuildSummary {
  let result: BuildResult
  let files: [Outputs.Written]
  let seconds: Double
  let outputFolder: String

  func print() {
    var table = Table(["stage", "in", "kept", "rejected", "failed", "executed", "reused"])
    for stage in result.stages {
      let counts = stage.counts
      table.add(
        [stage.stage.name]
          + [counts.input, counts.kept, counts.rejected, counts.failed, counts.executed, counts.reused].map(\.grouped))
    }
    for line in table.lines { Terminal.print(line) }
    for stage in result.stages where !stage.counts.rejects.isEmpty {
      let top = stage.counts.rejects.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
      Terminal.print(
        "rejected by \(stage.stage.name): " + top.map { "\($0.value.grouped) \($0.key)" }.joined(separator: ", "))
    }
    printCalls()
    printFailures()
    for written in files {
      for file in written.files {
        Terminal.print("\(Workspace.shown("\(outputFolder)/\(written.stage)/\(file.name)")): \(file.rows.grouped) rows")
      }
    }
    let ending =
      switch result.status {
      case .complete: result.stages.allSatisfy(\.isFresh) ? "complete; everything was fresh" : "complete"
      case .incomplete: "incomplete; build again to do what failed"
      case .stopped: "stopped; what was done is kept"
      }
    Terminal.print("\(ending), \(seconds.duration)")
  }

  private func printCalls() {
    for stage in result.stages where stage.counts.calls.made + stage.counts.calls.reused > 0 {
      let calls = stage.counts.calls
      let cost = calls.spent.cost > 0 ? ", cost \((calls.spent.cost * 10_000).rounded() / 10_000)" : ""
      Terminal.print(
        "calls of \(stage.stage.name): \(calls.made.grouped) made, \(calls.reused.grouped) remembered, \(calls.spent.inputTokens.grouped) tokens in, \(calls.spent.outputTokens.grouped) out\(cost)"
      )
    }
  }

  private func printFailures() {
    guard !result.failures.isEmpty else { return }
    for failure in result.failures.prefix(10) {
      Terminal.print("failed: \(failure.stage) \(failure.id): \(failure.message)")
    }
    if result.failures.count > 10 { Terminal.print("… and \((result.failures.count - 10).grouped) more failures") }
  }
}
