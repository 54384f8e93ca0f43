// Several answers side by side.
extension AnswerParser {
  /// Everything there is.
  mutating func wholeAnswer() throws(Misread) -> Answer {
    trimPunctuation()
    let end = limit
    guard position < limit else { throw Misread() }
    // TeX's braces around the whole.
    while kind == .open(.group), closers[position] == limit - 1, !separated[position], !isDictionary,
      !tokens[position..<limit].contains(where: { $0.kind == .choose })
    {
      position += 1
      limit -= 1
      trimPunctuation()
      guard position < limit else { throw Misread() }
    }
    skipSubject()
    let condition = cutParenthesis() ?? cutExplanation()
    guard position < limit else { throw Misread() }
    if let parts = try enumeration() {
      (limit, position) = (end, end)
      return parts
    }
    // Semicolons part groups where commas part what is in a group: `p = 5, q = 2; p = 7, q = 2`.
    let separators = topLevelSeparators()
    let hasGroups = separators.contains { isStrong($0) } && separators.contains { !isStrong($0) }
    let answer = try list(separators, grouping: hasGroups).expandingSigns
    (limit, position) = (end, end)
    return condition.map { .conditional(answer, $0) } ?? answer
  }

  /// `(1) 3 (2) 4`, `a) 3; b) 5`: the parts of an answer, numbered.
  private mutating func enumeration() throws(Misread) -> Answer? {
    let labels = Enumeration.labels(in: self)
    guard labels.count > 1, labels.first?.lowerBound == position else { return nil }
    var items: [Answer] = []
    let end = limit
    for (index, label) in labels.enumerated() {
      let next = index + 1 < labels.count ? labels[index + 1].lowerBound : end
      guard label.upperBound < next else { return nil }
      items.append(
        try within(label.upperBound..<next, next: next) { parser throws(Misread) in
          parser.trimPunctuation()
          let end = parser.limit
          let item = try parser.list(parser.topLevelSeparators(), grouping: false)
          (parser.position, parser.limit) = (end, end)
          return item
        })
    }
    return .sequence(open: .angle, items, close: .angle)
  }

  /// `5\pi (k \in \mathbb{Z})`, `12 (in dollars)`: a remark in parentheses ends it.
  private mutating func cutParenthesis() -> String? {
    guard tokens[limit - 1].kind == .close(.round),
      let open = (position..<limit).last(where: { closers[$0] == limit - 1 }),
      open > position, tokens[open].isApart || tokens[open..<limit].contains(where: { $0.kind == .relation(.element) }),
      tokens[open - 1].kind != .ampersand, tokens[open - 1].kind != .bar
    else { return nil }
    let isRemark = tokens[open..<limit].contains { token in
      switch token.kind {
      case .word: !isMathWord(token)
      case .relation, .about: true
      default: false
      }
    }
    guard isRemark else { return nil }
    let remark = "where" + plain(open + 1..<limit - 1)
    limit = open
    trimPunctuation()
    return remark
  }

  /// `where n is an integer`: what explains the names of an answer ends it, commas and all.
  private mutating func cutExplanation() -> String? {
    let cut = (position..<limit).dropFirst().first { index in
      tokens[index].kind == .word && Words.explains(spelling(tokens[index]).lowercased())
    }
    guard let cut else { return nil }
    let explanation = plain(cut..<limit)
    limit = cut
    trimPunctuation()
    return explanation
  }

  /// The items of the current range; with only one, the item.
  mutating func items() throws(Misread) -> [Answer] {
    let separators = topLevelSeparators()
    let answer = try list(separators, grouping: false)
    if !separators.isEmpty, case .list(let items, _) = answer { return items }
    return [answer]
  }

  private mutating func list(_ separators: [Range<Int>], grouping: Bool) throws(Misread) -> Answer {
    var items: [Answer] = []
    var joint: Joint = .comma
    let end = limit
    var start = position
    let cuts = separators.filter { !grouping || isStrong($0) }
    for cut in cuts + [end..<end] {
      if cut.lowerBound > start {
        let inner = separators.filter { $0.lowerBound >= start && $0.upperBound <= cut.lowerBound }
        let item = try within(start..<cut.lowerBound, next: cut.lowerBound) { parser throws(Misread) -> Answer? in
          parser.trimPunctuation()
          guard parser.position < parser.limit else { return nil }
          return grouping && !inner.isEmpty ? try parser.list(inner, grouping: false) : try parser.statement()
        }
        if let item { items.append(item) }
      }
      for index in cut { joint = self.joint(at: index) ?? joint }
      start = max(start, cut.upperBound)
      if items.count > 2_000 { throw Misread() }
    }
    position = end
    let (kept, domain) = Self.withoutDomains(items)
    items = kept
    guard let first = items.first else { throw Misread() }
    if joint == .and, let sum = Self.oneAmount(items) { return sum }
    let answer = items.count == 1 ? first : .list(items, joint)
    return domain.map { .conditional(answer, $0) } ?? answer
  }

