/// How to add two positive numbers by hand.
enum Addition {
  /// Seen at a glance.
  case easy
  /// The digits of the smaller number are added one after the other.
  case steps(Rational, [Rational])
  /// The smaller number is nearly a round one: add that, then take back what was too much.
  case nearby(Rational, round: Rational, excess: Rational)
  /// Whole parts and decimals each by themselves.
  case apart(whole: Rational, fraction: Rational)

  init(_ a: Rational, _ b: Rational) {
    self = .easy
    guard let large = Decimal(max(a, b)), let small = Decimal(min(a, b)), small.mantissa > 0 else { return }
    let places = max(large.places, small.places)
    let x = large.mantissa(places: places)
    let y = small.mantissa(places: places)
    if Self.isEasy(x, y) || places > 0 && small.places == 0 || x >= 100_000_000 { return }
    if places > 0 {
      let one = Decimal.power(places)
      guard x >= one, y >= one, large.places > 0 else { return }
      self = .apart(
        whole: Rational(x / one + y / one), fraction: Decimal.number(x % one + y % one, places: places))
    } else if let round = Self.roundNumber(above: y) {
      self = .nearby(max(a, b), round: Rational(round), excess: Rational(round - y))
    } else {
      self = .steps(max(a, b), small.parts)
    }
  }

  /// Whether two numbers add up at a glance: short ones, and those without a carry.
  static func isEasy(_ x: Int, _ y: Int) -> Bool {
    var (x, y) = (x, y)
    while x % 10 == 0, y % 10 == 0, y > 0 { (x, y) = (x / 10, y / 10) }
    if x % 25 == 0, y % 25 == 0, x + y <= 1000 { return true }
    if y < 20 || x + y <= 200 || y.nonzeroDigits == 1 { return true }
    while y > 0 {
      if x % 10 + y % 10 > 9 { return false }
      x /= 10
      y /= 10
    }
    return true
  }

  /// The round number just above, for 98, 199, 2995 and the like.
  static func roundNumber(above y: Int) -> Int? {
    guard y >= 90 else { return nil }
    var unit = 100
    while unit * 10 <= y { unit *= 10 }
    let round = (y + unit - 1) / unit * unit
    let excess = round - y
    return excess > 0 && excess <= 5 && excess * 20 <= unit ? round : nil
  }
}

extension Teller {
  /// Tells a sum of two positive numbers.
  mutating func tellSum(_ a: Rational, _ b: Rational) {
    let plan = Addition(a, b)
    let blanks = Blanks(a: a, b: b, r: a + b)
    switch plan {
    case .easy:
      if b.isZero || a.isZero {
        prose.write("{a} + {b} = {r}, since adding 0 changes nothing.", blanks)
      } else if a == b {
        prose.write(voice.pick(Self.doubled), blanks)
      } else {
        prose.write(voice.pick(Self.easySums), blanks)
      }
      return
    case .steps(let large, let parts) where parts.count == 2 && voice.pick(4) == 0:
      let halfway = large + parts[0]
      prose.write("{a} + {b} = {r}", Blanks(a: large, b: parts[0], r: halfway))
      prose.write(", and {a} + {b} = {r}.", Blanks(a: halfway, b: parts[1], r: a + b))
      return
    case .steps(_, let parts):
      prose.write(voice.pick(Self.steppedSums), Blanks(a: a, b: min(a, b), c: parts[0]))
    case .nearby(_, let round, let excess):
      prose.write(voice.pick(Self.nearbySums), Blanks(a: min(a, b), b: excess, c: round))
    case .apart:
      prose.write(voice.pick(Self.apartSums))
    }
    prose.write(.add, a, b)
    writeSteps(plan)
    prose.write(" = {r}.", blanks)
  }

  /// Writes what stands between `a + b` and the result in a chain of equations.
  mutating func writeSteps(_ plan: Addition) {
    switch plan {
    case .easy:
      break
    case .steps(let large, let parts):
      var sum = large
      for (index, part) in parts.dropLast().enumerated() {
        sum = sum + part
        let rest = parts[(index + 1)...].reduce(Rational(0), +)
        prose.write(" = {a} + {b}", Blanks(a: sum, b: rest))
        if let x = sum.intValue, let y = rest.intValue, Addition.isEasy(x, y) { return }
      }
    case .nearby(let large, let round, let excess):
      prose.write(" = {a} + {b} - {c}", Blanks(a: large, b: round, c: excess))
      prose.write(" = {a} - {b}", Blanks(a: large + round, b: excess))
    case .apart(let whole, let fraction):
      prose.write(" = {a} + {b}", Blanks(a: whole, b: fraction))
    }
  }

  private static let easySums: [StaticString] = [
    "{a} + {b} = {r}.",
    "{a} and {b} make {r}.",
    "{a} plus {b} is {r}.",
    "Adding {b} to {a} gives {r}.",
    "Together, {a} and {b} come to {r}.",
    "The sum of {a} and {b} is {r}.",
    "{a} increased by {b} is {r}.",
    "Put together, {a} and {b} are {r}.",
  ]

  private static let doubled: [StaticString] = [
    "{a} and another {a} make {r}.",
    "Twice {a} is {r}.",
    "{a} + {a} = {r}.",
    "Doubling {a} gives {r}.",
  ]

  private static let steppedSums: [StaticString] = [
    "",
    "From the left: ",
    "Place by place: ",
    "Adding {b} digit by digit: ",
    "In steps: ",
  ]

  private static let nearbySums: [StaticString] = [
    "{a} is only {b} short of {c}, so ",
    "Since {a} = {c} - {b}, we get ",
    "Going up by {c} and back by {b}: ",
  ]

  private static let apartSums: [StaticString] = [
    "",
    "Whole parts and decimals separately: ",
    "Adding the whole parts and the decimals separately: ",
    "First the whole parts, then the decimals: ",
  ]
}
