// One item of an answer: a value, perhaps named, a relation, a choice, or words.
extension AnswerParser {
  mutating func statement() throws(Misread) -> Answer {
    if let choice = try choice() { return choice }
    if let words = try onlyWords() { return words }
    let condition = cutCondition()
    try skipLeadingWords()
    let end = limit
    var answer: Answer
    if let name = extremeName() ?? functionName() ?? verbalName() {
      answer = .named(name, try chain())
    } else {
      answer = try chain()
    }
    guard position == end else { throw Misread() }
    if let condition { answer = .conditional(answer, condition) }
    return answer
  }

  /// `where n is an integer`, `for all x`, `if x > 0`: cut off, and given back in plain letters.
  private mutating func cutCondition() -> String? {
    var index = position
    while index < limit {
      if closers[index] > index, closers[index] < limit {
        index = closers[index] + 1
        continue
      }
      if tokens[index].kind == .word, index > position, Words.beginsCondition(spelling(tokens[index]).lowercased()) {
        let condition = plain(index..<limit)
        limit = index
        trimPunctuation()
        return condition
      }
      index += 1
    }
    return nil
  }

  /// `(C)`, `(C) 12`, `C. 12`.
  private mutating func choice() throws(Misread) -> Answer? {
    let start = position
    var letter: Token?
    if kind == .open(.round), kind(at: position + 1) == .letter, kind(at: position + 2) == .close(.round) {
      letter = tokens[position + 1]
      position += 3
    } else if kind == .letter, isChoiceMark(at: position + 1) || limit == position + 1 && tokens[position].isText {
      letter = tokens[position]
      position += limit == position + 1 ? 1 : 2
    }
    guard let letter, let character = Choices.letter(spelling(letter)) else {
      position = start
      return nil
    }
    if position == limit { return .choice(character, nil) }
    // `(x) + 1` and `(A) \cup (B)` are formulas; what stands apart, `(C) 12`, is what the choice says.
    guard let next = current,
      next.isText || next.isApart && (startsFactor || beginsValue) || kind == .number || kind == .currency
    else {
      position = start
      return nil
    }
    return .choice(character, try statement())
  }

  /// Whether the current token may begin a value that no factor begins.
  private var beginsValue: Bool {
    switch kind {
    case .minus, .open(.set), .word: true
    default: false
    }
  }

