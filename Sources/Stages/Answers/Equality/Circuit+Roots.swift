import BigInt

extension Circuit {
  /// Roots of a higher degree are left to the methods that take any power.
  private static let highestDegree = 1000

  /// The `degree`-th root: real and odd for an odd degree and a real radicand, else the principal one.
  mutating func root(_ radicand: Index, _ degree: Int) throws(Obstacle) -> Index {
    guard degree > 1, degree <= Self.highestDegree else {
      guard degree != 1 else { return radicand }
      guard degree != 0 else { throw .undefined }
      guard degree < 0 else { throw .tooLarge }
      return try inverse(root(radicand, -degree))
    }
    try enter()
    defer { level -= 1 }
    let node = nodes[Int(radicand)]
    if node.operation == .number { return try root(of: numbers[Int(node.a)], degree) }
    if node.operation == .exp, has(node.a, .real) {
      return try exp(scaled(node.a, by: Rational(lowest: 1, over: degree)))
    }
    if node.operation == .root, node.traits.contains(.positive), Int(node.b) * degree <= Self.highestDegree {
      return try root(node.a, Int(node.b) * degree)
    }
    let (coefficient, rest) = splitCoefficient(of: radicand)
    if coefficient != Rational(1) { return try root(coefficient, times: rest, degree) }
    if node.operation == .product { return try root(ofProduct: node, degree) }
    let leading = leadingCoefficient(of: radicand).magnitude
    if leading != Rational(1), let inverse = leading.power(-1) {
      return try product(root(number(leading), degree), root(scaled(radicand, by: inverse), degree))
    }
    return try self.node(.root, radicand, Int32(degree), rootTraits(radicand, degree))
  }

  /// A number before the root's content comes out of it, all but the sign under an even root.
  private mutating func root(_ coefficient: Rational, times rest: Index, _ degree: Int) throws(Obstacle) -> Index {
    let outer = try root(number(coefficient.magnitude), degree)
    if !coefficient.isNegative { return try product(outer, root(rest, degree)) }
    if degree % 2 == 1, has(rest, .real) { return try scaled(product(outer, root(rest, degree)), by: Rational(-1)) }
    let negated = try scaled(rest, by: Rational(-1))
    let inner = try node(.root, negated, Int32(degree), rootTraits(negated, degree))
    return try product(outer, inner)
  }

  /// Factors come out of a root as far as that is right whatever their signs are.
  private mutating func root(ofProduct node: Node, _ degree: Int) throws(Obstacle) -> Index {
    let isReal = node.traits.contains(.real)
    var outer: [Factor] = []
    var inner: [Factor] = []
    for link in links(of: node) {
      let exponent = Int(link.number)
      let rest = (exponent % degree + degree) % degree
      let isPositive = has(link.node, .positive)
      if isPositive, links(of: node).count > 1 {
        let part = try root(product([Factor(node: link.node, exponent: exponent)]), degree)
        outer.append(Factor(node: part, exponent: 1))
      } else if isPositive || degree % 2 == 1 && isReal {
        outer.append(Factor(node: link.node, exponent: (exponent - rest) / degree))
        inner.append(Factor(node: link.node, exponent: rest))
      } else if has(link.node, .real), degree % 2 == 0, rest == 0 {
        outer.append(Factor(node: try absolute(link.node), exponent: exponent / degree))
      } else {
        inner.append(Factor(node: link.node, exponent: exponent))
      }
    }
    let radicand = try product(inner)
    let isWhole = outer.isEmpty || outer.allSatisfy { $0.exponent == 0 }
    if isWhole, nodes[Int(radicand)].operation == .product {
      return try self.node(.root, radicand, Int32(degree), rootTraits(radicand, degree))
    }
    outer.append(Factor(node: try root(radicand, degree), exponent: 1))
    return try product(outer)
  }

  /// What is known of a root.
  private func rootTraits(_ radicand: Index, _ degree: Int) throws(Obstacle) -> Traits {
    let traits = nodes[Int(radicand)].traits
    let kept: Traits =
      if traits.contains(.positive) {
        [.real, .positive]
      } else if traits.contains(.real), degree % 2 == 1 || realOnly {
        .real
      } else {
        []
      }
    return traits.intersection(.inherited).union(kept)
  }
}

