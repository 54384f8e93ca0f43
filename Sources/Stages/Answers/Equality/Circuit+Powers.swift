import BigInt

extension Circuit {
  mutating func power(_ base: Index, _ exponent: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    if let exponent = value(exponent) { return try power(base, exponent) }
    if let base = value(base) {
      if base == Rational(1) { return Self.one }
      if base.isZero { throw .undefined }
    }
    let node = nodes[Int(base)]
    if node.operation == .exp, has(node.a, .real) { return try exp(product(node.a, exponent)) }
    if let power = try powerToLogarithm(base, exponent) { return power }
    return try power(node: base, exponent)
  }

  /// The power of a number: roots and products do nearly all of them.
  private mutating func power(_ base: Index, _ exponent: Rational) throws(Obstacle) -> Index {
    if let value = value(base), value.isZero {
      if exponent.isNegative || exponent.isZero { throw .undefined }
      return base
    }
    if exponent.isZero { return Self.one }
    let node = nodes[Int(base)]
    if node.operation == .exp, has(node.a, .real) { return try exp(scaled(node.a, by: exponent)) }
    if case .word(let numerator, let denominator) = exponent.storage, numerator.magnitude < Int32.max {
      if denominator == 1 { return try product([Factor(node: base, exponent: numerator)]) }
      if denominator <= 1000 {
        return try product([Factor(node: root(base, denominator), exponent: numerator)])
      }
    }
    if let value = value(base) {
      if value == Rational(1) { return base }
      if value == Rational(-1), exponent.isInteger {
        let isEven = try ExactNumbers.remainder(exponent, Rational(2), &work).isZero
        return number(Rational(isEven ? 1 : -1))
      }
    }
    let place = number(exponent)
    return try power(node: base, place)
  }

  private mutating func power(node base: Index, _ exponent: Index) throws(Obstacle) -> Index {
    let traits = nodes[Int(base)].traits
    let inherited = traits.union(nodes[Int(exponent)].traits).intersection(.inherited)
    var kept: Traits = traits.contains(.positive) && has(exponent, .real) ? [.real, .positive] : []
    // The power of a number that may be negative is meant for whole exponents.
    if !traits.contains(.positive), value(exponent) == nil {
      kept.formUnion(traits.contains(.real) ? [.discrete, .real] : .discrete)
    }
    return node(.power, base, exponent, inherited.union(kept))
  }

  /// b to the power of c·ln(u)/ln(b), which is u to the power of c.
  private mutating func powerToLogarithm(_ base: Index, _ exponent: Index) throws(Obstacle) -> Index? {
    guard has(base, .positive) else { return nil }
    let (coefficient, rest) = splitCoefficient(of: exponent)
    let node = nodes[Int(rest)]
    guard node.operation == .product else { return nil }
    let baseLogarithm = try ln(base)
    let (outer, logarithm) = splitCoefficient(of: baseLogarithm)
    guard links(of: node).contains(Link(node: logarithm, number: -1)) else { return nil }
    let inverse = Rational(1).divided(by: outer) ?? Rational(1)
    let cleared = try product(
      coefficient: ExactNumbers.multiply(coefficient, inverse, &work),
      [Factor(node: rest, exponent: 1), Factor(node: baseLogarithm, exponent: 1)])
    return try exp(scaled(cleared, by: outer))
  }
}

// MARK: - Exponentials and logarithms

extension Circuit {
  /// e to the power of a node. What is a logarithm in it comes out as a power, and what is imaginary as a rotation.
  mutating func exp(_ exponent: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    if let value = value(exponent), value.isZero { return Self.one }
    let traits = nodes[Int(exponent)].traits
    var factors: [Factor] = []
    var rest: [Addend] = []
    for addend in addends(of: exponent) {
      if let (argument, others) = try logarithm(in: addend.node) {
        let power = try self.power(argument, scaled(others, by: addend.coefficient))
        factors.append(Factor(node: power, exponent: 1))
      } else if has(addend.node, .imaginary), let angle = try imaginaryPart(ofMonomial: addend.node) {
        factors.append(Factor(node: try rotation(scaled(angle, by: addend.coefficient)), exponent: 1))
      } else {
        rest.append(addend)
      }
    }
    guard !factors.isEmpty else {
      let kept: Traits = traits.contains(.real) ? [.real, .positive] : []
      return node(.exp, exponent, 0, traits.intersection(.inherited).union(kept))
    }
    if !rest.isEmpty { factors.append(Factor(node: try exp(sum(rest)), exponent: 1)) }
    return try product(factors)
  }

