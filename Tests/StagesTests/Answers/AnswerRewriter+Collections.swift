// Lists, sets, points, intervals, matrices and relations.
extension AnswerRewriter {
  static let collections = [
    Rule("a list in another order") { answer in
      guard let list = answer.list else { return [] }
      return [joined(list.reversed(), ", "), joined(Array(list.dropFirst()) + list.prefix(1), ",")]
    },
    Rule("a list with other joints") { answer in
      guard let list = answer.list, let last = list.last else { return [] }
      let front = joined(list.dropLast(), ", ")
      return [
        "\(front) and \(last.text)", "\(front) \\text{ and } \(last.text)", "\(front), and \(last.text)",
        "\(front) or \(last.text)",
        "\(front), \\text{ or } \(last.text)", joined(list, "; "), "\\{\(joined(list, ", "))\\}",
        "\\left\\{\(joined(list, ","))\\right\\}",
        joined(list, ",\\quad "), list.map { "$\($0.text)$" }.joined(separator: ", "),
        list.map { "$\($0.text)$" }.joined(separator: " and "),
      ]
    },
    Rule("a list with names") { answer in
      guard let list = answer.list, !list.contains(where: \.hasVariables) else { return [] }
      return [
        "x = \(joined(list, ", "))", list.map { "x = \($0.text)" }.joined(separator: ", "),
        list.map { "x = \($0.text)" }.joined(separator: " \\text{ or } "), "x \\in \\{\(joined(list, ", "))\\}",
        list.enumerated().map { "x_\($0.offset + 1) = \($0.element.text)" }.joined(separator: ", "),
      ]
    },
    Rule("a list in several boxes") { answer in
      guard let list = answer.list else { return [] }
      return [
        list.map { "\\boxed{\($0.text)}" }.joined(separator: ", "),
        list.map { "$\\boxed{\($0.text)}$" }.joined(separator: " and "),
        "The answers are $\\boxed{\(list[0].text)}$" + list.dropFirst().map { " and $\\boxed{\($0.text)}$" }.joined()
          + ".",
      ]
    },
    Rule("a set in another order") { answer in
      guard let set = answer.set else { return [] }
      return [
        "\\{\(joined(set.reversed(), ", "))\\}", "{\(joined(set, ","))}", joined(set, ", "),
        "\\lbrace \(joined(set, ", ")) \\rbrace",
      ]
    },
    Rule("a point otherwise") { answer in
      guard let (open, items, close) = answer.sequence, answer.interval == nil, open == "(", close == ")" else {
        return []
      }
      let names = ["x", "y", "z"].prefix(items.count)
      return [
        "(\(joined(items, ", ")))", "(\(joined(items, ",")))", "(\(joined(items, "; ")))",
        "\\left(\(joined(items, ",\\,"))\\right)", "(\(joined(items, ",\\quad ")))",
      ]
        + (names.count == items.count && !items.contains(where: \.hasVariables)
          ? [
            "(\(names.joined(separator: ","))) = (\(joined(items, ",")))",
            zip(names, items).map { "\($0) = \($1.text)" }.joined(separator: ", "),
            "The point is $(\(joined(items, ", ")))$.",
          ] : [])
    },
    Rule("an interval as an inequality") { answer in
      guard let interval = answer.interval, let text = inequality(interval) else { return [] }
      return [text, "x \\in \(answer.text)", "\\{x \\mid \(text)\\}", "\\{ x : \(text) \\}"]
    },
    Rule("a union from its other end") { answer in
      guard let parts = union(answer) else { return [] }
      let inequalities = parts.compactMap { $0.interval.flatMap(inequality) }
      return [
        parts.reversed().map(\.text).joined(separator: " \\cup "),
        "x \\in " + parts.map(\.text).joined(separator: "\\cup"), parts.map(\.text).joined(separator: " U "),
      ]
        + (inequalities.count == parts.count
          ? [inequalities.joined(separator: " \\text{ or } "), inequalities.joined(separator: " or ")] : [])
    },
    Rule("another matrix") { answer in
      guard let rows = answer.matrix else { return [] }
      let body = rows.map { $0.map(\.text).joined(separator: " & ") }.joined(separator: " \\\\ ")
      let vector = rows.allSatisfy { $0.count == 1 } ? rows.map { $0[0].text } : []
      return [
        "\\begin{bmatrix} \(body) \\end{bmatrix}", "\\begin{pmatrix}\(body.replacing(" ", with: ""))\\end{pmatrix}",
        "\\left(\\begin{array}{\(String(repeating: "c", count: rows[0].count))}\(body)\\end{array}\\right)",
        "\\begin{pmatrix} \(body) \\\\ \\end{pmatrix}",
        "\\begin{pmatrix} \(body.replacing("\\\\", with: "\\\\[4pt]")) \\end{pmatrix}",
        "A = \\begin{pmatrix} \(body) \\end{pmatrix}",
      ]
        + (vector.isEmpty
          ? [] : ["(\(vector.joined(separator: ", ")))", "\\langle \(vector.joined(separator: ", ")) \\rangle"])
    },
  ]

