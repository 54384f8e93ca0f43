/// How to take one positive number from a larger one by hand.
enum Subtraction {
  /// Seen at a glance.
  case easy
  /// The digits of the second number are taken off one after the other.
  case steps([Rational])
  /// The second number is nearly a round one: take that, then give back what was too much.
  case nearby(round: Rational, excess: Rational)
  /// Counting up from the second number, with a rest at a round one.
  case climb(over: Rational)
  /// Whole parts and decimals each by themselves; the decimals' difference may be negative.
  case apart(whole: Rational, fraction: Rational)

  init(_ a: Rational, _ b: Rational, prefersClimbing: Bool = false) {
    self = .easy
    guard let large = Decimal(a), let small = Decimal(b), small.mantissa > 0, b < a else { return }
    let places = max(large.places, small.places)
    let x = large.mantissa(places: places)
    let y = small.mantissa(places: places)
    if Self.isEasy(x, y) || x >= 100_000_000 { return }
    if places > 0 {
      let one = Decimal.power(places)
      guard x >= one, y >= one else { return }
      self = .apart(
        whole: Rational(x / one - y / one), fraction: Decimal.number(x % one - y % one, places: places))
      return
    }
    let unit = y < 50 ? 10 : y < 1000 ? 100 : 1000
    let station = (y / unit + 1) * unit
    if prefersClimbing || x - y < 100, station < x, y % unit != 0, x - station < 10 * unit,
      Addition.isEasy(max(x - station, station - y), min(x - station, station - y))
    {
      self = .climb(over: Rational(station))
    } else if let round = Addition.roundNumber(above: y), round <= x {
      self = .nearby(round: Rational(round), excess: Rational(round - y))
    } else {
      self = .steps(small.parts)
    }
  }

  /// Whether the difference is seen at a glance: short numbers, and those without borrowing.
  static func isEasy(_ x: Int, _ y: Int) -> Bool {
    var (x, y) = (x, y)
    while x % 10 == 0, y % 10 == 0, y > 0 { (x, y) = (x / 10, y / 10) }
    if x % 25 == 0, y % 25 == 0, x <= 1000 { return true }
    if x <= 100 || y < 10 || y.nonzeroDigits == 1 || x - y <= 20 || y < 100 && x % 100 == 0 { return true }
    while y > 0 {
      if x % 10 < y % 10 { return false }
      x /= 10
      y /= 10
    }
    return true
  }
}

extension Teller {
  /// Tells the difference of two positive numbers, whichever is larger.
  mutating func tellDifference(_ a: Rational, _ b: Rational) {
    let blanks = Blanks(a: a, b: b, c: b - a, r: a - b)
    if a < b { return prose.write(voice.pick(Self.belowZero), blanks) }
    let plan = Subtraction(a, b, prefersClimbing: voice.pick(3) == 0)
    switch plan {
    case .easy where b.isZero:
      return prose.write("{a} - 0 = {r}, since taking nothing away changes nothing.", blanks)
    case .easy where a == b:
      return prose.write(voice.pick(Self.nothingLeft), blanks)
    case .easy:
      return prose.write(voice.pick(Self.easyDifferences), blanks)
    case .climb(let station):
      let (first, second) = (station - b, a - station)
      prose.write(voice.pick(Self.climbs), Blanks(a: b, b: first, c: station))
      prose.write(" to {a} another {b}", Blanks(a: a, b: second))
      return prose.write(", together {a} + {b} = {r}.", Blanks(a: first, b: second, r: a - b))
    case .steps(let parts):
      prose.write(voice.pick(Self.steppedDifferences), Blanks(a: a, b: b, c: parts[0]))
    case .nearby(let round, let excess):
      prose.write(voice.pick(Self.nearbyDifferences), Blanks(a: b, b: excess, c: round))
    case .apart:
      prose.write(voice.pick(Self.apartDifferences))
    }
    prose.write(.subtract, a, b)
    writeSteps(plan, a, b)
    prose.write(" = {r}.", blanks)
  }

  /// Writes what stands between `a - b` and the result in a chain of equations.
  mutating func writeSteps(_ plan: Subtraction, _ a: Rational, _ b: Rational) {
    switch plan {
    case .easy, .climb:
      break
    case .steps(let parts):
      var (left, rest) = (a, b)
      for part in parts.dropLast() {
        left = left - part
        rest = rest - part
        prose.write(" = {a} - {b}", Blanks(a: left, b: rest))
        if let x = left.intValue, let y = rest.intValue, Subtraction.isEasy(x, y) { return }
      }
    case .nearby(let round, let excess):
      prose.write(" = {a} - {b} + {c}", Blanks(a: a, b: round, c: excess))
      prose.write(" = {a} + {b}", Blanks(a: a - round, b: excess))
    case .apart(let whole, let fraction):
      if fraction.isZero || whole.isZero { return }
      prose.write(fraction.isNegative ? " = {a} - {b}" : " = {a} + {b}", Blanks(a: whole, b: fraction.magnitude))
    }
  }

  private static let easyDifferences: [StaticString] = [
    "{a} - {b} = {r}.",
    "{a} minus {b} is {r}.",
    "{a} less {b} is {r}.",
    "Taking {b} away from {a} leaves {r}.",
    "When {b} is taken from {a}, {r} is left.",
    "The difference between {a} and {b} is {r}.",
    "Subtracting {b} from {a} gives {r}.",
    "From {b} up to {a} the distance is {r}.",
  ]

  private static let nothingLeft: [StaticString] = [
    "Taking {b} from {a} leaves nothing, so the difference is 0.",
    "{a} - {b} = 0.",
  ]

  private static let belowZero: [StaticString] = [
    "{b} is {c} more than {a}, so {a} - {b} = {r}.",
    "{b} - {a} = {c}; taken the other way round the difference is negative, {a} - {b} = {r}.",
    "Taking {b} from {a} goes {c} below zero: {a} - {b} = {r}.",
  ]

  private static let steppedDifferences: [StaticString] = [
    "",
    "From the left: ",
    "Taking {b} away in parts: ",
    "Step by step: ",
    "Place by place: ",
  ]

  private static let nearbyDifferences: [StaticString] = [
    "{a} is only {b} short of {c}, so ",
    "Since {a} = {c} - {b}, we get ",
    "Taking away {c} and giving back {b}: ",
  ]

  private static let climbs: [StaticString] = [
    "From {a} to {c} it is {b}, and from there",
    "Counting up, from {a} to {c} it is {b} and from {c}",
  ]

  private static let apartDifferences: [StaticString] = [
    "",
    "Whole parts and decimals separately: ",
    "Subtracting the whole parts and the decimals separately: ",
  ]
}
