import Foundation
import Graph

extension SweepPlan {
  /// For people.
  func lines(isDry: Bool) -> [String] {
    var table = Table(["", isDry ? "would go" : "removed", "size", isDry ? "would stay" : "kept", "size"])
    for (name, gone, left) in [
      ("artifacts", removed.artifacts, kept.artifacts), ("chunks", removed.chunks, kept.chunks),
      ("summaries", removed.summaries, kept.summaries), ("records", removed.records, kept.records),
      ("calls", removed.calls, kept.calls),
    ] {
      table.add([name, gone.count.grouped, gone.bytes.bytes, left.count.grouped, left.bytes.bytes])
    }
    var lines = table.lines
    if leftovers.count > 0 {
      lines.append("leftovers that nothing leads to: \(leftovers.count.grouped), \(leftovers.bytes.bytes)")
    }
    if removedCalls.calls > 0 {
      lines.append(
        "\(isDry ? "calls that would go" : "calls removed"): \(removedCalls.words); to have them again is to pay again")
    }
    if spareCalls.calls > 0 {
      lines.append("calls kept that no kept result needs: \(spareCalls.words)")
    }
    if let since {
      let ended =
        runs == 1 ? "the last run of 1 pipeline" : "the last \(runs.grouped) runs of \(pipelines.counted("pipeline"))"
      let date = Date(timeIntervalSince1970: Double(since)).ISO8601Format()
      lines.append("kept: what \(ended) ended with, and all made since \(date)")
    } else {
      lines.append("kept: everything, since no build has come to its end yet")
    }
    lines.append(
      "\(isDry ? "would be removed" : "removed"): \((bytesBefore - bytesAfter).bytes) of \(bytesBefore.bytes)")
    return lines
  }

  /// What `cache gc --json` prints.
  func node(isDry: Bool) -> JSONNode {
    .object([
      ("dryRun", .bool(isDry)), ("removed", removed.node), ("kept", kept.node), ("leftovers", leftovers.node),
      ("removedCalls", removedCalls.node), ("spareCalls", spareCalls.node), ("runs", .number(runs)),
      ("pipelines", .number(pipelines)), ("since", since.map { .number($0) } ?? .null),
      ("damaged", .list(damaged.map { .text($0.hex) })), ("bytesBefore", .number(bytesBefore)),
      ("bytesAfter", .number(bytesAfter)),
    ])
  }
}

extension CacheHoldings {
  fileprivate var node: JSONNode {
    .object([
      ("artifacts", artifacts.node), ("chunks", chunks.node), ("summaries", summaries.node), ("records", records.node),
      ("calls", calls.node),
    ])
  }
}

extension CacheHoldings.Amount {
  fileprivate var node: JSONNode { .object([("count", .number(count)), ("bytes", .number(bytes))]) }
}

extension CallSum {
  /// For people.
  fileprivate var words: String {
    let cost = cost > 0 ? ", cost \((cost * 10_000).rounded() / 10_000)" : ""
    return "\(calls.grouped) (\(inputTokens.grouped) tokens in, \(outputTokens.grouped) out\(cost))"
  }

  var node: JSONNode {
    .object([
      ("calls", .number(calls)), ("inputTokens", .number(inputTokens)), ("outputTokens", .number(outputTokens)),
      ("cost", .decimal(cost, places: 6)), ("seconds", .decimal(seconds, places: 3)),
    ])
  }
}

extension JSONNode {
  /// A number with so many decimal places at most.
  static func decimal(_ value: Double, places: Int) -> JSONNode {
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    return JSONNode(.number(String((value * scale).rounded() / scale)))
  }
}
