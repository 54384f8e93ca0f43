internal import Graph

/// Puts a trace together piece by piece, in the order in which its solver made it.
struct TraceBuilder {
  private(set) var trace = Trace()
  /// Whether a call belongs to the last turn.
  private var isOpen = false

  /// Keeps a text as the plan.
  mutating func plan(_ text: ArraySlice<UInt8>) {
    trace.plan = Array(text.trimmed)
  }

  /// Begins a turn with a text; a blank text is none.
  mutating func say(_ text: ArraySlice<UInt8>) {
    let text = text.trimmed
    guard !text.isEmpty else { return }
    trace.turns.append(Turn(text: Array(text)))
    isOpen = true
  }

  /// Adds a call without a result, and returns its index.
  mutating func call(_ tool: [UInt8], arguments: [UInt8]) -> Int {
    if !isOpen { trace.turns.append(Turn(text: [])) }
    isOpen = true
    let index = trace.calls.count
    trace.calls.append(ToolCall(tool: tool, arguments: arguments, status: .error, result: []))
    trace.turns[trace.turns.count - 1].calls.append(index)
    return index
  }

  /// Gives a call its result. What comes then was made in knowledge of it and is a new turn.
  mutating func answer(_ call: Int, with output: ToolOutput) {
    fill(call, with: output)
    endTurn()
  }

  /// Gives a call its result, where it is not known what the solver made in knowledge of it.
  mutating func fill(_ call: Int, with output: ToolOutput) {
    trace.calls[call].status = output.status
    trace.calls[call].result = output.text
  }

  /// Makes whatever comes next a new turn.
  mutating func endTurn() { isOpen = false }

  /// Arguments as a trace keeps them, the minified text of a JSON object. What is none, as when a model's JSON is
  /// broken, becomes the member `arguments` of one, as text.
  static func arguments(_ text: ArraySlice<UInt8>) -> [UInt8] {
    if !text.contains(where: { !$0.isSpace }) { return Array("{}".utf8) }
    let object = text.withUnsafeBufferPointer { bytes -> [UInt8]? in
      var scanner = JSONScanner(bytes)
      var object: [UInt8] = []
      do throws(JSONError) {
        guard try scanner.peek() == .object else { return nil }
        try scanner.value(into: &object)
        try scanner.end()
        return object
      } catch {
        return nil
      }
    }
    return object ?? member("arguments", text)
  }

  /// A JSON object of one text.
  static func member(_ name: StaticString, _ text: ArraySlice<UInt8>) -> [UInt8] {
    var object: [UInt8] = []
    object.append("{\"")
    object.append(name)
    object.append("\":")
    JSONText.appendString(text, to: &object)
    object.append("}")
    return object
  }
}
