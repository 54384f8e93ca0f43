import Foundation
import Graph
import Synchronization

/// Shows a build's events while it runs: a line that is drawn anew on a terminal, plain lines elsewhere, JSON if asked.
final class Progress: Sendable {
  enum Style { case terminal, plain, json, silent }

  private struct State {
    var stages: [String] = []
    var done: [String: (done: Int, total: Int?, counts: StageCounts)] = [:]
    var finished: Set<String> = []
    var lastDrawn: Double = 0
  }

  private let style: Style
  private let start: Double
  private let state = Mutex(State())

  init(style: Style) {
    self.style = style
    start = Progress.seconds()
  }

  /// Seconds since some fixed moment.
  static func seconds() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }

  func report(_ event: BuildEvent) {
    switch style {
    case .silent: break
    case .json: Terminal.print(event.node.line)
    case .terminal, .plain: state.withLock { show(event, &$0) }
    }
  }

  /// Takes the status line away.
  func end() {
    if style == .terminal { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  private func show(_ event: BuildEvent, _ state: inout State) {
    switch event {
    case .started(let stages): state.stages = stages
    case .progress(let stage, let counts, let done, let total):
      state.done[stage] = (done, total, counts)
      if style == .plain, done == total, state.finished.insert(stage).inserted {
        Terminal.note(
          "\(stage): \(counts.input.grouped) in, \(counts.kept.grouped) kept, \(counts.executed.grouped) executed")
      }
      let now = Progress.seconds()
      guard style == .terminal, now - state.lastDrawn > 0.1 else { return }
      state.lastDrawn = now
      Terminal.status(line(state, elapsed: now - start))
    case .sharing(let left):
      let now = Progress.seconds()
      guard style == .terminal, now - state.lastDrawn > 0.1 else { return }
      state.lastDrawn = now
      Terminal.status("sharing: \(left.grouped) left")
    case .warning(let text):
      end()
      Terminal.note("warning: \(text)")
    case .failed(let failure):
      end()
      Terminal.note("failed: \(failure.stage) \(failure.id): \(failure.message)")
    }
  }

  /// Each stage's share, then the pace and the time left of the one that is furthest behind.
  private func line(_ state: State, elapsed: Double) -> String {
    var parts: [String] = []
    var slowest: (share: Double, records: Int)?
    for stage in state.stages {
      guard let (done, total, counts) = state.done[stage], let total, total > 0 else {
        parts.append("\(stage) –")
        continue
      }
      let share = Double(done) / Double(total)
      // Where a chunk takes long, the calls are what moves.
      let calls = counts.calls.made
      parts.append("\(stage) \(Int(share * 100)) %" + (calls > 0 && share < 1 ? " (\(calls.counted("call")))" : ""))
      if share < slowest?.share ?? 1 { slowest = (share, counts.input) }
    }
    if let slowest, elapsed > 0.5, slowest.share > 0 {
      parts.append("\(Int(Double(slowest.records) / elapsed).grouped) records/s")
      parts.append("\((elapsed / slowest.share - elapsed).duration) left")
    }
    return parts.joined(separator: " · ")
  }
}

extension BuildEvent {
  /// One line of `build --json`.
  var node: JSONNode {
    switch self {
    case .started(let stages): .object([("event", .text("started")), ("stages", .list(stages.map { .text($0) }))])
    case .progress(let stage, let counts, let done, let total):
      .object([
        ("event", .text("progress")), ("stage", .text(stage)), ("chunks", .number(done)),
        ("ofChunks", total.map { .number($0) } ?? .null), ("in", .number(counts.input)), ("kept", .number(counts.kept)),
        ("rejected", .number(counts.rejected)), ("failed", .number(counts.failed)),
        ("executed", .number(counts.executed)),
      ])
    case .sharing(let left): .object([("event", .text("sharing")), ("left", .number(left))])
    case .warning(let text): .object([("event", .text("warning")), ("message", .text(text))])
    case .failed(let failure): .object([("event", .text("failed"))] + failure.members)
    }
  }
}

extension Failure {
  fileprivate var members: [(String, JSONNode)] {
    [("stage", .text(stage)), ("id", .text(id)), ("message", .text(message))]
  }

  var node: JSONNode { .object(members) }
}
