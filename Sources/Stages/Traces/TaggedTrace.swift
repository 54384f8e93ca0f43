/// Reads the solver's log of "Distilling Tool Knowledge into Language Models via Back-Translated Traces":
/// `<message>…</message>` and `<tool>` elements with `<tool_name>`, `<args>` and `<result>`.
///
/// A message that the log begins with is the plan, unless it has the answer or nothing follows. The log's writer puts
/// the calls of a message both before it, as unanswered, and behind it; those before are passed over. An explanation
/// inside of a call, `<cot>`, was not said by the solver and is left out.
struct TaggedTrace {
  private enum Piece {
    case message([UInt8])
    case call(Call)
  }

  private struct Call {
    var tool: [UInt8] = []
    var arguments: [UInt8] = []
    /// Nil if there is none.
    var result: [UInt8]?

    func repeats(_ other: Call) -> Bool { tool == other.tool && arguments == other.arguments }
  }

  static func read(_ text: ArraySlice<UInt8>) -> TraceBuilder {
    var pieces = pieces(of: text)
    var builder = TraceBuilder()
    if case .message(let first)? = pieces.first, pieces.count > 1, Answers.boxed(in: first[...]) == nil {
      builder.plan(first[...])
      pieces.removeFirst()
    }
    let echoes = echoes(in: pieces)
    for (index, piece) in pieces.enumerated() where !echoes.contains(index) {
      switch piece {
      case .message(let text): builder.say(text[...])
      case .call(let call):
        let index = builder.call(call.tool, arguments: call.arguments)
        // The log does not tell which calls were made at once, so those in a row are one turn's.
        if let result = call.result { builder.fill(index, with: output(result[...])) }
      }
    }
    return builder
  }

  /// The unanswered calls before a message that stand behind it once more.
  private static func echoes(in pieces: [Piece]) -> Set<Int> {
    var echoes: Set<Int> = []
    var run: [Call] = []
    for (index, piece) in pieces.enumerated() {
      if case .call(let call) = piece {
        if call.result == nil { run.append(call) } else { run = [] }
        continue
      }
      let behind = pieces[(index + 1)...].prefix(run.count)
      let isEcho =
        behind.count == run.count
        && zip(run, behind).allSatisfy { call, piece in
          if case .call(let other) = piece { other.repeats(call) } else { false }
        }
      if isEcho { echoes.formUnion(index - run.count..<index) }
      run = []
    }
    return echoes
  }

  /// The header is that of the paper's code tool; `stderr` and a missing output are how it tells of a failure.
  private static func output(_ result: ArraySlice<UInt8>) -> ToolOutput {
    let header: StaticString = "> Execution Results:"
    let text = result.has(header, at: result.startIndex) ? result.dropFirst(header.utf8CodeUnitCount).trimmed : result
    let isFailure = text.has("No output from the stdout", at: text.startIndex) || text.first("stderr") != nil
    return isFailure ? ToolOutput(.error, text) : .tool(text)
  }
}

extension TaggedTrace {
  private static func pieces(of text: ArraySlice<UInt8>) -> [Piece] {
    let isEscaped = LogEscapes.arePresent(in: text)
    func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
      isEscaped ? Array(LogEscapes.resolved(text)[...].trimmed) : Array(text.trimmed)
    }
    var pieces: [Piece] = []
    func add(_ text: ArraySlice<UInt8>) {
      let text = plain(text)
      if !text.isEmpty { pieces.append(.message(text)) }
    }
    var between = text.startIndex
    var place = between
    while let start = text[place...].first("<") {
      place = start + 1
      guard let (name, inside, end) = element(at: start, in: text) else { continue }
      add(text[between..<start])
      if name == .message { add(inside) } else { pieces.append(.call(call(inside, plain))) }
      (between, place) = (end, end)
    }
    add(text[between...])
    return pieces
  }

  private enum Name { case message, tool }

  /// The element that begins at an index; one that is never closed goes on to the end.
  private static func element(
    at start: Int, in text: ArraySlice<UInt8>
  ) -> (name: Name, inside: ArraySlice<UInt8>, end: Int)? {
    let name: Name
    let (opening, closing): (StaticString, StaticString)
    if text.has("<message>", at: start) {
      (name, opening, closing) = (.message, "<message>", "</message>")
    } else if text.has("<tool>", at: start) {
      (name, opening, closing) = (.tool, "<tool>", "</tool>")
    } else {
      return nil
    }
    let rest = text[(start + opening.utf8CodeUnitCount)...]
    guard let end = rest.first(closing) else { return (name, rest, text.endIndex) }
    return (name, rest[..<end], end + closing.utf8CodeUnitCount)
  }

  private static func call(_ text: ArraySlice<UInt8>, _ plain: (ArraySlice<UInt8>) -> [UInt8]) -> Call {
    func part(_ opening: StaticString, _ closing: StaticString) -> ArraySlice<UInt8>? {
      guard let start = text.first(opening) else { return nil }
      let rest = text[(start + opening.utf8CodeUnitCount)...]
      return rest[..<(rest.first(closing) ?? rest.endIndex)]
    }
    var call = Call()
    call.tool = plain(part("<tool_name>", "</tool_name>") ?? [])
    // Arguments are JSON, whose escapes are its own.
    call.arguments = TraceBuilder.arguments(part("<args>", "</args>") ?? [])
    let result = part("<result>", "</result>").map(plain)
    // What the log's writer puts where there is none.
    if let result, !result.elementsEqual("No response".utf8) { call.result = result }
    return call
  }
}
