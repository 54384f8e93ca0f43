/// What an answer was read as.
struct Reading {
  private enum Kind {
    case number(Quantity)
    /// A single word of ASCII letters, in lower case.
    case word([UInt8])
    /// Everything else: formulas, sets, phrases.
    case other
  }

  /// The answer with every accident of spelling removed. Equal bytes are equal answers if both are of the same kind:
  /// `1,234` is a number and `1, 234` a list.
  private let canonical: [UInt8]
  private let kind: Kind

  init(_ text: ArraySlice<UInt8>) {
    let plain = MathText(text)
    canonical = plain.canonical
    if plain.spaced.count <= Answers.longestNumber, let quantity = Quantity(plain.spaced[...]) {
      kind = .number(quantity)
    } else if plain.spaced.allSatisfy(\.isLetter) {
      kind = .word(plain.spaced.map(\.lowercased))
    } else {
      kind = .other
    }
  }

  var isEmpty: Bool {
    canonical.isEmpty
  }

  /// Symmetric: `a.compare(with: b)` is `b.compare(with: a)`.
  func compare(with other: Reading) -> Answers.Verdict {
    switch (kind, other.kind) {
    case (.number(let left), .number(let right)): return left.compare(with: right)
    case (.word(let left), .word(let right)):
      return canonical == other.canonical ? .correct : Self.compare(left, right)
    case (.other, .other): return canonical == other.canonical ? .correct : .undecided
    case (.number, .word(let word)), (.word(let word), .number):
      // A letter or two, as of a line segment, may name the number, or be the choice it stands for.
      return word.count < 3 || Words.tellsAmount(word[...]) ? .undecided : .wrong
    default: return .undecided
    }
  }

  private static func compare(_ left: [UInt8], _ right: [UInt8]) -> Answers.Verdict {
    // Variables are case-sensitive, words are not.
    if left == right { return left.count > 1 ? .correct : .undecided }
    // `Sun` and `Sunday`, `apple` and `apples`: one may be short for the other.
    if left.count > 1, right.count > 1, left.starts(with: right) || right.starts(with: left) { return .undecided }
    return Words.tellsAmount(left[...]) || Words.tellsAmount(right[...]) ? .undecided : .wrong
  }
}
