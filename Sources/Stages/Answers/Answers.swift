/// Whether an answer is the gold answer. The one door to grading.
///
/// What it promises: `correct` is never guessed. Numbers are compared exactly, in every common spelling; anything
/// that is not a number is `correct` only if it is spelled the same, LaTeX's ways to say the same taken as one.
/// `wrong` is two different numbers, two different words, or a number against a word. All else is `undecided`.
/// Swapping the two answers never changes these three verdicts.
///
/// Three decisions a reader may want to know:
/// - `50%` equals `0.5`, for that is its value, and equals `50`, for people leave the sign out. So being equal is not
///   transitive around percentages.
/// - A unit counts only if both answers have one: `5` and `5 cm` agree, `5 m` and `5 cm` are undecided. The same holds
///   for the variable of `x = 5`.
/// - A decimal is exact: `0.33` is not `1/3`.
package enum Answers {
  /// Part of every recipe that grades: raise it when any verdict changes.
  package static let version = 1

  /// What grading found.
  package enum Verdict: String, Sendable {
    /// The answers are equal.
    case correct
    /// The answers differ.
    case wrong
    /// The gold answer is empty; nothing can be graded against it.
    case unparseableGold = "unparseable-gold"
    /// There is no answer.
    case unparseableAnswer = "unparseable-answer"
    /// The answers may be equal; telling takes more than this grader knows.
    case undecided
  }

  /// Compares an answer with the gold answer, both just as they were written.
  package static func grade(answer: ArraySlice<UInt8>, gold: ArraySlice<UInt8>) -> Verdict {
    if let answer = plainNumber(answer), let gold = plainNumber(gold) {
      return answer == gold ? .correct : .wrong
    }
    let gold = Reading(gold)
    let answer = Reading(answer)
    if gold.isEmpty { return .unparseableGold }
    if answer.isEmpty { return .unparseableAnswer }
    return answer.compare(with: gold)
  }

  /// The longest text taken for a number. A model that repeats itself may write a decimal of a hundred thousand digits;
  /// reducing that to a fraction takes seconds.
  static let longestNumber = 1_000

  /// The fast path of nearly every grade-school answer: nothing but a number, and nothing allocated to read it.
  private static func plainNumber(_ text: ArraySlice<UInt8>) -> Rational? {
    let text = text.trimmed
    return text.count <= longestNumber && text.last != UInt8(ascii: "%") ? Rational(decimal: text) : nil
  }
}

extension ArraySlice<UInt8> {
  /// The text without spaces and line breaks at its ends.
  var trimmed: ArraySlice<UInt8> {
    var text = self
    while let first = text.first, first.isSpace { text = text.dropFirst() }
    while let last = text.last, last.isSpace { text = text.dropLast() }
    return text
  }
}