  static let relations = [
    Rule("a relation from right to left") { answer in
      guard let (left, sign, right) = answer.sides, let reversed = PlainAnswer.reversed[sign], right.text.count > 1
      else { return [] }
      return ["\(right.text) \(reversed) \(left.text)"]
    },
    Rule("without its name") { answer in
      guard let (left, sign, right) = answer.sides, sign == "=", right.isScalar,
        left.text.wholeMatch(of: /[a-zA-Z]/) != nil, !right.text.contains(left.text)
      else { return [] }
      return [right.text]
    },
    Rule("an equation with all on one side") { answer in
      guard let (left, sign, right) = answer.sides, sign == "=", left.isScalar, right.isScalar,
        right.hasVariables && left.text.count == 1 || (left.terms?.count ?? 0) > 1
      else { return [] }
      return [
        "\(left.text) - (\(right.text)) = 0", "2(\(left.text)) = 2(\(right.text))",
        "-(\(left.text)) = -(\(right.text))",
      ]
    },
    Rule("an inequality as an interval") { answer in
      guard let (left, sign, right) = answer.sides, left.text.wholeMatch(of: /[a-z]/) != nil, right.isScalar,
        !right.hasVariables
      else { return [] }
      switch sign {
      case "<": return ["(-\\infty, \(right.text))"]
      case ">": return ["(\(right.text), \\infty)", "(\(right.text), +\\infty)"]
      case "\\le": return ["(-\\infty, \(right.text)]"]
      case "\\ge": return ["[\(right.text), \\infty)"]
      default: return []
      }
    },
  ]

  static func joined(_ items: some Sequence<PlainAnswer>, _ separator: String) -> String {
    items.map(\.text).joined(separator: separator)
  }

  private static func union(_ answer: PlainAnswer) -> [PlainAnswer]? {
    let signs = answer.pieces.topLevel { $0 == "\\cup" }
    guard !signs.isEmpty else { return nil }
    let parts = answer.pieces.split(at: signs).map(PlainAnswer.init(pieces:))
    return parts.allSatisfy { $0.sequence != nil } ? parts : nil
  }

  private static func inequality(_ interval: (open: String, items: [PlainAnswer], close: String)) -> String? {
    let (lower, upper) = (interval.items[0], interval.items[1])
    let (isLowerIn, isUpperIn) = (interval.open == "[", interval.close == "]")
    if lower.isInfinity, upper.isInfinity { return nil }
    if lower.isInfinity { return "x \(isUpperIn ? "\\le" : "<") \(upper.text)" }
    if upper.isInfinity { return "x \(isLowerIn ? "\\ge" : ">") \(lower.text)" }
    return "\(lower.text) \(isLowerIn ? "\\le" : "<") x \(isUpperIn ? "\\le" : "<") \(upper.text)"
  }
}
