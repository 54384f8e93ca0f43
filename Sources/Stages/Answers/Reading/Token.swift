/// A piece of an answer's text that means something by itself. What it was spelled like is found in the text.
struct Token {
  let kind: Kind
  /// Where it starts in the text, and where it ends.
  var start: Int
  let end: Int
  /// Whether something set it apart from the token before: a space, a dollar, a change between words and formula.
  let isApart: Bool
  /// Whether it stands in words: in `\text{…}`, or as a word among words.
  let isText: Bool

  enum Kind: Equatable {
    /// Digits, with a decimal point or not, perhaps with an exponent as in `1.5e3`.
    case number
    /// One letter.
    case letter
    /// Two letters or more.
    case word
    /// A LaTeX command or a sign beyond ASCII that is a variable: `\alpha`.
    case symbol
    case function(Function)
    case constant(Constant)
    case numberSet(NumberSet)
    case plus, minus, times, slash, plusMinus, minusPlus
    case caret, underscore, prime, factorial, percent, degree
    case comma, semicolon, colon, ampersand, row, ellipsis, period
    /// The comma of `1{,}000` and `1,\!000`, which is never a list's.
    case thousands
    case relation(Relation.Sign)
    case open(Bracket), close(Bracket)
    case bar
    case fraction, squareRoot, binomial, choose, mod, overline, dot, decoration
    case union, intersection, without, condition
    case begin, end
    case currency
    /// A digit or digits set high: `²`.
    case superscript
    /// A fraction in one sign: `½`.
    case vulgar
    /// Signs that say "about": `\approx` before an answer.
    case about
    /// A command nobody here knows.
    case unknown
  }

  enum Bracket: Equatable {
    case round, square, angle
    /// The braces that group, and those that are written.
    case group, set
    case floor, ceil, bar
  }
}

/// The sets of numbers that have a name.
enum NumberSet: String, Hashable, Sendable {
  case naturals = "ℕ"
  case integers = "ℤ"
  case rationals = "ℚ"
  case reals = "ℝ"
  case complexes = "ℂ"
  case empty = "∅"
}
