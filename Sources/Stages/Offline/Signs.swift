// Numbers below zero: rare enough to need only sound telling, not variety.

extension Teller {
  /// Tells a sum or difference of two numbers of any sign.
  mutating func tellSigned(_ a: Rational, _ b: Rational, isTakenAway: Bool) {
    let result = isTakenAway ? a - b : a + b
    let goesDown = isTakenAway != b.isNegative
    let step = Blanks(a: a, b: b.magnitude, r: result)
    if a.isNegative, goesDown {
      let both = Blanks(a: a.magnitude, b: b.magnitude, c: (a.magnitude + b.magnitude))
      prose.write("Both numbers lie below zero, and {a} + {b} = {c}, so ", both)
    } else {
      prose.write(goesDown ? "Going down" : "Going up")
      prose.write(" {b} from {a} leads to {r}, so ", step)
    }
    prose.write(isTakenAway ? .subtract : .add, a, b)
    prose.write(" = {r}.", step)
  }

  /// Tells a product or quotient in which one or both numbers are negative.
  mutating func tellSignedProduct(_ a: Rational, _ b: Rational, divides: Bool) {
    let (x, y) = (a.magnitude, b.magnitude)
    guard let size = divides ? x.divided(by: y) : x * y else { return }
    let isNegative = a.isNegative != b.isNegative
    writeEquation(divides ? .divide : .multiply, x, y)
    prose.write(isNegative ? ", and with one minus sign " : ", and two minus signs cancel: ")
    prose.write(divides ? .divide : .multiply, a, b)
    prose.write(" = {r}.", Blanks(r: isNegative ? -size : size))
  }
}
