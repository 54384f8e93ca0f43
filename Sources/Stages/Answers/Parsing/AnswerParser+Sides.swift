// What stands on one side of a sign of relation: sets, sequences, matrices, ratios, quantities.
extension AnswerParser {
  mutating func side() throws(Misread) -> Answer {
    var answer = try operand()
    while let kind, let operation = SetOperator(kind) ?? unionLetter {
      position += 1
      let right = try operand()
      if case .combination(operation, let parts) = answer, operation != .difference {
        answer = .combination(operation, parts + [right])
      } else {
        answer = .combination(operation, [answer, right])
      }
    }
    // `\frac13 (1, 2, 2)`
    if kind == .open(.round), separated[position], case .quantity(let factor) = answer, factor.unit == nil,
      case .sequence(let open, let items, let close) = try sequence()
    {
      return .sequence(
        open: open,
        try items.map { item throws(Misread) in
          .quantity(Quantity(.product([factor.term, try item.scalar()])))
        }, close: close)
    }
    return answer
  }

  /// The capital U that many write for ∪.
  private var unionLetter: SetOperator? {
    guard let token = current, token.kind == .letter, spelling(token) == "U", token.isApart else { return nil }
    guard case .close = kind(at: position - 1), case .open = kind(at: position + 1) else { return nil }
    return .union
  }

  var isUnionLetter: Bool { unionLetter != nil }

  private mutating func operand() throws(Misread) -> Answer {
    guard let token = current else { throw Misread() }
    switch token.kind {
    case .numberSet(let set):
      position += 1
      return try numberSet(set)
    case .begin: return try environment()
    case .open(.set): return try braces()
    case .open(.group) where separated[position] || isDictionary: return try braces()
    case .open(.round) where separated[position], .open(.square) where separated[position],
      .open(.angle) where separated[position]:
      return try sequence()
    case .open(.square) where kind(at: position + 1) == .begin:
      return try inside { parser throws(Misread) in try parser.side() }
    case .open(.square) where isNested: return try sequence()
    case .open(.round) where isStatementInside, .open(.group) where isStatementInside:
      return try inside { parser throws(Misread) in try parser.wholeAnswer() }
    case .open(.round) where isSetInside: return try inside { parser throws(Misread) in try parser.side() }
    case .word: if let construct = try construct() { return construct }
    default: break
    }
    let answer = try quantityOrRatio()
    // `\frac15 \begin{pmatrix} … \end{pmatrix}`
    if kind == .begin, case .quantity(let factor) = answer, factor.unit == nil,
      case .matrix(let rows) = try environment()
    {
      return .matrix(
        try rows.map { row throws(Misread) in
          try row.map { entry throws(Misread) in .quantity(Quantity(.product([factor.term, try entry.scalar()]))) }
        })
    }
    return answer
  }

  /// `[[1, 2]]`, `[(1, 2)]`: the outer bracket has no comma of its own.
  private var isNested: Bool {
    if closers[position] == position + 1 { return true }
    return switch kind(at: position + 1) {
    case .open(.square), .open(.set): true
    case .open(.round), .open(.group): separated[position + 1]
    default: false
    }
  }

  /// `{x: 1}`
  var isDictionary: Bool {
    guard closers[position] > 0 else { return false }
    return tokens[position..<min(closers[position], limit)].contains { $0.kind == .colon }
  }

  /// `(x > 3)` of `(x > 3) & (x < 5)`, and a matrix in parentheses.
  private var isStatementInside: Bool {
    guard closers[position] > 0 else { return false }
    if kind(at: position + 1) == .begin { return true }
    guard
      closers[position] + 1 >= limit || kind(at: closers[position] + 1) == .ampersand
        || kind(at: closers[position] + 1) == .bar
    else { return false }
    return tokens[position..<min(closers[position], limit)].contains {
      if case .relation = $0.kind { true } else { false }
    }
  }

  /// Whether the parenthesis holds an operation on sets.
  private var isSetInside: Bool {
    guard closers[position] > 0 else { return false }
    return tokens[position..<min(closers[position], limit)].contains { SetOperator($0.kind) != nil }
  }

  /// `(1, 2]`, `[1, 2, 3]`, `\langle 1, 2 \rangle`.
  private mutating func sequence() throws(Misread) -> Answer {
    let open = tokens[position]
    let close = closers[position]
    guard case .open(let left) = open.kind, close > position, close < limit, case .close(let right) = tokens[close].kind
    else { throw Misread() }
    if close == position + 1 {
      position += 2
      return .numbers(.empty)
    }
    let items = try insideItems()
    if left == .square, right == .square, let rows = Self.rows(of: items) { return .matrix(rows) }
    if items.count == 1, left == .square { return items[0] }
    return .sequence(open: left, items, close: right)
  }

  /// A list of lists of one length is how programs write a matrix.
  private static func rows(of items: [Answer]) -> [[Answer]]? {
    var rows: [[Answer]] = []
    for item in items {
      guard case .sequence(.square, let row, .square) = item, rows.isEmpty || rows[0].count == row.count else {
        return nil
      }
      rows.append(row)
    }
    return rows.isEmpty ? nil : rows
  }

  /// `\{1, 2\}`, `{1, 2}`, `\{x : x > 2\}`, `\{\}`.
  private mutating func braces() throws(Misread) -> Answer {
    let close = closers[position]
    guard close > position else { throw Misread() }
    if close == position + 1 {
      position += 2
      return .numbers(.empty)
    }
    if let bar = builderBar(position + 1..<close) {
      let name = plain(position + 1..<bar)
      let condition = try within(bar + 1..<close, next: close + 1) { parser throws(Misread) in try parser.wholeAnswer()
      }
      return .named(Name(text: name, parameters: []), condition)
    }
    let items = try insideItems()
    // `{x: 1, y: 2}`, as programs print what they found.
    let named = items.compactMap(\.asNamed)
    return !named.isEmpty && named.count == items.count ? .list(named, .and) : .set(items.flatMap(\.withoutSigns))
  }

  /// The bar or colon of a set given by its condition.
  private func builderBar(_ range: Range<Int>) -> Int? {
    range.dropFirst().first { index in
      let kind = tokens[index].kind
      guard kind == .bar || kind == .condition || kind == .colon else { return false }
      return tokens[index..<range.upperBound].contains { if case .relation = $0.kind { true } else { false } }
    }
  }

  /// `\mathbb{R}`, `\mathbb{Z}^+`, `\mathbb{R} \setminus \{0\}`.
  private mutating func numberSet(_ set: NumberSet) throws(Misread) -> Answer {
    guard kind == .caret || kind == .underscore else { return .numbers(set) }
    position += 1
    let mark = kind == .plus || kind == .minus || kind == .times ? spelling(tokens[position]) : nil
    if mark != nil { position += 1 }
    let script: String
    if let mark { script = mark } else { script = try self.script() }
    return .words(Phrase(text: set.rawValue + script, original: set.rawValue + script))
  }
}

extension SetOperator {
  init?(_ kind: Token.Kind) {
    switch kind {
    case .union: self = .union
    case .intersection: self = .intersection
    case .without: self = .difference
    default: return nil
    }
  }
}
