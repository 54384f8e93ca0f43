extension Teller {
  /// Tells a product, a quotient, or a mixture of both.
  mutating func tellFactors(_ factors: [Formula.Factor]) {
    let values = factors.compactMap { factor in factor.value.leaf.map { (divides: factor.divides, value: $0) } }
    if values.contains(where: { $0.value.isNegative }) { return tellSignedFactors(values) }
    if tellPercentFactor(factors) { return }
    switch (values.count, values.map(\.divides)) {
    case (2, [false, false]):
      tellTimes(values[0].value, values[1].value)
    case (2, [false, true]):
      tellQuotient(values[0].value, values[1].value)
    case (3, [false, true, false]):
      tellPart(values[0].value, over: values[1].value, of: values[2].value, fractionFirst: true)
    case (3, [false, false, true]):
      tellPart(values[1].value, over: values[2].value, of: values[0].value, fractionFirst: false)
    default:
      tellLeftToRight(values)
    }
  }

  /// Two factors: as a part of a number where one is a decimal below one, else by hand.
  private mutating func tellTimes(_ a: Rational, _ b: Rational) {
    let (factor, number) = b.isInteger || !a.isInteger && a < b ? (a, b) : (b, a)
    if !factor.isInteger, factor < Rational(1), number > Rational(1), number.tenfold == nil {
      if let share = Share(factor, of: number) { return tell(share) }
      if number >= Rational(20), let decimal = Decimal(factor), decimal.places <= 3 {
        prose.write(voice.pick(Self.decimalsAsPercent), Blanks(a: factor, b: factor * Rational(100)))
        if tellPercentage(factor * Rational(100), of: number) { return }
      }
    }
    tellProduct(a, b)
  }

  /// `15% * 80`, and `80 * 15 * 0.01`, which says the same.
  private mutating func tellPercentFactor(_ factors: [Formula.Factor]) -> Bool {
    guard !factors.contains(where: \.divides) else { return false }
    if factors.count == 2 {
      if case .percent(let percent) = factors[0].value, let number = factors[1].value.leaf {
        return tellPercentage(percent, of: number)
      }
      if case .percent(let percent) = factors[1].value, let number = factors[0].value.leaf {
        return tellPercentage(percent, of: number)
      }
    }
    let hundredth = Decimal.number(1, places: 2)
    guard factors.count == 3, let place = factors.firstIndex(where: { $0.value.leaf == hundredth }) else {
      return false
    }
    let others = factors.indices.filter { $0 != place }.compactMap { factors[$0].value.leaf }
    guard others.count == 2 else { return false }
    // The factor beside the 0.01 is the percentage; alone in front, it belongs to the number after it.
    return place == 1 ? tellPercentage(others[0], of: others[1]) : tellPercentage(others[1], of: others[0])
  }

  /// A number times a fraction: `3/4*72`, `72*3/4`, `300/30*9`.
  private mutating func tellPart(_ part: Rational, over whole: Rational, of number: Rational, fractionFirst: Bool) {
    if part == Rational(1), Share(1, of: whole.intValue ?? 0, number) == nil { return tellQuotient(number, whole) }
    if whole == Rational(100), tellPercentage(part, of: number) { return }
    if let top = part.intValue, let bottom = whole.intValue, top < bottom, let share = Share(top, of: bottom, number) {
      return tell(share)
    }
    // Divide first wherever that comes out even: the numbers stay small.
    if let quotient = part.divided(by: whole), quotient.isInteger {
      prose.write(voice.pick(Self.divideFirst))
      writeEquation(.divide, part, whole)
      prose.write(", and ")
      fractionFirst ? writeEquation(.multiply, quotient, number) : writeEquation(.multiply, number, quotient)
    } else if let quotient = number.divided(by: whole), quotient.isInteger {
      prose.write(voice.pick(Self.divideFirst))
      writeEquation(.divide, number, whole)
      prose.write(", and ")
      fractionFirst ? writeEquation(.multiply, part, quotient) : writeEquation(.multiply, quotient, part)
    } else {
      prose.write(voice.pick(Self.multiplyFirst))
      fractionFirst ? writeEquation(.multiply, part, number) : writeEquation(.multiply, number, part)
      prose.write(", and ")
      writeEquation(.divide, part * number, whole)
    }
    endSentence(after: (part * number).divided(by: whole) ?? number)
  }

  /// One operation after the other; the divisions last where they would not come out as decimals.
  private mutating func tellLeftToRight(_ given: [(divides: Bool, value: Rational)]) {
    var values = given
    var soFar = given[0].value
    for factor in given.dropFirst() {
      soFar = (factor.divides ? soFar.divided(by: factor.value) : soFar * factor.value) ?? soFar
      if soFar.isDecimal { continue }
      values = given.filter { !$0.divides } + given.filter(\.divides)
      break
    }
    var result = values[0].value
    for (index, factor) in values.enumerated().dropFirst() {
      if index > 1 { prose.write(index == values.count - 1 ? ", and " : ", ") }
      writeEquation(factor.divides ? .divide : .multiply, result, factor.value)
      result = (factor.divides ? result.divided(by: factor.value) : result * factor.value) ?? result
    }
    endSentence(after: result)
  }

  private mutating func tellSignedFactors(_ values: [(divides: Bool, value: Rational)]) {
    if values.count == 2 {
      tellSignedProduct(values[0].value, values[1].value, divides: values[1].divides)
    } else {
      tellLeftToRight(values)
    }
  }

  private static let decimalsAsPercent: [StaticString] = [
    "",
    "{a} means {b}%. ",
    "{a} is the same as {b}%. ",
  ]

  private static let divideFirst: [StaticString] = [
    "",
    "Dividing first keeps the numbers small: ",
    "The division comes out even, so do it first: ",
  ]

  private static let multiplyFirst: [StaticString] = [
    "",
    "Multiplying first: ",
  ]
}
