import Graph

extension BuildResult {
  /// The last line of `build --json`.
  func node(seconds: Double) -> JSONNode {
    .object([
      ("event", .text("built")), ("status", .text(status.rawValue)),
      ("seconds", JSONNode(.number(String((seconds * 1000).rounded() / 1000)))),
      ("stages", .list(stages.map(\.node))),
      // Enough to look into; all of them are told as they happen.
      ("failures", .list(failures.prefix(100).map(\.node))),
    ])
  }

  /// What `plan --json` prints.
  var planNode: JSONNode { .object([("stages", .list(stages.map(\.planNode)))]) }
}

extension BuildResult.StageResult {
  var node: JSONNode {
    .object([
      ("name", .text(stage.name)), ("kind", .text(stage.kind)), ("in", .number(counts.input)),
      ("kept", .number(counts.kept)), ("rejected", .number(counts.rejected)), ("failed", .number(counts.failed)),
      ("executed", .number(counts.executed)), ("reused", .number(counts.reused)),
      ("grain", counts.grain.map { .text($0.rawValue) } ?? .null),
      (
        "chunks",
        .object([("executed", .number(counts.chunksExecuted)), ("reused", .number(counts.chunksReused))])
      ),
      ("calls", counts.calls.node),
      ("rejects", .object(counts.rejects.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
    ])
  }

  var planNode: JSONNode {
    .object([
      ("name", .text(stage.name)), ("state", .text(isFresh ? "fresh" : "stale")),
      ("toExecute", .number(isFresh ? 0 : counts.executed)), ("atMost", .bool(isAtMost)),
      (
        "calls",
        .object([("least", .number(calls.least)), ("most", calls.most.map { .number($0) } ?? .null)])
      ),
      ("reasons", .list(isFresh ? [] : changes.map(\.node))),
    ])
  }
}

extension CallCounts {
  var node: JSONNode {
    .object([
      ("made", .number(made)), ("reused", .number(reused)), ("inputTokens", .number(spent.inputTokens)),
      ("outputTokens", .number(spent.outputTokens)),
      ("cost", JSONNode(.number(String((spent.cost * 1_000_000).rounded() / 1_000_000)))),
    ])
  }
}
