extension Teller {
  /// Tells a sum or difference of three or more numbers, or of two of any sign.
  mutating func tellTerms(_ terms: [(isTakenAway: Bool, value: Rational)]) {
    if terms.count == 2, !terms[0].isTakenAway {
      return tellPair(terms[0].value, terms[1].value, isTakenAway: terms[1].isTakenAway)
    }
    if terms[0].value.isNegative || terms[0].isTakenAway { return tellRunning(terms, prefersWords: false) }
    let rest = terms.dropFirst()
    if rest.allSatisfy({ !$0.isTakenAway }) { return tellAddends(terms.map(\.value)) }
    if rest.allSatisfy(\.isTakenAway) { return tellTakenAway(terms[0].value, rest.map(\.value)) }
    tellRunning(terms, prefersWords: voice.pick(3) == 0)
  }

  private mutating func tellPair(_ a: Rational, _ b: Rational, isTakenAway: Bool) {
    if a.isNegative || b.isNegative || !a.isDecimal || !b.isDecimal {
      tellSigned(a, b, isTakenAway: isTakenAway)
    } else if isTakenAway {
      tellDifference(a, b)
    } else {
      tellSum(a, b)
    }
  }

  // MARK: Only additions

  private mutating func tellAddends(_ values: [Rational]) {
    let total = values.reduce(Rational(0), +)
    if values.count > 2, values.allSatisfy({ $0 == values[0] }), !values[0].isZero {
      prose.write("This is {b} times {a}: ", Blanks(a: values[0], b: Rational(values.count)))
      writeEquation(.multiply, Rational(values.count), values[0])
      return prose.write(".")
    }
    if Self.isEasy(values, total) { return tellEasyAddends(values, total) }
    switch voice.pick(values.count > 3 ? 3 : 2) {
    case 0 where values.count < 7: tellRunning(values.map { (false, $0) }, prefersWords: true)
    case 1: tellByPairs(values, total)
    default: tellRunningTotals(values)
    }
  }

  private static func isEasy(_ values: [Rational], _ total: Rational) -> Bool {
    guard values.count < 6, values.allSatisfy(\.isInteger) else { return false }
    // 50 + 100 + 80 is as easy as 5 + 10 + 8.
    let isTens = values.allSatisfy { $0.intValue?.isMultiple(of: 10) == true }
    return total < Rational((values.count == 3 ? 60 : 40) * (isTens ? 10 : 1))
  }

  private mutating func tellEasyAddends(_ values: [Rational], _ total: Rational) {
    let (opening, closing) = Self.easyAddends[voice.pick(Self.easyAddends.count)]
    prose.write(opening)
    writeList(values)
    prose.write(closing, Blanks(r: total))
  }

  /// Neighbours are added, again and again, until one number is left.
  private mutating func tellByPairs(_ values: [Rational], _ total: Rational) {
    if values.count > 3 { prose.write(voice.pick(Self.pairings)) }
    var values = values
    while values.count > 2 {
      writeJoined(values, by: " + ")
      prose.write(" = ")
      values = stride(from: 0, to: values.count, by: 2).map {
        $0 + 1 < values.count ? values[$0] + values[$0 + 1] : values[$0]
      }
    }
    writeEquation(.add, values[0], values[1])
    prose.write(".")
  }

  private mutating func tellRunningTotals(_ values: [Rational]) {
    prose.write(voice.pick(Self.runningTotals))
    var total = values[0]
    for (index, value) in values.enumerated().dropFirst() {
      total = total + value
      prose.write(index == 1 ? "" : index == values.count - 1 ? " and finally " : ", ")
      prose.write(total)
    }
    prose.write(".")
  }

  // MARK: Only subtractions

  private mutating func tellTakenAway(_ first: Rational, _ rest: [Rational]) {
    if rest.count < 4, first <= Rational(40), ([first] + rest).allSatisfy(\.isInteger) {
      return tellEasyTakenAway(first, rest)
    }
    let taken = rest.reduce(Rational(0), +)
    guard voice.pick(2) == 0, taken <= first else {
      return tellRunning([(false, first)] + rest.map { (true, $0) }, prefersWords: voice.pick(2) == 0)
    }
    prose.write(voice.pick(Self.takings))
    writeJoined(rest, by: " + ")
    prose.write(" = {a}, and ", Blanks(a: taken))
    writeEquation(.subtract, first, taken)
    prose.write(".")
  }

  private mutating func tellEasyTakenAway(_ first: Rational, _ rest: [Rational]) {
    let result = rest.reduce(first, -)
    if voice.pick(2) == 0 {
      prose.write("Taking ")
      writeList(rest)
      prose.write(" away from {a} leaves {r}.", Blanks(a: first, r: result))
    } else {
      prose.write(first)
      for value in rest { prose.write(" - {a}", Blanks(a: value)) }
      prose.write(" = {r}.", Blanks(r: result))
    }
  }

  /// `3, 4 and 5`
  private mutating func writeList(_ values: [Rational]) {
    for (index, value) in values.enumerated() {
      prose.write(index == 0 ? "" : index == values.count - 1 ? " and " : ", ")
      prose.write(value)
    }
  }

  // MARK: From left to right

  /// One operation after the other: as a chain of whole expressions, or as separate equations.
  private mutating func tellRunning(_ terms: [(isTakenAway: Bool, value: Rational)], prefersWords: Bool) {
    var total = terms[0].isTakenAway ? -terms[0].value : terms[0].value
    let last = terms.count - 1
    for (index, term) in terms.enumerated().dropFirst() {
      let operation: Expression.Operator = term.isTakenAway ? .subtract : .add
      if prefersWords {
        if index > 1 { prose.write(index == last ? (last == 2 ? ", and " : " and ") : ", ") }
        writeEquation(operation, total, term.value)
      } else if index < last {
        prose.write(total)
        for later in terms[index...] {
          prose.write(later.isTakenAway ? " - " : " + ")
          prose.write(later.value)
        }
        prose.write(" = ")
      } else {
        writeEquation(operation, total, term.value)
      }
      total = term.isTakenAway ? total - term.value : total + term.value
    }
    prose.write(".")
  }

  private static let easyAddends: [(StaticString, StaticString)] = [
    ("", " make {r}."),
    ("", " add up to {r}."),
    ("The sum of ", " is {r}."),
    ("Together, ", " come to {r}."),
    ("Adding ", " gives {r}."),
  ]

  private static let pairings: [StaticString] = [
    "",
    "Adding neighbours in pairs: ",
    "Two by two: ",
  ]

  private static let runningTotals: [StaticString] = [
    "Adding one number after the other, the running total goes ",
    "Term by term, the sum grows to ",
    "Adding from left to right gives ",
  ]

  private static let takings: [StaticString] = [
    "What is taken away is ",
    "All that is taken away comes to ",
    "Taken together, the subtractions come to ",
  ]
}
