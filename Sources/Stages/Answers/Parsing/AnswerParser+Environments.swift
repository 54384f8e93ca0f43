// What stands between `\begin` and `\end`: matrices, cases, systems.
extension AnswerParser {
  /// The token behind an environment's end.
  func endOfEnvironment(from start: Int) -> Int {
    var depth = 0
    for index in start..<limit {
      if tokens[index].kind == .begin { depth += 1 }
      if tokens[index].kind == .end {
        depth -= 1
        if depth == 0 { return min(index + 3, limit - 1) }
      }
    }
    return limit - 1
  }

  /// `\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}` and its like.
  mutating func environment() throws(Misread) -> Answer {
    guard kind(at: position + 1) == .open(.group), closers[position + 1] < limit else { throw Misread() }
    let name = plain(position + 2..<closers[position + 1])
    var start = closers[position + 1] + 1
    let last = endOfEnvironment(from: position)
    // `\end`, its brace, its name, the closing brace.
    guard start <= last, let end = (start...last).last(where: { tokens[$0].kind == .end }) else { throw Misread() }
    if name == "array", start < end, tokens[start].kind == .open(.group) { start = closers[start] + 1 }
    guard start <= end, end + 1 < limit, closers[end + 1] > end else { throw Misread() }
    let rows = try within(start..<end, next: min(closers[end + 1] + 1, limit)) { parser throws(Misread) in
      try parser.rows()
    }
    switch name {
    case "cases", "array", "matrix":
      // A column of equations is a system.
      let system = rows.compactMap { $0.count == 1 ? $0[0] : nil }
      if system.count == rows.count, system.allSatisfy(\.isEquation) {
        return system.count == 1 ? system[0] : .list(system, .and)
      }
      return name == "cases" ? .piecewise(rows) : .matrix(rows)
    case "vmatrix", "Vmatrix": throw Misread()
    case "aligned", "align", "align*", "gathered", "split", "equation", "gather", "gather*", "equation*":
      let items = rows.compactMap(\.last)
      guard let first = items.first else { throw Misread() }
      return items.count == 1 ? first : .list(items, .and)
    default: return .matrix(rows)
    }
  }

  private mutating func rows() throws(Misread) -> [[Answer]] {
    var rows: [[Answer]] = []
    var row: [Answer] = []
    var start = position
    let end = limit
    var index = position
    while index <= end {
      let isEnd = index == end || tokens[index].kind == .row
      if !isEnd, closers[index] > index {
        index = closers[index] + 1
        continue
      }
      if isEnd || tokens[index].kind == .ampersand {
        if index > start {
          row.append(
            try within(start..<index, next: index) { parser throws(Misread) in
              parser.trimPunctuation()
              let answer = try parser.wholeAnswer()
              parser.position = parser.limit
              return answer
            })
        }
        start = index + 1
      }
      if isEnd, !row.isEmpty {
        rows.append(row)
        row = []
      }
      index += 1
    }
    position = end
    return rows
  }
}

extension Answer {
  /// Whether the answer is a named value or a relation.
  fileprivate var isEquation: Bool {
    switch self {
    case .named, .relation: true
    default: false
    }
  }
}
