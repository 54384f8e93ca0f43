import Graph

extension CacheVerifyCommand {
  /// Looks at what the shared caches hold.
  func verifyRemotes() async throws {
    let workspace = try Workspace(common)
    let shared = try workspace.demandedCache()
    let report = try await workspace.sharing(shared, quietly: common.json) { try await $0.check(repairing: repair) }
    if common.json {
      Terminal.print(report.node.line)
    } else {
      for line in report.lines { Terminal.print(line) }
    }
    if Interrupt.isAsked { throw ExitStatus.interrupted }
    guard report.findings.allSatisfy(\.isRepaired), shared.mayRead else { throw ExitStatus.incomplete }
  }
}

extension RemoteReport {
  fileprivate var lines: [String] {
    let looked = [artifacts.counted("artifact"), "\(crates.counted("crate")) of chunks", calls.counted("call")]
    return findings.map { "\($0.remote): \($0.stage): \($0.problem)" + ($0.isRepaired ? "; stored anew" : "") }
      + ["\(looked.joined(separator: ", ")): " + (findings.isEmpty ? "all is well" : findings.count.counted("finding"))]
  }

  fileprivate var node: JSONNode {
    .object([
      ("artifacts", .number(artifacts)), ("crates", .number(crates)), ("calls", .number(calls)),
      (
        "findings",
        .list(
          findings.map { finding in
            .object([
              ("remote", .text(finding.remote)), ("stage", .text(finding.stage)), ("problem", .text(finding.problem)),
              ("repaired", .bool(finding.isRepaired)),
            ])
          })
      ),
    ])
  }
}
