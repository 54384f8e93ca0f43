extension FieldImage {
  /// An odd root of what is real is unique in the field as it is among real numbers. An even root is unique among the
  /// squares; that is the right one if the radicand can be nothing but positive.
  mutating func root(_ node: Circuit.Node, _ work: inout Work) throws(Obstacle) -> PrimeField.Element {
    let radicand = values[Int(node.a)]
    try work.take(40)
    let degree = UInt64(node.b)
    if radicand.im == 0, degree % 2 == 1, circuit.has(node.a, .real) {
      let order = PrimeField(prime: field.prime - 1)
      if let inverse = order.inverse(degree) { return PrimeField.Element(field.power(radicand.re, inverse)) }
    }
    if radicand.im == 0, isMonomial(node.a), isSquare(radicand.re),
      let inverse = PrimeField.exponents.inverse(degree)
    {
      return PrimeField.Element(field.power(radicand.re, inverse))
    }
    return atom(node)
  }

  /// Whether a node is a positive number, made of numbers and π by products and roots alone, times an odd power of at
  /// most one variable, which then is positive wherever an even root is defined.
  private func isMonomial(_ index: Circuit.Index) -> Bool {
    let node = circuit.nodes[Int(index)]
    switch node.operation {
    case .number, .pi: return node.traits.contains(.positive)
    case .root: return isMonomial(node.a)
    case .variable: return true
    case .sum where node.b == 1:
      let (coefficient, rest) = circuit.splitCoefficient(of: index)
      return !coefficient.isNegative && isMonomial(rest)
    case .product:
      let links = circuit.links(of: node)
      guard let first = links.first(where: { !circuit.has($0.node, .positive) }) else {
        return links.allSatisfy { isMonomial($0.node) }
      }
      return links.count == 1 && circuit.nodes[Int(first.node)].operation == .variable && first.number % 2 != 0
    default: return false
    }
  }

  private func isSquare(_ element: UInt64) -> Bool {
    field.power(element, PrimeField.exponents.prime) == 1
  }

  /// A power with an exponent that is no number: of a square by the exponent's residue, of the negative of a square
  /// also by whether the exponent is even.
  mutating func power(_ node: Circuit.Node, _ work: inout Work) throws(Obstacle) -> PrimeField.Element {
    isFaithful = false
    try work.take(150)
    let base = values[Int(node.a)]
    guard base.im == 0, base.re != 0, circuit.has(node.b, .real) else { return atom(node) }
    let exponent = try residue(of: node.b, .exponents, &work)
    if isSquare(base.re) { return PrimeField.Element(field.power(base.re, exponent)) }
    let magnitude = field.power(field.negate(base.re), exponent)
    hasParity = true
    do {
      let parity = try residue(of: node.b, PrimeField(prime: 2), &work)
      return PrimeField.Element(parity == 0 ? magnitude : field.negate(magnitude))
    } catch .unclear {
      return atom(node)
    }
  }

  /// The element for e^{it}: the power of a fixed rotation.
  func rotation(by angle: Circuit.Index, _ work: inout Work) throws(Obstacle) -> PrimeField.Element {
    guard circuit.has(angle, .real) else { throw .unclear }
    try work.take(200)
    return field.power(Self.rotation, try residue(of: angle, .angles, &work))
  }

  /// A generator of the rotations of prime order.
  private static let rotation: PrimeField.Element = {
    let field = PrimeField.image
    let start = PrimeField.Element(2, 3)
    let conjugate = PrimeField.Element(2, field.prime - 3)
    let rotation = field.inverse(start).map { field.multiply(conjugate, $0) } ?? PrimeField.Element(1)
    return field.power(rotation, (field.prime + 1) / PrimeField.angles.prime)
  }()

  /// An exponent or an angle modulo the order of its group. What no polynomial says is arbitrary.
  func residue(
    of index: Circuit.Index, _ order: PrimeField, _ work: inout Work
  ) throws(Obstacle) -> UInt64 {
    try work.take(2)
    let node = circuit.nodes[Int(index)]
    switch node.operation {
    case .number: return try exists(order.anyResidue(circuit.numbers[Int(node.a)]))
    case .sum:
      var sum: UInt64 = 0
      for link in circuit.links(of: node) {
        let coefficient = circuit.numbers[Int(circuit.nodes[Int(link.number)].a)]
        let part = order.multiply(
          try exists(order.anyResidue(coefficient)), try residue(of: link.node, order, &work))
        sum = order.add(sum, part)
      }
      return sum
    case .product:
      var product: UInt64 = 1
      for link in circuit.links(of: node) {
        var part = order.power(try residue(of: link.node, order, &work), UInt64(link.number.magnitude))
        if link.number < 0 { part = try exists(order.inverse(part)) }
        product = order.multiply(product, part)
      }
      return product
    default:
      let value = values[Int(index)]
      return order.element(value.re ^ PrimeField.mix(value.im ^ order.prime))
    }
  }
}
