/// An enclosure of a complex number: of both its parts, or of one if it is surely real.
struct Complex<Real> {
  var re: Real
  var im: Real?

  init(_ re: Real, _ im: Real? = nil) {
    self.re = re
    self.im = im
  }
}

/// Encloses the values of a circuit without variables.
struct ComplexEvaluation<Field: RealField> {
  typealias Value = Complex<Field.Real>

  var field: Field
  let circuit: Circuit
  /// The values of the nodes that were needed.
  private(set) var values: [Value?] = []

  init(of circuit: Circuit, by field: Field) {
    self.field = field
    self.circuit = circuit
  }

  /// Encloses what a node needs, and the node.
  mutating func evaluate(_ root: Circuit.Index) throws(Obstacle) {
    let needed = circuit.needed(for: [root])
    values = Array(repeating: nil, count: needed.count)
    for index in needed.indices where needed[index] {
      values[index] = try value(of: circuit.nodes[index])
    }
  }

  /// The enclosure of a node.
  static func value(
    of node: Circuit.Index, in circuit: Circuit, by field: Field
  ) throws(Obstacle) -> Value {
    var evaluation = ComplexEvaluation(of: circuit, by: field)
    try evaluation.evaluate(node)
    return try evaluation.operand(node)
  }

  private func operand(_ index: Int32) throws(Obstacle) -> Value {
    guard let value = values[Int(index)] else { throw .unknown }
    return value
  }

  /// An operand that must be real, as those of functions that order numbers.
  private func real(_ index: Int32) throws(Obstacle) -> Field.Real {
    let value = try operand(index)
    guard value.im == nil else { throw .unclear }
    return value.re
  }

  private mutating func value(of node: Circuit.Node) throws(Obstacle) -> Value {
    switch node.operation {
    case .number: return Value(try field.number(circuit.numbers[Int(node.a)]))
    case .pi: return Value(try field.pi())
    case .i: return Value(try field.number(Rational(0)), try field.number(Rational(1)))
    case .sum: return try sum(circuit.links(of: node))
    case .product: return try product(circuit.links(of: node))
    case .root: return try root(operand(node.a), Int(node.b))
    case .power: return try power(node)
    case .exp: return try exp(operand(node.a))
    case .ln: return try ln(operand(node.a))
    case .cosPi:
      let angle = try field.multiply(field.number(circuit.numbers[Int(node.a)]), field.pi())
      return Value(try field.sineAndCosine(angle).cosine)
    case .sin: return try sineAndCosine(operand(node.a)).sine
    case .cos: return try sineAndCosine(operand(node.a)).cosine
    case .arcsin: return Value(try arcsine(real(node.a)))
    case .arctan: return Value(try field.arctangent(real(node.a)))
    case .arccot: return Value(try arccotangent(real(node.a)))
    case .abs: return Value(try absolute(operand(node.a)))
    case .sign:
      guard let sign = field.sign(try real(node.a)) else { throw .unclear }
      return Value(try field.number(Rational(sign)))
    case .floor:
      guard let whole = field.floor(try real(node.a)) else { throw .unclear }
      return Value(try field.number(whole))
    case .max: return Value(try field.maximum(real(node.a), real(node.b)))
    case .min: return Value(field.negate(try field.maximum(field.negate(real(node.a)), field.negate(real(node.b)))))
    case .mod: return Value(try remainder(real(node.a), field.absolute(real(node.b))))
    case .re: return Value(try operand(node.a).re)
    case .im:
      if let im = try operand(node.a).im { return Value(im) }
      return Value(try field.number(Rational(0)))
    case .conjugate:
      let value = try operand(node.a)
      return Value(value.re, value.im.map(field.negate))
    case .argument: return Value(try argument(operand(node.a)))
    case .variable, .opaque, .pair, .factorial, .doubleFactorial, .binomial, .gcd, .lcm: throw .unknown
    }
  }
}

// MARK: - Sums, products, powers

extension ComplexEvaluation {
  mutating func sum(_ links: ArraySlice<Circuit.Link>) throws(Obstacle) -> Value {
    var sum: Value?
    for link in links {
      let coefficient = circuit.numbers[Int(circuit.nodes[Int(link.number)].a)]
      var part = try operand(link.node)
      if coefficient != Rational(1) {
        let factor = try field.number(coefficient)
        part.re = try field.multiply(part.re, factor)
        if let im = part.im { part.im = try field.multiply(im, factor) }
      }
      if let partial = sum { part = try add(partial, part) }
      sum = part
    }
    if let sum { return sum }
    return Value(try field.number(Rational(0)))
  }

