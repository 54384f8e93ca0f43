extension ComplexEvaluation {
  mutating func exp(_ a: Value) throws(Obstacle) -> Value {
    let size = try field.exp(a.re)
    guard let im = a.im else { return Value(size) }
    let (sine, cosine) = try field.sineAndCosine(im)
    return Value(try field.multiply(size, cosine), try field.multiply(size, sine))
  }

  mutating func ln(_ a: Value) throws(Obstacle) -> Value {
    if let im = a.im {
      let size = try field.ln(positive(squaredSize(a.re, im)))
      let half = try field.number(Rational(lowest: 1, over: 2))
      return Value(try field.multiply(half, size), try argument(a))
    }
    switch field.sign(a.re) {
    case 1: return Value(try field.ln(a.re))
    case -1:
      if circuit.realOnly { throw .undefined }
      return Value(try field.ln(field.negate(a.re)), try field.pi())
    case 0: throw .undefined
    default: throw .unclear
    }
  }

  func positive(_ a: Field.Real) throws(Obstacle) -> Field.Real {
    guard let sign = field.sign(a) else { throw .unclear }
    if sign == 0 { throw .undefined }
    return a
  }

  mutating func argument(_ a: Value) throws(Obstacle) -> Field.Real {
    guard let im = a.im else {
      switch field.sign(a.re) {
      case 1: return try field.number(Rational(0))
      case -1: return try field.pi()
      case 0: throw .undefined
      default: throw .unclear
      }
    }
    if field.sign(a.re) == 1 { return try field.arctangent(field.divide(im, a.re)) }
    guard let sign = field.sign(im), sign != 0 else { throw .unclear }
    let quarter = try field.multiply(field.pi(), field.number(Rational(lowest: 1, over: 2)))
    let rest = try field.arctangent(field.divide(a.re, im))
    return try field.subtract(sign > 0 ? quarter : field.negate(quarter), rest)
  }

  /// By sin(a+bi) = sin a·cosh b + i·cos a·sinh b, and its like.
  mutating func sineAndCosine(_ a: Value) throws(Obstacle) -> (sine: Value, cosine: Value) {
    let (sine, cosine) = try field.sineAndCosine(a.re)
    guard let im = a.im else { return (Value(sine), Value(cosine)) }
    let half = try field.number(Rational(lowest: 1, over: 2))
    let (up, down) = (try field.exp(im), try field.exp(field.negate(im)))
    let hyperbolicCosine = try field.multiply(half, field.add(up, down))
    let hyperbolicSine = try field.multiply(half, field.subtract(up, down))
    return (
      Value(try field.multiply(sine, hyperbolicCosine), try field.multiply(cosine, hyperbolicSine)),
      Value(
        try field.multiply(cosine, hyperbolicCosine), field.negate(try field.multiply(sine, hyperbolicSine)))
    )
  }

  /// 2·arctan(x/(1 + √(1 − x²))), which has no edge at ±1.
  mutating func arcsine(_ x: Field.Real) throws(Obstacle) -> Field.Real {
    let one = try field.number(Rational(1))
    let inside = try field.subtract(one, field.multiply(x, x))
    switch field.sign(inside) {
    case -1: throw circuit.realOnly ? .undefined : .unclear
    case nil: throw .unclear
    default: break
    }
    let ratio = try field.divide(x, field.add(one, field.root(inside, 2)))
    return try field.multiply(field.number(Rational(2)), field.arctangent(ratio))
  }

  /// For positive ratios alone: for others there are two conventions.
  mutating func arccotangent(_ x: Field.Real) throws(Obstacle) -> Field.Real {
    guard field.sign(x) == 1 else { throw .unclear }
    let quarter = try field.multiply(field.pi(), field.number(Rational(lowest: 1, over: 2)))
    return try field.subtract(quarter, field.arctangent(x))
  }

  mutating func remainder(_ x: Field.Real, _ modulus: Field.Real) throws(Obstacle) -> Field.Real {
    guard let whole = field.floor(try field.divide(x, modulus)) else { throw .unclear }
    return try field.subtract(x, field.multiply(field.number(whole), modulus))
  }
}
