extension Circuit {
  /// One part of a product: a node with its whole exponent.
  struct Factor {
    var node: Index
    var exponent: Int
  }

  mutating func product(_ left: Index, _ right: Index) throws(Obstacle) -> Index {
    try product([Factor(node: left, exponent: 1), Factor(node: right, exponent: 1)])
  }

  mutating func quotient(_ left: Index, _ right: Index) throws(Obstacle) -> Index {
    try product([Factor(node: left, exponent: 1), Factor(node: right, exponent: -1)])
  }

  mutating func inverse(_ node: Index) throws(Obstacle) -> Index {
    try product([Factor(node: node, exponent: -1)])
  }

  /// A product in its one form: products in it dissolved, equal nodes gathered, in the order of the nodes.
  mutating func product(
    coefficient: Rational = Rational(1), _ factors: [Factor]
  ) throws(Obstacle) -> Index {
    var product = Gathering(coefficient: coefficient, pending: factors)
    while let factor = product.pending.popLast() {
      try work.take(3 + product.factors.count)
      try gather(factor, into: &product)
    }
    if product.quarterTurns != 0 {
      if product.quarterTurns >= 2 { product.coefficient = -product.coefficient }
      if product.quarterTurns % 2 == 1 {
        product.factors.append(Factor(node: imaginaryUnit(), exponent: 1))
      }
    }
    if !product.exponents.isEmpty {
      let power = try exp(sum(product.exponents))
      // What the constructor dissolves is no exponential any more; it can only be gathered without another round.
      if nodes[Int(power)].operation == .exp {
        product.factors.append(Factor(node: power, exponent: 1))
      } else {
        let rest = try self.product(product)
        return try self.product([Factor(node: rest, exponent: 1), Factor(node: power, exponent: 1)])
      }
    }
    return try self.product(product)
  }

  /// A product on its way to its form.
  private struct Gathering {
    var coefficient: Rational
    var pending: [Factor]
    var factors: [Factor] = []
    /// The exponent of i, modulo 4.
    var quarterTurns = 0
    /// The exponents of e.
    var exponents: [Addend] = []
  }

  private mutating func product(_ product: Gathering) throws(Obstacle) -> Index {
    if product.coefficient.isZero { return number(product.coefficient) }
    var factors = product.factors
    factors.removeAll { $0.exponent == 0 }
    guard let first = factors.first else { return number(product.coefficient) }
    if factors.count == 1, first.exponent == 1 { return try scaled(first.node, by: product.coefficient) }
    factors.sort { $0.node < $1.node }
    var inherited: Traits = []
    var kept: Traits = [.real, .positive]
    for factor in factors {
      let traits = nodes[Int(factor.node)].traits
      inherited.formUnion(traits)
      kept.formIntersection(traits)
    }
    let list = factors.map { Link(node: $0.node, number: Int32($0.exponent)) }
    let monomial = node(.product, list, inherited.intersection(.inherited).union(kept))
    return try scaled(monomial, by: product.coefficient)
  }

  private mutating func gather(_ factor: Factor, into product: inout Gathering) throws(Obstacle) {
    if factor.exponent == 0 { return }
    guard abs(factor.exponent) < Int(Int32.max) else { throw .tooLarge }
    let node = nodes[Int(factor.node)]
    switch node.operation {
    case .number:
      let value = numbers[Int(node.a)]
      guard ExactNumbers.fits(value, factor.exponent) else { return try add(factor, to: &product) }
      let power = try ExactNumbers.power(value, factor.exponent, &work)
      product.coefficient = try ExactNumbers.multiply(product.coefficient, power, &work)
    case .i:
      product.quarterTurns = ((product.quarterTurns + factor.exponent) % 4 + 4) % 4
    case .product:
      for link in links(of: node) {
        product.pending.append(Factor(node: link.node, exponent: Int(link.number) * factor.exponent))
      }
    case .sum:
      // A sum's first coefficient goes before the bracket, so that multiples of one sum are one node.
      let leading = leadingCoefficient(of: factor.node)
      if leading == Rational(1) { return try add(factor, to: &product) }
      guard ExactNumbers.fits(leading, factor.exponent), let inverse = leading.power(-1) else { throw .tooLarge }
      let power = try ExactNumbers.power(leading, factor.exponent, &work)
      product.coefficient = try ExactNumbers.multiply(product.coefficient, power, &work)
      product.pending.append(Factor(node: try scaled(factor.node, by: inverse), exponent: factor.exponent))
    case .exp:
      product.exponents.append(Addend(coefficient: Rational(factor.exponent), node: node.a))
    default:
      try add(factor, to: &product)
    }
  }

  /// Adds a factor's exponent to that of the same node, and takes out what a root or an absolute value gives free.
  private mutating func add(_ factor: Factor, to product: inout Gathering) throws(Obstacle) {
    let place = product.factors.firstIndex { $0.node == factor.node }
    var exponent = factor.exponent
    if let place {
      exponent += product.factors[place].exponent
      product.factors.swapAt(place, product.factors.count - 1)
      product.factors.removeLast()
    }
    let node = nodes[Int(factor.node)]
    switch node.operation {
    case .root:
      let degree = Int(node.b)
      let rest = (exponent % degree + degree) % degree
      if exponent != rest { product.pending.append(Factor(node: node.a, exponent: (exponent - rest) / degree)) }
      exponent = rest
      if rest == 1, degree == 2, try join(node, in: &product) { return }
    case .abs where nodes[Int(node.a)].traits.contains(.real):
      let rest = (exponent % 2 + 2) % 2
      if exponent != rest { product.pending.append(Factor(node: node.a, exponent: exponent - rest)) }
      exponent = rest
    default:
      break
    }
    if exponent != 0 { product.factors.append(Factor(node: factor.node, exponent: exponent)) }
  }

  /// Makes one square root of two of positive numbers, whose parts may then be numbers: √6·√3 is 3√2.
  private mutating func join(_ root: Node, in product: inout Gathering) throws(Obstacle) -> Bool {
    guard let value = value(root.a) else { return false }
    for (place, factor) in product.factors.enumerated() where factor.exponent == 1 {
      let other = nodes[Int(factor.node)]
      guard other.operation == .root, other.b == 2, let second = self.value(other.a) else { continue }
      product.factors.remove(at: place)
      let joined = try self.root(number(ExactNumbers.multiply(value, second, &work)), 2)
      product.pending.append(Factor(node: joined, exponent: 1))
      return true
    }
    return false
  }
}
