extension Teller {
  /// Tells the quotient of two positive numbers; the divisor is not zero.
  mutating func tellQuotient(_ a: Rational, _ b: Rational) {
    guard let quotient = a.divided(by: b) else { return }
    let blanks = Blanks(a: a, b: b, r: quotient)
    let step = Division(a, b, prefersSplitting: voice.pick(2) == 0)
    switch step {
    case .easy:
      return tellEasyQuotient(blanks)
    case .check:
      prose.write("{r} × {b}", blanks)
      writeSteps(Multiplication(quotient, b, voice: &voice), quotient, b, isShort: false)
      return prose.write(" = {a}, so {a} ÷ {b} = {r}.", blanks)
    case .clear(let factor):
      prose.write(voice.pick(Self.clearings), Blanks(a: a, b: b, c: factor))
    case .reduce(let factor):
      prose.write(voice.pick(Self.reductions), Blanks(a: a, b: b, c: factor))
    case .split(let parts):
      prose.write(voice.pick(parts.count > 2 ? Self.longSplits : Self.splits), blanks)
    case .lowest:
      prose.write(voice.pick(Self.lowestTerms))
    case .remainder(let whole, let rest):
      prose.write("{b} goes ", blanks)
      prose.write(times: whole.intValue ?? 0)
      prose.write(" into {a}", blanks)
      prose.write(voice.pick(Self.leftOver), Blanks(a: rest))
    case .widen:
      break
    }
    prose.write(.divide, a, b)
    writeSteps(step, a, b)
    writeResult(quotient)
  }

  /// Ends a chain of equations with its result.
  mutating func writeResult(_ result: Rational) {
    prose.write(" = {r}", Blanks(r: result))
    endSentence(after: result)
  }

  /// Ends a sentence whose last number is this; one whose decimals never end is also given rounded.
  mutating func endSentence(after result: Rational) {
    if !result.isDecimal {
      let places = result.magnitude < Rational(1) ? 3 : 2
      prose.write(", about {a}", Blanks(a: result.rounded(places: places)))
    }
    prose.write(".")
  }

  private mutating func tellEasyQuotient(_ blanks: Blanks) {
    let (a, b) = (blanks.a, blanks.b)
    if a.isZero {
      prose.write("0 divided by {b} is 0.", blanks)
    } else if b == Rational(1) {
      prose.write(voice.pick(Self.byOne), blanks)
    } else if a == b {
      prose.write("{a} goes into {a} exactly once, so {a} ÷ {b} = 1.", blanks)
    } else if !blanks.r.isDecimal {
      prose.write(.divide, a, b)
      writeResult(blanks.r)
    } else if b == Rational(2) {
      prose.write(voice.pick(Self.halves), blanks)
    } else if b <= Rational(10), let part = b.intValue.flatMap(PartName.init), voice.pick(2) == 0 {
      prose.write(voice.pick(2) == 0 ? part.one : part.a)
      prose.write(" of {a} is {r}.", blanks)
    } else {
      let isTable = blanks.r.isInteger && a.isInteger
      prose.write(voice.pick(isTable ? Self.tableQuotients : Self.easyQuotients), blanks)
    }
  }

  private static let easyQuotients: [StaticString] = [
    "{a} ÷ {b} = {r}.",
    "{a} divided by {b} is {r}.",
    "Dividing {a} by {b} gives {r}.",
    "Split into {b} equal parts, {a} gives parts of {r}.",
  ]

  private static let tableQuotients: [StaticString] =
    easyQuotients + [
      "{b} × {r} = {a}, so {a} ÷ {b} = {r}.",
      "Since {r} × {b} = {a}, we have {a} ÷ {b} = {r}.",
      "{b} goes into {a} exactly {r} times.",
    ]

  private static let halves: [StaticString] = [
    "Half of {a} is {r}.",
    "Halving {a} gives {r}.",
    "{a} ÷ 2 = {r}.",
    "{a} divided by 2 is {r}.",
    "One half of {a} is {r}.",
  ]

  private static let byOne: [StaticString] = [
    "{a} ÷ 1 = {a}.",
    "Dividing {a} by 1 leaves {a}.",
  ]

  private static let clearings: [StaticString] = [
    "Multiplying both numbers by {c} clears the decimals: ",
    "",
    "To get rid of the decimals, multiply both numbers by {c}: ",
    "With both numbers multiplied by {c}: ",
  ]

  private static let reductions: [StaticString] = [
    "Dividing both numbers by {c} first: ",
    "",
    "Both numbers can be divided by {c}, so ",
    "Cancelling the common factor {c}: ",
  ]

  private static let splits: [StaticString] = [
    "",
    "Splitting {a} into multiples of {b}: ",
    "Dividing {a} in two pieces: ",
  ]

  private static let longSplits: [StaticString] = [
    "",
    "Splitting {a} into multiples of {b}: ",
    "Dividing {a} piece by piece: ",
  ]

  private static let lowestTerms: [StaticString] = [
    "",
    "Reduced to lowest terms: ",
    "As a fraction in lowest terms: ",
  ]

  private static let leftOver: [StaticString] = [
    ", with {a} left over, so ",
    " and leaves {a}, so ",
    ", leaving a remainder of {a}, so ",
  ]
}

// MARK: - Whole quotients

extension Teller {
  /// Tells how many whole times one number goes into another.
  mutating func tellWholeTimes(_ a: Rational, _ b: Rational) {
    guard let exact = a.divided(by: b) else { return }
    let whole = exact.roundedDown
    let blanks = Blanks(a: a, b: b, c: a - whole * b, r: whole)
    if whole == exact {
      prose.write("{a} ÷ {b} = {r} exactly, so nothing is left over and the whole quotient is {r}.", blanks)
    } else if a.isNegative || b.isNegative {
      prose.write("Rounded down to a whole number, {a} ÷ {b} is {r}.", blanks)
    } else {
      prose.write("{b} goes {r} whole times into {a} and leaves {c}, so rounded down the quotient is {r}.", blanks)
    }
  }
}
