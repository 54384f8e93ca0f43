extension Circuit {
  /// Terms nested deeper than this are no answers. A parser stops sooner.
  private static let deepest = 256

  /// The node of a term.
  mutating func node(for term: Term, depth: Int = 0) throws(Obstacle) -> Index {
    guard depth < Self.deepest else { throw .tooLarge }
    try work.take(5)
    switch term {
    case .number(let value): return number(value)
    case .constant(let constant): return try node(for: constant)
    case .variable(let name):
      try work.take(names.count / 2)
      return node(.variable, self.name(name), 0, [.variable, .real])
    case .sum(let terms):
      var addends: [Addend] = []
      addends.reserveCapacity(terms.count)
      for term in terms {
        addends.append(Addend(coefficient: Rational(1), node: try node(for: term, depth: depth + 1)))
      }
      return try sum(addends)
    case .product(let terms):
      var factors: [Factor] = []
      factors.reserveCapacity(terms.count)
      for term in terms { factors.append(Factor(node: try node(for: term, depth: depth + 1), exponent: 1)) }
      return try product(factors)
    case .power(let base, let exponent):
      let base = try node(for: base, depth: depth + 1)
      return try power(base, node(for: exponent, depth: depth + 1))
    case .call(let function, let arguments):
      return try call(function, nodes(for: arguments, depth: depth + 1))
    case .applied(let name, let arguments):
      try work.take(names.count / 2)
      return opaque(name, try nodes(for: arguments, depth: depth + 1))
    }
  }

  private mutating func nodes(for terms: [Term], depth: Int) throws(Obstacle) -> [Index] {
    var result: [Index] = []
    for term in terms { result.append(try node(for: term, depth: depth)) }
    return result
  }

  private mutating func node(for constant: Constant) throws(Obstacle) -> Index {
    switch constant {
    case .pi: return pi()
    case .e: return try exp(Self.one)
    case .i: return imaginaryUnit()
    case .infinity: throw .infinite
    case .plusMinus, .minusPlus: throw .ambiguousSign
    }
  }

  private mutating func opaque(_ name: String, _ arguments: [Index]) -> Index {
    var traits: Traits = .opaque
    var list = Self.one
    for argument in arguments.reversed() {
      traits.formUnion(nodes[Int(argument)].traits.intersection(.inherited))
      list = node(.pair, argument, list, traits)
    }
    return node(.opaque, self.name(name), list, traits.union(.real))
  }
}

// MARK: - At a point

extension Circuit {
  /// The nodes with their variables replaced by numbers, in a circuit of its own.
  ///
  /// - Throws: `Obstacle.undefined` where they have no value, or where an expression had none before it was simplified:
  ///   the square of √x is x, but not below zero.
  mutating func specialized(
    _ roots: [Index], at point: SamplePoint
  ) throws(Obstacle) -> (circuit: Circuit, roots: [Index]) {
    try work.take(40 + roots.count)
    let conditions = realOnly ? conditions(besides: roots) : []
    var result = Circuit(realOnly: realOnly, work: work)
    defer { work = result.work }
    let images = try result.copies(of: roots + conditions, from: self, at: point)
    for condition in images.dropFirst(roots.count) where result.value(condition) == nil {
      try result.work.take(2 * Int(condition))
      _ = try ComplexEvaluation.value(of: condition, in: result, by: IntervalField())
    }
    return (result, Array(images.prefix(roots.count)))
  }

  /// The nodes that are not defined everywhere and are in none of the given nodes any more.
  private func conditions(besides roots: [Index]) -> [Index] {
    let needed = needed(for: roots)
    return nodes.indices.compactMap { index in
      let node = nodes[index]
      guard node.traits.contains(.variable), index >= needed.count || !needed[index] else { return nil }
      let isPartial =
        switch node.operation {
        case .root: node.b % 2 == 0 && !node.traits.contains(.positive)
        case .ln, .arcsin: true
        default: false
        }
      return isPartial ? Index(index) : nil
    }
  }

  /// Nodes of another circuit in this one, with numbers in place of variables.
  mutating func copies(
    of roots: [Index], from other: Circuit, at point: SamplePoint
  ) throws(Obstacle) -> [Index] {
    var images = [Index](repeating: 0, count: other.nodes.count)
    let needed = other.needed(for: roots)
    for index in needed.indices where needed[index] {
      images[index] = try copy(other.nodes[index], of: other, images, at: point)
    }
    return roots.map { images[Int($0)] }
  }

  private mutating func copy(
    _ node: Node, of other: Circuit, _ images: [Index], at point: SamplePoint
  ) throws(Obstacle) -> Index {
    let a = Int(node.a)
    func operand(_ index: Int32) -> Index { images[Int(index)] }
    switch node.operation {
    case .number: return number(other.numbers[a])
    case .variable:
      return number(try point.value(ofVariable: a))
    case .pi: return pi()
    case .i: return imaginaryUnit()
    case .sum:
      return try sum(
        other.links(of: node).map {
          Addend(coefficient: other.numbers[Int(other.nodes[Int($0.number)].a)], node: operand($0.node))
        })
    case .product:
      return try product(other.links(of: node).map { Factor(node: operand($0.node), exponent: Int($0.number)) })
    case .root: return try root(operand(node.a), Int(node.b))
    case .power: return try power(operand(node.a), operand(node.b))
    case .exp: return try exp(operand(node.a))
    case .ln: return try ln(operand(node.a))
    case .cosPi: return try cosinePi(other.numbers[a])
    case .opaque: return number(point.value(ofOpaque: node))
    case .pair: return Self.one
    default:
      guard let (function, arity) = node.operation.function else { throw .unclear }
      return try call(function, arity == 1 ? [operand(node.a)] : [operand(node.a), operand(node.b)])
    }
  }
}

extension Circuit.Operation {
  /// The function whose call makes such a node, and how many operands it has.
  fileprivate var function: (Function, arity: Int)? {
    switch self {
    case .sin: (.sin, 1)
    case .cos: (.cos, 1)
    case .arcsin: (.arcsin, 1)
    case .arctan: (.arctan, 1)
    case .arccot: (.arccot, 1)
    case .abs: (.abs, 1)
    case .sign: (.sign, 1)
    case .floor: (.floor, 1)
    case .factorial: (.factorial, 1)
    case .doubleFactorial: (.doubleFactorial, 1)
    case .binomial: (.binomial, 2)
    case .gcd: (.gcd, 2)
    case .lcm: (.lcm, 2)
    case .max: (.max, 2)
    case .min: (.min, 2)
    case .mod: (.mod, 2)
    case .re: (.re, 1)
    case .im: (.im, 1)
    case .conjugate: (.conjugate, 1)
    case .argument: (.argument, 1)
    default: nil
    }
  }
}
