import Testing

@testable import Stages

@Suite("Random expressions stay equal under the laws of algebra, and no longer do after one number changes")
struct EqualityRandomTests {
  @Test("rational functions, rewritten and mutated", arguments: 0..<150)
  func rationalFunctions(seed: UInt64) {
    check(Rewriter(seed: seed, leaves: [.variable("x"), .variable("y"), .integer(2), .integer(5), .integer(-3)]))
  }

  @Test("surds, rewritten and mutated", arguments: 0..<150)
  func surds(seed: UInt64) {
    let roots = [2, 3, 5, 6].map { Term.call(.root, [.integer($0)]) }
    check(
      Rewriter(
        seed: 1000 + seed, leaves: roots + [.integer(2), .integer(7), .call(.root, [.integer(2), .integer(3)])]))
  }

  @Test("π, logarithms and the imaginary unit, rewritten and mutated", arguments: 0..<100)
  func constants(seed: UInt64) {
    let leaves: [Term] = [
      .constant(.pi), .constant(.i), .call(.ln, [.integer(2)]), .integer(3),
      .call(.cos, [.product([.constant(.pi), .number(Rational(lowest: 1, over: 7))])]),
    ]
    check(Rewriter(seed: 2000 + seed, leaves: leaves))
  }

  @Test("angles and exponents, rewritten and mutated", arguments: 0..<60)
  func functions(seed: UInt64) {
    let leaves: [Term] = [
      .call(.sin, [.variable("x")]), .power(.integer(2), .variable("x")), .variable("x"), .integer(2),
      .call(.cos, [.variable("x")]),
    ]
    check(Rewriter(seed: 3000 + seed, leaves: leaves))
  }

  private func check(_ start: Rewriter) {
    var rewriter = start
    let term = rewriter.expression(depth: 3)
    var equal = term
    for _ in 0..<3 { equal = rewriter.rewritten(equal) }
    let decision = decide(term, equal)
    if case .undecided(.undefined) = decision { return }
    #expect({ if case .equal = decision { true } else { false } }(), "\(decision)")
    #expect(decide(equal, term) == decision)
    let different = Term.sum([equal, .product([.number(Rational(lowest: 1, over: 1_000_003)), rewriter.nonzero()])])
    let second = decide(term, different)
    #expect({ if case .different = second { true } else { false } }(), "\(second)")
    #expect(decide(different, term) == second)
  }

  private func decide(_ left: Term, _ right: Term) -> Equality.Decision {
    var work = Work(Work.usual)
    return Equality.decide(left, right, work: &work)
  }
}

/// Makes expressions, and others that are equal by construction.
private struct Rewriter {
  private var state: UInt64
  private let leaves: [Term]

  init(seed: UInt64, leaves: [Term]) {
    state = seed &* 0x9E37_79B9_7F4A_7C15
    self.leaves = leaves
  }

  private mutating func random(below bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func expression(depth: Int) -> Term {
    if depth == 0 { return leaves[random(below: leaves.count)] }
    let parts = (0..<2 + random(below: 2)).map { _ in expression(depth: depth - 1) }
    switch random(below: 6) {
    case 0, 1: return .sum(parts)
    case 2, 3: return .product(parts)
    case 4: return .power(parts[0], .integer(2))
    default: return parts[0] / .sum([parts[1], .integer(11)])
    }
  }

  /// A leaf, none of which is zero.
  mutating func nonzero() -> Term {
    leaves[random(below: leaves.count)]
  }

  mutating func rewritten(_ term: Term) -> Term {
    switch term {
    case .sum(let terms) where terms.count > 1:
      var parts = terms.map { rewritten($0) }
      parts.swapAt(0, random(below: parts.count))
      if random(below: 4) == 0 {
        let extra = nonzero()
        parts += [extra, -extra]
      }
      return random(below: 3) == 0 ? .sum([parts[0], .sum(Array(parts.dropFirst()))]) : .sum(parts)
    case .product(let factors) where factors.count > 1:
      if let place = factors.firstIndex(where: { if case .sum = $0 { true } else { false } }), random(below: 2) == 0,
        case .sum(let terms) = factors[place]
      {
        var others = factors
        others.remove(at: place)
        return .sum(terms.map { .product([$0] + others) })
      }
      var parts = factors.map { rewritten($0) }
      parts.swapAt(0, random(below: parts.count))
      if random(below: 4) == 0 {
        let extra = nonzero()
        parts += [extra, .power(extra, .minusOne)]
      }
      return .product(parts)
    case .power(.sum(let terms), .number(let exponent)) where exponent == Rational(2):
      return .sum(terms.flatMap { left in terms.map { right in .product([left, right]) } })
    case .power(let base, let exponent):
      return .power(rewritten(base), exponent)
    default:
      return random(below: 3) == 0 ? .product([term, .integer(3), .number(Rational(lowest: 1, over: 3))]) : term
    }
  }
}
