/// Changes the meaning of an answer in one place, as a wrong reply would.
///
/// Every rule yields only what surely means something else: a place that may not matter is left alone.
enum AnswerMutation {
  /// A different answer, and by which rule it differs.
  struct Mutant: Hashable {
    let rule: String
    let text: String
  }

  /// All mutations of an answer.
  static func mutants(of answer: String) -> [Mutant] {
    var seen: Set<String> = [answer]
    return
      (digits(answer) + signs(answer) + items(answer) + relations(answer) + letters(answer) + functions(answer)
      + words(answer)).filter {
        seen.insert($0.text).inserted
      }
  }

  // MARK: - Digits

  /// One digit of each number one higher or lower, in the spelling as it stands.
  private static func digits(_ answer: String) -> [Mutant] {
    var dice = AnswerDice(answer)
    return numbers(in: answer).map { run, isExponent in
      let places = answer[run].indices.filter { answer[$0].isNumber }
      let place = places.randomElement(using: &dice) ?? run.lowerBound
      let digit = answer[place].wholeNumberValue ?? 0
      let other = digit == 9 ? 8 : digit + 1
      let text = answer[..<place] + String(other) + answer[answer.index(after: place)...]
      return Mutant(rule: isExponent ? "another exponent" : "another digit", text: String(text))
    }
  }

  /// The runs of digits that count: none left of an equals sign, where a name stands, none in the index of a name.
  private static func numbers(in answer: String) -> [(Range<String.Index>, isExponent: Bool)] {
    let isBased = answer.firstMatch(of: /^\$?-?[0-9]+_/) != nil
    // Before an equals sign stands a name, behind words a remark, behind `\approx` what was said already.
    let name = answer.firstMatch(of: /^\$?\s*(?:[A-Za-z]+(?:_\{?\w+\}?|\([a-z0-9,]+\))?|[0-9.]+)\s*=/)
    let remark = answer.firstMatch(of: /where|(?<before>.)\\approx/)
    let value = (name?.range.upperBound ?? answer.startIndex)..<(remark?.range.lowerBound ?? answer.endIndex)
    return answer.matches(of: /[0-9]+(?:\.[0-9]+)?/).compactMap { match in
      let before = answer[..<match.range.lowerBound]
      let mark = before.last { $0 != "{" && $0 != " " }
      if mark == "_", !(isBased && answer[match.range].count == 1 && digitsReach(answer)) { return nil }
      guard value.contains(match.range.lowerBound), !before.hasSuffix("\\\\[") else { return nil }
      if before.hasSuffix("_{1") { return nil }
      return (match.range, mark == "^")
    }
  }

  /// Whether a numeral's value depends on its base: one digit does not.
  private static func digitsReach(_ answer: String) -> Bool {
    answer.firstMatch(of: /[0-9]{2,}_/) != nil
  }

  // MARK: - Signs

