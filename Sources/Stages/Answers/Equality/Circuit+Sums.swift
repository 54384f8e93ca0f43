extension Circuit {
  /// One part of a sum: a node with its coefficient.
  struct Addend {
    var coefficient: Rational
    var node: Index
  }

  mutating func sum(_ left: Index, _ right: Index) throws(Obstacle) -> Index {
    try sum([Addend(coefficient: Rational(1), node: left), Addend(coefficient: Rational(1), node: right)])
  }

  mutating func difference(_ left: Index, _ right: Index) throws(Obstacle) -> Index {
    try sum([Addend(coefficient: Rational(1), node: left), Addend(coefficient: Rational(-1), node: right)])
  }

  mutating func scaled(_ node: Index, by coefficient: Rational) throws(Obstacle) -> Index {
    try sum([Addend(coefficient: coefficient, node: node)])
  }

  /// A sum in its one form: sums in it dissolved, equal nodes gathered, in the order of the nodes.
  mutating func sum(_ addends: [Addend]) throws(Obstacle) -> Index {
    var parts: [Addend] = []
    parts.reserveCapacity(addends.count + 4)
    for addend in addends { try dissolve(addend, into: &parts) }
    try work.take(3 + 2 * parts.count)
    parts.sort { $0.node < $1.node }
    var gathered = 0
    for index in parts.indices {
      if gathered > 0, parts[gathered - 1].node == parts[index].node {
        parts[gathered - 1].coefficient =
          try ExactNumbers.add(parts[gathered - 1].coefficient, parts[index].coefficient, &work)
      } else {
        if gathered > 0, parts[gathered - 1].coefficient.isZero { gathered -= 1 }
        parts[gathered] = parts[index]
        gathered += 1
      }
    }
    if gathered > 0, parts[gathered - 1].coefficient.isZero { gathered -= 1 }
    return sum(gathered: parts[..<gathered])
  }

  private mutating func sum(gathered parts: ArraySlice<Addend>) -> Index {
    guard let first = parts.first else { return number(Rational(0)) }
    if parts.count == 1 {
      if first.node == Self.one { return number(first.coefficient) }
      if first.coefficient == Rational(1) { return first.node }
    }
    var inherited: Traits = []
    var kept: Traits = [.real, .positive]
    var list: [Link] = []
    list.reserveCapacity(parts.count)
    for part in parts {
      let traits = nodes[Int(part.node)].traits
      inherited.formUnion(traits)
      kept.formIntersection(part.coefficient.isNegative ? traits.subtracting(.positive) : traits)
      list.append(Link(node: part.node, number: number(part.coefficient)))
    }
    return node(.sum, list, inherited.intersection(.inherited).union(kept))
  }

  private mutating func dissolve(_ addend: Addend, into parts: inout [Addend]) throws(Obstacle) {
    if addend.coefficient.isZero { return }
    let node = nodes[Int(addend.node)]
    switch node.operation {
    case .number:
      let value = try ExactNumbers.multiply(addend.coefficient, numbers[Int(node.a)], &work)
      parts.append(Addend(coefficient: value, node: Self.one))
    case .sum:
      for link in links(of: node) {
        let value = numbers[Int(nodes[Int(link.number)].a)]
        let coefficient = try ExactNumbers.multiply(addend.coefficient, value, &work)
        parts.append(Addend(coefficient: coefficient, node: link.node))
      }
    default:
      parts.append(addend)
    }
  }

  /// A node as a number times another node.
  func splitCoefficient(of index: Index) -> (coefficient: Rational, rest: Index) {
    let node = nodes[Int(index)]
    guard node.operation == .sum, node.b == 1 else { return (Rational(1), index) }
    let link = links[Int(node.a)]
    return (numbers[Int(nodes[Int(link.number)].a)], link.node)
  }

  /// The coefficient of a sum's first part; 1 for what is no sum.
  func leadingCoefficient(of index: Index) -> Rational {
    let node = nodes[Int(index)]
    return node.operation == .sum ? numbers[Int(nodes[Int(links[Int(node.a)].number)].a)] : Rational(1)
  }

  /// The parts of a node as a sum.
  func addends(of index: Index) -> [Addend] {
    let node = nodes[Int(index)]
    guard node.operation == .sum else { return [Addend(coefficient: Rational(1), node: index)] }
    return links(of: node).map { Addend(coefficient: numbers[Int(nodes[Int($0.number)].a)], node: $0.node) }
  }
}
