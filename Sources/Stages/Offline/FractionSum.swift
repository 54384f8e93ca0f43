/// A sum of fractions, some of whose decimals never end, such as 1/2 + 1/3: told over a common denominator.
struct FractionSum {
  /// The terms as they were written, and whether each is taken away.
  let terms: [(isTakenAway: Bool, numerator: Int, denominator: Int)]
  let common: Int

  /// Nil unless every term is a whole number or a fraction of whole numbers, and decimals would not do.
  init?(_ terms: [Formula.Term]) {
    var fractions: [(isTakenAway: Bool, numerator: Int, denominator: Int)] = []
    var common = 1
    for term in terms {
      guard let (numerator, denominator) = Self.fraction(term.value), numerator.magnitude < 10_000 else { return nil }
      fractions.append((term.isTakenAway, numerator, denominator))
      common *= denominator / Self.commonDivisor(common, denominator)
      guard common <= 1_000 else { return nil }
    }
    guard fractions.count > 1, !Rational(lowest: 1, over: common).isDecimal else { return nil }
    self.terms = fractions
    self.common = common
  }

  private static func fraction(_ formula: Formula) -> (Int, Int)? {
    if let whole = formula.leaf {
      guard case .word(let numerator, let denominator) = whole.storage else { return nil }
      return denominator <= 1_000 ? (numerator, denominator) : nil
    }
    guard case .product(let factors) = formula, factors.count == 2, !factors[0].divides, factors[1].divides,
      let numerator = factors[0].value.leaf?.intValue, let denominator = factors[1].value.leaf?.intValue,
      1...1_000 ~= denominator
    else { return nil }
    return (numerator, denominator)
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

extension Teller {
  /// Brings fractions to their common denominator and adds them up.
  mutating func tell(_ sum: FractionSum) {
    write(sum.terms)
    let widened = sum.terms.map { term in
      (term.isTakenAway, numerator: term.numerator * (sum.common / term.denominator), denominator: sum.common)
    }
    if sum.terms.contains(where: { $0.denominator != sum.common }) {
      prose.write(" = ")
      write(widened)
    }
    let total = widened.reduce(0) { $1.0 ? $0 - $1.numerator : $0 + $1.numerator }
    let result = Rational(reducing: Int128(total), over: Int128(sum.common))
    if result.storage != .word(total, over: sum.common) {
      prose.write(" = {a}/{b}", Blanks(a: Rational(total), b: Rational(sum.common)))
    }
    writeResult(result)
  }

  private mutating func write(_ terms: [(isTakenAway: Bool, numerator: Int, denominator: Int)]) {
    for (index, term) in terms.enumerated() {
      prose.write(index == 0 ? (term.isTakenAway ? "-" : "") : (term.isTakenAway ? " - " : " + "))
      prose.write(term.numerator)
      if term.denominator > 1 { prose.write("/{a}", Blanks(a: Rational(term.denominator))) }
    }
  }
}
