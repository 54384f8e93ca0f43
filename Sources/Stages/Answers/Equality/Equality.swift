/// Whether two scalar expressions are the same number or the same function.
///
/// Nothing is guessed: `equal` and `different` each come with what decided. Expressions are the same function if they
/// agree wherever both have a value; so x²/x is x, while √(x²) is not.
enum Equality {
  enum Decision: Equatable {
    case equal(Proof)
    case different(Proof)
    case undecided(Doubt)
  }

  /// What decided.
  enum Proof: Equatable {
    case exactArithmetic
    case normalForm
    case primeField
    case intervals
    case separationBound
    /// Of one number, to more bits than chance can explain.
    case agreement
    case samplePoints
    case infinity

    /// The method that decided, as it follows "equal by" and "different by".
    var phrase: String {
      switch self {
      case .exactArithmetic: "exact arithmetic"
      case .normalForm: "normal form"
      case .primeField: "an identity in a prime field"
      case .intervals: "interval arithmetic"
      case .separationBound: "a bound on how close different numbers can be"
      case .agreement: "agreement to far more digits than were written"
      case .samplePoints: "values at sample points"
      case .infinity: "being finite or infinite"
      }
    }
  }

  /// Why nothing decided.
  enum Doubt: Equatable {
    case undefined
    case infinite
    case ambiguousSign
    case unknownFunction
    case tooFewPoints
    case tooLarge
    case unclear
    case outOfWork

    /// Why nothing decided, as it follows "undecided:".
    var phrase: String {
      switch self {
      case .undefined: "it has no value"
      case .infinite: "it calculates with infinity"
      case .ambiguousSign: "a sign is left open"
      case .unknownFunction: "a function in it is not known"
      case .tooFewPoints: "it is defined at too few points"
      case .tooLarge: "it is too large"
      case .unclear: "no method can tell"
      case .outOfWork: "it takes too much work"
      }
    }

    init(_ obstacle: Obstacle) {
      self =
        switch obstacle {
        case .undefined: .undefined
        case .unclear, .unknown: .unclear
        case .infinite: .infinite
        case .ambiguousSign: .ambiguousSign
        case .tooLarge: .tooLarge
        case .outOfWork: .outOfWork
        }
    }
  }

  /// Decides within the work that is left.
  static func decide(_ left: Term, _ right: Term, work: inout Work) -> Decision {
    if let left = left.quickValue(), let right = right.quickValue() {
      return left == right ? .equal(.exactArithmetic) : .different(.exactArithmetic)
    }
    let traits = TermTraits(left).union(TermTraits(right))
    if traits.contains(.ambiguousSign) { return .undecided(.ambiguousSign) }
    if traits.contains(.infinity) { return decideInfinite(left, right) }
    // Variables are real where nothing says that numbers are complex; should nothing be defined then, they may be.
    if traits.contains(.variable), !traits.contains(.imaginary) {
      let decision = decide(left, right, realOnly: true, work: &work)
      guard decision == .undecided(.undefined) || decision == .undecided(.tooFewPoints) else { return decision }
    }
    return decide(left, right, realOnly: false, work: &work)
  }

  private static func decide(_ left: Term, _ right: Term, realOnly: Bool, work: inout Work) -> Decision {
    var circuit = Circuit(realOnly: realOnly, work: work)
    defer { work = circuit.work }
    do {
      let left = try circuit.node(for: left)
      let right = try circuit.node(for: right)
      return try decide(left, right, in: &circuit)
    } catch {
      return .undecided(Doubt(error))
    }
  }

  private static func decide(
    _ left: Circuit.Index, _ right: Circuit.Index, in circuit: inout Circuit
  ) throws(Obstacle) -> Decision {
    if let left = circuit.value(left), let right = circuit.value(right) {
      return left == right ? .equal(.exactArithmetic) : .different(.exactArithmetic)
    }
    let difference = try circuit.difference(left, right)
    if let value = circuit.value(difference) {
      return value.isZero ? .equal(.normalForm) : .different(.normalForm)
    }
    let traits = circuit.nodes[Int(difference)].traits
    if traits.isDisjoint(with: [.variable, .opaque]) {
      return Decision(ZeroTest.decide(difference, in: &circuit))
    }
    return try IdentityTest.decide(difference, left, right, in: &circuit)
  }

  private static func decideInfinite(_ left: Term, _ right: Term) -> Decision {
    switch (left.infinity, right.infinity) {
    case (.some(let left), .some(let right)):
      guard let left, let right else { return .undecided(.infinite) }
      return left == right ? .equal(.infinity) : .different(.infinity)
    case (.some(.some), nil), (nil, .some(.some)): return .different(.infinity)
    default: return .undecided(.infinite)
    }
  }
}

extension Equality.Decision {
  init(_ verdict: ZeroTest.Verdict) {
    switch verdict {
    case .zero(let proof): self = .equal(proof)
    case .nonzero(let proof, _): self = .different(proof)
    case .undecided(let doubt): self = .undecided(doubt)
    }
  }
}
