import Stages

/// A trace in words, so that a test shows all of it: `plan`, then each turn with its calls, then the answer.
struct Told: Equatable, CustomStringConvertible {
  var lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  /// A turn is `- text`, a call `> tool arguments = result` or, after an error, `> tool arguments ! message`.
  init(_ trace: Trace) {
    lines = trace.plan.isEmpty ? [] : ["plan \(string(trace.plan))"]
    for turn in trace.turns {
      lines.append("- \(string(turn.text))")
      for call in turn.calls.map({ trace.calls[$0] }) {
        let sign = call.status == .success ? "=" : "!"
        lines.append("> \(string(call.tool)) \(string(call.arguments)) \(sign) \(string(call.result))")
      }
    }
    lines.append("answer \(trace.answer.map(string) ?? "none")")
  }

  var description: String { lines.joined(separator: "\n") }
}

/// Reads a text and tells of it; a failure is told as `reason: detail`.
func told(_ text: String, _ format: TraceFormat = .auto) -> Told {
  do throws(TraceReading.Failure) {
    return Told(try TraceReading.trace(text: utf8(text)[...], format: format))
  } catch {
    return Told(["\(error.reason.rawValue): \(error.detail)"])
  }
}

/// Reads a JSON value and tells of it.
func told(json: String, _ format: TraceFormat = .auto) -> Told {
  do throws(TraceReading.Failure) {
    return Told(try TraceReading.trace(json: utf8(json)[...], format: format))
  } catch {
    return Told(["\(error.reason.rawValue): \(error.detail)"])
  }
}
