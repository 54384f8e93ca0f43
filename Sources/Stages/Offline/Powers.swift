extension Teller {
  /// Tells a power with a whole exponent.
  mutating func tellPower(_ base: Rational, _ exponent: Int) {
    guard let result = base.power(exponent) else { return }
    let blanks = Blanks(a: base, b: Rational(exponent), c: base.power(abs(exponent)) ?? result, r: result)
    switch exponent {
    case 0:
      return prose.write("Any number other than 0 to the power 0 is 1, so the value is 1.")
    case 1:
      return prose.write("To the power 1, {a} stays {a}.", blanks)
    case 2 where !base.isNegative:
      prose.write(voice.pick(Self.squares), blanks)
      writeEquation(.multiply, base, base)
      return prose.write(".")
    case ..<0:
      prose.write("A negative exponent inverts: the value is 1 ÷ ")
      prose.write(.power, base, Rational(-exponent))
      prose.write(" = 1 ÷ {c}", blanks)
      return writeResult(result)
    case _ where base == Rational(10):
      prose.write("10^{b} is a 1 followed by {b} zeros: {r}.", blanks)
    default:
      prose.write(.power, base, Rational(exponent))
      writeFactors(base, exponent)
      return writeResult(result)
    }
  }

  /// Few factors are written out; many are halved: 2^10 is 2^5 × 2^5.
  private mutating func writeFactors(_ base: Rational, _ exponent: Int) {
    if exponent <= 5 {
      prose.write(" = ")
      var soFar = base
      for count in 2...exponent {
        prose.write(.multiply, count == 2 ? base : soFar, base)
        for _ in count..<exponent { prose.write(" × {a}", Blanks(a: base)) }
        soFar = soFar * base
        if count < exponent { prose.write(" = ") }
      }
      return
    }
    let half = exponent / 2
    guard let low = base.power(half), let high = base.power(exponent - half) else { return }
    prose.write(" = ")
    prose.write(.power, base, Rational(exponent - half))
    prose.write(" × ")
    prose.write(.power, base, Rational(half))
    prose.write(" = ")
    prose.write(.multiply, high, low)
  }

  private static let squares: [StaticString] = [
    "{a} squared is ",
    "The square of {a} is ",
  ]
}
