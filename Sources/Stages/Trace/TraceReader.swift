internal import Graph

extension Trace {
  /// The turns that `appendTurns` wrote. Unknown members are passed over.
  package static func turns(_ json: some Collection<UInt8>) throws(TraceError) -> [Turn] {
    try TraceReader.list(json) { (scanner, key) throws(JSONError) in
      var turn = Turn(text: [])
      while try scanner.nextKey(into: &key) {
        if key.spells("text") {
          try scanner.string(into: &turn.text)
        } else if key.spells("calls") {
          try scanner.beginArray()
          while try scanner.nextElement() { turn.calls.append(try TraceReader.index(&scanner)) }
        } else {
          try scanner.skip()
        }
      }
      return turn
    }
  }

  /// The calls that `appendCalls` wrote. Arguments keep their members' order and lose their white space.
  package static func calls(_ json: some Collection<UInt8>) throws(TraceError) -> [ToolCall] {
    try TraceReader.list(json) { (scanner, key) throws(JSONError) in
      var call = ToolCall(tool: [], arguments: [], status: .success, result: [])
      var status: [UInt8] = []
      while try scanner.nextKey(into: &key) {
        if key.spells("tool") {
          try scanner.string(into: &call.tool)
        } else if key.spells("arguments") {
          try scanner.value(into: &call.arguments)
        } else if key.spells("status") {
          try scanner.string(into: &status)
        } else if key.spells("result") || key.spells("message") {
          try scanner.string(into: &call.result)
        } else {
          try scanner.skip()
        }
      }
      call.status = status.spells("success") ? .success : .error
      return call
    }
  }
}

extension Explanation {
  /// The explanations that `append` wrote.
  package static func list(_ json: some Collection<UInt8>) throws(TraceError) -> [Explanation] {
    try TraceReader.list(json) { (scanner, key) throws(JSONError) in
      var text: [UInt8] = []
      var result: [UInt8] = []
      var hasText = false
      while try scanner.nextKey(into: &key) {
        if key.spells("text") {
          hasText = true
          try scanner.string(into: &text)
        } else if key.spells("result") {
          try scanner.string(into: &result)
        } else {
          try scanner.skip()
        }
      }
      return hasText ? .words(text, result: result) : .failedCall
    }
  }
}

/// Why stored turns, calls or explanations could not be read.
package struct TraceError: Error, Sendable, Hashable {
  /// What was expected and what was found, and at which byte.
  package let message: String
}

/// Reads an array of objects.
private enum TraceReader {
  static func list<Element>(
    _ json: some Collection<UInt8>, element: (inout JSONScanner, inout [UInt8]) throws(JSONError) -> Element
  ) throws(TraceError) -> [Element] {
    do throws(JSONError) {
      return try ArraySlice(json).withUnsafeBufferPointer { (bytes) throws(JSONError) in
        var scanner = JSONScanner(bytes)
        var key: [UInt8] = []
        var elements: [Element] = []
        try scanner.beginArray()
        while try scanner.nextElement() {
          try scanner.beginObject()
          elements.append(try element(&scanner, &key))
        }
        try scanner.end()
        return elements
      }
    } catch {
      throw TraceError(message: "\(error.message) at byte \(error.offset)")
    }
  }

  static func index(_ scanner: inout JSONScanner) throws(JSONError) -> Int {
    let place = try scanner.number()
    var index = 0
    for byte in scanner.bytes[place] {
      guard byte.isDigit, index < 1_000_000 else {
        throw JSONError(offset: place.lowerBound, message: "expected a call's index, found another number")
      }
      index = index * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return index
  }
}

extension [UInt8] {
  /// Whether the bytes are this text.
  @inline(__always)
  func spells(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { known in count == known.count && elementsEqual(known) }
  }
}
