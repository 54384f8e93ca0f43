/// What is in a term, to choose how to look at it.
struct TermTraits: OptionSet {
  let rawValue: Int
  static let variable = TermTraits(rawValue: 1)
  static let imaginary = TermTraits(rawValue: 2)
  static let infinity = TermTraits(rawValue: 4)
  static let ambiguousSign = TermTraits(rawValue: 8)

  init(rawValue: Int) {
    self.rawValue = rawValue
  }

  init(_ term: Term) {
    self = []
    collect(term, depth: 0)
  }

  /// What is deeper than a circuit would take does not matter.
  private mutating func collect(_ term: Term, depth: Int) {
    if depth > 256 { return }
    switch term {
    case .number: break
    case .constant(.i): insert(.imaginary)
    case .constant(.infinity): insert(.infinity)
    case .constant(.plusMinus), .constant(.minusPlus): insert(.ambiguousSign)
    case .constant: break
    case .variable: insert(.variable)
    case .sum(let terms), .product(let terms), .applied(_, let terms):
      for term in terms { collect(term, depth: depth + 1) }
    case .call(let function, let terms):
      if [.re, .im, .conjugate, .argument].contains(function) { insert(.imaginary) }
      for term in terms { collect(term, depth: depth + 1) }
    case .power(let base, let exponent):
      collect(base, depth: depth + 1)
      collect(exponent, depth: depth + 1)
    }
  }
}

extension Term {
  /// The number that a term of small numbers is, at the cost of reading it; nil for all others.
  func quickValue(depth: Int = 0) -> Rational? {
    switch self {
    case .number(let value):
      return value
    case .sum(let terms) where depth < 8:
      var sum = Rational(0)
      for term in terms {
        guard let value = term.quickValue(depth: depth + 1), value.isWord else { return nil }
        sum = sum + value
        guard sum.isWord else { return nil }
      }
      return sum
    case .product(let terms) where depth < 8:
      var product = Rational(1)
      for term in terms {
        guard let value = term.quickValue(depth: depth + 1), value.isWord else { return nil }
        product = product * value
        guard product.isWord else { return nil }
      }
      return product
    case .power(let base, .number(let exponent)) where depth < 8:
      guard let exponent = exponent.intValue, exponent != 0, -64...64 ~= exponent,
        let base = base.quickValue(depth: depth + 1), base.isWord
      else { return nil }
      return base.power(exponent)
    default:
      return nil
    }
  }

  /// The sign of an infinite term; nil in it for one that calculates with infinity, and nil for a term without any.
  var infinity: Int?? {
    switch self {
    case .constant(.infinity):
      return 1
    case .product(let factors):
      var sign = 1
      var isInfinite = false
      for factor in factors {
        if case .constant(.infinity) = factor {
          isInfinite = true
        } else if let value = factor.quickValue(), !value.isZero {
          if value.isNegative { sign = -sign }
        } else {
          return TermTraits(self).contains(.infinity) ? .some(nil) : nil
        }
      }
      return isInfinite ? sign : nil
    default:
      return TermTraits(self).contains(.infinity) ? .some(nil) : nil
    }
  }
}