  /// `5 dollars and 30 cents` is one amount, not two.
  private static func oneAmount(_ items: [Answer]) -> Answer? {
    guard items.count == 2, case .quantity(let first) = items[0], case .quantity(let second) = items[1],
      let large = first.unit?.measure, let small = second.unit?.measure, large.size > small.size
    else { return nil }
    return first.adding(second).map(Answer.quantity)
  }

  /// `x = \frac{\pi}{6} + k\pi, k \in \mathbb{Z}`: an item that only says what a name may be is left out.
  private static func withoutDomains(_ items: [Answer]) -> (items: [Answer], domain: String?) {
    guard items.count > 1 else { return (items, nil) }
    var kept: [Answer] = []
    var domain: String?
    for item in items {
      if case .named(let name, .numbers(let set)) = item, set != .empty {
        domain = "where \(name.text)∈\(set.rawValue)"
      } else if case .relation(let relation) = item, kept.contains(where: { $0.uses(relation) }) {
        domain = domain ?? "where \(item.form)"
      } else {
        kept.append(item)
      }
    }
    return kept.isEmpty ? (items, nil) : (kept, domain)
  }

  /// Where the current range is parted: runs of commas, semicolons, ends of rows, `and` and `or` outside brackets.
  private func topLevelSeparators() -> [Range<Int>] {
    var separators: [Range<Int>] = []
    var index = position
    while index < limit {
      if closers[index] > index {
        index = closers[index] + 1
        continue
      }
      if tokens[index].kind == .begin { index = endOfEnvironment(from: index) }
      if isSeparator(index) {
        if let last = separators.last, last.upperBound == index {
          separators[separators.count - 1] = last.lowerBound..<index + 1
        } else {
          separators.append(index..<index + 1)
        }
      }
      index += 1
    }
    return separators
  }

  private func isSeparator(_ index: Int) -> Bool {
    switch tokens[index].kind {
    case .comma, .semicolon, .row, .ampersand: true
    // `(x < 1) | (x > 3)`, as programs write `or`.
    case .bar: kind(at: index - 1) == .close(.round) && kind(at: index + 1) == .open(.round) && tokens[index].isApart
    case .word: joint(at: index) != nil && !isInsideNumber(index)
    default: false
    }
  }

  /// Whether the `and` is that of `one hundred and five`.
  private func isInsideNumber(_ index: Int) -> Bool {
    guard index > position, index + 1 < limit, tokens[index - 1].kind == .word, tokens[index + 1].kind == .word else {
      return false
    }
    return NumberWords.scale(spelling(tokens[index - 1]).lowercased()) != nil
      && NumberWords.small(spelling(tokens[index + 1]).lowercased()) != nil
  }

  private func isStrong(_ separator: Range<Int>) -> Bool {
    separator.contains { tokens[$0].kind == .semicolon || tokens[$0].kind == .row }
  }

  /// What a separator says about its neighbours.
  private func joint(at index: Int) -> Joint? {
    let token = tokens[index]
    if token.kind == .ampersand { return .and }
    if token.kind == .bar { return .or }
    guard token.kind == .word, kind(at: index + 1) != .open(.round) || text[token.start] & 0x20 != 0 else { return nil }
    switch bytes(token).count {
    case 2 where spelling(token).lowercased() == "or": return .or
    case 3 where spelling(token).lowercased() == "and": return .and
    default: return nil
    }
  }

  /// Drops what ends a sentence and what says "about".
  mutating func trimPunctuation() {
    while limit > position {
      switch tokens[limit - 1].kind {
      case .period, .comma, .semicolon, .colon, .row, .underscore: limit -= 1
      default:
        while position < limit {
          switch tokens[position].kind {
          case .period, .comma, .semicolon, .colon, .row, .about, .ampersand, .underscore, .relation(.equal):
            position += 1
          default: return
          }
        }
      }
    }
  }
}
