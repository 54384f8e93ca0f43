extension Teller {
  /// Tells that many percent of a number; false if percents are no easier here than plain multiplication.
  mutating func tellPercentage(_ percent: Rational, of number: Rational) -> Bool {
    let tenth = number * Decimal.number(1, places: 1)
    let hundredth = number * Decimal.number(1, places: 2)
    guard percent > Rational(0), percent < Rational(1000), let fine = Decimal(hundredth), fine.places <= 3 else {
      return false
    }
    let blanks = Blanks(a: number, b: percent, c: tenth, r: percent * hundredth)
    if number == Rational(100) {
      prose.write("{b}% of 100 is {r}.", blanks)
      return true
    }
    switch percent.intValue {
    case 100:
      prose.write("100% of {a} is the whole of it, {a}.", blanks)
    case 10, 1:
      prose.write(voice.pick(Self.plainPercentages), blanks)
    case 25, 50, 75:
      guard let share = Share(percent * Decimal.number(1, places: 2), of: number) else { fallthrough }
      prose.write(voice.pick(share.part == 3 ? Self.threeQuarters : share.whole == 4 ? Self.quarter : Self.half))
      tell(share)
    case 5:
      prose.write(voice.pick(Self.fivePercent), blanks)
    case 90:
      prose.write(voice.pick(Self.ninetyPercent), blanks)
    case let tens? where tens < 100 && tens.isMultiple(of: 10):
      prose.write(voice.pick(Self.tensOfPercent), blanks)
      writeEquation(.multiply, Rational(tens / 10), tenth)
      prose.write(".")
    case let odd? where odd < 100 && odd.isMultiple(of: 5):
      tellFives(odd, blanks)
    case let more? where more > 100 && more < 200 && (more.isMultiple(of: 10) || more < 110 || more == 125):
      let extra = Blanks(a: number, b: percent - Rational(100), c: (percent - Rational(100)) * hundredth, r: blanks.r)
      prose.write(voice.pick(Self.morePercent), extra)
      writeEquation(.add, number, extra.c)
      prose.write(".")
    default:
      prose.write(voice.pick(Self.anyPercent), Blanks(a: number, b: percent, c: hundredth))
      writeEquation(.multiply, percent, hundredth)
      prose.write(".")
    }
    return true
  }

  /// 15%, 35% and so on: tens of percents, and half of one ten more.
  private mutating func tellFives(_ percent: Int, _ blanks: Blanks) {
    let half = blanks.c * Decimal.number(5, places: 1)
    let tens = Rational(percent / 10) * blanks.c
    prose.write("10% of {a} is {c}", blanks)
    if percent > 15 {
      prose.write(", so {b}% is {r}", Blanks(b: Rational(percent / 10 * 10), r: tens))
      prose.write("; 5% is half of {c}, that is {b}", Blanks(b: half, c: blanks.c))
    } else {
      prose.write(" and 5% is half of that, {b}", Blanks(b: half))
    }
    prose.write(voice.pick(2) == 0 ? "; together " : ", so {b}% is ", blanks)
    writeEquation(.add, tens, half)
    prose.write(".")
  }

  private static let half: [StaticString] = ["50% is one half. ", ""]
  private static let quarter: [StaticString] = ["25% means a quarter. ", ""]
  private static let threeQuarters: [StaticString] = ["75% is three quarters. ", ""]

  private static let plainPercentages: [StaticString] = [
    "{b}% of {a} is {r}.",
    "Taking {b}% of {a} gives {r}.",
  ]

  private static let fivePercent: [StaticString] = [
    "10% of {a} is {c}, so 5% is half of that, {r}.",
    "A tenth of {a} is {c}, and 5% is half as much, {r}.",
  ]

  private static let ninetyPercent: [StaticString] = [
    "10% of {a} is {c}, so 90% is {a} - {c} = {r}.",
    "90% is all but 10%; as 10% of {a} is {c}, what remains is {a} - {c} = {r}.",
  ]

  private static let tensOfPercent: [StaticString] = [
    "10% of {a} is {c}, so {b}% is ",
    "A tenth of {a} is {c}, so {b}% of it is ",
    "10% of {a} is {c}, and {b}% makes ",
  ]

  private static let morePercent: [StaticString] = [
    "The {b}% beyond the whole is {c}, so we get ",
    "{b}% of {a} is {c}; with the whole {a} added that makes ",
  ]

  private static let anyPercent: [StaticString] = [
    "1% of {a} is {c}, so {b}% is ",
    "A hundredth of {a} is {c}, so {b}% of it is ",
  ]
}
