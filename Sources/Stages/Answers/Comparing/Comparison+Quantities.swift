// Numbers and expressions with their units.
extension Comparison {
  mutating func compareQuantities(_ pair: Pair<Quantity>) -> Finding {
    if let plain = comparePlainNumbers(pair) { return plain }
    if let converted = withLettersAsUnits(pair) { return compareQuantities(converted) }
    let (left, right) = (pair.left, pair.right)
    if left.isPercent != right.isPercent { return comparePercentage(pair) }
    if let first = left.numeral, let second = right.numeral, first.base == second.base {
      return first.digits.trimmedZeros == second.digits.trimmedZeros
        ? .same("the same numeral") : .different("different numerals of one base")
    }
    if left.numeral != nil || right.numeral != nil { return compareNumerals(pair) }
    if let first = left.unit?.measure, let second = right.unit?.measure, left.unit != right.unit {
      return compareMeasures(pair, first, second)
    }
    if let angles = compareDegreesWithRadians(pair) { return angles }
    let finding = decideRounding(pair, left.term, right.term)
    if finding.isSame { return finding }
    if finding.relationship == .different, let other = compareUnderOtherReadings(pair) { return other }
    if finding.relationship == .different, let angles = compareAngles(pair) { return angles }
    if finding.relationship == .different, mayBeUnit(left.term, right) || mayBeUnit(right.term, left) {
      return .unknown("a letter that may be a unit")
    }
    if finding.relationship == .different, isChoice(left, against: right) || isChoice(right, against: left) {
      return .unknown("a choice against a value")
    }
    return finding
  }

  /// The short way for what most answers are: two numbers with nothing around them.
  private func comparePlainNumbers(_ pair: Pair<Quantity>) -> Finding? {
    guard case .number(let left) = pair.left.term, case .number(let right) = pair.right.term, pair.left.isBare,
      pair.right.isBare
    else { return nil }
    if left == right { return .same("equal by exact arithmetic") }
    return pair.left.places == nil && pair.right.places == nil ? .different("different by exact arithmetic") : nil
  }

  // MARK: - Percent, bases, units

  /// `5m` against `500 cm`: a letter is a unit where the other answer has one to compare it with.
  private func withLettersAsUnits(_ pair: Pair<Quantity>) -> Pair<Quantity>? {
    if pair.right.unit?.measure != nil, let left = pair.left.withLetterAsUnit { return pair.with(left, pair.right) }
    if pair.left.unit?.measure != nil, let right = pair.right.withLetterAsUnit { return pair.with(pair.left, right) }
    return nil
  }

  /// `50%` is one half, and people leave the sign out besides.
  private mutating func comparePercentage(_ pair: Pair<Quantity>) -> Finding {
    let (percent, other) = pair.left.isPercent ? (pair.left, pair.right) : (pair.right, pair.left)
    let plain = decideRounding(pair, pair.left.term, pair.right.term)
    if plain.isSame { return .same("equal but for the percent sign") }
    var written = percent
    written.places = percent.places.map { $0 + 2 }
    let hundredth = percent.term / .integer(100)
    let isLeft = pair.left.isPercent
    let share = decideRounding(
      isLeft ? pair.with(written, other) : pair.with(other, written), isLeft ? hundredth : other.term,
      isLeft ? other.term : hundredth)
    return share.isSame ? .same("a percentage and its value") : share
  }

  /// A numeral in a base against a number without one: its digits are what was asked for.
  private mutating func compareNumerals(_ pair: Pair<Quantity>) -> Finding {
    let finding = decide(pair.left.term, pair.right.term)
    if pair.left.numeral != nil, pair.right.numeral != nil { return finding }
    let (numeral, other) =
      pair.left.numeral.map { ($0, pair.right) } ?? (
        pair.right.numeral ?? BasedNumeral(digits: "", base: 10), pair.left
      )
    guard let spelling = other.term.digits else { return finding }
    if spelling.uppercased() == numeral.digits.trimmedZeros { return .same("the same digits, the base left out") }
    return finding.isSame ? .unknown("equal, but in different bases") : finding
  }

  private mutating func compareMeasures(_ pair: Pair<Quantity>, _ left: Measure, _ right: Measure) -> Finding {
    guard left.dimension == right.dimension else {
      let finding = decideRounding(pair, pair.left.term, pair.right.term)
      return finding.isSame ? .different("equal numbers of different units") : finding
    }
    if left.size == right.size { return decideRounding(pair, pair.left.term, pair.right.term) }
    let finding = decide(
      .product([pair.left.term, .number(left.size)]), .product([pair.right.term, .number(right.size)]))
    if finding.isSame { return .same("equal in one unit") }
    return finding.by("different in one unit")
  }

