// Lists, sets and sequences.
extension Comparison {
  mutating func compareList(_ pair: Pair<Answer>, _ items: [Answer]) -> Finding {
    guard let head = items.first else { return .unknown("a list of nothing") }
    switch pair.right {
    case .list(let others, _):
      if let regions = compareListedRegions(pair) { return regions }
      return compareLists(pair.with(items, others))
    case .set(let others):
      if let regions = compareListedRegions(pair) { return regions }
      return compareUnordered(pair.with(items, others).unnamed, counting: false)
    case .sequence(let open, let others, _):
      if let regions = compareListedRegions(pair) { return regions }
      return compareListWithSequence(pair.with(items, others), isSquare: open == .square)
    case .combination, .numbers, .relation:
      return compareRegions(pair)
    case .matrix: return .different(.kinds)
    case .words(let phrase) where items.allSatisfy { $0.isWordy || $0.isLetter }:
      // `No, it is not possible.` says no first.
      if let choices = Answer.choices(phrase.original) {
        return compareUnordered(pair.with(items, choices), counting: true)
      }
      guard case .words(let first) = head, Phrase.isYesOrNo(first.text) else { return compareEach(of: items, pair) }
      return Phrase.isYesOrNo(phrase.text) ? compare(pair.with(head, pair.right)) : .unknown("different wordings")
    case .quantity(let quantity):
      if let letters = quantity.term.letters, let choices = Answer.choices(letters) {
        return compareUnordered(pair.with(items, choices), counting: true)
      }
      return compareEach(of: items, pair)
    default: return compareEach(of: items, pair)
    }
  }

  /// Several answers against one: the same if each of them is, as `1/2 or 0.5`.
  private mutating func compareEach(of items: [Answer], _ pair: Pair<Answer>) -> Finding {
    var hasSame = false
    var hasDoubt = false
    for item in items.prefix(50) {
      switch compare(pair.with(item, pair.right)).relationship {
      case .same: hasSame = true
      case .unknown: hasDoubt = true
      case .different where item.isWordy: hasDoubt = true
      case .different: return .different("different numbers of answers")
      }
    }
    if hasDoubt { return .unknown("one answer against several") }
    return hasSame ? .same("each of them equal") : .unknown("one answer against several")
  }

  private mutating func compareLists(_ pair: Pair<[Answer]>) -> Finding {
    let (names, others) = (pair.left.compactMap(\.name), pair.right.compactMap(\.name))
    // `x_1 = 1, x_2 = 2`: the roots of an equation have no order.
    if Self.areRoots(names), Self.areRoots(others), names.count == pair.left.count, others.count == pair.right.count {
      return compareUnordered(pair.unnamed, counting: true)
    }
    let isLeftNamed = names.count == pair.left.count && Set(names).count == names.count && names.count > 1
    let isRightNamed = others.count == pair.right.count && Set(others).count == others.count && others.count > 1
    if isLeftNamed, isRightNamed, Set(names) == Set(others) {
      let values = Dictionary(uniqueKeysWithValues: zip(others, pair.right))
      return compareInOrder(pair.with(pair.left, names.compactMap { values[$0] }), same: "equal values of each name")
    }
    let values = pair.unnamed
    if isLeftNamed != isRightNamed || isLeftNamed, !Self.areRoots(names + others) {
      // Values of different names have an order that the other list can only repeat.
      guard values.left.count == values.right.count else { return .different("different numbers of answers") }
      let ordered = compareInOrder(values, same: "equal values in order")
      if ordered.isSame { return isLeftNamed && isRightNamed ? .unknown("equal values under other names") : ordered }
      let unordered = compareUnordered(values, counting: true)
      return unordered.isSame ? .unknown("equal values in another order") : unordered
    }
    return compareUnordered(values, counting: true)
  }

  /// `x_1` and `x_2` are numbered roots, whose order says nothing.
  private static func areRoots(_ names: [String]) -> Bool {
    guard names.count > 1, let letter = names.first?.prefix(while: { $0 != "_" }) else { return false }
    return names.sorted() == (1...names.count).map { "\(letter)_\($0)" }
  }

  private mutating func compareListWithSequence(_ pair: Pair<[Answer]>, isSquare: Bool) -> Finding {
    let values = pair.unnamed
    // Points listed as a program lists them, or answers in brackets.
    if values.left.count == values.right.count {
      let ordered = compareInOrder(values, same: "equal items in order")
      if ordered.isSame { return ordered }
    }
    let unordered = compareUnordered(values, counting: true)
    if unordered.isSame, !isSquare { return .unknown("equal items in another order") }
    return unordered
  }

  mutating func compareSet(_ pair: Pair<Answer>, _ items: [Answer]) -> Finding {
    switch pair.right {
    case .set(let others):
      return compareUnordered(pair.with(items, others).unnamed, counting: false)
    case .sequence(_, let others, _):
      let finding = compareUnordered(pair.with(items, others).unnamed, counting: true)
      return finding.isSame ? .unknown("a set against a sequence of its elements") : finding
    case .combination, .numbers, .relation: return compareRegions(pair)
    case .quantity, .words, .choice, .ratio:
      guard items.count == 1 else { return .different("different numbers of answers") }
      return compare(pair.with(items[0], pair.right))
    default: return .different(.kinds)
    }
  }