  /// Whether a point or a colon behind a letter makes it a choice: `C. 12`, `C: 12`, but not the ratio `A:B`.
  private func isChoiceMark(at index: Int) -> Bool {
    if kind(at: index) == .period { return true }
    guard kind(at: index) == .colon, index + 1 < limit, tokens[index + 1].isApart else { return false }
    return bytes(tokens[index - 1]).allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }
  }

  /// `The smallest such n is 12`: what stands before the verb only says what the number is.
  mutating func skipSubject() {
    guard current?.kind == .word else { return }
    var index = position
    while index < limit, isPlainWord(index), !Words.isVerb(spelling(tokens[index]).lowercased()) { index += 1 }
    guard index > position, index + 1 < limit, isPlainWord(index), !isPlainWord(index + 1) else { return }
    position = index + 1
  }

  private func isPlainWord(_ index: Int) -> Bool {
    tokens[index].kind == .word || tokens[index].kind == .letter
  }

  /// Words in front of a formula that add nothing: `the answer is 5`.
  private mutating func skipLeadingWords() throws(Misread) {
    while let token = current, token.kind == .word || token.kind == .letter && token.isText {
      let word = spelling(token).lowercased()
      guard Words.addsNothing(word) || Words.isVerb(word) || Words.namesNumbers(word) && limitsNumbers else { return }
      guard position + 1 < limit else { return }
      position += 1
      while kind == .colon || kind == .relation(.equal) || kind == .about { position += 1 }
    }
  }

  /// Whether a relation follows in this item.
  private var limitsNumbers: Bool {
    tokens[position..<limit].contains { if case .relation = $0.kind { true } else { false } }
  }

  /// `maximum 5`: which of the values it is.
  private mutating func extremeName() -> Name? {
    guard let token = current, token.kind == .word, position + 1 < limit, Words.isExtreme(spelling(token).lowercased()),
      !isPlainWord(position + 1)
    else { return nil }
    position += 1
    _ = take(.relation(.equal))
    return Name(text: spelling(token).lowercased(), parameters: [])
  }

  /// `P(X > 2) = 0.3`: what is in the parentheses need not be understood.
  private mutating func functionName() -> Name? {
    guard kind == .letter, kind(at: position + 1) == .open(.round), !tokens[position + 1].isApart else { return nil }
    let close = closers[position + 1]
    guard close > 0, close + 2 < limit, tokens[close + 1].kind == .relation(.equal) else { return nil }
    let isEvent = tokens[position + 2..<close].contains { token in
      switch token.kind {
      case .relation, .bar, .condition, .union, .intersection: true
      default: false
      }
    }
    guard isEvent else { return nil }
    let name = Name(text: plain(position..<close + 1), parameters: [])
    position = close + 2
    return name
  }

  /// The words before an equals sign: `area = 5`, `\text{Total cost} = 12`.
  private mutating func verbalName() -> Name? {
    var end = position
    while end < limit, tokens[end].kind == .word || tokens[end].kind == .letter && tokens[end].isText {
      end += 1
    }
    guard end > position, end + 1 < limit else { return nil }
    let isEquals = tokens[end].kind == .relation(.equal) || tokens[end].kind == .colon
    guard isEquals, end - position > 1 || !isMathWord(tokens[position]) || tokens[end].kind == .colon else {
      return nil
    }
    if tokens[end].kind == .colon, end - position == 1, tokens[position].end - tokens[position].start == 1 {
      return nil
    }
    let name = Name(text: plain(position..<end).lowercased(), parameters: [])
    position = end + 1
    return name
  }

  // MARK: - Chains

  /// Sides with signs of relation between them.
  mutating func chain() throws(Misread) -> Answer {
    let start = position
    var sides = [try side()]
    var starts = [start]
    var signs: [Relation.Sign] = []
    while let kind {
      if case .relation(let sign) = kind {
        if sign == .other { throw Misread() }
        position += 1
        signs.append(sign)
      } else if kind == .about {
        // What is about an exact value rounds it; the exact value counts.
        try skipApproximation()
        break
      } else {
        break
      }
      starts.append(position)
      sides.append(try side())
      if sides.count > 20 { throw Misread() }
    }
    guard let sign = signs.first else { return sides[0] }
    if signs.allSatisfy({ $0 == .equal }) { return try equality(sides, starts) }
    if sign == .element, signs.count == 1 {
      return .named(Name(text: plain(starts[0]..<starts[1] - 1), parameters: []), sides[1])
    }
    if sign == .congruent, signs.count == 1 { return try congruence(sides) }
    return .relation(Relation(terms: try sides.map { side throws(Misread) in try side.scalar() }, signs: signs))
  }

  /// The rounded value behind an exact one.
  private mutating func skipApproximation() throws(Misread) {
    position += 1
    _ = try side()
    while kind == .about || kind == .relation(.equal) {
      position += 1
      _ = try side()
    }
  }

  /// `x = 3`, `x = 6/2 = 3`, `2 + 1 = 3`, and equations, which give no value.
  private mutating func equality(_ sides: [Answer], _ starts: [Int]) throws(Misread) -> Answer {
    let first = sides[0]
    let last = sides[sides.count - 1]
    if let several = severalNames(sides) { return several }
    if first.isName || isFunctionValue(starts[0]..<starts[1] - 1) || first.isExpressionName,
      !last.isName || sides.count == 2
    {
      return .named(Name(text: plain(starts[0]..<starts[1] - 1), parameters: first.parameters), last)
    }
    // `x + 1 = f(x)`
    if sides.count == 2, last.isFunctionName || isFunctionValue(starts[1]..<position) {
      return .named(Name(text: plain(starts[1]..<position), parameters: last.parameters), first)
    }
    guard let terms = try? sides.map({ side throws(Misread) in try side.scalar() }) else {
      return .named(Name(text: plain(starts[0]..<starts[1] - 1), parameters: []), last)
    }
    // `m + n = 16 + 9 = 25`
    if sides.count > 2, terms.dropFirst().allSatisfy({ Equality.variables(of: $0).isEmpty }) { return last }
    // `3 = x`
    if sides.count == 2, last.isName, Equality.variables(of: terms[0]).isEmpty {
      return .named(Name(text: plain(starts[1]..<position), parameters: []), first)
    }
    if terms.allSatisfy({ Equality.variables(of: $0).isEmpty }) { return last }
    return .relation(Relation(terms: terms, signs: Array(repeating: .equal, count: terms.count - 1)))
  }

  /// `(p, q) = (3, 2)` and `x = y = 1` as values of several names.
  private func severalNames(_ sides: [Answer]) -> Answer? {
    if sides.count == 2, case .sequence(_, let names, _) = sides[0], case .sequence(_, let values, _) = sides[1],
      names.count == values.count, names.allSatisfy(\.isName)
    {
      return .list(zip(names, values).map { .named(Name(text: $0.form, parameters: []), $1) }, .and)
    }
    guard sides.count > 2, let last = sides.last, !last.isName, sides.dropLast().allSatisfy(\.isName) else {
      return nil
    }
    return .list(sides.dropLast().map { .named(Name(text: $0.form, parameters: []), last) }, .and)
  }

  /// `P(2)` of `P(2) = 5`, which is read as a product, for only the equals sign tells.
  private func isFunctionValue(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    guard index < range.upperBound, tokens[index].kind == .letter || tokens[index].kind == .symbol else { return false }
    index += 1
    while index < range.upperBound, tokens[index].kind == .prime { index += 1 }
    if index < range.upperBound, tokens[index].kind == .underscore {
      index += 1
      index = index < range.upperBound && closers[index] > index ? closers[index] + 1 : index + 1
    }
    return index < range.upperBound && tokens[index].kind == .open(.round) && closers[index] == range.upperBound - 1
  }

  /// `x \equiv 3 \pmod{7}`; the modulus stands behind.
  private func congruence(_ sides: [Answer]) throws(Misread) -> Answer {
    guard case .residue = sides[1] else { throw Misread() }
    return sides[0].isName ? .named(Name(text: "", parameters: []), sides[1]) : sides[1]
  }
}
