/// An answer as it was understood. One type for all that people write as a final answer.
indirect enum Answer: Sendable {
  /// A number or an expression, perhaps with a unit.
  case quantity(Quantity)
  /// Words that say no number: `even`, `Monday`, `a regular hexagon`.
  case words(Phrase)
  /// One of the choices of a question, `(C)`, perhaps with what it says, `(C) 12`.
  case choice(Character, Answer?)
  /// Items in brackets and in order: a point, a vector, a list of a programming language, or the two ends of an
  /// interval, which look the same.
  case sequence(open: Token.Bracket, [Answer], close: Token.Bracket)
  /// Several answers side by side: `1, 2`, `x = 1 or x = 2`.
  case list([Answer], Joint)
  /// A set written with braces.
  case set([Answer])
  case numbers(NumberSet)
  /// Two sets or more, united, intersected or subtracted.
  case combination(SetOperator, [Answer])
  /// Rows of entries.
  case matrix([[Answer]])
  /// Terms with signs between them: `2x + y = 3`, `0 < x \le 1`.
  case relation(Relation)
  /// A value with the name it is given: `x = 3`, `f(x) = x + 1`, `(p, q) = (3, 2)`.
  case named(Name, Answer)
  /// `7:32`, or the time of day, which looks the same.
  case ratio(Ratio)
  /// A remainder: `3 (mod 7)`.
  case residue(Term, modulus: Term)
  /// What holds in each of several cases.
  case piecewise([[Answer]])
  /// An answer that holds under a condition, the condition in plain letters.
  case conditional(Answer, String)
}

/// How the items of a list were joined.
enum Joint: Sendable {
  case comma, and, or
}

/// An operation on sets.
enum SetOperator: String, Sendable {
  case union = "∪"
  case intersection = "∩"
  case difference = "∖"
}

/// What stands left of the equals sign where a value is named.
struct Name: Sendable, Hashable {
  /// The name without spaces and looks: `x`, `f(x)`, `AB`, `(p,q)`.
  let text: String
  /// The variables of a function's name, `x` of `f(x)`: they are its own to choose.
  let parameters: [String]
}

/// Several words and numbers that make no expression.
struct Phrase: Sendable, Hashable {
  /// In lower case, one space between two.
  let text: String
  /// As it was written, for a person.
  let original: String
}

/// `a:b:c`.
struct Ratio: Sendable {
  let terms: [Term]
  /// How many digits each was written with, if it is a plain whole number: the time `8:05` has two in its minutes.
  let digits: [Int?]
  /// Minutes past midnight or noon told apart, if the text says so: `a.m.` is false.
  let isAfternoon: Bool?
}
