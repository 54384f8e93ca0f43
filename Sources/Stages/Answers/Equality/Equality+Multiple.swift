extension Equality {
  /// How one expression is a multiple of another.
  enum Multiple: Equatable {
    /// By a constant above zero, so that an inequality keeps its direction.
    case positive
    case negative
    /// By a constant that is not zero and that is not real, or whose sign cannot be told.
    case unknownSign
    /// By no constant, or by zero.
    case not
  }

  /// Whether `left` is `right` times a constant that is not zero: whether "left = 0" says what "right = 0" says.
  ///
  /// A constant has no variables in it. Nil when it cannot be told.
  static func isMultiple(_ left: Term, of right: Term, work: inout Work) -> Multiple? {
    let traits = TermTraits(left).union(TermTraits(right))
    guard traits.isDisjoint(with: [.infinity, .ambiguousSign]) else { return nil }
    let realOnly = traits.contains(.variable) && !traits.contains(.imaginary)
    var circuit = Circuit(realOnly: realOnly, work: work)
    defer { work = circuit.work }
    do {
      let left = try circuit.node(for: left)
      let right = try circuit.node(for: right)
      return try isMultiple(left, of: right, in: &circuit)
    } catch {
      return nil
    }
  }

  private static func isMultiple(
    _ left: Circuit.Index, of right: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Multiple? {
    let zero = circuit.number(Rational(0))
    if left == zero || right == zero { return left == zero && right == zero ? nil : .not }
    // The first coefficients do not matter, so most multiples are one node without them.
    let ratio = try circuit.quotient(left, right)
    if let value = circuit.value(ratio) { return value.isNegative ? .negative : .positive }
    if !circuit.has(ratio, .variable), circuit.nodes[Int(ratio)].traits.isDisjoint(with: .opaque) {
      return constantMultiple(left, right, ratio, in: &circuit)
    }
    guard circuit.names.count <= 50 else { return nil }
    switch try byImage(left, right, in: &circuit) {
    case true: return try sign(of: left, right, in: &circuit)
    case false: return .not
    default: return try byPoints(left, right, in: &circuit)
    }
  }

  private static func constantMultiple(
    _ left: Circuit.Index, _ right: Circuit.Index, _ ratio: Circuit.Index, in circuit: inout Circuit
  ) -> Multiple? {
    for side in [left, right] {
      switch ZeroTest.decide(side, in: &circuit) {
      case .zero: return .not
      case .undecided: return nil
      case .nonzero: break
      }
    }
    return Multiple(sign: ZeroTest.sign(of: ratio, in: &circuit))
  }

  /// Whether the ratio is the same at two points of the field; nil if the field cannot tell.
  private static func byImage(
    _ left: Circuit.Index, _ right: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Bool? {
    do {
      let first = try FieldImage.images(of: [left, right], in: circuit, seed: 1, work: &circuit.work)
      if first.elements.contains(where: \.isZero) { return nil }
      for seed in 2...UInt64(first.pointsNeeded + 1) {
        let other = try FieldImage.images(of: [left, right], in: circuit, seed: seed, work: &circuit.work)
        if other.elements.contains(where: \.isZero) { return nil }
        let field = PrimeField.image
        let cross = field.multiply(first.elements[0], other.elements[1])
        if cross != field.multiply(first.elements[1], other.elements[0]) { return first.isFaithful ? false : nil }
      }
      return true
    } catch .unclear {
      return nil
    }
  }

  /// The sign of a ratio that is known to be constant.
  private static func sign(
    of left: Circuit.Index, _ right: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Multiple {
    let traits = circuit.nodes[Int(left)].traits.union(circuit.nodes[Int(right)].traits)
    for point in SamplePoint.points(for: circuit.names, traits) {
      guard let (special, roots) = try circuit.ifDefined([left, right], at: point) else { continue }
      var part = special
      let ratio = try? part.quotient(roots[0], roots[1])
      let verdict = ratio.flatMap { try? ZeroTest.quickly($0, in: &part) }
      circuit.work = part.work
      if case .nonzero(_, .some(let sign)) = verdict { return sign < 0 ? .negative : .positive }
    }
    return .unknownSign
  }

  private static func byPoints(
    _ left: Circuit.Index, _ right: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Multiple? {
    let traits = circuit.nodes[Int(left)].traits.union(circuit.nodes[Int(right)].traits)
    guard traits.isDisjoint(with: .opaque) else { return nil }
    var ratios: [(circuit: Circuit, ratio: Circuit.Index)] = []
    for point in SamplePoint.points(for: circuit.names, traits) {
      guard let (special, roots) = try circuit.ifDefined([left, right], at: point) else { continue }
      var part = special
      if let ratio = try? part.quotient(roots[0], roots[1]) { ratios.append((part, ratio)) }
      circuit.work = part.work
    }
    guard let first = ratios.first, ratios.count >= 4 else { return nil }
    var equal = 0
    for other in ratios.dropFirst() {
      var joint = Circuit(realOnly: circuit.realOnly, work: circuit.work)
      let left = try joint.copies(of: [first.ratio], from: first.circuit, at: .none)
      let right = try joint.copies(of: [other.ratio], from: other.circuit, at: .none)
      let difference = try joint.difference(left[0], right[0])
      let verdict = ZeroTest.decide(difference, in: &joint)
      circuit.work = joint.work
      switch verdict {
      case .nonzero: return .not
      case .zero: equal += 1
      case .undecided(.outOfWork): throw .outOfWork
      case .undecided: break
      }
    }
    guard equal >= 4 else { return nil }
    var ratio = first.circuit
    ratio.work = circuit.work
    return Multiple(sign: ZeroTest.sign(of: first.ratio, in: &ratio))
  }
}

extension Equality.Multiple {
  fileprivate init?(sign: Int?) {
    switch sign {
    case .some(let sign): self = sign == 0 ? .not : sign < 0 ? .negative : .positive
    case nil: self = .unknownSign
    }
  }
}

extension Circuit {
  /// Nodes at a point; nil where they have no value.
  fileprivate mutating func ifDefined(
    _ roots: [Index], at point: SamplePoint
  ) throws(Obstacle) -> (circuit: Circuit, roots: [Index])? {
    do {
      return try specialized(roots, at: point)
    } catch .outOfWork {
      throw .outOfWork
    } catch {
      return nil
    }
  }
}
