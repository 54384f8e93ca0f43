/// Checks of a solution that a model wrote: those of `RephraseCheck`, and what only models do wrong.
struct SolutionCheck {
  /// Part of the recipe: raised when any verdict changes.
  static let version = 1

  /// A longer text is no solution. Looking for numbers in one could take for ever.
  static let longestText = 50_000
  /// A longer result is no number that a solution would show.
  private static let longestNumber = 1_000

  let trace: Trace
  let problem: ArraySlice<UInt8>

  /// What is wrong with a solution.
  enum Fault: Hashable, Sendable {
    case rule(RephraseCheck.Reason)
    /// Numbers of tools that the argument used and the text lacks.
    case lost([String])
    /// The reply was cut.
    case cut
    /// Notes were copied instead of rewritten.
    case copied
    /// It speaks of a program's output.
    case output
    /// It is out of all measure.
    case endless
  }

  /// All that is wrong; empty if the text can ship.
  func faults(_ text: [UInt8], isCut: Bool) -> [Fault] {
    if isCut { return [.cut] }
    if text.count > SolutionCheck.longestText { return [.endless] }
    // What a model called by mistake may have any name.
    let real = Trace(calls: trace.calls.filter { $0.status == .success && $0.tool.count <= 100 }, answer: trace.answer)
    var faults = RephraseCheck.reasons(text, trace: real, problem: problem).filter { $0 != .numberLost }.map(
      Fault.rule)
    if faults == [.rule(.empty)] { return faults }
    if speaks(of: "sympy", text) || speaks(of: "python", text), !faults.contains(.rule(.toolNamed)) {
      faults.append(.rule(.toolNamed))
    }
    if speaks(of: "output", text), !faults.contains(.rule(.codeLeft)) { faults.append(.output) }
    if isCopy(text) { faults.append(.copied) }
    let lost = lostNumbers(text)
    if !lost.isEmpty { faults.append(.lost(lost)) }
    return faults
  }

  /// Whether the text has a word that the problem does not have.
  private func speaks(of word: String, _ text: [UInt8]) -> Bool {
    let word = Array(word.utf8)
    return RephraseCheck.hasWord(word, in: text[...]) && !RephraseCheck.hasWord(word, in: problem)
  }

  /// Whether marks of the notes, arguments of a call, or all the solver's words one after the other are in the text.
  private func isCopy(_ text: [UInt8]) -> Bool {
    for mark in [ExplainedTrace.opening, ExplainedTrace.closing] where contains(text, Array(mark.utf8)) { return true }
    for call in trace.calls where call.arguments.count > 4 && contains(text, call.arguments) { return true }
    let words = text.filter { !$0.isSpace }
    let turns = trace.turns.map { $0.text.filter { !$0.isSpace } }.filter { !$0.isEmpty }
    let length = turns.reduce(0) { $0 + $1.count }
    guard !trace.calls.isEmpty, turns.count > 1, length > 80, words.count * 100 < length * 115 else { return false }
    return turns.allSatisfy { contains(words, $0) }
  }

  /// Whether a piece stands in a text, in time linear in both (Knuth, Morris and Pratt, 1977): both come from models.
  private func contains(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
    guard !piece.isEmpty, piece.count <= text.count else { return piece.isEmpty }
    var borders = [0]
    var length = 0
    for byte in piece.dropFirst() {
      while length > 0, piece[length] != byte { length = borders[length - 1] }
      if piece[length] == byte { length += 1 }
      borders.append(length)
    }
    length = 0
    for byte in text {
      while length > 0, piece[length] != byte { length = borders[length - 1] }
      if piece[length] == byte { length += 1 }
      if length == piece.count { return true }
    }
    return false
  }

  // MARK: - Numbers

  private func lostNumbers(_ text: [UInt8]) -> [String] {
    let numbers = NumberScan.numbers(in: text[...])
    var lost: [String] = []
    for (place, call) in trace.calls.enumerated()
    where call.status == .success && call.result.count <= SolutionCheck.longestNumber {
      guard let value = NumberScan.value(of: call.result), !NumberScan.contains(numbers, value) else { continue }
      if SmallNumbers.isSpelled(value, in: text) || !isUsed(value, after: place) { continue }
      let shown = String(decoding: call.result, as: UTF8.self)
      if !lost.contains(shown) { lost.append(shown) }
    }
    return lost
  }

  /// Whether what a call returned stands in what the solver said or asked after it.
  private func isUsed(_ value: Rational, after place: Int) -> Bool {
    var later: [ArraySlice<UInt8>] = trace.calls[(place + 1)...].map { $0.arguments[...] }
    if let first = trace.turns.firstIndex(where: { $0.calls.contains(place) }) {
      later += trace.turns[(first + 1)...].map { $0.text[...] }
    }
    if let answer = trace.answer { later.append(answer[...]) }
    // What is too long to be looked through may well use it.
    return later.contains {
      $0.count > SolutionCheck.longestText || NumberScan.contains(NumberScan.numbers(in: $0), value)
    }
  }
}

/// Numbers that people write as words.
private enum SmallNumbers {
  private static let words = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
  ]

  static func isSpelled(_ value: Rational, in text: [UInt8]) -> Bool {
    guard let place = words.indices.first(where: { Rational($0) == value.magnitude }) else { return false }
    return RephraseCheck.hasWord(Array(words[place].utf8), in: text[...])
  }
}

extension SolutionCheck.Fault {
  /// The reason that a record is dropped for.
  var reason: String {
    switch self {
    case .rule(let reason): reason.rawValue
    case .lost: RephraseCheck.Reason.numberLost.rawValue
    case .cut: "cut-short"
    case .copied: "copied-trace"
    case .endless: "endless"
    case .output: RephraseCheck.Reason.codeLeft.rawValue
    }
  }

  /// What the model is told.
  func complaint(answer: String) -> String {
    switch self {
    case .rule(.empty): "You wrote nothing."
    case .rule(.answerChanged): "It must end with the final answer \(answer) in \\boxed{ }, and with no other."
    case .rule(.toolNamed): "It names a tool. Nothing in it may tell that one was used."
    case .rule(.codeLeft): "It holds code or the marks of a calculation. Use words and formulas alone."
    case .rule(.numberLost): "A number is missing."
    case .lost(let numbers): "It lacks values that the argument needs: \(numbers.prefix(20).joined(separator: ", "))."
    case .cut: "It is too long, and was cut off before its end. Be briefer, but keep every calculation."
    case .copied: "It copies the notes. Write a solution of your own words that stands for itself."
    case .endless: "It is far too long. Be brief, but keep every calculation."
    case .output: "It speaks of an output. Nothing in it may tell that a program was used."
    }
  }
}
