internal import Graph

/// Reads a trace that somebody else made into turns and tool calls.
///
/// What it promises: the texts of plan and turns, in order, are the solver's prose, but for white space where a text
/// was cut; the same bytes always make the same trace; the time is linear in the length, whatever the bytes are.
///
/// A call that the trace holds no result for has ended in an error without a message: nobody knows what the tool said,
/// so nothing may be made of it.
package enum TraceReading {
  /// Raise it when any trace is read differently.
  package static let version = 2

  /// Why there is no trace.
  package struct Failure: Error, Hashable, Sendable {
    /// What kind of reason it is, by the name that a reject has.
    package enum Reason: String, Sendable {
      /// The trace can be read, and says no final answer.
      case noAnswer = "no-answer"
      /// It is not in the form of a trace.
      case unreadable = "unreadable-trace"
    }

    /// What kind of reason it is.
    package let reason: Reason
    /// What is wrong and where, as a sentence without its full stop.
    package let detail: String
  }

  /// Reads a trace that is text, be it prose, a log, or the JSON of a chat.
  package static func trace(
    text: ArraySlice<UInt8>, format: TraceFormat = .auto
  ) throws(Failure) -> Trace {
    if let place = firstInvalidByte(in: text) { throw unreadable("byte \(place) of the trace is not UTF-8") }
    guard text.contains(where: { !$0.isSpace }) else { throw unreadable("the trace is empty") }
    switch format == .auto ? TraceFormat.detected(in: text) : format {
    case .tagged: return try answered(TaggedTrace.read(text))
    case .messages: return try chat(Array(text))
    case .fences, .auto: return try answered(FencedTrace.read(text))
    }
  }

  /// Reads a trace that is a JSON value: a text, a list that holds just one text, or the messages of a chat.
  package static func trace(
    json: ArraySlice<UInt8>, format: TraceFormat = .auto
  ) throws(Failure) -> Trace {
    let bytes = Array(json)
    if let text = try problemAsFailure({ () throws(ReplyProblem) in try onlyText(bytes) }) {
      return try trace(text: Array(text.utf8)[...], format: format)
    }
    guard format == .auto || format == .messages else {
      throw unreadable("the format '\(format.rawValue)' is a text, and the trace is none")
    }
    return try chat(bytes)
  }

  private static func chat(_ json: [UInt8]) throws(Failure) -> Trace {
    try answered(try problemAsFailure { () throws(ReplyProblem) in try MessagesTrace.read(json) })
  }

  private static func answered(_ builder: TraceBuilder) throws(Failure) -> Trace {
    var trace = builder.trace
    trace.answer = FinalAnswer.of(trace)
    guard trace.answer == nil else { return trace }
    let endsInCall = trace.turns.last.map { !$0.calls.isEmpty } ?? false
    throw Failure(
      reason: .noAnswer,
      detail: endsInCall ? "the trace ends in a tool call without a value" : "the last text of the trace says no answer"
    )
  }

  private static func unreadable(_ detail: String) -> Failure { Failure(reason: .unreadable, detail: detail) }

  private static func problemAsFailure<Value>(_ body: () throws(ReplyProblem) -> Value) throws(Failure) -> Value {
    do throws(ReplyProblem) { return try body() } catch { throw unreadable(error.description) }
  }

  /// The text of a JSON value that is nothing but one; nil for other values.
  private static func onlyText(_ json: [UInt8]) throws(ReplyProblem) -> String? {
    let value = try ReplyNode(json, place: "the trace")
    if let text = value.node.string { return text }
    guard let elements = value.node.elements, elements.contains(where: { $0.string != nil }) else { return nil }
    guard elements.count == 1 else {
      throw ReplyProblem(place: "the trace", message: "is a list of \(elements.count) texts and not one")
    }
    return elements.first?.string
  }

  /// Where a text differs from its repaired self.
  private static func firstInvalidByte(in text: ArraySlice<UInt8>) -> Int? {
    let repaired = String(decoding: text, as: UTF8.self).utf8
    if repaired.elementsEqual(text) { return nil }
    return zip(text, repaired).prefix { $0 == $1 }.count
  }
}