  // MARK: - Sequences

  mutating func compareSequence(
    _ pair: Pair<Answer>, _ open: Token.Bracket, _ items: [Answer], _ close: Token.Bracket
  ) -> Finding {
    switch pair.right {
    case .sequence(let secondOpen, let others, let secondClose):
      guard items.count == others.count else { return .different("sequences of different lengths") }
      let finding = compareInOrder(pair.with(items, others), same: "equal items in order")
      let isInterval = items.count == 2 && ![open, close, secondOpen, secondClose].contains(.angle)
      guard isInterval, finding.isSame else { return finding }
      // What happens at infinity has no end to be open or closed.
      let differsBelow = open != secondOpen && !items[0].isInfinite
      let differsAbove = close != secondClose && !items[1].isInfinite
      return differsBelow || differsAbove ? .different("different ends of the interval") : finding
    case .matrix(let rows):
      guard rows.count == 1 || rows.allSatisfy({ $0.count == 1 }) else { return .different(.kinds) }
      let entries = rows.flatMap(\.self)
      guard entries.count == items.count else { return .different("vectors of different lengths") }
      return compareInOrder(pair.with(items, entries), same: "equal entries")
    case .combination, .numbers, .relation:
      return compareRegions(pair)
    case .quantity(let quantity):
      if items.count == 1 { return compare(pair.with(items[0], pair.right)) }
      let isConstant = Equality.variables(of: quantity.term).isEmpty && !quantity.term.contains(.constant(.i))
      return isConstant ? .different(.kinds) : .unknown(.kinds)
    default: return .unknown(.kinds)
    }
  }

  // MARK: - Without order

  /// Whether two lists have the same items in any order. If `counting`, a number that stands twice in one and once in
  /// the other is a matter of doubt; points and the elements of sets may be repeated.
  mutating func compareUnordered(_ pair: Pair<[Answer]>, counting: Bool) -> Finding {
    let (left, right) = (pair.left, pair.right)
    guard left.count * right.count <= 250_000 else { return .unknown(.outOfWork) }
    var isTaken = [Bool](repeating: false, count: right.count)
    var unmatched: [Answer] = []
    var hasDoubt = false
    for item in left {
      guard (try? work.spend(right.count)) != nil else { return .unknown(.outOfWork) }
      var match: Int?
      for index in right.indices where !isTaken[index] {
        let finding = compare(pair.with(item, right[index]))
        if finding.isSame {
          match = index
          break
        }
        if finding.relationship == .unknown { hasDoubt = true }
      }
      if let match { isTaken[match] = true } else { unmatched.append(item) }
    }
    let rest = right.indices.filter { !isTaken[$0] }.map { right[$0] }
    if unmatched.isEmpty, rest.isEmpty { return .same("equal items") }
    let isCovered =
      unmatched.allSatisfy { item in contains(right, item, pair) }
      && rest.allSatisfy { item in contains(left, item, pair.swapped) }
    if isCovered {
      let arePoints = (unmatched + rest).allSatisfy(\.isPoint)
      return counting && !arePoints ? .unknown("equal but for repeated items") : .same("equal sets")
    }
    return hasDoubt ? .unknown("items that may be equal") : .different("different items")
  }

  private mutating func contains(_ items: [Answer], _ item: Answer, _ pair: Pair<[Answer]>) -> Bool {
    for other in items where compare(pair.with(item, other)).isSame { return true }
    return false
  }
}

extension Pair<[Answer]> {
  /// The items without their names.
  fileprivate var unnamed: Pair { with(left.map(\.unnamed), right.map(\.unnamed)) }
}

extension Answer {
  fileprivate var isInfinite: Bool {
    guard let term = try? scalar() else { return false }
    return term.isInfinite(sign: 1) || term.isInfinite(sign: -1)
  }

  /// The choices that capitals in a row stand for: `AC` for A and C.
  static func choices(_ letters: String) -> [Answer]? {
    if letters.count > 1, letters.unicodeScalars.allSatisfy({ (0x2460...0x2473).contains($0.value) || $0 == " " }) {
      return letters.filter { $0 != " " }.map { .words(Phrase(text: String($0), original: String($0))) }
    }
    guard (2...6).contains(letters.utf8.count), letters.allSatisfy({ ("A"..."H").contains($0) }),
      letters == String(letters.sorted())
    else { return nil }
    return letters.map { .choice($0, nil) }
  }

  /// The name that a value is given, if it is given one.
  fileprivate var name: String? {
    if case .named(let name, _) = self { name.text } else { nil }
  }

  /// The value without its name.
  var unnamed: Answer {
    if case .named(_, let value) = self { value.unnamed } else { self }
  }

  fileprivate var isLetter: Bool {
    if case .quantity(let quantity) = self { quantity.term.letter != nil } else { false }
  }

  fileprivate var isPoint: Bool {
    if case .sequence = self { true } else { false }
  }

  fileprivate var isWordy: Bool {
    switch self {
    case .words, .choice: true
    default: false
    }
  }
}
