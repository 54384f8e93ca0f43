extension Circuit {
  mutating func sine(_ angle: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    let (turn, rest) = try splitTurn(of: angle)
    if value(rest)?.isZero == true { return try sinePi(turn) }
    if turn.isZero { return try plainSine(rest) }
    return try sum(
      product(sinePi(turn), plainCosine(rest)), product(cosinePi(turn), plainSine(rest)))
  }

  mutating func cosine(_ angle: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    let (turn, rest) = try splitTurn(of: angle)
    if value(rest)?.isZero == true { return try cosinePi(turn) }
    if turn.isZero { return try plainCosine(rest) }
    return try difference(
      product(cosinePi(turn), plainCosine(rest)), product(sinePi(turn), plainSine(rest)))
  }

  /// An angle as a rational multiple of π and a rest.
  private mutating func splitTurn(of angle: Index) throws(Obstacle) -> (turn: Rational, rest: Index) {
    let pi = self.pi()
    let turn = addends(of: angle).first { $0.node == pi }?.coefficient ?? Rational(0)
    if turn.isZero { return (turn, angle) }
    return (turn, try sum([Addend(coefficient: Rational(1), node: angle), Addend(coefficient: -turn, node: pi)]))
  }

  private mutating func plainSine(_ angle: Index) throws(Obstacle) -> Index {
    if let first = addends(of: angle).first, first.coefficient.isNegative {
      return try scaled(plainSine(scaled(angle, by: Rational(-1))), by: Rational(-1))
    }
    let node = nodes[Int(angle)]
    if node.operation == .arcsin { return node.a }
    if node.operation == .arctan { return try quotient(node.a, hypotenuse(node.a, sign: 1)) }
    return self.node(.sin, angle, 0, node.traits.subtracting(.positive))
  }

  private mutating func plainCosine(_ angle: Index) throws(Obstacle) -> Index {
    if let first = addends(of: angle).first, first.coefficient.isNegative {
      return try plainCosine(scaled(angle, by: Rational(-1)))
    }
    let node = nodes[Int(angle)]
    if node.operation == .arcsin { return try hypotenuse(node.a, sign: -1) }
    if node.operation == .arctan { return try inverse(hypotenuse(node.a, sign: 1)) }
    return self.node(.cos, angle, 0, node.traits.subtracting(.positive))
  }

  /// √(1 ± u²).
  private mutating func hypotenuse(_ node: Index, sign: Int) throws(Obstacle) -> Index {
    let square = try product([Factor(node: node, exponent: 2)])
    return try root(
      sum([
        Addend(coefficient: Rational(1), node: Self.one), Addend(coefficient: Rational(sign), node: square),
      ]), 2)
  }
}

// MARK: - Rational multiples of π

extension Circuit {
  private mutating func sinePi(_ turn: Rational) throws(Obstacle) -> Index {
    try cosinePi(Rational(lowest: 1, over: 2) - turn)
  }

  /// The cosine of a multiple of π, by roots where square roots of numbers do.
  mutating func cosinePi(_ turn: Rational) throws(Obstacle) -> Index {
    var turn = try ExactNumbers.remainder(turn, Rational(2), &work)
    if turn > Rational(1) { turn = Rational(2) - turn }
    if turn > Rational(lowest: 1, over: 2) {
      return try scaled(cosinePi(Rational(1) - turn), by: Rational(-1))
    }
    guard case .word(let numerator, let denominator) = turn.storage else { throw .tooLarge }
    switch (numerator, denominator) {
    case (0, _): return Self.one
    case (1, 2): return number(Rational(0))
    case (1, 3): return number(Rational(lowest: 1, over: 2))
    case (1, 4): return try roots((1, 2), over: 2)
    case (1, 6): return try roots((1, 3), over: 2)
    case (1, 5): return try roots((1, 1), (1, 5), over: 4)
    case (2, 5): return try roots((-1, 1), (1, 5), over: 4)
    case (1, 12): return try roots((1, 6), (1, 2), over: 4)
    case (5, 12): return try roots((1, 6), (-1, 2), over: 4)
    default: break
    }
    let place = number(turn)
    return node(.cosPi, nodes[Int(place)].a, 0, [.real, .positive])
  }

  /// Square roots with their coefficients, over a number.
  private mutating func roots(_ roots: (Int, Int)..., over denominator: Int) throws(Obstacle) -> Index {
    var addends: [Addend] = []
    for (coefficient, radicand) in roots {
      let root = try self.root(number(Rational(radicand)), 2)
      addends.append(Addend(coefficient: Rational(coefficient), node: root))
    }
    return try scaled(sum(addends), by: Rational(lowest: 1, over: denominator))
  }
}

// MARK: - Back from ratios to angles

extension Circuit {
  mutating func arcsine(_ ratio: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    if let first = addends(of: ratio).first, first.coefficient.isNegative {
      return try scaled(arcsine(scaled(ratio, by: Rational(-1))), by: Rational(-1))
    }
    let traits = nodes[Int(ratio)].traits
    if traits.isDisjoint(with: .variable) {
      for (numerator, denominator) in Self.knownTurns {
        let turn = Rational(lowest: numerator, over: denominator)
        if try sinePi(turn) == ratio { return try scaled(pi(), by: turn) }
      }
    }
    return node(.arcsin, ratio, 0, traits)
  }

  mutating func arctangent(_ ratio: Index) throws(Obstacle) -> Index {
    try enter()
    defer { level -= 1 }
    if let first = addends(of: ratio).first, first.coefficient.isNegative {
      return try scaled(arctangent(scaled(ratio, by: Rational(-1))), by: Rational(-1))
    }
    let traits = nodes[Int(ratio)].traits
    if traits.isDisjoint(with: .variable) {
      for (numerator, denominator) in Self.knownTurns.dropLast() {
        let turn = Rational(lowest: numerator, over: denominator)
        if try quotient(sinePi(turn), cosinePi(turn)) == ratio { return try scaled(pi(), by: turn) }
      }
    }
    return node(.arctan, ratio, 0, traits)
  }

  /// Angles whose ratios are written with roots, in halves of a turn.
  private static let knownTurns = [(0, 1), (1, 12), (1, 6), (1, 4), (1, 3), (5, 12), (1, 2)]
}
