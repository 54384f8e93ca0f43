/// How to multiply two positive numbers by hand.
enum Multiplication {
  /// Seen at a glance, or known by heart.
  case easy
  /// One factor is split into its places, and each place multiplied by the other factor.
  case split([Rational], isFirst: Bool)
  /// One factor is just below a round number: take that many, then take back what was too much.
  case nearby(round: Rational, excess: Rational, isFirst: Bool)
  /// One factor is a 5, 25, 50 or 125, of which a few make a round number; the other holds those few.
  case regroup(few: Int, round: Int, times: Int, isFirst: Bool)

  init(_ a: Rational, _ b: Rational, voice: inout Voice) {
    self = .easy
    guard let first = Decimal(a), let second = Decimal(b) else { return }
    if first.mantissa >= 1_000_000 || second.mantissa >= 1_000_000 || Self.isEasy(first.core, second.core) { return }
    if let regrouped = Self.regroup(a, b, isFirst: true) ?? Self.regroup(b, a, isFirst: false),
      voice.pick(4) > 0
    {
      self = regrouped
      return
    }
    // The factor with fewer digits to split gives fewer partial products, but one below 13 is left whole: its
    // products are known by heart.
    let splitsFirst: Bool
    if first.core.nonzeroDigits == 1 || first.core <= 12 {
      splitsFirst = false
    } else if second.core.nonzeroDigits == 1 || second.core <= 12 {
      splitsFirst = true
    } else {
      splitsFirst = first.core.nonzeroDigits < second.core.nonzeroDigits
    }
    let factor = splitsFirst ? first : second
    if let round = Self.roundNumber(above: factor), voice.pick(3) > 0 {
      let excess = round - (splitsFirst ? a : b)
      self = .nearby(round: round, excess: excess, isFirst: splitsFirst)
      return
    }
    let parts = Self.parts(of: factor)
    if parts.count > 1 { self = .split(parts, isFirst: splitsFirst) }
  }

  /// Whether a product is seen at a glance; both factors come without the zeros at their ends.
  static func isEasy(_ x: Int, _ y: Int) -> Bool {
    let (small, large) = (min(x, y), max(x, y))
    if small <= 1 || large <= 12 || small * large <= 100 || small == 2 && large < 200 { return true }
    guard small < 10 else { return false }
    // No carry from one place to the next.
    var rest = large
    while rest >= 10 {
      if rest % 10 * small > 9 { return false }
      rest /= 10
    }
    return true
  }

  private static func regroup(_ a: Rational, _ b: Rational, isFirst: Bool) -> Multiplication? {
    guard let a = a.intValue, let b = b.intValue else { return nil }
    let (few, round) =
      switch a {
      case 5: (2, 10)
      case 25: (4, 100)
      case 50: (2, 100)
      case 125: (8, 1000)
      default: (0, 0)
      }
    guard few > 0, b > few, b.isMultiple(of: few) else { return nil }
    return .regroup(few: few, round: round, times: b / few, isFirst: isFirst)
  }

  /// The round number just above, for 19, 49, 98, 99, 199 and the like.
  private static func roundNumber(above factor: Decimal) -> Rational? {
    guard factor.places == 0 else { return nil }
    let number = factor.mantissa
    if number >= 19, number < 100, number % 10 == 9 { return Rational(number + 1) }
    if number > 90, number % 100 >= 98 { return Rational((number / 100 + 1) * 100) }
    return nil
  }

  /// The places of a factor. A small whole part stays whole, and so do a half and the quarters: 12.75 is 12 and 0.75.
  private static func parts(of factor: Decimal) -> [Rational] {
    guard factor.places > 0 else { return factor.parts }
    let one = Decimal.power(factor.places)
    let (whole, fraction) = factor.mantissa.quotientAndRemainder(dividingBy: one)
    guard 1...12 ~= whole else { return factor.parts }
    let rest = Decimal.number(fraction, places: factor.places)
    let isQuarters = factor.places == 2 && fraction % 25 == 0
    let tail = isQuarters ? [rest] : Decimal(rest).map(\.parts) ?? [rest]
    return [Rational(whole)] + tail
  }
}

