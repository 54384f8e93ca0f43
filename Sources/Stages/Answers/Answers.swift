/// Whether an answer means the same as the gold answer. The one door to grading.
///
/// A text goes through three steps, each a pure function: `extract` finds the final answer in it, `AnswerParser` reads
/// what that says, `Comparison` tells whether two such readings are the same.
///
/// What it promises: `correct` and `wrong` are never guessed; what cannot be told is `undecided`. Swapping the two
/// answers never changes the verdict, but that rounding is measured by the gold answer's precision. Work is counted,
/// not timed, so the same pair gets the same verdict on every machine, and none can hang it.
///
/// Decisions a reader may want to know:
/// - `50%` equals `0.5`, for that is its value, and equals `50`, for people leave the sign out. So being equal is not
///   transitive around percentages.
/// - A unit counts only if both answers have one: `5` and `5 cm` agree, `100 cm` is `1 m`. The same holds for the
///   variable of `x = 5` and the base of `1010_2`.
/// - A decimal is exact: `0.33` is not `1/3`, unless it is the gold answer itself that was rounded, or it has the six
///   digits and more that a program prints.
/// - A list has no order, `1, 2` and `2, 1` agree; a tuple has.
package enum Answers {
  /// Part of every recipe that grades: raise it when any verdict changes.
  package static let version = 3

  /// What grading found.
  package enum Verdict: String, Sendable, CaseIterable {
    /// The answers are equal.
    case correct
    /// The answers differ.
    case wrong
    /// The gold answer is empty or makes no sense; nothing can be graded against it.
    case unparseableGold = "unparseable-gold"
    /// There is no answer, or none that makes sense.
    case unparseableAnswer = "unparseable-answer"
    /// The answers may be equal; telling takes more than this grader knows.
    case undecided
  }

  /// Compares an answer with the gold answer, both just as they were written.
  package static func grade(answer: ArraySlice<UInt8>, gold: ArraySlice<UInt8>) -> Verdict {
    if let answer = plainNumber(answer), let gold = plainNumber(gold), answer == gold { return .correct }
    return Judgement(answer: answer, gold: gold).verdict
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
