// Brackets and mixed operations: the innermost calculations first, one round after the other.

extension Teller {
  /// Tells a formula with calculations inside a calculation.
  mutating func tellNested(_ formula: Formula) {
    if case .sum(let terms) = formula, let fractions = FractionSum(terms) { return tell(fractions) }
    tellHardParts(of: formula)
    prose.write(voice.pick(Self.openings(of: formula)))
    prose.write(formula)
    var current = formula
    while !current.isFlat, let next = current.simplified {
      current = next
      // A single negative term is the result itself, which `finish` writes.
      if case .sum(let terms) = current, terms.count == 1 { break }
      prose.write(" = ")
      prose.write(current)
    }
    finish(current)
  }

  /// Ends the chain that has come down to one kind of calculation.
  private mutating func finish(_ formula: Formula) {
    guard let result = formula.value else { return }
    switch formula {
    case .sum(let terms) where terms.count == 2 && !terms[0].isTakenAway:
      guard let a = terms[0].value.leaf, let b = terms[1].value.leaf, !a.isNegative, !b.isNegative else { break }
      if !terms[1].isTakenAway {
        writeSteps(Addition(a, b))
      } else if b < a {
        writeSteps(Subtraction(a, b), a, b)
      }
    case .product(let factors) where factors.count == 2:
      guard let a = factors[0].value.leaf, let b = factors[1].value.leaf, !a.isNegative, !b.isNegative else { break }
      if factors[1].divides, !b.isDecimal, let inverse = Rational(1).divided(by: b) {
        prose.write(" = ")
        prose.write(.multiply, a, inverse)
      } else if factors[1].divides {
        writeSteps(Division(a, b), a, b)
      } else {
        writeSteps(Multiplication(a, b, voice: &voice), a, b)
      }
    case .sum(let terms) where terms.count > 2:
      let total = terms.dropLast().reduce(Rational(0)) { total, term in
        let value = term.value.leaf ?? Rational(0)
        return term.isTakenAway ? total - value : total + value
      }
      guard let last = terms.last, let value = last.value.leaf else { break }
      prose.write(" = ")
      prose.write(last.isTakenAway ? .subtract : .add, total, value)
    default:
      break
    }
    writeResult(result)
  }

  /// Inner calculations that take more than a glance are told beforehand, so that the chain stays readable.
  private mutating func tellHardParts(of formula: Formula) {
    var current = formula
    while !current.isFlat {
      for part in current.parts where part.leaf == nil && part.isFlat && !part.isSeenAtOnce {
        tell(part)
        prose.write(" ")
      }
      guard let next = current.simplified else { return }
      current = next
    }
  }

  /// Which rule of precedence the chain begins with; only one that certainly applies is named.
  private static func openings(of formula: Formula) -> [StaticString] {
    if formula.hasBrackets { return bracketsFirst }
    var multiplications = 0
    var divisions = 0
    for case .product(let factors) in formula.parts {
      divisions += factors.count(where: \.divides)
      multiplications += factors.dropFirst().count { !$0.divides }
    }
    switch (multiplications, divisions) {
    case (1, 0): return productFirst
    case (_, 0): return productsFirst
    case (0, 1): return divisionFirst
    default: return [""]
    }
  }

  private static let bracketsFirst: [StaticString] = [
    "",
    "Brackets first: ",
    "Starting inside the brackets: ",
    "The brackets come first: ",
  ]

  private static let productsFirst: [StaticString] = [
    "",
    "Products before sums: ",
    "The multiplications come first: ",
  ]

  private static let productFirst: [StaticString] = [
    "",
    "The product comes first: ",
    "Multiplication before addition and subtraction: ",
  ]

  private static let divisionFirst: [StaticString] = [
    "",
    "The division comes first: ",
    "Division before addition and subtraction: ",
  ]
}

extension Formula {
  /// All formulas inside this one, the innermost ones included.
  var parts: [Formula] {
    let inner: [Formula] =
      switch self {
      case .number, .percent: []
      case .sum(let terms): terms.map(\.value)
      case .product(let factors): factors.map(\.value)
      case .power(let left, let right), .wholeTimes(let left, let right): [left, right]
      }
    return inner + inner.flatMap(\.parts)
  }

  /// Whether brackets must be written somewhere.
  var hasBrackets: Bool {
    switch self {
    case .number, .percent: return false
    case .sum(let terms):
      return terms.contains { term in
        if case .sum = term.value { true } else { term.value.hasBrackets }
      }
    case .product(let factors):
      return factors.contains { factor in
        switch factor.value {
        case .sum, .product: true
        default: factor.value.hasBrackets
        }
      }
    case .power(let left, let right), .wholeTimes(let left, let right):
      return left.leaf == nil || right.leaf == nil
    }
  }

  /// Whether a flat formula needs no working inside a chain.
  var isSeenAtOnce: Bool {
    switch self {
    case .number, .percent, .power, .wholeTimes:
      return true
    case .sum(let terms):
      return terms.count <= 3
    case .product(let factors):
      guard factors.count == 2, let a = factors[0].value.leaf, let b = factors[1].value.leaf else {
        return factors.count <= 3 && (value?.isInteger ?? false) && (value?.magnitude ?? Rational(0)) <= Rational(100)
      }
      if factors[1].divides {
        if case .easy = Division(a, b) { return true }
        return false
      }
      var voice = Voice([])
      if case .easy = Multiplication(a, b, voice: &voice) { return true }
      return false
    }
  }
}