extension Teller {
  /// Tells the product of two positive numbers.
  mutating func tellProduct(_ a: Rational, _ b: Rational) {
    let blanks = Blanks(a: a, b: b, r: a * b)
    let plan = Multiplication(a, b, voice: &voice)
    switch plan {
    case .easy:
      return tellEasyProduct(a, b)
    case .split(let parts, let isFirst):
      let (split, other) = isFirst ? (a, b) : (b, a)
      let manner = voice.pick(6)
      let isInPieces = manner == 5 && parts.count == 2
      if isInPieces {
        prose.write("{a} × {b} = {r}", Blanks(a: other, b: parts[0], r: other * parts[0]))
        prose.write(" and {a} × {b} = {r}, so ", Blanks(a: other, b: parts[1], r: other * parts[1]))
      } else if manner >= 2 {
        let lead = Self.splitLeads[manner % Self.splitLeads.count]
        prose.write(lead.0, Blanks(a: split, b: other))
        writeJoined(parts, by: " + ")
        prose.write(lead.1)
      } else if manner == 1 {
        prose.write("Splitting {a} by place value: ", Blanks(a: split))
      }
      prose.write(.multiply, a, b)
      writeSteps(plan, a, b, isShort: isInPieces)
      return prose.write(" = {r}.", blanks)
    case .nearby(let round, let excess, let isFirst):
      prose.write(voice.pick(Self.nearbyProducts), Blanks(a: isFirst ? a : b, b: excess, c: round))
    case .regroup(let few, let round, _, let isFirst):
      let known = isFirst ? a : b
      prose.write(voice.pick(Self.regroupings), Blanks(a: known, b: Rational(few), c: Rational(round)))
    }
    prose.write(.multiply, a, b)
    writeSteps(plan, a, b)
    prose.write(" = {r}.", blanks)
  }

  /// Writes what stands between `a × b` and the result in a chain of equations.
  ///
  /// - Parameter isShort: whether the split has been named before and need not be written out.
  mutating func writeSteps(_ plan: Multiplication, _ a: Rational, _ b: Rational, isShort: Bool = false) {
    switch plan {
    case .easy:
      break
    case .split(let parts, let isFirst):
      let other = isFirst ? b : a
      if !isShort {
        for (index, part) in parts.enumerated() {
          prose.write(index == 0 ? " = " : " + ")
          writeTerm(part, other, isFirst: isFirst)
        }
      }
      prose.write(" = ")
      writeJoined(parts.map { $0 * other }, by: " + ")
    case .nearby(let round, let excess, let isFirst):
      let other = isFirst ? b : a
      prose.write(" = ")
      writeTerm(round, other, isFirst: isFirst)
      prose.write(" - ")
      writeTerm(excess, other, isFirst: isFirst)
      prose.write(" = {a} - {b}", Blanks(a: round * other, b: excess * other))
    case .regroup(let few, let round, let times, let isFirst):
      let blanks = Blanks(a: isFirst ? a : b, b: Rational(few), c: Rational(times), r: Rational(round))
      prose.write(isFirst ? " = {a} × {b} × {c} = {r} × {c}" : " = {c} × {b} × {a} = {c} × {r}", blanks)
    }
  }

  /// One term of a product that was taken apart, in the order of the factors; once a number is the number.
  private mutating func writeTerm(_ part: Rational, _ other: Rational, isFirst: Bool) {
    if part == Rational(1) {
      prose.write(other)
    } else {
      prose.write(.multiply, isFirst ? part : other, isFirst ? other : part)
    }
  }

  mutating func writeJoined(_ numbers: [Rational], by joint: StaticString) {
    for (index, number) in numbers.enumerated() {
      if index > 0 { prose.write(joint) }
      prose.write(number)
    }
  }

  private static let splitLeads: [(StaticString, StaticString)] = [
    ("With {a} = ", " we get "),
    ("Since {a} = ", ", we have "),
    ("Splitting {a} into ", ": "),
    ("Taking {a} apart as ", ": "),
  ]

  private static let nearbyProducts: [StaticString] = [
    "{a} is {b} less than {c}, so ",
    "Since {a} = {c} - {b}, we get ",
    "",
  ]

  private static let regroupings: [StaticString] = [
    "Because {b} × {a} = {c}, we have ",
    "",
    "{b} times {a} makes {c}, so ",
  ]
}