  /// Degrees against what says that it is in radians.
  private mutating func compareDegreesWithRadians(_ pair: Pair<Quantity>) -> Finding? {
    let sides = [pair.left, pair.right]
    guard let degrees = sides.first(where: { $0.unit?.measure?.dimension.angle == 1 }),
      let radians = sides.first(where: { $0.unit?.name.hasPrefix("rad") == true })
    else { return nil }
    return decide(.product([degrees.term, .constant(.pi), .power(.integer(180), .minusOne)]), radians.term)
  }

  /// What else the signs may mean where the plain reading finds a difference: `j` and `I` for the imaginary unit, a
  /// degree sign left out or written as π/180, letters of another case, another name for a constant.
  private mutating func compareUnderOtherReadings(_ pair: Pair<Quantity>) -> Finding? {
    let (left, right) = (pair.left.term, pair.right.term)
    if left.contains(.constant(.i)) != right.contains(.constant(.i)) {
      let names: Set<Term> = [.variable("j"), .variable("I")]
      let (first, second) = (left.imaginary(names), right.imaginary(names))
      if first != left || second != right, decide(first, second).isSame {
        return .same("equal, the letter being the imaginary unit")
      }
    }
    if left.contains(.degreeSign) != right.contains(.degreeSign) {
      for change in [{ (term: Term) in term.inRadians }, { $0.rewritten { $0 == .degreeSign ? .one : nil } }] {
        if decide(change(left), change(right)).isSame { return .same("equal, angles in one unit") }
      }
    }
    let (mine, theirs) = (Equality.variables(of: left), Equality.variables(of: right))
    let (only, other) = (mine.subtracting(theirs), theirs.subtracting(mine))
    guard only.count == 1, other.count == 1, let name = only.first, let second = other.first else { return nil }
    guard decide(left, right.replacing(second, with: .variable(name))).isSame else { return nil }
    if name.lowercased() == second.lowercased() { return .same("equal but for capital letters") }
    return mine.count > 1 ? .unknown("equal but for the name of a constant") : nil
  }

  /// 60° is π/3, if only one of the two says that it is in degrees.
  private mutating func compareAngles(_ pair: Pair<Quantity>) -> Finding? {
    let isDegrees = [pair.left, pair.right].map { $0.unit?.measure?.dimension.angle == 1 }
    guard isDegrees[0] != isDegrees[1] else { return nil }
    let (degrees, other) = isDegrees[0] ? (pair.left, pair.right) : (pair.right, pair.left)
    guard other.unit == nil || other.unit?.name.hasPrefix("rad") == true else { return nil }
    let finding = decide(.product([degrees.term, .constant(.pi), .power(.integer(180), .minusOne)]), other.term)
    return finding.isSame ? .same("degrees and radians of one angle") : nil
  }

  /// Whether a term is the other's number with a letter that may stand for a unit: `5m` against `5 \text{ m}`.
  private mutating func mayBeUnit(_ term: Term, _ other: Quantity) -> Bool {
    guard case .product(let factors) = term, factors.count == 2, let name = factors[1].variableName else {
      return false
    }
    guard ["m", "g", "s", "h", "l", "L"].contains(name) else { return false }
    guard other.unit == nil || other.unit?.name == name.lowercased() else { return false }
    return decide(factors[0], other.term).isSame
  }

  /// Whether a quantity is a letter such as choices have, and the other a value that it may stand for.
  private func isChoice(_ quantity: Quantity, against other: Quantity) -> Bool {
    guard let name = quantity.term.variableName, name.utf8.count == 1, ("A"..."F").contains(name) else { return false }
    return Equality.variables(of: other.term).isEmpty
  }

  // MARK: - Rounding

