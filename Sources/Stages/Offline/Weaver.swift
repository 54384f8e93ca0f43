/// Weaves explanations into a worked text, line by line.
struct Weaver {
  private let trace: Trace
  private let explanations: [Explanation]
  /// Whether lines stay as they are, as in LaTeX; otherwise they become the sentences of a paragraph.
  private let keepsLines: Bool
  private var out: [UInt8] = []
  /// Calls whose working has been shown; the same calculation is not worked out twice.
  private var shown: [Int] = []
  /// Explanations that wait for the end of a LaTeX display.
  private var waiting: [[UInt8]] = []
  private var endsInEquation = false
  private var voice: Voice

  init(trace: Trace, explanations: [Explanation], keepsLines: Bool) {
    self.trace = trace
    self.explanations = explanations
    self.keepsLines = keepsLines
    voice = Voice(trace.turns.first?.text.prefix(48) ?? [])
    out.reserveCapacity(1024)
  }

  /// The whole text, after the last line.
  func finished() -> [UInt8] {
    var text = out
    for explanation in waiting {
      text.append(UInt8(ascii: "\n"))
      text += explanation
    }
    return text
  }

  /// Takes the next line, with a mark for each of these calls.
  mutating func append(_ line: ArraySlice<UInt8>, calls: ArraySlice<Int>) {
    if keepsLines { return appendKept(line, calls: calls) }
    var (text, marks) = Typesetter.set(line)
    guard !text.isEmpty else { return }
    SentenceText.complete(&text)
    let isEquation = SentenceText.isBareEquation(text)
    if !out.isEmpty { out.append(isEquation || endsInEquation ? UInt8(ascii: "\n") : UInt8(ascii: " ")) }
    endsInEquation = isEquation
    weave(text, marks: marks, calls: calls)
  }

  private mutating func weave(_ text: [UInt8], marks: [Int], calls: ArraySlice<Int>) {
    var insertions: [(place: Int, text: [UInt8], isChain: Bool)] = []
    let lineNumbers = calls.isEmpty ? [] : NumberScan.numbers(in: text[...])
    for (mark, call) in zip(marks, calls) {
      guard let words = wanted(call, lineNumbers) else { continue }
      shown.append(call)
      if let display = EquationDisplay(before: mark, in: text), let middle = display.middle(of: words) {
        insertions.append((display.end, Grouping.match(middle, to: text), true))
      } else {
        insertions.append((SentenceText.end(of: text, from: mark), Grouping.match(words, to: text), false))
      }
    }
    var place = 0
    for insertion in insertions.sorted(by: { $0.place < $1.place }) {
      out += text[place..<insertion.place]
      place = insertion.place
      out.append(UInt8(ascii: " "))
      if insertion.isChain {
        out += insertion.text
        out.append(" =")
      } else {
        appendSentence(insertion.text)
      }
    }
    out += text[place...]
  }

  /// The explanation of a call, unless it says nothing that the line does not say.
  private func wanted(_ call: Int, _ lineNumbers: [Rational]) -> [UInt8]? {
    guard explanations.indices.contains(call), case .words(let words, _) = explanations[call], !words.isEmpty else {
      return nil
    }
    let result = NumberScan.value(of: trace.calls[call].result)
    guard let result, NumberScan.contains(lineNumbers, result) else { return words }
    let isRepeated = shown.contains {
      trace.calls[$0].arguments == trace.calls[call].arguments && trace.calls[$0].tool == trace.calls[call].tool
    }
    // A formula does not spell out its numbers: `$3a^2 = 75$` says 3 × 25 well enough.
    let unspelled = keepsLines ? NumberScan.numbers(in: trace.calls[call].arguments[...]) : []
    let isKnown = isRepeated || NumberScan.all(in: words[...]) { lineNumbers.contains($0) || unspelled.contains($0) }
    return isKnown ? nil : words
  }

  /// A sentence had better not begin with a number.
  private mutating func appendSentence(_ text: [UInt8]) {
    if text.first?.isDigit == true { out.append(voice.pick(Self.openings)) }
    out += text
  }

  private static let openings: [StaticString] = ["Here ", "Indeed, ", "Here ", "In detail, "]

  // MARK: - LaTeX

  private mutating func appendKept(_ line: ArraySlice<UInt8>, calls: ArraySlice<Int>) {
    if !out.isEmpty { out.append(UInt8(ascii: "\n")) }
    let lineNumbers = calls.isEmpty ? [] : NumberScan.numbers(in: line)
    var next = calls.startIndex
    for byte in line {
      guard byte == Typesetter.mark else {
        out.append(byte)
        continue
      }
      if let last = out.last, !Typesetter.opensWord(last) { out.append(UInt8(ascii: " ")) }
      if let words = wanted(calls[next], lineNumbers) {
        shown.append(calls[next])
        waiting.append(words)
      }
      next += 1
    }
    guard !waiting.isEmpty, LatexText.endsSentence(out) else { return }
    for explanation in waiting {
      out.append(UInt8(ascii: " "))
      appendSentence(explanation)
    }
    waiting = []
  }
}