  /// If a node is a logarithm times something: what it is the logarithm of, and the something.
  private mutating func logarithm(in index: Index) throws(Obstacle) -> (argument: Index, others: Index)? {
    let node = nodes[Int(index)]
    if node.operation == .ln { return (node.a, Self.one) }
    guard node.operation == .product else { return nil }
    for link in links(of: node) where link.number == 1 && nodes[Int(link.node)].operation == .ln {
      let others = try product([Factor(node: index, exponent: 1), Factor(node: link.node, exponent: -1)])
      return (nodes[Int(link.node)].a, others)
    }
    return nil
  }

  /// θ of a product iθ with a real θ.
  private mutating func imaginaryPart(ofMonomial index: Index) throws(Obstacle) -> Index? {
    let i = imaginaryUnit()
    let part = try product([Factor(node: index, exponent: 1), Factor(node: i, exponent: -1)])
    return has(part, .imaginary) || !has(part, .real) ? nil : part
  }

  /// cos θ + i sin θ.
  private mutating func rotation(_ angle: Index) throws(Obstacle) -> Index {
    try sum(cosine(angle), product(imaginaryUnit(), sine(angle)))
  }

  /// The natural logarithm. Those of positive products are sums, those of numbers are sums over primes.
  mutating func ln(_ argument: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    let node = nodes[Int(argument)]
    switch node.operation {
    case .number: return try ln(numbers[Int(node.a)])
    case .exp where has(node.a, .real): return node.a
    case .root where node.traits.contains(.positive):
      return try scaled(ln(node.a), by: Rational(lowest: 1, over: Int(node.b)))
    case .power where has(node.a, .positive) && has(node.b, .real): return try product(ln(node.a), node.b)
    case .product: return try ln(ofProduct: argument)
    case .sum:
      let leading = leadingCoefficient(of: argument).magnitude
      guard leading != Rational(1), let inverse = leading.power(-1) else { break }
      return try sum(ln(leading), ln(scaled(argument, by: inverse)))
    default: break
    }
    return self.node(.ln, argument, 0, lnTraits(argument))
  }

  private mutating func ln(ofProduct argument: Index) throws(Obstacle) -> Index {
    var parts: [Addend] = []
    var rest: [Factor] = []
    for link in links(of: nodes[Int(argument)]) {
      if has(link.node, .positive) {
        parts.append(Addend(coefficient: Rational(Int(link.number)), node: try ln(link.node)))
      } else if link.number % 2 == 0, has(link.node, .real) {
        let part = try ln(absolute(link.node))
        parts.append(Addend(coefficient: Rational(Int(link.number)), node: part))
      } else {
        rest.append(Factor(node: link.node, exponent: Int(link.number)))
      }
    }
    if !rest.isEmpty {
      let inner = try product(rest)
      let part = parts.isEmpty ? node(.ln, inner, 0, lnTraits(inner)) : try ln(inner)
      parts.append(Addend(coefficient: Rational(1), node: part))
    }
    return try sum(parts)
  }

  private func lnTraits(_ argument: Index) -> Traits {
    let traits = nodes[Int(argument)].traits
    let isReal = traits.contains(.positive) || realOnly && traits.contains(.real)
    return traits.intersection(.inherited).union(isReal ? .real : [])
  }

  private mutating func ln(_ value: Rational) throws(Obstacle) -> Index {
    if value.isZero { throw .undefined }
    if value.isNegative {
      if realOnly { throw .undefined }
      let turn = try product(imaginaryUnit(), pi())
      return try sum(ln(-value), turn)
    }
    var parts: [Addend] = []
    for (number, sign) in [(value.numerator, 1), (value.denominator, -1)] where number > 1 {
      for (factor, exponent) in try Factors(of: number, &work).list {
        let argument = self.number(Rational(lowest: factor, over: 1))
        parts.append(Addend(coefficient: Rational(sign * exponent), node: node(.ln, argument, 0, [.real, .positive])))
      }
    }
    return try sum(parts)
  }

  mutating func pi() -> Index {
    node(.pi, 0, 0, [.real, .positive])
  }

  mutating func imaginaryUnit() -> Index {
    node(.i, 0, 0, .imaginary)
  }
}
