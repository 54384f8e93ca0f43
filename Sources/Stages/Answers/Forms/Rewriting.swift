// Small changes to terms and answers.
extension Term {
  /// The term with every part replaced that the closure gives something for.
  func rewritten(_ change: (Term) -> Term?) -> Term {
    if let changed = change(self) { return changed }
    switch self {
    case .number, .constant, .variable: return self
    case .sum(let terms): return .sum(terms.map { $0.rewritten(change) })
    case .product(let factors): return .product(factors.map { $0.rewritten(change) })
    case .power(let base, let exponent): return .power(base.rewritten(change), exponent.rewritten(change))
    case .call(let function, let arguments): return .call(function, arguments.map { $0.rewritten(change) })
    case .applied(let name, let arguments): return .applied(name, arguments.map { $0.rewritten(change) })
    }
  }

  func replacing(_ variable: String, with value: Term) -> Term {
    rewritten { $0 == .variable(variable) ? value : nil }
  }

  /// Whether a part of the term satisfies the condition.
  func contains(where condition: (Term) -> Bool) -> Bool {
    if condition(self) { return true }
    switch self {
    case .number, .constant, .variable: return false
    case .sum(let parts), .product(let parts), .call(_, let parts), .applied(_, let parts):
      return parts.contains { $0.contains(where: condition) }
    case .power(let base, let exponent):
      return base.contains(where: condition) || exponent.contains(where: condition)
    }
  }

  func contains(_ part: Term) -> Bool { contains { $0 == part } }

  /// Whether a logarithm stands in it whose base is left to the reader.
  var hasBareLogarithm: Bool {
    contains { if case .call(.log, let arguments) = $0 { arguments.count == 1 } else { false } }
  }

  var withNaturalLogarithms: Term {
    rewritten { term in
      guard case .call(.log, let arguments) = term, arguments.count == 1 else { return nil }
      return .call(.ln, arguments.map(\.withNaturalLogarithms))
    }
  }

  /// The term with letters read as the imaginary unit.
  func imaginary(_ names: Set<Term>) -> Term {
    rewritten { names.contains($0) ? .constant(.i) : nil }
  }

  /// The terms that `±` makes of this one: two, or just itself.
  var withoutSigns: [Term] {
    guard contains(where: { $0 == .constant(.plusMinus) || $0 == .constant(.minusPlus) }) else { return [self] }
    return [1, -1].map { sign in
      rewritten { term in
        switch term {
        case .constant(.plusMinus): .integer(sign)
        case .constant(.minusPlus): .integer(-sign)
        default: nil
        }
      }
    }
  }
}

extension Answer {
  /// The answer with every `±` at its surface made two answers.
  var expandingSigns: Answer {
    switch self {
    case .list(let items, let joint): return .list(items.flatMap(\.withoutSigns), joint)
    case .conditional(let answer, let condition): return .conditional(answer.expandingSigns, condition)
    default:
      let answers = withoutSigns
      return answers.count > 1 ? .list(answers, .or) : self
    }
  }

  /// The answers that `±` makes of this one.
  var withoutSigns: [Answer] {
    switch self {
    case .quantity(let quantity):
      let terms = quantity.term.withoutSigns
      guard terms.count > 1 else { return [self] }
      return terms.map { .quantity(Quantity($0, unit: quantity.unit)) }
    case .named(let name, let value):
      let values = value.withoutSigns
      return values.count > 1 ? values.map { .named(name, $0) } : [self]
    case .sequence(let open, let items, let close):
      // The signs of one point go together: (±1, ∓2) are two points.
      let variants = items.map(\.withoutSigns)
      guard variants.contains(where: { $0.count == 2 }), variants.allSatisfy({ $0.count <= 2 }) else { return [self] }
      return [0, 1].map { sign in
        .sequence(open: open, variants.map { $0[$0.count == 2 ? sign : 0] }, close: close)
      }
    default: return [self]
    }
  }

  /// Whether one of these variables stands in it: a function's own must not take the place of another.
  func uses(anyOf names: [String]) -> Bool {
    guard case .quantity(let quantity) = self else { return false }
    return !Equality.variables(of: quantity.term).isDisjoint(with: names)
  }

  /// Whether a relation is about a variable of this answer, which it then limits.
  func uses(_ relation: Relation) -> Bool {
    guard case .quantity(let quantity) = unnamed else { return false }
    let names = relation.terms.reduce(into: Set<String>()) { $0.formUnion(Equality.variables(of: $1)) }
    return names.count == 1 && names.isSubset(of: Equality.variables(of: quantity.term))
  }

  /// The answer with a function's own variables under other names.
  func renaming(_ old: [String], to new: [String]) -> Answer {
    if case .named(let name, let value) = self { return .named(name, value.renaming(old, to: new)) }
    if case .list(let items, let joint) = self { return .list(items.map { $0.renaming(old, to: new) }, joint) }
    guard case .quantity(var quantity) = self else { return self }
    let names = Dictionary(zip(old, new)) { first, _ in first }
    quantity.term = quantity.term.rewritten { term in
      guard let name = term.variableName, let replacement = names[name] else { return nil }
      return .variable(replacement)
    }
    return .quantity(quantity)
  }
}
