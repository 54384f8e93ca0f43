/// A scalar expression as it was written: nothing evaluated, nothing reordered.
///
/// A difference is a sum with a product by −1, a quotient a product with a power to −1, so that each idea has one
/// form. Text becomes a term in `AnswerParser`; `Equality` tells whether two are the same function.
indirect enum Term: Hashable, Sendable {
  /// An exact number: `18`, `0.25`, `-3`. Fractions are quotients until they are evaluated.
  case number(Rational)
  case constant(Constant)
  /// A variable by its name as written, LaTeX's backslash and its subscript included: `x`, `\alpha`, `a_1`, `P_{max}`.
  case variable(String)
  case sum([Term])
  case product([Term])
  /// A base and its exponent.
  case power(Term, Term)
  /// A function that mathematics knows.
  case call(Function, [Term])
  /// A function known by its name alone: `f(x)`. Also operators that nothing here computes, as `\int`.
  case applied(String, [Term])
}

/// A number with a name.
enum Constant: String, Hashable, Sendable {
  case pi = "π"
  case e
  /// The imaginary unit.
  case i
  /// Positive infinity; a value of limits and of interval ends, not a number to calculate with.
  case infinity = "∞"
  /// The factor `±`; `expandingSigns` makes two terms of a term that has it.
  case plusMinus = "±"
  /// The factor `∓`, which has the other sign wherever `±` has one.
  case minusPlus = "∓"
}

/// A function with a fixed meaning. The arguments are in the order in which they are said.
enum Function: String, Hashable, Sendable, CaseIterable {
  /// The principal square root, or with a second argument n the n-th: real and odd for odd n, so that the cube root of
  /// −8 is −2.
  case root
  /// The logarithm of the first argument, to the base of the second; alone, to base 10 as in school. `ln` is apart.
  case log, ln
  case abs, floor, ceil, sign
  case factorial, doubleFactorial
  /// `binomial(n, k)`.
  case binomial
  case sin, cos, tan, cot, sec, csc
  case arcsin, arccos, arctan, arccot, arcsec, arccsc
  case sinh, cosh, tanh, coth, sech, csch
  case arcsinh, arccosh, arctanh
  case gcd, lcm, max, min
  /// The remainder of the first by the second, in `0..<|second|`.
  case mod
  /// Parts of a complex number.
  case re, im, conjugate, argument
}

extension Term {
  static let zero = Term.number(Rational(0))
  static let one = Term.number(Rational(1))
  static let minusOne = Term.number(Rational(-1))

  static func integer(_ value: Int) -> Term { .number(Rational(value)) }

  /// The same with the other sign; a literal number takes the sign into itself.
  static prefix func - (term: Term) -> Term {
    switch term {
    case .number(let value): .number(-value)
    case .product(let factors): .product([.minusOne] + factors)
    default: .product([.minusOne, term])
    }
  }

  static func - (left: Term, right: Term) -> Term { .sum([left, -right]) }

  /// The quotient.
  static func / (left: Term, right: Term) -> Term { .product([left, .power(right, .minusOne)]) }
}
