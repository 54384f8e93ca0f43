/// Finds the answer that a trace arrives at.
///
/// The text after the last tool call counts: what it marks as the answer, the last box first. If it marks none, a box
/// in an earlier text since that call does; then what the last program printed; then what the closing sentence says.
/// A trace that ends in a call has an answer if the text before the call has a box, or else if what the call returned
/// ends in a value.
enum FinalAnswer {
  static func of(_ trace: Trace) -> [UInt8]? {
    let lastCall = trace.turns.lastIndex { !$0.calls.isEmpty }
    let closing = trace.turns[(lastCall.map { $0 + 1 } ?? 0)...]
    let prose = closing.isEmpty ? trace.turns.suffix(1) : closing
    let said = closing.last?.text[...] ?? []
    if let found = Answers.extract(from: said), isMarked(found, in: said) { return joined(found) }
    for turn in prose.reversed() {
      if let found = Answers.extract(from: turn.text[...]), found.place == .box { return joined(found) }
    }
    return Answers.extract(from: printed(trace) + said).map(joined)
  }

  private static func isMarked(_ found: Extraction, in text: ArraySlice<UInt8>) -> Bool {
    switch found.place {
    case .box, .hashes, .phrase: true
    // `Two people accept.` as a whole is no better than the value that it speaks of; `18 people` is.
    case .whole: text.trimmed.last != UInt8(ascii: ".") && Extraction.Bareness(of: text) == .bare
    case .formula, .number: false
    }
  }

  /// The last line of the last call's result, in the form in which `Answers` knows what a program printed.
  private static func printed(_ trace: Trace) -> [UInt8] {
    guard let call = trace.calls.last, call.status == .success else { return [] }
    let result = call.result[...].trimmed
    var text: [UInt8] = []
    text.append("```output\n")
    text.append(contentsOf: result[(result.lastIndex(where: \.isNewline).map { $0 + 1 } ?? result.startIndex)...])
    text.append("\n```\n")
    return text
  }

  private static func joined(_ found: Extraction) -> [UInt8] {
    Array(found.parts.map(\.trimmed).joined(separator: ", ".utf8))
  }
}