// MARK: - Roots of numbers

extension Circuit {
  /// A number's root with as little as possible under it: √(3/4) is ½√3, and the fourth root of 4 is √2.
  private mutating func root(of value: Rational, _ degree: Int) throws(Obstacle) -> Index {
    if value.isZero { return number(value) }
    if value.isNegative {
      if degree % 2 == 1 { return try scaled(root(of: -value, degree), by: Rational(-1)) }
      if realOnly { throw .undefined }
      if degree == 2 { return try product(imaginaryUnit(), root(of: -value, 2)) }
      return node(.root, number(value), Int32(degree), [])
    }
    if value == Rational(1) { return Self.one }
    if let root = try smallRoot(of: value, degree) { return root }
    guard ExactNumbers.fits(value, degree) else { throw .tooLarge }
    let words = value.bits * degree / 64 + 2
    try work.take(words * (100 + words))
    // p/q is p·qⁿ⁻¹ over qⁿ.
    let inner = value.isInteger ? value.numerator : value.numerator * value.denominator.power(degree - 1)
    let factors = try Factors(of: inner, &work).list
    var outer = BigInt(1)
    var common = degree
    for (factor, exponent) in factors {
      if exponent >= degree { outer *= factor.power(exponent / degree) }
      common = Self.greatestCommonDivisor(common, exponent % degree)
    }
    let radicand = factors.reduce(BigInt(1)) { $0 * $1.factor.power($1.exponent % degree / common) }
    if let root = Self.exactRoot(of: radicand, degree / common) {
      return number(Rational(reducing: outer * root, over: value.denominator))
    }
    return try root(
      Rational(reducing: outer, over: value.denominator), Rational(lowest: radicand, over: 1), degree / common)
  }

  /// coefficient·ⁿ√radicand.
  private mutating func root(
    _ coefficient: Rational, _ radicand: Rational, _ degree: Int
  ) throws(Obstacle) -> Index {
    if radicand == Rational(1) { return number(coefficient) }
    let inside = number(radicand)
    return try scaled(node(.root, inside, Int32(degree), [.real, .positive]), by: coefficient)
  }

  /// The same for numbers of a machine word, without any others.
  private mutating func smallRoot(of value: Rational, _ degree: Int) throws(Obstacle) -> Index? {
    guard case .word(var rest, let denominator) = value.storage else { return nil }
    if denominator > 1 {
      for _ in 1..<degree {
        let (product, overflow) = rest.multipliedReportingOverflow(by: denominator)
        if overflow { return nil }
        rest = product
      }
    }
    guard rest < 1 << 40 else { return nil }
    var powers: [(factor: Int, exponent: Int)] = []
    var common = degree
    var factor = 2
    while factor * factor <= rest, factor < 1000 {
      var exponent = 0
      while rest % factor == 0 {
        rest /= factor
        exponent += 1
      }
      if exponent > 0 {
        powers.append((factor, exponent))
        common = Self.greatestCommonDivisor(common, exponent % degree)
      }
      factor += factor == 2 ? 1 : 2
    }
    try work.take(factor / 4)
    if rest > 1 {
      // Without small factors, it is a prime or has two.
      let root = Int(Double(rest).squareRoot().rounded())
      let exponent = root * root == rest ? 2 : 1
      powers.append((exponent == 2 ? root : rest, exponent))
      common = Self.greatestCommonDivisor(common, exponent % degree)
    }
    var (outer, radicand) = (1, 1)
    for (factor, exponent) in powers {
      for _ in 0..<exponent / degree { outer *= factor }
      for _ in 0..<exponent % degree / common { radicand *= factor }
    }
    return try root(
      Rational(reducing: Int128(outer), over: Int128(denominator)), Rational(radicand), degree / common)
  }

  /// The root of a number whose factors are not all known, if it is whole.
  private static func exactRoot(of number: BigInt, _ degree: Int) -> BigInt? {
    guard number.bitWidth > 40, number.bitWidth < 4096, degree == 2 else { return nil }
    let root = number.squareRoot()
    return root * root == number ? root : nil
  }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
