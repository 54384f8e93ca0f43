// Words and the letters of multiple choice.
extension Comparison {
  mutating func compareChoice(_ pair: Pair<Answer>, _ letter: Character, _ content: Answer?) -> Finding {
    switch pair.right {
    case .choice(let other, let second):
      if letter != other { return .different("different choices") }
      if let content, let second, compare(pair.with(content, second)).relationship == .different {
        return .unknown("one choice with different texts")
      }
      return .same("the same choice")
    case .quantity(let quantity):
      if let other = quantity.term.letter {
        return other == letter ? .same("the same letter") : .different("different letters")
      }
      guard let content else { return .unknown("a choice against a value") }
      return compare(pair.with(content, pair.right))
    default:
      guard let content else { return .unknown("a choice against a value") }
      return compare(pair.with(content, pair.right))
    }
  }

  mutating func compareWords(_ pair: Pair<Answer>, _ phrase: Phrase) -> Finding {
    switch pair.right {
    case .words(let other): return Self.compare(phrase, other)
    case .quantity(let quantity):
      if let letters = quantity.term.letters {
        if letters.lowercased() == phrase.text { return .same("the same word") }
        return Self.compare(phrase, Phrase(text: letters.lowercased(), original: letters))
      }
      if let digits = quantity.numeral?.digits, digits == phrase.text.filter({ $0 != " " }).uppercased() {
        return .same("the same digits, the base left out")
      }
      let isConstant = Equality.variables(of: quantity.term).isEmpty
      let isPlain = phrase.isPlain && phrase.text.split(separator: " ").count <= 3
      return isPlain && isConstant ? .different("words against a number") : .unknown("words against a formula")
    default: return .unknown(.kinds)
    }
  }

  private static func compare(_ left: Phrase, _ right: Phrase) -> Finding {
    let (first, second) = (left.text.filter { !" -".contains($0) }, right.text.filter { !" -".contains($0) })
    if first == second { return .same("the same words") }
    if Phrase.isYesOrNo(left.text), Phrase.isYesOrNo(right.text) { return .different("different words") }
    if left.isNegation(of: right) || right.isNegation(of: left) { return .different("one says what the other denies") }
    // `Sun` and `Sunday`, `apple` and `apples`: one may be short for the other.
    if first.hasPrefix(second) || second.hasPrefix(first) {
      return .unknown("words of which one may be short for the other")
    }
    let isShort = left.text.split(separator: " ").count <= 3 && right.text.split(separator: " ").count <= 3
    return isShort && left.isPlain && right.isPlain ? .different("different words") : .unknown("different wordings")
  }
}

extension Phrase {
  static func isYesOrNo(_ text: String) -> Bool { text == "yes" || text == "no" }

  /// `not equal` of `equal`, `infinite` of `finite`.
  fileprivate func isNegation(of other: Phrase) -> Bool {
    text == "not " + other.text || text == "in" + other.text || text == "un" + other.text || text == "no " + other.text
  }

  /// Whether no word of it tells an amount.
  fileprivate var isPlain: Bool {
    text.split(separator: " ").allSatisfy { word in
      let word = String(word)
      return word.utf8.allSatisfy { $0.isLetter || $0 >= 0x80 } && !Words.changesAmount(word)
        && NumberWords.small(word) == nil && NumberWords.scale(word) == nil && NumberWords.denominator(word) == nil
        && !Words.meansNumber(word)
    }
  }
}

extension Term {
  /// The letter that the term is, in upper case.
  var letter: Character? {
    switch self {
    case .variable(let name) where name.utf8.count == 1: name.uppercased().first
    case .constant(.e): "E"
    case .constant(.i): "I"
    default: nil
    }
  }

  /// The letters of a product of letters, which may have been meant as a word.
  var letters: String? {
    switch self {
    case .variable(let name): return name.allSatisfy(\.isLetter) ? name : nil
    case .constant(.e): return "e"
    case .constant(.i): return "i"
    case .product(let factors):
      var word = ""
      for factor in factors {
        guard let letters = factor.letters else { return nil }
        word += letters
      }
      return word
    default: return nil
    }
  }
}
