/// A text as it was understood: where its answer was found, and what that says.
struct Reading {
  let answer: Answer
  /// What it says if commas are read otherwise: as parting items in `100,200`, as a decimal point in `0,25`.
  let alternatives: [Answer]
  /// Whether the text itself marks the answer. If not, it was taken since nothing better was there.
  let isCertain: Bool

  /// The longest text that may be an answer as a whole where nothing marks one.
  private static let longestUnmarked = 2_000

  /// Nil if there is no answer in the text, or none that makes sense.
  init?(_ text: ArraySlice<UInt8>) {
    guard !Self.isProgramError(text) else { return nil }
    let found = Answers.extract(from: text)
    // A text that says something as it stands need not be cut.
    if found?.isCertain != true, text.count <= Self.longestUnmarked, let whole = AnswerParser.answer(from: text),
      !whole.0.isWords
    {
      self.init(whole, Extraction([text], .whole))
      return
    }
    guard let found else { return nil }
    guard let answer = Self.answer(of: found, .groupThousands) else {
      guard found.parts.count == 1, let decimal = Self.decimalComma(found.parts[0]) else { return nil }
      self.init((decimal, false), found)
      return
    }
    // `n is at most 3` does not say 3, nor does `the ratio is 4:9` say 9.
    if !found.isCertain, let part = found.parts.first, Words.isHedged(text[..<part.startIndex]) { return nil }
    self.init(answer, found)
  }

  private init(_ answer: (answer: Answer, isAmbiguous: Bool), _ found: Extraction) {
    self.answer = answer.answer
    isCertain = found.isCertain
    var alternatives: [Answer] = []
    if answer.isAmbiguous, let parted = Self.answer(of: found, .partItems)?.answer { alternatives.append(parted) }
    if found.parts.count == 1, let decimal = Self.decimalComma(found.parts[0]) { alternatives.append(decimal) }
    self.alternatives = alternatives
  }

  /// `0,25` and `12{,}5`, as half of Europe writes decimals. `3,5` is rather two numbers.
  private static func decimalComma(_ text: ArraySlice<UInt8>) -> Answer? {
    let digits = text.filter { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "$") }
    guard digits.count <= 30, digits.count(where: { $0 == UInt8(ascii: ",") }) == 1,
      digits.first?.isDigit == true || digits.first == UInt8(ascii: "-"), digits.last?.isDigit == true,
      digits.dropFirst().allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ",") }),
      digits.count < text.count || digits.starts(with: "0,".utf8) || digits.starts(with: "-0,".utf8)
    else { return nil }
    return AnswerParser.answer(from: digits.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }[...])?.0
  }

  /// What an interpreter says of a program that failed is no answer, whatever numbers stand in it.
  private static func isProgramError(_ text: ArraySlice<UInt8>) -> Bool {
    let text = text.trimmed
    if text.starts(with: "Traceback (most recent call last)".utf8) { return true }
    let name = text.prefix { $0.isLetter }
    guard text[name.endIndex...].first == UInt8(ascii: ":") else { return false }
    return name.suffix(5).elementsEqual("Error".utf8) || name.suffix(9).elementsEqual("Exception".utf8)
  }

  private static func answer(of found: Extraction, _ commas: AnswerParser.Commas) -> (
    answer: Answer, isAmbiguous: Bool
  )? {
    if found.parts.count == 1 { return AnswerParser.answer(from: found.parts[0], commas: commas) }
    var items: [Answer] = []
    for part in found.parts {
      guard let (answer, _) = AnswerParser.answer(from: part, commas: commas) else { return nil }
      if case .list(let inner, _) = answer { items += inner } else { items.append(answer) }
    }
    return (.list(items, .comma), false)
  }
}

extension Answer {
  fileprivate var isWords: Bool {
    if case .words = self { true } else { false }
  }
}