  /// Whether two numbers are the same, one of them perhaps rounded.
  ///
  /// A decimal of few digits stands for an exact value only if it is the gold answer's: its precision is the measure.
  /// One of six digits or more is what a program prints and stands for the value on either side.
  mutating func decideRounding(_ pair: Pair<Quantity>, _ left: Term, _ right: Term) -> Finding {
    let finding = decide(left, right)
    guard finding.relationship == .different else { return finding }
    guard pair.left.places != nil || pair.right.places != nil else { return finding }
    let leftPlaces = Self.places(pair.left)
    let rightPlaces = Self.places(pair.right)
    // The coarser of the two is the rounded one; an expression has all the digits one may want.
    let isLeftCoarse = (leftPlaces ?? .max) <= (rightPlaces ?? .max)
    let (coarse, fine) = isLeftCoarse ? (left, right) : (right, left)
    let places = isLeftCoarse ? leftPlaces : rightPlaces
    guard let places, case .some(let value) = Equality.exactValue(of: coarse, work: &work) else { return finding }
    let finePlaces = isLeftCoarse ? rightPlaces : leftPlaces
    if let finePlaces, finePlaces <= places { return finding }
    let digits = value.significantDigits(places: places)
    if digits >= 6, places > 0 {
      // The last digits of what floating point holds are not sure.
      return isWithin(1, digits >= 15 ? places - (digits - 14) : places, coarse, fine) ? .same(.rounded) : finding
    }
    // What floating point leaves of a whole number or a short decimal: 17.999999999999996.
    if let finePlaces, finePlaces >= 9 {
      return isWithin(1, max(places, 9), coarse, fine) ? .same(.rounded) : finding
    }
    guard isLeftCoarse == pair.isGoldLeft else {
      return isWithin(2, places, coarse, fine) && places > 0
        ? .different("rounded more coarsely than the gold answer") : finding
    }
    // Of an exact value one decimal is enough to be its rounding; of a longer decimal it may be another number.
    guard places >= 2 && digits >= 2 || places == 1 && digits >= 3 && finePlaces == nil else { return finding }
    return isWithin(2, places, coarse, fine) ? .same(.rounded) : finding
  }

  /// The decimal places of a literal; nil for an expression.
  private static func places(_ quantity: Quantity) -> Int? {
    if let places = quantity.places { return places }
    if case .number(let value) = quantity.term, value.isInteger { return 0 }
    return nil
  }

  /// Whether two numbers are apart by at most 1/`divisor` of a unit in a decimal place.
  private mutating func isWithin(_ divisor: Int, _ places: Int, _ coarse: Term, _ fine: Term) -> Bool {
    guard Equality.variables(of: fine).isEmpty, let unit = Rational(10).power(-places)?.divided(by: Rational(divisor))
    else { return false }
    let difference = fine - coarse
    // Numbers need no proof of a sign.
    if case .number(let coarse) = coarse, case .number(let fine) = fine { return (fine - coarse).magnitude <= unit }
    guard let above = Equality.sign(of: difference - .number(unit), work: &work),
      let below = Equality.sign(of: .sum([difference, .number(unit)]), work: &work)
    else { return false }
    return above <= 0 && below >= 0
  }
}

extension Quantity {
  fileprivate var isBare: Bool { unit == nil && !isPercent && numeral == nil }

  /// The quantity with a last letter that may be a unit of measure taken for one.
  fileprivate var withLetterAsUnit: Quantity? {
    guard unit == nil, case .product(let factors) = term, factors.count == 2 || factors.count == 3 else { return nil }
    guard Equality.variables(of: factors[0]).isEmpty else { return nil }
    var measure = Measure.one
    for factor in factors.dropFirst() {
      let (name, power) = factor.letterAndPower
      guard let name, ["m", "g", "s", "h", "l", "L"].contains(name), let known = Units.measure(name),
        let product = measure.times(known, power: power)
      else { return nil }
      measure = product
    }
    return Quantity(factors[0], unit: Unit(name: factors.dropFirst().map(\.description).joined(), measure: measure))
  }
}

extension Term {
  /// A letter and the power it is raised to, `m^2`, `1/s`.
  fileprivate var letterAndPower: (String?, Int) {
    switch self {
    case .variable(let name): (name, 1)
    case .power(.variable(let name), .number(let power)): (power.intValue == nil ? nil : name, power.intValue ?? 0)
    default: (nil, 0)
    }
  }

  /// The digits of a whole number, letters among them: `1A5` is read as a product.
  fileprivate var digits: String? {
    switch self {
    case .number(let value): return value.isInteger ? value.description : nil
    case .variable(let name): return name.utf8.count <= 4 && name.utf8.allSatisfy(\.isLetter) ? name : nil
    case .product(let factors):
      let parts = factors.compactMap(\.digits)
      return parts.count == factors.count ? parts.joined() : nil
    default: return nil
    }
  }
}

extension Rational {
  /// The digits of a number written with so many decimal places, leading zeros left out.
  fileprivate func significantDigits(places: Int) -> Int {
    guard let scale = Rational(10).power(places) else { return 0 }
    return (magnitude * scale).description.prefix(while: \.isNumber).count
  }
}

extension String {
  fileprivate var trimmedZeros: String {
    let digits = drop { $0 == "0" }
    return digits.isEmpty ? "0" : String(digits)
  }
}
