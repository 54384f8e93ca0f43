import BigInt

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How small an algebraic number can be without being zero.
///
/// After Burnikel, Funke, Mehlhorn, Schirra and Schmitt, "A separation bound for real algebraic expressions" (2001/2009):
/// every node's value is a quotient of two algebraic integers in one field, and two numbers bound all the conjugates of
/// the two. The norm of an algebraic integer that is not zero is at least 1, so the numerator is at least one over the
/// product of its other conjugates. That holds in the complex numbers as well, and of 2 cos(qπ) as of a radical: it is
/// an algebraic integer whose conjugates are at most 2.
struct SeparationBound {
  /// Base-2 logarithms of the bounds for numerator and denominator.
  private struct Bounds {
    var numerator = 0.0
    var denominator = 0.0
  }

  /// The node's value is zero or at least 2^-bits in size.
  let bits: Double

  /// Nil if the node is not built from numbers by algebra alone.
  init?(of root: Circuit.Index, in circuit: Circuit) {
    let needed = circuit.needed(for: [root])
    var bounds = [Bounds](repeating: Bounds(), count: needed.count)
    var degree = 1.0
    for index in needed.indices where needed[index] {
      let node = circuit.nodes[index]
      switch node.operation {
      case .number: bounds[index] = Self.bounds(of: circuit.numbers[Int(node.a)])
      case .i: degree *= 2
      case .cosPi:
        guard let cosineDegree = Self.degree(ofCosine: circuit.numbers[Int(node.a)]) else { return nil }
        degree *= cosineDegree
        bounds[index] = Bounds(numerator: 1, denominator: 1)
      case .root:
        degree *= Double(node.b)
        bounds[index] = Self.root(bounds[Int(node.a)], Double(node.b))
      case .sum: bounds[index] = Self.sum(circuit.links(of: node), bounds, circuit)
      case .product: bounds[index] = Self.product(circuit.links(of: node), bounds)
      case .abs where circuit.has(node.a, .real): bounds[index] = bounds[Int(node.a)]
      case .max, .min:
        let (a, b) = (bounds[Int(node.a)], bounds[Int(node.b)])
        bounds[index].numerator = max(a.numerator, b.numerator)
        bounds[index].denominator = max(a.denominator, b.denominator)
      default: return nil
      }
    }
    let bound = bounds[Int(root)]
    // A little more than the formula has, for the rounding of all these logarithms.
    bits = ((degree - 1) * bound.numerator + bound.denominator) * (1 + 0x1p-30) + 4
  }

  private static func bounds(of number: Rational) -> Bounds {
    switch number.storage {
    case .word(let numerator, let denominator):
      Bounds(numerator: size(Double(numerator).magnitude), denominator: size(Double(denominator)))
    case .big(let numerator, let denominator):
      Bounds(numerator: Double(numerator.magnitude.bitWidth), denominator: Double(denominator.magnitude.bitWidth))
    }
  }

  private static func size(_ value: Double) -> Double {
    value <= 1 ? 0 : log2(value) + 0x1p-30
  }

  /// Everything over one denominator, whose parts are those of the addends.
  private static func sum(_ links: ArraySlice<Circuit.Link>, _ bounds: [Bounds], _ circuit: Circuit) -> Bounds {
    var largest = 0.0
    var denominator = 0.0
    for link in links {
      let coefficient = Self.bounds(of: circuit.numbers[Int(circuit.nodes[Int(link.number)].a)])
      let part = bounds[Int(link.node)]
      let own = coefficient.denominator + part.denominator
      denominator += own
      largest = max(largest, coefficient.numerator + part.numerator - own)
    }
    return Bounds(numerator: largest + denominator + log2(Double(links.count)) + 0x1p-30, denominator: denominator)
  }

  private static func product(_ links: ArraySlice<Circuit.Link>, _ bounds: [Bounds]) -> Bounds {
    var product = Bounds()
    for link in links {
      let part = bounds[Int(link.node)]
      let exponent = Double(link.number.magnitude)
      product.numerator += exponent * (link.number > 0 ? part.numerator : part.denominator)
      product.denominator += exponent * (link.number > 0 ? part.denominator : part.numerator)
    }
    return product
  }

  /// One of the two comes out of the root, so that only one radical is adjoined to the field.
  private static func root(_ inner: Bounds, _ degree: Double) -> Bounds {
    let (u, l) = (inner.numerator, inner.denominator)
    return u >= l
      ? Bounds(numerator: (u + (degree - 1) * l) / degree, denominator: l)
      : Bounds(numerator: u, denominator: ((degree - 1) * u + l) / degree)
  }

  /// For q = a/b, 2 cos(qπ) is a sum of two roots of unity of an order that divides 2b: half of their degree.
  private static func degree(ofCosine turn: Rational) -> Double? {
    guard case .word(_, let denominator) = turn.storage, denominator < 1 << 20 else { return nil }
    var (totient, rest, factor) = (2 * denominator, 2 * denominator, 2)
    while factor * factor <= rest {
      if rest % factor == 0 {
        totient -= totient / factor
        while rest % factor == 0 { rest /= factor }
      }
      factor += 1
    }
    if rest > 1 { totient -= totient / rest }
    return Double(max(1, totient / 2))
  }
}
