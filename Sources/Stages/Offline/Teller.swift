/// Tells in words how a calculation is done by hand, as a patient teacher would.
///
/// Each kind of calculation has a file: how it can be done, decided on the numbers alone, and the phrases for it. All
/// phrases end in the result.
struct Teller {
  var prose = Prose()
  var voice: Voice

  init(seed: some Sequence<UInt8>) {
    voice = Voice(seed)
  }

  /// Tells a formula that has a value.
  mutating func tell(_ formula: Formula) {
    guard formula.isFlat else { return tellNested(formula) }
    switch formula {
    case .number(let value):
      prose.write("The number is {r} as it stands.", Blanks(r: value))
    case .percent(let value):
      let blanks = Blanks(a: value, r: formula.leaf ?? value)
      prose.write("{a}% means {a} hundredths, which is {r}.", blanks)
    case .sum(let terms):
      tellTerms(terms.compactMap { term in term.value.leaf.map { (term.isTakenAway, $0) } })
    case .product(let factors):
      tellFactors(factors)
    case .power(let base, let exponent):
      if let base = base.leaf, let exponent = exponent.leaf?.intValue { tellPower(base, exponent) }
    case .wholeTimes(let left, let right):
      if let left = left.leaf, let right = right.leaf { tellWholeTimes(left, right) }
    }
  }

  /// Writes a chain of equations from an operation to its result, with the steps in between that it deserves.
  ///
  /// It ends in the result and without a full stop.
  mutating func writeEquation(_ operation: Expression.Operator, _ a: Rational, _ b: Rational) {
    prose.write(operation, a, b)
    let canStep = !a.isNegative && !b.isNegative
    var result: Rational?
    switch operation {
    case .add:
      result = a + b
      if canStep { writeSteps(Addition(a, b)) }
    case .subtract:
      result = a - b
      if canStep, b < a { writeSteps(Subtraction(a, b), a, b) }
    case .multiply:
      result = a * b
      if canStep { writeSteps(Multiplication(a, b, voice: &voice), a, b) }
    case .divide:
      result = a.divided(by: b)
      if canStep { writeSteps(Division(a, b), a, b) }
    case .power, .floorDivide:
      preconditionFailure("powers and whole quotients are told in files of their own")
    }
    if let result { prose.write(" = {r}", Blanks(r: result)) }
  }
}
