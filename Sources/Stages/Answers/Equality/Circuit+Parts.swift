extension Circuit {
  /// The real and the imaginary part of a node; nil where its form does not show them.
  mutating func parts(of index: Index) throws(Obstacle) -> (re: Index, im: Index)? {
    try enter()
    defer { level -= 1 }
    let zero = number(Rational(0))
    let node = nodes[Int(index)]
    switch node.operation {
    case .i: return (zero, Self.one)
    case .sum:
      var re: [Addend] = []
      var im: [Addend] = []
      for addend in addends(of: index) {
        guard let part = try parts(of: addend.node) else { return nil }
        re.append(Addend(coefficient: addend.coefficient, node: part.re))
        im.append(Addend(coefficient: addend.coefficient, node: part.im))
      }
      return (try sum(re), try sum(im))
    case .product:
      var result = (re: Self.one, im: zero)
      for link in links(of: node) {
        guard let part = try parts(of: link.node) else { return nil }
        guard part.im != zero else {
          let power = try product([Factor(node: part.re, exponent: Int(link.number))])
          result = (try product(result.re, power), try product(result.im, power))
          continue
        }
        guard abs(link.number) <= 64 else { return nil }
        let base = link.number < 0 ? try inverse(of: part) : part
        for _ in 0..<abs(link.number) { result = try multiply(result, base) }
      }
      return result
    default:
      return node.traits.contains(.real) ? (index, zero) : nil
    }
  }

  private typealias Parts = (re: Index, im: Index)

  private mutating func multiply(_ left: Parts, _ right: Parts) throws(Obstacle) -> Parts {
    (
      try difference(product(left.re, right.re), product(left.im, right.im)),
      try sum(product(left.re, right.im), product(left.im, right.re))
    )
  }

  private mutating func inverse(of value: Parts) throws(Obstacle) -> Parts {
    let norm = try sum(
      product([Factor(node: value.re, exponent: 2)]), product([Factor(node: value.im, exponent: 2)]))
    let negated = try scaled(value.im, by: Rational(-1))
    return (try quotient(value.re, norm), try quotient(negated, norm))
  }
}
