/// Compares two answers as they were understood. Which of the two is the gold answer matters to rounding alone.
struct Comparison {
  /// What may still be spent on this pair.
  var work = Work(Work.usual)

  static func finding(answer: Answer, gold: Answer) -> Finding {
    var comparison = Comparison()
    return comparison.compare(Pair(left: gold, right: answer, isGoldLeft: true))
  }

  /// Symmetric: the pair is put into one order of kinds first, and each rule for two of a kind is symmetric itself.
  mutating func compare(_ pair: Pair<Answer>) -> Finding {
    guard (try? work.spend(10)) != nil else { return .unknown(.outOfWork) }
    let pair = pair.left.rank > pair.right.rank ? pair.swapped : pair
    switch (pair.left, pair.right) {
    case (.quantity(let left), .quantity(let right)): return compareQuantities(pair.with(left, right))
    case (.conditional(let left, let condition), _): return compareConditional(pair, left, condition)
    case (.named(let name, let value), _): return compareNamed(pair, name, value)
    case (.list(let items, _), _): return compareList(pair, items)
    case (.set(let items), _): return compareSet(pair, items)
    case (.sequence(let open, let items, let close), _): return compareSequence(pair, open, items, close)
    case (.matrix(let left), .matrix(let right)): return compareMatrices(pair.with(left, right))
    case (.combination, _), (.numbers, _), (.relation, _): return compareRegions(pair)
    case (.ratio(let ratio), _): return compareRatio(pair, ratio)
    case (.residue(let value, let modulus), _): return compareResidue(pair, value, modulus)
    case (.piecewise(let left), .piecewise(let right)): return comparePiecewise(pair.with(left, right))
    case (.choice(let letter, let content), _): return compareChoice(pair, letter, content)
    case (.words(let phrase), _): return compareWords(pair, phrase)
    default: return .unknown(.kinds)
    }
  }

  /// All of two lists of equal length, in order.
  mutating func compareInOrder(_ pair: Pair<[Answer]>, same rule: Rule) -> Finding {
    var findings: [Finding] = []
    for (left, right) in zip(pair.left, pair.right) {
      let finding = compare(pair.with(left, right))
      if finding.relationship == .different { return finding }
      findings.append(finding)
    }
    return .all(findings, same: rule)
  }

  // MARK: - Small kinds

  private mutating func compareConditional(_ pair: Pair<Answer>, _ left: Answer, _ condition: String) -> Finding {
    var other = pair.right
    var isSettled = Words.onlyExplains(condition)
    if case .conditional(let inner, let second) = pair.right {
      other = inner
      // `πn, n ∈ ℤ` and `πk, k ∈ ℤ`
      if let mine = Words.parameter(of: condition), let theirs = Words.parameter(of: second), mine != theirs {
        other = inner.renaming([theirs], to: [mine])
      }
      isSettled =
        condition == second || Words.parameterSet(of: condition).map { $0 == Words.parameterSet(of: second) } == true
    }
    let finding = compare(pair.with(left, other))
    return isSettled || finding.relationship == .unknown ? finding : .unknown("conditions that may differ")
  }

  private mutating func compareNamed(_ pair: Pair<Answer>, _ name: Name, _ value: Answer) -> Finding {
    guard case .named(let second, let other) = pair.right else {
      if case .relation(let relation) = pair.right, let equation = pair.left.equation {
        return compareRelations(pair.with(equation, relation))
      }
      return compare(pair.with(value, pair.right))
    }
    if let left = pair.left.equation, let right = pair.right.equation, value.isName || other.isName,
      compareRelations(pair.with(left, right)).isSame
    {
      return .same("equivalent relations")
    }
    let isRenamed =
      name.parameters.count == second.parameters.count && name.parameters != second.parameters
      && !value.uses(anyOf: second.parameters) && !other.uses(anyOf: name.parameters)
    return compare(pair.with(value, isRenamed ? other.renaming(second.parameters, to: name.parameters) : other))
  }

  private mutating func compareMatrices(_ pair: Pair<[[Answer]]>) -> Finding {
    let (left, right) = (pair.left, pair.right)
    if left.count == right.count, zip(left, right).allSatisfy({ $0.count == $1.count }) {
      return compareInOrder(pair.with(left.flatMap(\.self), right.flatMap(\.self)), same: "equal entries")
    }
    let (entries, others) = (left.flatMap(\.self), right.flatMap(\.self))
    let areVectors =
      (left.count == 1 || entries.count == left.count) && (right.count == 1 || others.count == right.count)
    guard areVectors, entries.count == others.count else { return .different("matrices of different shapes") }
    let finding = compareInOrder(pair.with(entries, others), same: "equal entries")
    return finding.isSame ? .unknown("a row and a column with equal entries") : finding
  }

  private mutating func comparePiecewise(_ pair: Pair<[[Answer]]>) -> Finding {
    guard pair.left.count == pair.right.count else { return .unknown("different numbers of cases") }
    let finding = compareMatrices(pair)
    return finding.isSame ? .same("equal cases") : .unknown("cases that may say the same")
  }

