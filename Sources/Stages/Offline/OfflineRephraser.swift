/// Writes a trace as one solution in words, by rules: the provider `offline` of the stage `rephrase`.
///
/// The worked text stays the author's. Its signs are typeset, missing full stops are set, and each explanation is
/// woven in where its call stood, unless the line says as much already.
package enum OfflineRephraser {
  /// Part of the recipe: raise it when any solution changes.
  package static let version = 1

  /// The solution in words, which ends in the boxed answer. Explanations are aligned with the trace's calls.
  package static func rephrase(_ trace: Trace, explanations: [Explanation]) -> [UInt8] {
    let (text, calls) = joined(trace)
    // LaTeX is typeset already, and its lines may lie inside a display.
    let isLatex = text.contains(UInt8(ascii: "\\"))
    var weaver = Weaver(trace: trace, explanations: explanations, keepsLines: isLatex)
    var nextCall = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: !isLatex) {
      let marks = line.count { $0 == Typesetter.mark }
      weaver.append(line, calls: calls[nextCall..<(nextCall + marks)])
      nextCall += marks
    }
    return closed(weaver.finished(), trace: trace)
  }

  /// All turns as one text, with a mark wherever a call was made.
  private static func joined(_ trace: Trace) -> (text: [UInt8], calls: [Int]) {
    var text: [UInt8] = []
    var calls: [Int] = []
    text.reserveCapacity(trace.turns.reduce(0) { $0 + $1.text.count + $1.calls.count + 1 })
    for (index, turn) in trace.turns.enumerated() {
      // A turn after one without a call begins a new line.
      if index > 0, trace.turns[index - 1].calls.isEmpty { text.append(UInt8(ascii: "\n")) }
      text += turn.text
      for call in turn.calls where trace.calls.indices.contains(call) {
        text.append(Typesetter.mark)
        calls.append(call)
      }
    }
    return (text, calls)
  }

  /// The text with exactly one box, at its end.
  private static func closed(_ text: [UInt8], trace: Trace) -> [UInt8] {
    guard let answer = trace.answer, !Boxes.endsInBox(text, answer: answer) else { return text }
    var out = Boxes.unboxed(text)
    while let last = out.last, last.isSpace { out.removeLast() }
    var voice = Voice(out.prefix(48))
    let choice = voice.pick(closings.count)
    let isEcho = begins(lastSentence(of: out), like: closings[choice])
    let closing = closings[isEcho ? (choice + 1) % closings.count : choice]
    if !out.isEmpty { out.append(UInt8(ascii: " ")) }
    out.append(closing)
    for byte in answer {
      // A bare percent sign would begin a comment in LaTeX.
      if byte == UInt8(ascii: "%"), out.last != UInt8(ascii: "\\") { out.append(UInt8(ascii: "\\")) }
      out.append(byte)
    }
    out.append("}$.")
    return out
  }

  private static func lastSentence(of text: [UInt8]) -> ArraySlice<UInt8> {
    var index = text.count - 1
    while index > 1, !text[index - 1].isSpace || text[index - 2] != UInt8(ascii: ".") { index -= 1 }
    return index > 1 ? text[index...] : text[...]
  }

  /// Whether a sentence begins with the same word as the closing: two in a row read badly.
  private static func begins(_ sentence: ArraySlice<UInt8>, like closing: StaticString) -> Bool {
    let word = sentence.prefix { $0.isLetter }
    return closing.withUTF8Buffer { $0.prefix { $0.isLetter }.elementsEqual(word) }
  }

  /// Neighbours begin with different words.
  private static let closings: [StaticString] = [
    "So the answer is $\\boxed{",
    "The answer is therefore $\\boxed{",
    "Hence the answer is $\\boxed{",
    "This gives the answer $\\boxed{",
    "The answer is $\\boxed{",
    "Thus the final answer is $\\boxed{",
  ]
}