  mutating func product(_ links: ArraySlice<Circuit.Link>) throws(Obstacle) -> Value {
    var product: Value?
    for link in links {
      var part = try power(operand(link.node), link.number.magnitude)
      if link.number < 0 { part = try inverse(part) }
      if let partial = product { part = try multiply(partial, part) }
      product = part
    }
    if let product { return product }
    return Value(try field.number(Rational(1)))
  }

  mutating func add(_ a: Value, _ b: Value) throws(Obstacle) -> Value {
    let re = try field.add(a.re, b.re)
    guard let imA = a.im else { return Value(re, b.im) }
    guard let imB = b.im else { return Value(re, imA) }
    return Value(re, try field.add(imA, imB))
  }

  mutating func multiply(_ a: Value, _ b: Value) throws(Obstacle) -> Value {
    guard let imA = a.im else {
      let re = try field.multiply(a.re, b.re)
      guard let imB = b.im else { return Value(re) }
      return Value(re, try field.multiply(a.re, imB))
    }
    guard let imB = b.im else { return try multiply(b, a) }
    return Value(
      try field.subtract(field.multiply(a.re, b.re), field.multiply(imA, imB)),
      try field.add(field.multiply(a.re, imB), field.multiply(imA, b.re)))
  }

  mutating func inverse(_ a: Value) throws(Obstacle) -> Value {
    guard let im = a.im else { return Value(try field.inverse(a.re)) }
    let inverse = try field.inverse(squaredSize(a.re, im))
    return Value(try field.multiply(a.re, inverse), try field.multiply(field.negate(im), inverse))
  }

  mutating func power(_ a: Value, _ exponent: UInt32) throws(Obstacle) -> Value {
    if exponent == 1 { return a }
    guard a.im != nil else { return Value(try field.power(a.re, exponent)) }
    var result = Value(try field.number(Rational(1)))
    var (square, rest) = (a, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result = try multiply(result, square) }
      rest >>= 1
      if rest > 0 { square = try multiply(square, square) }
    }
    return result
  }

  mutating func squaredSize(_ re: Field.Real, _ im: Field.Real) throws(Obstacle) -> Field.Real {
    try field.add(field.absolute(field.multiply(re, re)), field.absolute(field.multiply(im, im)))
  }

  mutating func absolute(_ a: Value) throws(Obstacle) -> Field.Real {
    guard let im = a.im else { return try field.absolute(a.re) }
    return try field.squareRoot(squaredSize(a.re, im))
  }

  /// A power whose exponent is no fraction of small numbers.
  mutating func power(_ node: Circuit.Node) throws(Obstacle) -> Value {
    let base = try operand(node.a)
    let exponent = try operand(node.b)
    guard base.im == nil, let sign = field.sign(base.re), sign > 0 else {
      // Whether the power is real hangs on the fraction, and an exponent so long is none that anyone means.
      if circuit.realOnly || circuit.value(node.b) != nil { throw .unknown }
      return try exp(multiply(exponent, ln(base)))
    }
    return try exp(multiply(exponent, ln(base)))
  }

  mutating func root(_ a: Value, _ degree: Int) throws(Obstacle) -> Value {
    guard let im = a.im else {
      guard let sign = field.sign(a.re) else { throw .unclear }
      if sign >= 0 { return Value(try field.root(a.re, degree)) }
      let size = try field.root(field.negate(a.re), degree)
      if degree % 2 == 1 { return Value(field.negate(size)) }
      if circuit.realOnly { throw .undefined }
      let angle = try field.multiply(field.pi(), field.number(Rational(lowest: 1, over: degree)))
      if degree == 2 { return Value(try field.number(Rational(0)), size) }
      let (sine, cosine) = try field.sineAndCosine(angle)
      return Value(try field.multiply(size, cosine), try field.multiply(size, sine))
    }
    guard degree == 2 else {
      let logarithm = try ln(a)
      return try exp(multiply(logarithm, Value(field.number(Rational(lowest: 1, over: degree)))))
    }
    return try squareRoot(a.re, im)
  }

  /// The root with the real part that is not negative: with r = |z|, its parts are √((r+re)/2) and ±√((r−re)/2), and
  /// of the two the one that does not cancel gives the other.
  mutating func squareRoot(_ re: Field.Real, _ im: Field.Real) throws(Obstacle) -> Value {
    let size = try field.squareRoot(squaredSize(re, im))
    let half = try field.number(Rational(lowest: 1, over: 2))
    if field.sign(re) == 1 {
      let root = try field.squareRoot(field.multiply(half, field.add(size, re)))
      return Value(root, try field.divide(field.multiply(half, im), root))
    }
    guard let sign = field.sign(im), sign != 0 else { throw .unclear }
    let root = try field.squareRoot(field.multiply(half, field.absolute(field.subtract(size, re))))
    let imaginary = sign < 0 ? field.negate(root) : root
    return Value(try field.divide(field.multiply(half, im), imaginary), imaginary)
  }
}