  private mutating func compareResidue(_ pair: Pair<Answer>, _ value: Term, _ modulus: Term) -> Finding {
    switch pair.right {
    case .residue(let other, let second):
      let moduli = decide(modulus, second)
      guard moduli.isSame else { return moduli.by("different moduli") }
      guard let difference = Equality.exactValue(of: value - other, work: &work),
        let modulus = Equality.exactValue(of: modulus, work: &work), !modulus.isZero,
        let quotient = difference.divided(by: modulus)
      else { return decide(value, other) }
      return quotient.isInteger ? .same("equal remainders") : .different("different remainders")
    case .quantity(let quantity):
      let finding = decide(value, quantity.term)
      return finding.isSame ? finding : .unknown("a remainder against a number")
    default: return .unknown(.kinds)
    }
  }

  // MARK: - Ratios and times

  private mutating func compareRatio(_ pair: Pair<Answer>, _ ratio: Ratio) -> Finding {
    switch pair.right {
    case .ratio(let other): return compareRatios(ratio, other)
    case .quantity(let quantity):
      guard ratio.isAfternoon == nil, ratio.terms.count == 2 else { return .different(.kinds) }
      let quotient = decide(ratio.terms[0] / ratio.terms[1], quantity.term)
      return quotient.isSame ? .same("a ratio and its quotient") : quotient
    default: return .unknown(.kinds)
    }
  }

  private mutating func compareRatios(_ left: Ratio, _ right: Ratio) -> Finding {
    let isTime = left.isAfternoon != nil || right.isAfternoon != nil
    if isTime {
      if let left = left.minutesOfDay, let right = right.minutesOfDay { return decide(left, right) }
      if let first = left.isAfternoon, let second = right.isAfternoon, first != second {
        return .different("morning against afternoon")
      }
      let count = max(left.terms.count, right.terms.count)
      let findings = (0..<count).map { index in
        decide(
          index < left.terms.count ? left.terms[index] : .zero, index < right.terms.count ? right.terms[index] : .zero)
      }
      return Finding.all(findings, same: "the same time")
    }
    guard left.terms.count == right.terms.count else { return .different("ratios of different lengths") }
    let plain = Finding.all(zip(left.terms, right.terms).map { decide($0, $1) }, same: "equal ratios")
    if plain.isSame { return plain }
    // 0 in a ratio tells nothing of the rest: 12:00 is not 1:00.
    for term in left.terms + right.terms where Equality.exactValue(of: term, work: &work)?.isZero == true {
      return plain
    }
    let products = (1..<left.terms.count).map { index in
      decide(.product([left.terms[0], right.terms[index]]), .product([right.terms[0], left.terms[index]]))
    }
    let finding = Finding.all(products, same: "equal ratios")
    let mayBeTimes = left.looksLikeTime && right.looksLikeTime
    return finding.isSame && mayBeTimes ? .unknown("ratios, or times of day") : finding
  }

  // MARK: - Terms

  /// Whether two terms are the same, logarithms without a base read either way.
  mutating func decide(_ left: Term, _ right: Term) -> Finding {
    let finding = plainDecision(left, right)
    guard finding.relationship == .different, left.hasBareLogarithm || right.hasBareLogarithm else { return finding }
    let natural = plainDecision(left.withNaturalLogarithms, right.withNaturalLogarithms)
    return natural.isSame ? .same("equal, log being the natural logarithm") : finding
  }

  private mutating func plainDecision(_ left: Term, _ right: Term) -> Finding {
    switch Equality.decide(left, right, work: &work) {
    case .equal(let proof): .same(Rule("equal by " + proof.phrase))
    case .different(let proof): .different(Rule("different by " + proof.phrase))
    case .undecided(let doubt): .unknown(Rule("undecided: " + doubt.phrase))
    }
  }
}

extension Ratio {
  /// The time of day in minutes, if the text tells which half of the day it is or writes an hour past twelve.
  fileprivate var minutesOfDay: Term? {
    guard case .number(let hour) = terms[0], hour.isInteger else { return nil }
    if isAfternoon == nil, !(Rational(12) < hour) { return nil }
    let noon = Rational(12)
    let shift = isAfternoon == true && hour < noon ? noon : isAfternoon == false && hour == noon ? -noon : Rational(0)
    var minutes: [Term] = [.number((hour + shift) * Rational(60))]
    if terms.count > 1 { minutes.append(terms[1]) }
    if terms.count > 2 { minutes.append(terms[2] / .integer(60)) }
    return .sum(minutes)
  }

  /// `12:30`: two digits of minutes below sixty, an hour of the day.
  fileprivate var looksLikeTime: Bool {
    guard terms.count == 2, digits[1] == 2, let hour = digits[0], hour <= 2 else { return false }
    guard case .number(let minutes) = terms[1], case .number(let hours) = terms[0] else { return false }
    return minutes < Rational(60) && hours < Rational(25)
  }
}

extension Answer {
  /// The order in which kinds are compared: the left one of a pair knows what to do with all that follow.
  fileprivate var rank: Int {
    switch self {
    case .conditional: 0
    case .named: 1
    case .list: 2
    case .set: 3
    case .sequence: 4
    case .combination: 5
    case .numbers: 6
    case .relation: 7
    case .matrix: 8
    case .ratio: 9
    case .residue: 10
    case .piecewise: 11
    case .choice: 12
    case .words: 13
    case .quantity: 14
    }
  }
}
