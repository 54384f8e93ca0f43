// Equations, inequalities and sets of numbers.
extension Comparison {
  /// Two sets of numbers, of which the left is no mere list.
  mutating func compareRegions(_ pair: Pair<Answer>) -> Finding {
    if case .numbers(let left) = pair.left, case .numbers(let right) = pair.right {
      return left == right ? .same("the same set of numbers") : .different("different sets of numbers")
    }
    if case .relation(let left) = pair.left, case .relation(let right) = pair.right,
      let finding = compareIfMultiples(pair.with(left, right))
    {
      return finding
    }
    if let left = Region(pair.left, work: &work), let right = Region(pair.right, work: &work) {
      return compare(left, right)
    }
    switch (pair.left, pair.right) {
    case (.relation, .relation): return .unknown("relations that may be equivalent")
    case (.combination(let operation, let left), .combination(let second, let right)) where operation == second:
      let finding = compareUnordered(pair.with(left, right), counting: false)
      return finding.isSame ? finding : .unknown("sets that may be equal")
    // `\mathbf{R}`
    case (.numbers(let set), .quantity(let quantity))
    where quantity.term == .variable(set == .reals ? "R" : set == .integers ? "Z" : "N"):
      return .same("the same set of numbers")
    case (_, .quantity), (_, .words), (_, .matrix): return .unknown(.kinds)
    default: return .unknown("sets that may be equal")
    }
  }

  /// Two lists, of which at least one has relations or sets among its items and so means one set of numbers.
  mutating func compareListedRegions(_ pair: Pair<Answer>) -> Finding? {
    guard pair.left.hasRegions || pair.right.hasRegions else { return nil }
    guard let left = Region(pair.left, work: &work), let right = Region(pair.right, work: &work) else { return nil }
    return compare(left, right)
  }

  private mutating func compare(_ left: Region, _ right: Region) -> Finding {
    guard let cells = Cells(left.changes + right.changes, work: &work) else {
      return .unknown("ends that cannot be put in order")
    }
    for sample in cells.samples {
      guard let isLeft = left.contains(sample, work: &work), let isRight = right.contains(sample, work: &work) else {
        return .unknown("sets that may be equal")
      }
      if isLeft != isRight { return .different("different sets of numbers") }
    }
    return .same("equal sets of numbers")
  }

  // MARK: - Relations

  mutating func compareRelations(_ pair: Pair<Relation>) -> Finding {
    compareIfMultiples(pair) ?? .unknown("relations that may be equivalent")
  }

  /// Whether one relation is the other with both sides moved about and multiplied by a number; nil if that is not all
  /// there is to it.
  private mutating func compareIfMultiples(_ pair: Pair<Relation>) -> Finding? {
    let (left, right) = (pair.left, pair.right)
    guard left.signs.count == 1, right.signs.count == 1, left.comparesNumbers, right.comparesNumbers else {
      return compareChains(pair)
    }
    guard left.signs[0].isOrder == right.signs[0].isOrder else { return .different("different signs of relation") }
    let (first, second) = (left.terms[0] - left.terms[1], right.terms[0] - right.terms[1])
    // Asked both ways: one answer alone may be an accident of the sample points.
    guard let multiple = Equality.isMultiple(first, of: second, work: &work),
      multiple == Equality.isMultiple(second, of: first, work: &work)
    else { return nil }
    switch multiple {
    case .not:
      let isLinear = left.isPolynomial && right.isPolynomial
      return isLinear && !left.signs[0].isOrder ? .different("different equations") : nil
    case .positive:
      return left.signs[0] == right.signs[0] ? .same("equivalent relations") : .different("different signs of relation")
    case .negative:
      return left.signs[0] == right.signs[0].reversed
        ? .same("equivalent relations") : .different("different signs of relation")
    case .unknownSign:
      return left.signs[0] == right.signs[0] && !left.signs[0].isOrder ? .same("equivalent relations") : nil
    }
  }

  private mutating func compareChains(_ pair: Pair<Relation>) -> Finding? {
    let left = pair.left
    let right = pair.right.signs.first.map { $0 == left.signs.first } == true ? pair.right : pair.right.reversed
    guard left.signs == right.signs else { return nil }
    let finding = Finding.all(zip(left.terms, right.terms).map { decide($0, $1) }, same: "equal sides")
    return finding.isSame ? finding : nil
  }
}

extension Relation {
  /// The same, read from right to left.
  fileprivate var reversed: Relation {
    Relation(terms: terms.reversed(), signs: signs.reversed().map(\.reversed))
  }

  fileprivate var isPolynomial: Bool { terms.allSatisfy(\.isPolynomial) }
}

extension Term {
  /// Whether it is made of sums, products and whole powers alone.
  fileprivate var isPolynomial: Bool {
    switch self {
    case .number, .variable, .constant: true
    case .sum(let parts), .product(let parts): parts.allSatisfy(\.isPolynomial)
    case .power(let base, .number(let exponent)):
      base.isPolynomial && exponent.isInteger && (!exponent.isNegative || base.isConstant)
    case .power, .call, .applied: isConstant
    }
  }

  fileprivate var isConstant: Bool { Equality.variables(of: self).isEmpty }
}

extension Answer {
  /// Whether the answer is a list that has relations or sets of numbers among its items.
  fileprivate var hasRegions: Bool {
    guard case .list(let items, _) = self else { return false }
    return items.contains { item in
      switch item.unnamed {
      case .relation, .combination, .numbers: true
      case .sequence(let open, let ends, let close): ends.count == 2 && open != close
      default: false
      }
    }
  }

  /// `y = 2x + 1` as an equation, for comparing with one that is written otherwise.
  var equation: Relation? {
    guard case .named(let name, let value) = self, let term = try? value.scalar(), !name.text.isEmpty else {
      return nil
    }
    let isSegment = name.text.utf8.count > 1 && name.text.utf8.allSatisfy(\.isLetter)
    let left = isSegment ? Term.product(name.text.map { .variable(String($0)) }) : .variable(name.text)
    return Relation(terms: [left, term], signs: [.equal])
  }
}
