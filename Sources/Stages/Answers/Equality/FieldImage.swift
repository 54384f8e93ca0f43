/// What the images of some expressions say together.
struct FieldImages {
  let elements: [PrimeField.Element]
  /// Whether different images prove different expressions.
  let isFaithful: Bool
  /// How many points an identity must hold at: some things are only yes or no at each.
  let pointsNeeded: Int
}

/// The image of an expression in a finite field: what its sums and products become when numbers are taken modulo a
/// prime, and variables and whatever else is not computed there become arbitrary elements, the same for the same thing.
///
/// Expressions that are equal by the laws of fields, of powers and of angles have equal images. Conversely, if the
/// images at arbitrary elements are equal, then so are the expressions: a polynomial that is not zero has few roots
/// (Schwartz 1980, Zippel 1979), here less than one in 10^15 elements for all that is short enough to be written.
struct FieldImage {
  /// True while nothing was replaced by an arbitrary element that might have relations to others.
  var isFaithful = true
  /// Whether it mattered if an exponent is even, which is a chance of one half.
  var hasParity = false
  let circuit: Circuit
  let field = PrimeField.image
  private let seed: UInt64
  private(set) var values: [PrimeField.Element]

  /// The images of some nodes at the point that `seed` chooses.
  ///
  /// - Throws: `Obstacle.unclear` where the image does not exist: when the prime divides a denominator.
  static func images(
    of roots: [Circuit.Index], in circuit: Circuit, seed: UInt64, work: inout Work
  ) throws(Obstacle) -> FieldImages {
    var image = FieldImage(circuit: circuit, seed: seed)
    let needed = circuit.needed(for: roots)
    for index in needed.indices where needed[index] {
      image.values[index] = try image.value(of: circuit.nodes[index], &work)
    }
    return FieldImages(
      elements: roots.map { image.values[Int($0)] }, isFaithful: image.isFaithful,
      pointsNeeded: image.isFaithful ? 1 : image.hasParity ? 20 : 2)
  }

  /// Whether a node is zero, in as many points as that needs; nil if the images do not tell.
  static func isZero(_ node: Circuit.Index, in circuit: inout Circuit) throws(Obstacle) -> Bool? {
    do {
      var seed: UInt64 = 1
      while true {
        let image = try images(of: [node], in: circuit, seed: seed, work: &circuit.work)
        if !image.elements[0].isZero { return image.isFaithful ? false : nil }
        if seed >= image.pointsNeeded { return true }
        seed += 1
      }
    } catch .unclear {
      return nil
    }
  }

  private init(circuit: Circuit, seed: UInt64) {
    self.circuit = circuit
    self.seed = seed
    values = Array(repeating: PrimeField.Element(0), count: circuit.nodes.count)
  }

  private mutating func value(of node: Circuit.Node, _ work: inout Work) throws(Obstacle) -> PrimeField.Element {
    try work.take(2)
    switch node.operation {
    case .number: return try PrimeField.Element(exists(field.residue(circuit.numbers[Int(node.a)])))
    case .variable: return PrimeField.Element(square(Self.hash(circuit.names[Int(node.a)])))
    case .pi: return PrimeField.Element(square(1))
    case .i: return PrimeField.Element(0, 1)
    case .sum: return try sum(circuit.links(of: node), &work)
    case .product: return try product(circuit.links(of: node), &work)
    case .root: return try root(node, &work)
    case .exp:
      isFaithful = false
      try work.take(60)
      guard circuit.has(node.a, .real) else { throw .unclear }
      return PrimeField.Element(field.power(square(2), try residue(of: node.a, .exponents, &work)))
    case .power: return try power(node, &work)
    case .sin, .cos:
      isFaithful = false
      let rotation = try rotation(by: node.a, &work)
      return PrimeField.Element(node.operation == .cos ? rotation.re : rotation.im)
    default: return atom(node)
    }
  }

  func exists<Value>(_ value: Value?) throws(Obstacle) -> Value {
    guard let value else { throw .unclear }
    return value
  }

  private func sum(
    _ links: ArraySlice<Circuit.Link>, _ work: inout Work
  ) throws(Obstacle) -> PrimeField.Element {
    try work.take(6 * links.count)
    var sum = PrimeField.Element(0)
    for link in links {
      let coefficient = circuit.numbers[Int(circuit.nodes[Int(link.number)].a)]
      let residue = try PrimeField.Element(exists(field.residue(coefficient)))
      sum = field.add(sum, field.multiply(residue, values[Int(link.node)]))
    }
    return sum
  }

  private func product(
    _ links: ArraySlice<Circuit.Link>, _ work: inout Work
  ) throws(Obstacle) -> PrimeField.Element {
    var product = PrimeField.Element(1)
    for link in links {
      try work.take(1 + Int(32 - link.number.magnitude.leadingZeroBitCount))
      var power = field.power(values[Int(link.node)], UInt64(link.number.magnitude))
      if link.number < 0 { power = try exists(field.inverse(power)) }
      product = field.multiply(product, power)
    }
    return product
  }
}

// MARK: - Arbitrary elements

extension FieldImage {
  /// The element for a function's value: arbitrary, but the same for the same function and arguments.
  mutating func atom(_ node: Circuit.Node) -> PrimeField.Element {
    isFaithful = false
    var hash = UInt64(node.operation.rawValue) &+ 100
    switch node.operation {
    case .cosPi: hash = Self.combine(hash, field.residue(circuit.numbers[Int(node.a)]) ?? 0)
    case .root:
      hash = Self.combine(hash, values[Int(node.a)])
      hash = Self.combine(hash, UInt64(node.b))
    case .power, .binomial, .gcd, .lcm, .max, .min, .mod, .pair:
      hash = Self.combine(Self.combine(hash, values[Int(node.a)]), values[Int(node.b)])
    case .opaque:
      hash = Self.combine(Self.combine(hash, Self.hash(circuit.names[Int(node.a)])), values[Int(node.b)])
    default:
      hash = Self.combine(hash, values[Int(node.a)])
    }
    return PrimeField.Element(field.element(hash ^ seed))
  }

  /// A square: what stands for something positive.
  func square(_ name: UInt64) -> UInt64 {
    let root = field.element(name ^ PrimeField.mix(seed))
    return field.multiply(root, root)
  }

  private static func combine(_ hash: UInt64, _ value: PrimeField.Element) -> UInt64 {
    combine(combine(hash, value.re), value.im)
  }

  private static func combine(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    PrimeField.mix(hash ^ value &* 0x9E37_79B9_7F4A_7C15)
  }

  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { combine($0, UInt64($1)) }
  }
}
