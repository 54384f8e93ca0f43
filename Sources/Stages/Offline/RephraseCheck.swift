/// Checks of a solution in words against the trace that it was made from, whoever wrote it.
package enum RephraseCheck {
  /// Part of the recipe: raise it when any verdict changes.
  package static let version = 3

  /// What is wrong with a solution.
  package enum Reason: String, Sendable, CaseIterable {
    /// There is no text.
    case empty
    /// The last box does not hold the trace's answer.
    case answerChanged = "answer-changed"
    /// A tool of the trace is named, and the problem does not speak of such a thing itself.
    case toolNamed = "tool-named"
    /// Code, a program's output or a calculation mark is left.
    case codeLeft = "code-left"
    /// What a tool computed is missing.
    case numberLost = "number-lost"
  }

  /// All that is wrong with a text; empty if it can ship.
  package static func reasons(_ text: [UInt8], trace: Trace, problem: ArraySlice<UInt8> = []) -> [Reason] {
    guard !text.allSatisfy(\.isSpace) else { return [.empty] }
    var reasons: [Reason] = []
    if !keepsAnswer(text, trace.answer) { reasons.append(.answerChanged) }
    if namesTool(text, trace, problem) { reasons.append(.toolNamed) }
    if holdsCode(text) { reasons.append(.codeLeft) }
    if losesNumber(text, trace) { reasons.append(.numberLost) }
    return reasons
  }

  private static func keepsAnswer(_ text: [UInt8], _ answer: [UInt8]?) -> Bool {
    guard let answer, let boxed = Answers.boxed(in: text[...]) else { return false }
    return boxed.elementsEqual(answer) || Answers.grade(answer: boxed, gold: answer[...]) == .correct
  }

  // MARK: - Tools

  private static func namesTool(_ text: [UInt8], _ trace: Trace, _ problem: ArraySlice<UInt8>) -> Bool {
    var seen: [[UInt8]] = []
    for call in trace.calls where !seen.contains(call.tool) && !isOrdinary(call.tool) {
      seen.append(call.tool)
      if hasWord(call.tool, in: text[...]), !hasWord(call.tool, in: problem) { return true }
    }
    return false
  }

  /// Names of tools that mathematicians use as words.
  private static func isOrdinary(_ tool: [UInt8]) -> Bool { ordinary.contains { tool.spells($0) } }

  private static let ordinary: [StaticString] = [
    "differentiate", "divisors", "integrate", "product", "substitute", "summation",
  ]

  /// Whether a word, or its plural, stands in a text, in whatever case.
  static func hasWord(_ word: [UInt8], in text: ArraySlice<UInt8>) -> Bool {
    guard let initial = word.first?.lowercased, text.count >= word.count else { return false }
    for start in text.startIndex...(text.endIndex - word.count) where text[start].lowercased == initial {
      if start > text.startIndex, text[start - 1].isWordPart { continue }
      guard text[start..<(start + word.count)].elementsEqual(word, by: { $0.lowercased == $1.lowercased }) else {
        continue
      }
      var end = start + word.count
      if end < text.endIndex, text[end].lowercased == UInt8(ascii: "s") { end += 1 }
      if end == text.endIndex || !text[end].isWordPart { return true }
    }
    return false
  }

  // MARK: - Code

  private static func holdsCode(_ text: [UInt8]) -> Bool {
    for (index, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "`"):
        if text[index...].starts(with: "```".utf8) { return true }
      case UInt8(ascii: "<"):
        if text[index...].starts(with: "<<".utf8), isMark(text[index...]) { return true }
      case UInt8(ascii: ":"):
        let before = text[..<index].suffix(6)
        if before.elementsEqual("output".utf8, by: { $0.lowercased == $1 }) { return true }
      default:
        break
      }
    }
    return false
  }

  /// Whether a calculation mark `<<48/2=24>>` begins the text; `a << b` is mathematics.
  private static func isMark(_ text: ArraySlice<UInt8>) -> Bool {
    // Longer ones are none, and a text of nothing but angles would be walked again from each.
    let text = text.prefix(500)
    guard let end = text.firstIndex(of: UInt8(ascii: ">")) else { return false }
    return text[end...].starts(with: ">>".utf8) && !text[..<end].contains(UInt8(ascii: "\n"))
  }

  // MARK: - Numbers

  private static func losesNumber(_ text: [UInt8], _ trace: Trace) -> Bool {
    let numbers = NumberScan.numbers(in: text[...])
    return trace.calls.contains { call in
      guard call.status == .success, let value = NumberScan.value(of: call.result) else { return false }
      return !NumberScan.contains(numbers, value)
    }
  }
}

extension UInt8 {
  /// Whether the byte continues a word: a letter, a digit, an underscore or part of a letter beyond ASCII.
  fileprivate var isWordPart: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80
  }
}