  /// The sign of the whole, of one term, or of one item.
  private static func signs(_ answer: String) -> [Mutant] {
    let plain = PlainAnswer(answer)
    if let flipped = flips(of: plain) { return flipped.map { Mutant(rule: "another sign", text: $0) } }
    var mutants: [String] = []
    if let list = plain.list { mutants += replacing(list) { AnswerRewriter.joined($0, ", ") } }
    if let (open, items, close) = plain.sequence {
      mutants += replacing(items) { open + AnswerRewriter.joined($0, ", ") + close }
    }
    if let (left, sign, right) = plain.sides {
      mutants += (flips(of: right) ?? []).map { "\(left.text) \(sign) \($0)" }
    }
    if let rows = plain.matrix, let first = rows.first?.first, let flipped = flips(of: first)?.first {
      let body = plain.text.replacing(/pmatrix\}(.*?)(?=&|\\\\|\\end)/, maxReplacements: 1) { _ in
        "pmatrix} \(flipped) "
      }
      mutants.append(body)
    }
    if let match = plain.text.wholeMatch(
      of: /(-?)([0-9.]+|\\frac\{\d+\}\{\d+\})(\s*(?:\\%|\^\{\\circ\}|_.*|\\text.*|\\mbox.*))/),
      match.2.contains(/[1-9]/)
    {
      mutants.append((match.1.isEmpty ? "-" : "") + match.2 + match.3)
    }
    return mutants.map { Mutant(rule: "another sign", text: $0) }
  }

  /// The items with one of them changed in its sign. The mirrored item must not be in the list already.
  private static func replacing(_ items: [PlainAnswer], _ together: ([PlainAnswer]) -> String) -> [String] {
    items.indices.compactMap { index in
      guard let flipped = flips(of: items[index])?.first else { return nil }
      var others = items
      others[index] = PlainAnswer(flipped)
      return together(others)
    }
  }

  /// A scalar with the sign of the whole or of one term changed; nil if it is none. Nothing for what may be zero.
  private static func flips(of answer: PlainAnswer) -> [String]? {
    guard let terms = answer.terms else { return nil }
    guard !terms.contains(where: { isZero($0.term) }) else { return [] }
    var flipped = [terms.map { (sign: $0.sign == "-" ? "+" : "-", term: $0.term) }]
    if terms.count > 1 {
      flipped += terms.indices.map { index in
        var others = terms
        others[index].sign = terms[index].sign == "-" ? "+" : "-"
        return others
      }
    }
    return flipped.map(AnswerRewriter.sum)
  }

  private static func isZero(_ term: AnswerPieces) -> Bool {
    !term.pieces.contains {
      $0.contains { "123456789".contains($0) || $0.isLetter && term.pieces.count == 1 }
        || $0.count == 1 && $0.first?.isLetter == true || $0 == "\\pi"
    }
  }

  // MARK: - Items and brackets

  /// Another order of a point, an item less, another bracket of an interval.
  private static func items(_ answer: String) -> [Mutant] {
    let plain = PlainAnswer(answer)
    var mutants: [Mutant] = []
    if let list = plain.list ?? plain.set, list.count > 1 {
      for index in list.indices {
        var rest = list
        let item = rest.remove(at: index)
        if rest.contains(where: { $0.text == item.text }) { continue }
        let text = AnswerRewriter.joined(rest, ", ")
        mutants.append(Mutant(rule: "an item less", text: plain.set == nil ? text : "\\{\(text)\\}"))
      }
      mutants.append(Mutant(rule: "an item more", text: AnswerRewriter.joined(list + [PlainAnswer("7919")], ", ")))
    }
    if let (open, items, close) = plain.sequence {
      for index in items.indices.dropLast() where items[index].text != items[index + 1].text && plain.interval == nil {
        var others = items
        others.swapAt(index, index + 1)
        mutants.append(Mutant(rule: "another order", text: open + AnswerRewriter.joined(others, ",") + close))
      }
      if items.count == 2 {
        let body = AnswerRewriter.joined(items, ", ")
        if !items[0].isInfinity {
          mutants.append(Mutant(rule: "another bracket", text: (open == "(" ? "[" : "(") + body + close))
        }
        if !items[1].isInfinity {
          mutants.append(Mutant(rule: "another bracket", text: open + body + (close == ")" ? "]" : ")")))
        }
      } else {
        mutants.append(Mutant(rule: "an item less", text: open + AnswerRewriter.joined(items.dropLast(), ", ") + close))
      }
    }
    if plain.pieces.pieces.contains("\\cup"), plain.pieces.pieces.contains("\\infty") {
      let signs = plain.pieces.topLevel { $0 == "\\cup" }
      let parts = plain.pieces.split(at: signs).map(\.text)
      for index in parts.indices where signs.count > 0 {
        var rest = parts
        rest.remove(at: index)
        mutants.append(Mutant(rule: "an item less", text: rest.joined(separator: "\\cup")))
      }
      mutants.append(Mutant(rule: "another set operation", text: parts.joined(separator: "\\cap")))
    }
    if let rows = plain.matrix, rows.count == rows[0].count, rows[0].count == 2, rows[0][1].text != rows[1][0].text {
      let body = (0..<2).map { column in rows.map { $0[column].text }.joined(separator: " & ") }.joined(
        separator: " \\\\ ")
      mutants.append(Mutant(rule: "another order", text: "\\begin{pmatrix} \(body) \\end{pmatrix}"))
    }
    return mutants
  }

  // MARK: - Relations and letters

  private static func relations(_ answer: String) -> [Mutant] {
    let plain = PlainAnswer(answer)
    let others = ["<": "\\le", ">": "\\ge", "\\le": "<", "\\ge": ">"]
    let turned = ["<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le"]
    return plain.pieces.pieces.indices.flatMap { index -> [Mutant] in
      [others, turned].enumerated().compactMap { number, table in
        guard let other = table[plain.pieces.pieces[index]] else { return nil }
        var pieces = plain.pieces
        pieces.pieces[index] = other
        return Mutant(rule: number == 0 ? "another sign of relation" : "a relation turned round", text: pieces.text)
      }
    }
  }

  /// Another variable in an expression. In what one variable says of itself, its name may not matter.
  private static func letters(_ answer: String) -> [Mutant] {
    let plain = PlainAnswer(answer)
    let isEquation = plain.sides.map { $0.sign == "=" && $0.left.text.count == 1 && $0.right.isScalar } ?? false
    guard plain.isScalar || isEquation else { return [] }
    let names = (plain.isScalar ? plain : plain.sides?.right ?? plain).pieces.pieces.filter {
      $0.count == 1 && $0.first?.isLetter == true && $0 != "e" && $0 != "i"
    }
    guard let name = names.first, plain.isScalar && plain.text.count > 1 || names.count > 0 && isEquation else {
      return []
    }
    let other = name == "w" ? "q" : "w"
    if plain.isScalar {
      return [
        Mutant(rule: "another variable", text: AnswerPieces(plain.pieces.pieces.map { $0 == name ? other : $0 }).text)
      ]
    }
    guard let sides = plain.sides else { return [] }
    let right = AnswerPieces(sides.right.pieces.pieces.map { $0 == name ? other : $0 }).text
    return [Mutant(rule: "another variable", text: "\(sides.left.text) = \(right)")]
  }

  /// Another function of the same argument.
  private static func functions(_ answer: String) -> [Mutant] {
    ["\\sin": "\\cos", "\\cos": "\\sin", "\\tan": "\\cot", "\\cot": "\\tan", "\\ln": "\\sin"].compactMap {
      function, other in
      guard answer.contains(function) else { return nil }
      return Mutant(rule: "another function", text: answer.replacing(function, with: other))
    }.sorted { $0.text < $1.text }
  }

  // MARK: - Words

  private static func words(_ answer: String) -> [Mutant] {
    let plain = PlainAnswer(answer)
    if let letter = AnswerRewriter.choice(plain.text) {
      return ["A", "B", "C", "D", "E", "H"].filter { $0 != letter }.flatMap {
        [Mutant(rule: "another choice", text: "\\text{(\($0))}"), Mutant(rule: "another choice", text: $0)]
      }
    }
    if let word = AnswerRewriter.wording(plain.text) {
      return ["Wednesday", "parabola", "\\text{neither}", "Evelyn"].filter {
        !$0.lowercased().contains(word.lowercased())
      }.map { Mutant(rule: "another word", text: $0) }
        + [Mutant(rule: "a word denied", text: "\\text{not \(word)}")]
    }
    if let match = plain.text.wholeMatch(of: /(.*[0-9].*)\\(?:text|mbox|mathrm)\{\s*((?:square |cubic )?([a-z]+))\}/),
      units.contains(String(match.3))
    {
      return [Mutant(rule: "another unit", text: "\(match.1)\\text{ kg}")]
    }
    if let match = plain.text.wholeMatch(of: /\\text\{([A-H](?:, ?[A-H])+)\}/) {
      let letters = match.1.split(separator: /, ?/).map(String.init)
      let other = ["A", "B", "C", "D", "E", "F"].first { !letters.contains($0) } ?? "Z"
      return [letters.dropLast() + [other], letters + [other], letters.dropLast()].map {
        Mutant(rule: "another choice", text: "\\text{\($0.joined(separator: ", "))}")
      }
    }
    return []
  }

  /// Units of measure that none of mass can be mistaken for.
  private static let units: Set<String> = [
    "cm", "m", "feet", "inches", "miles", "degrees", "dollars", "cents", "min", "minutes", "hours", "days", "acres",
    "gallons",
  ]
}
