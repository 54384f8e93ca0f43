/// Whether a constant is zero.
enum ZeroTest {
  enum Verdict: Equatable {
    case zero(Equality.Proof)
    /// With the sign, if it is known: never of what is not real.
    case nonzero(Equality.Proof, sign: Int?)
    case undecided(Equality.Doubt)
  }

  /// No method calculates with more bits.
  private static let highestPrecision = 4096

  static func decide(_ node: Circuit.Index, in circuit: inout Circuit) -> Verdict {
    do {
      return try verdict(on: node, in: &circuit)
    } catch {
      return .undecided(Equality.Doubt(error))
    }
  }

  private static func verdict(on node: Circuit.Index, in circuit: inout Circuit) throws(Obstacle) -> Verdict {
    if let verdict = try quickly(node, in: &circuit) { return verdict }
    if let isZero = try FieldImage.isZero(node, in: &circuit) {
      return isZero ? .zero(.primeField) : .nonzero(.primeField, sign: nil)
    }
    return try precisely(node, in: &circuit)
  }

  /// By the number it is, or by an interval of machine numbers without zero.
  static func quickly(_ node: Circuit.Index, in circuit: inout Circuit) throws(Obstacle) -> Verdict? {
    if let value = circuit.value(node) {
      if value.isZero { return .zero(.normalForm) }
      return .nonzero(.normalForm, sign: value.isNegative ? -1 : 1)
    }
    try circuit.work.take(2 * Int(node))
    do {
      let value = try ComplexEvaluation.value(of: node, in: circuit, by: IntervalField())
      return value.verdict(by: IntervalField())
    } catch .unclear {
      return nil
    } catch .unknown {
      return nil
    }
  }

  /// With more and more bits, until zero is excluded, or the number is smaller than any but zero can be, or smaller than
  /// chance can explain.
  static func precisely(_ node: Circuit.Index, in circuit: inout Circuit) throws(Obstacle) -> Verdict {
    let bound = SeparationBound(of: node, in: circuit).map(\.bits) ?? .infinity
    let proof: Equality.Proof = bound < Double(highestPrecision - 96) ? .separationBound : .agreement
    let needed = proof == .separationBound ? Int(bound) + 1 : agreement(for: node, in: circuit)
    // A number that would take too many bits to be proven zero may still be far from it.
    let highest = needed < highestPrecision - 96 ? highestPrecision : 512
    // What is far off shows with few bits; where few suffice anyway, they do both.
    var precision = needed < 500 ? max(128, needed + 64) : 128
    while true {
      var evaluation = ComplexEvaluation(of: circuit, by: BallField(precision: precision, work: circuit.work))
      defer { circuit.work = evaluation.field.work }
      do {
        try evaluation.evaluate(node)
        if let verdict = evaluation.values[Int(node)]?.verdict(by: evaluation.field) { return verdict }
        let scale = proof == .separationBound ? 0 : -evaluation.widestSize
        if evaluation.size(of: node) < scale - needed { return .zero(proof) }
      } catch .unclear {
        // With more bits it may be clear.
      }
      if precision >= highest { return .undecided(.unclear) }
      precision = min(highest, max(precision * 2, needed + 64))
    }
  }

  /// The bits to which numbers agree only if they are equal: far more than were written down.
  private static func agreement(for node: Circuit.Index, in circuit: Circuit) -> Int {
    var bits = 0
    let needed = circuit.needed(for: [node])
    for index in needed.indices where needed[index] {
      let node = circuit.nodes[index]
      switch node.operation {
      case .number: bits += circuit.numbers[Int(node.a)].bits
      case .sum:
        for link in circuit.links(of: node) { bits += circuit.numbers[Int(circuit.nodes[Int(link.number)].a)].bits }
      case .product:
        for link in circuit.links(of: node) { bits += 32 - link.number.magnitude.leadingZeroBitCount }
      case .cosPi: bits += circuit.numbers[Int(node.a)].bits
      case .root: bits += 32 - node.b.leadingZeroBitCount
      default: break
      }
    }
    return max(256, 64 + 8 * bits)
  }
}

extension Complex {
  /// Whether an enclosure excludes zero, or is zero.
  func verdict<Field: RealField>(by field: Field) -> ZeroTest.Verdict? where Field.Real == Real {
    let sign = field.sign(re)
    let imaginarySign = if let im { field.sign(im) } else { Optional(0) }
    return switch (sign, imaginarySign) {
    case (0, 0): .zero(.intervals)
    case (.some(let sign), 0): .nonzero(.intervals, sign: sign)
    case (-1, _), (1, _), (_, -1), (_, 1): .nonzero(.intervals, sign: nil)
    default: nil
    }
  }
}

extension ComplexEvaluation where Field == BallField {
  /// A power of two that the size of a node's value does not exceed, by its exponent.
  func size(of node: Circuit.Index) -> Int {
    guard let value = values[Int(node)] else { return .max }
    return max(value.re.magnitude.bits, value.im?.magnitude.bits ?? .min) + 1
  }

  /// How far from 1 the numbers on the way are, up or down, by the exponent of two: what agreement is measured by.
  /// Numbers far above 1 count, for beside one a small number vanishes, and what differs by that looks equal.
  var widestSize: Int {
    values.reduce(0) { widest, value in
      guard let value else { return widest }
      let parts = [value.re.floor?.bits, value.im?.floor?.bits].compactMap { $0 }
      return max(widest, abs(parts.max() ?? 0) + 1)
    }
  }
}
