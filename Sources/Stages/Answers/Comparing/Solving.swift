// Relations of one variable, solved as far as schools go: linear, absolute value, quadratic.
extension Relation {
  /// The set of the values for which it holds; nil if it has more than one variable or cannot be solved.
  func solved(work: inout Work) -> Region? {
    guard comparesNumbers else { return nil }
    let simple = withSubjectAsVariable
    let names = simple.terms.reduce(into: Set<String>()) { $0.formUnion(Equality.variables(of: $1)) }
    guard names.count == 1, let variable = names.first else { return nil }
    var changes: [Term] = []
    for (left, right) in zip(simple.terms, simple.terms.dropFirst()) {
      // An end at infinity bounds nothing.
      if left.isInfinite(sign: 1) || left.isInfinite(sign: -1) || right.isInfinite(sign: 1)
        || right.isInfinite(sign: -1)
      {
        continue
      }
      guard let roots = Roots(of: left, and: right, in: variable, work: &work) else { return nil }
      changes += roots.values
    }
    return .solutions(simple, variable: variable, changes: changes)
  }

  /// `0 < f(x) < 1` says of `f(x)` what `0 < y < 1` says of `y`.
  private var withSubjectAsVariable: Relation {
    let subjects = Set(terms.filter { !Equality.variables(of: $0).isEmpty || $0.isName })
    guard subjects.count == 1, let subject = subjects.first, subject.variableName == nil else { return self }
    guard case .call = subject else {
      guard subject.isName else { return self }
      return Relation(terms: terms.map { $0 == subject ? .variable("x") : $0 }, signs: signs)
    }
    return self
  }

  /// Whether it holds for a value of its variable; nil if that cannot be told.
  func holds(_ variable: String, _ value: Term, work: inout Work) -> Bool? {
    for (index, sign) in signs.enumerated() {
      let (left, right) = (terms[index], terms[index + 1])
      let difference: Int
      if left.isInfinite(sign: -1) || right.isInfinite(sign: 1) {
        difference = -1
      } else if left.isInfinite(sign: 1) || right.isInfinite(sign: -1) {
        difference = 1
      } else {
        guard let found = Equality.sign(of: (left - right).replacing(variable, with: value), work: &work) else {
          return nil
        }
        difference = found
      }
      let isTrue =
        switch sign {
        case .less: difference < 0
        case .lessOrEqual: difference <= 0
        case .greater: difference > 0
        case .greaterOrEqual: difference >= 0
        case .equal: difference == 0
        case .notEqual: difference != 0
        default: false
        }
      if !isTrue { return false }
    }
    return true
  }
}

/// Where two terms of one variable are equal.
private struct Roots {
  private(set) var values: [Term] = []

  init?(of left: Term, and right: Term, in variable: String, work: inout Work) {
    if case .call(.abs, let inner) = left, inner.count == 1 {
      guard add(inner[0] - right, variable, &work), add(.sum([inner[0], right]), variable, &work) else { return nil }
    } else if case .call(.abs, let inner) = right, inner.count == 1 {
      guard add(inner[0] - left, variable, &work), add(.sum([inner[0], left]), variable, &work) else { return nil }
    } else {
      guard add(left - right, variable, &work) else { return nil }
    }
  }

  private mutating func add(_ term: Term, _ variable: String, _ work: inout Work) -> Bool {
    guard let coefficients = term.coefficients(of: variable), coefficients.count <= 3 else { return false }
    var kept = coefficients
    while let last = kept.last {
      guard let sign = Equality.sign(of: last, work: &work) else { return false }
      if sign != 0 { break }
      kept.removeLast()
    }
    switch kept.count {
    case 0, 1: return true
    case 2:
      values.append(-kept[0] / kept[1])
      return true
    default:
      let discriminant = .product([kept[1], kept[1]]) - .product([.integer(4), kept[0], kept[2]])
      guard let sign = Equality.sign(of: discriminant, work: &work) else { return false }
      let double = Term.product([.integer(2), kept[2]])
      if sign == 0 { values.append(-kept[1] / double) }
      if sign > 0 {
        let root = Term.call(.root, [discriminant])
        values.append(.sum([-kept[1], root]) / double)
        values.append(.sum([-kept[1], -root]) / double)
      }
      return true
    }
  }
}

extension Term {
  /// The coefficients as a polynomial in a variable, the constant first; nil if it is none of a small degree.
  fileprivate func coefficients(of variable: String) -> [Term]? {
    switch self {
    case .variable(variable): return [.zero, .one]
    case .sum(let terms):
      var sum: [[Term]] = []
      for term in terms {
        guard let part = term.coefficients(of: variable) else { return nil }
        for (power, coefficient) in part.enumerated() {
          while sum.count <= power { sum.append([]) }
          sum[power].append(coefficient)
        }
      }
      return sum.map { $0.isEmpty ? .zero : .sum($0) }
    case .product(let factors):
      var product: [Term] = [.one]
      for factor in factors {
        guard let part = factor.coefficients(of: variable), product.count + part.count <= 5 else { return nil }
        product = Self.multiplied(product, part)
      }
      return product
    case .power(let base, .number(let exponent)) where Equality.variables(of: base).contains(variable):
      guard let exponent = exponent.intValue, 1...3 ~= exponent else { return nil }
      return Term.product(Array(repeating: base, count: exponent)).coefficients(of: variable)
    default: return Equality.variables(of: self).contains(variable) ? nil : [self]
    }
  }

  private static func multiplied(_ left: [Term], _ right: [Term]) -> [Term] {
    var product = [[Term]](repeating: [], count: left.count + right.count - 1)
    for (i, a) in left.enumerated() {
      for (j, b) in right.enumerated() { product[i + j].append(.product([a, b])) }
    }
    return product.map { Term.sum($0) }
  }
}
