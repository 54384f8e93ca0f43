extension Equality {
  /// The rational number that a term is; nil if it is none, or if that is not cheap to tell.
  static func exactValue(of term: Term, work: inout Work) -> Rational? {
    if let value = term.quickValue() { return value }
    guard TermTraits(term).isDisjoint(with: [.variable, .infinity, .ambiguousSign]) else { return nil }
    var circuit = Circuit(work: work)
    defer { work = circuit.work }
    do {
      let node = try circuit.node(for: term)
      if let value = circuit.value(node) { return value }
      guard let guess = try plainNumber(in: node, of: &circuit) else { return nil }
      let difference = try circuit.difference(node, circuit.number(guess))
      if case .zero = ZeroTest.decide(difference, in: &circuit) { return guess }
    } catch {
      // Whatever the obstacle was, the value is not known.
    }
    return nil
  }

  /// The simplest fraction in a constant's narrow interval, if it is simple enough to be meant.
  private static func plainNumber(
    in node: Circuit.Index, of circuit: inout Circuit
  ) throws(Obstacle) -> Rational? {
    guard !circuit.has(node, .opaque) else { return nil }
    try circuit.work.take(2 * Int(node))
    let value = try ComplexEvaluation.value(of: node, in: circuit, by: IntervalField())
    if let im = value.im, im.lower > 0 || im.upper < 0 { return nil }
    return value.re.simplestFraction(largestDenominator: 1000)
  }

  /// The sign of a real constant, proven: −1, 0 or 1. Nil for what is not real or not a constant, or cannot be told.
  static func sign(of term: Term, work: inout Work) -> Int? {
    if let value = term.quickValue() { return value.isZero ? 0 : value.isNegative ? -1 : 1 }
    if let infinity = term.infinity { return infinity }
    var circuit = Circuit(work: work)
    defer { work = circuit.work }
    guard let node = try? circuit.node(for: term), !circuit.has(node, .variable) else { return nil }
    return ZeroTest.sign(of: node, in: &circuit)
  }

  /// The names of a term's variables.
  static func variables(of term: Term) -> Set<String> {
    var names: Set<String> = []
    collectVariables(of: term, into: &names, depth: 0)
    return names
  }

  private static func collectVariables(of term: Term, into names: inout Set<String>, depth: Int) {
    guard depth < 1000 else { return }
    switch term {
    case .number, .constant: break
    case .variable(let name): names.insert(name)
    case .sum(let terms), .product(let terms), .call(_, let terms), .applied(_, let terms):
      for term in terms { collectVariables(of: term, into: &names, depth: depth + 1) }
    case .power(let base, let exponent):
      collectVariables(of: base, into: &names, depth: depth + 1)
      collectVariables(of: exponent, into: &names, depth: depth + 1)
    }
  }
}

extension ZeroTest {
  /// The sign of a real constant.
  static func sign(of node: Circuit.Index, in circuit: inout Circuit) -> Int? {
    switch decide(node, in: &circuit) {
    case .zero: return 0
    case .nonzero(_, .some(let sign)): return sign
    case .nonzero(_, nil):
      guard case .nonzero(_, let sign) = try? precisely(node, in: &circuit) else { return nil }
      return sign
    case .undecided: return nil
    }
  }
}

extension Interval {
  /// The fraction with the smallest denominator in a narrow interval (a walk down the continued fraction); nil if that
  /// denominator is large, or the interval is too wide for a fraction in it to mean anything.
  fileprivate func simplestFraction(largestDenominator: Int) -> Rational? {
    guard upper - lower < 1e-9, upper.magnitude < 1e9 else { return nil }
    var (low, high) = (lower, upper)
    var (p0, q0, p1, q1) = (0, 1, 1, 0)
    while true {
      let whole = low.rounded(.up) <= high ? low.rounded(.up) : low.rounded(.down)
      (p0, q0, p1, q1) = (p1, q1, Int(whole) * p1 + p0, Int(whole) * q1 + q0)
      guard q1 <= largestDenominator else { return nil }
      if whole >= low { return Rational(reducing: Int128(p1), over: Int128(q1)) }
      (low, high) = (1 / (high - whole), 1 / (low - whole))
      guard high < 1e9 else { return nil }
    }
  }
}
