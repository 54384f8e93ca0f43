internal import Graph

extension Trace {
  /// Appends the turns as JSON: `[{"text":"…","calls":[0]},…]`. A turn without calls says nothing of them.
  package func appendTurns(to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, turn) in turns.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append("{\"text\":")
      JSONText.appendString(turn.text, to: &out)
      if !turn.calls.isEmpty {
        out.append(",\"calls\":[")
        for (place, call) in turn.calls.enumerated() {
          if place > 0 { out.append(UInt8(ascii: ",")) }
          JSONText.appendInteger(call, to: &out)
        }
        out.append(UInt8(ascii: "]"))
      }
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  /// Appends the calls as JSON: `[{"tool":"…","arguments":{…},"status":"success","result":"…"},…]`; a failed call has
  /// a `message` where others have a `result`.
  package func appendCalls(to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, call) in calls.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      out.append("{\"tool\":")
      JSONText.appendString(call.tool, to: &out)
      out.append(",\"arguments\":")
      out.append(contentsOf: call.arguments)
      out.append(call.status == .success ? ",\"status\":\"success\",\"result\":" : Self.failure)
      JSONText.appendString(call.result, to: &out)
      out.append(UInt8(ascii: "}"))
    }
    out.append(UInt8(ascii: "]"))
  }

  private static let failure: StaticString = ",\"status\":\"error\",\"message\":"
}

extension Explanation {
  /// Appends explanations, aligned with a trace's calls, as JSON: `[{"text":"…","result":"24"},{"status":"error"},…]`.
  package static func append(_ explanations: [Explanation], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "["))
    for (index, explanation) in explanations.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      switch explanation {
      case .words(let text, let result):
        out.append("{\"text\":")
        JSONText.appendString(text, to: &out)
        out.append(",\"result\":")
        JSONText.appendString(result, to: &out)
        out.append(UInt8(ascii: "}"))
      case .failedCall:
        out.append("{\"status\":\"error\"}")
      }
    }
    out.append(UInt8(ascii: "]"))
  }
}

extension [UInt8] {
  /// Appends a text that is known when compiling.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }
}
