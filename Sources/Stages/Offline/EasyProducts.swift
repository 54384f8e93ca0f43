extension Teller {
  /// Tells a product that needs no working.
  mutating func tellEasyProduct(_ a: Rational, _ b: Rational) {
    let blanks = Blanks(a: a, b: b, r: a * b)
    let phrases: [StaticString]
    if a.isZero || b.isZero {
      phrases = Self.timesZero
    } else if a == Rational(1) || b == Rational(1) {
      phrases = a == Rational(1) ? Self.once : Self.timesOne
    } else if b == Rational(2) || a == Rational(2) {
      let other = b == Rational(2) ? a : b
      return prose.write(voice.pick(Self.twice), Blanks(a: other, b: Rational(2), r: blanks.r))
    } else if let power = b.tenfold ?? a.tenfold, voice.pick(2) == 0 {
      prose.write(power)
      return prose.write(" times {a} is {r}.", Blanks(a: b.tenfold == nil ? b : a, r: blanks.r))
    } else {
      phrases = a.isInteger && a < Rational(13) ? Self.easyProducts : Self.plainProducts
    }
    prose.write(voice.pick(phrases), blanks)
  }

  private static let easyProducts: [StaticString] =
    plainProducts + [
      "{b} taken {a} times makes {r}.",
      "{a} times {b} makes {r}.",
    ]

  private static let plainProducts: [StaticString] = [
    "{a} × {b} = {r}.",
    "{a} times {b} is {r}.",
    "The product of {a} and {b} is {r}.",
    "Multiplying {a} by {b} gives {r}.",
    "{a} multiplied by {b} is {r}.",
  ]

  private static let twice: [StaticString] = [
    "Twice {a} is {r}.",
    "Doubling {a} gives {r}.",
    "2 × {a} = {r}.",
    "{a} and {a} make {r}.",
    "The double of {a} is {r}.",
    "Two times {a} is {r}.",
  ]

  private static let timesZero: [StaticString] = [
    "Any number times 0 is 0, so {a} × {b} = 0.",
    "With a factor 0 the product {a} × {b} is 0.",
  ]

  private static let timesOne: [StaticString] = [
    "{a} × 1 = {a}.",
    "Multiplying {a} by 1 leaves {a}.",
    "{a} taken once is {a}.",
  ]

  private static let once: [StaticString] = [
    "1 × {b} = {b}.",
    "Once {b} is {b}.",
    "A single {b} is {b}.",
  ]
}

extension Rational {
  /// The name of ten, a hundred or a thousand as a factor.
  var tenfold: StaticString? {
    switch intValue {
    case 10: "Ten"
    case 100: "A hundred"
    case 1000: "A thousand"
    default: nil
    }
  }
}
