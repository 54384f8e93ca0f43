// A number or an expression with its unit, and ratios of them.
extension AnswerParser {
  mutating func quantityOrRatio() throws(Misread) -> Answer {
    let start = position
    let first = try withFurtherUnits(try quantity())
    if kind == .colon { return try ratio(first, start) }
    if let isAfternoon = meridiem() {
      return .ratio(Ratio(terms: [first.term], digits: [digits(at: start)], isAfternoon: isAfternoon))
    }
    if let modulus = try modulus() { return .residue(first.term, modulus: modulus) }
    return .quantity(first)
  }

  /// `2 hours 30 minutes`, `5 feet 3 inches`: one amount in several units.
  private mutating func withFurtherUnits(_ first: Quantity) throws(Misread) -> Quantity {
    guard first.unit?.measure != nil, kind == .number || kind == .vulgar else { return first }
    let second = try withFurtherUnits(try quantity())
    guard let sum = first.adding(second) else { throw Misread() }
    return sum
  }

  /// An expression with what says what it counts.
  private mutating func quantity() throws(Misread) -> Quantity {
    while kind == .about { position += 1 }
    var isNegative = false
    if kind == .minus, kind(at: position + 1) == .currency {
      isNegative = true
      position += 1
    }
    var currency: Unit?
    if kind == .currency { currency = currencySign() }
    if kind == .word, kind(at: position + 1) == .number, let word = current,
      let measure = Units.measure(spelling(word)), measure.dimension.money == 1
    {
      // `USD 5`
      position += 1
      currency = Unit(name: spelling(word).lowercased(), measure: measure)
    }
    let start = position
    lastNumeral = nil
    var quantity: Quantity
    if let spoken = numberInWords() {
      quantity = Quantity(spoken)
    } else {
      quantity = Quantity(try basedOrExpression())
    }
    if isNegative { quantity.term = -quantity.term }
    if let numeral = lastNumeral, case .number(let value) = quantity.term {
      quantity.numeral = BasedNumeral(digits: (value.isNegative ? "-" : "") + numeral.digits, base: numeral.base)
    }
    quantity.places = places(start)
    quantity.unit = currency
    try readUnit(into: &quantity)
    return quantity
  }

  private mutating func basedOrExpression() throws(Misread) -> Term {
    if kind == .letter || kind == .number || kind == .word, let numeral = try basedNumeral() { return numeral }
    return try expression()
  }

  /// The decimal places of a literal that stands alone from `start` to here.
  private func places(_ start: Int) -> Int? {
    let first = tokens[start].kind == .minus || tokens[start].kind == .plus ? start + 1 : start
    guard first + 1 == position, tokens[first].kind == .number else { return nil }
    return Literal.places(bytes(tokens[first]))
  }

  private func digits(at index: Int) -> Int? {
    tokens[index].kind == .number && bytes(tokens[index]).allSatisfy(\.isDigit)
      ? tokens[index].end - tokens[index].start : nil
  }

  // MARK: - Ratios, times of day, remainders

  private mutating func ratio(_ first: Quantity, _ start: Int) throws(Misread) -> Answer {
    var terms = [first.term]
    var digits = [self.digits(at: start)]
    while take(.colon) {
      digits.append(position < limit ? self.digits(at: position) : nil)
      terms.append(try quantity().term)
      if terms.count > 20 { throw Misread() }
    }
    return .ratio(Ratio(terms: terms, digits: digits, isAfternoon: meridiem()))
  }

  /// `a.m.`, `pm`, `P.M.`: whether it is after noon; nil if neither stands here.
  private mutating func meridiem() -> Bool? {
    guard let token = current else { return nil }
    let start = position
    let spelled = spelling(token).lowercased()
    if token.kind == .word, spelled == "am" || spelled == "pm" {
      position += 1
      _ = take(.period)
      return spelled == "pm"
    }
    guard token.kind == .letter, spelled == "a" || spelled == "p" else { return nil }
    position += 1
    _ = take(.period)
    guard let next = current, next.kind == .letter, spelling(next).lowercased() == "m" else {
      position = start
      return nil
    }
    position += 1
    _ = take(.period)
    return spelled == "p"
  }

  /// Whether the letters behind a number say which half of the day it is.
  var isMeridiem: Bool {
    guard let token = current, kind(at: position - 1) == .number, token.isApart || token.isText else { return false }
    let word = spelling(token).lowercased()
    if token.kind == .word { return word == "am" || word == "pm" }
    return token.kind == .letter && (word == "a" || word == "p") && kind(at: position + 1) == .period
  }

  /// `(mod 7)`, `\pmod{7}`, `mod 7`.
  private mutating func modulus() throws(Misread) -> Term? {
    if kind == .open(.round), kind(at: position + 1) == .mod {
      return try inside { parser throws(Misread) in
        parser.position += 1
        return try parser.expression()
      }
    }
    guard kind == .mod else { return nil }
    position += 1
    return try argument()
  }

  // MARK: - Units

  private mutating func currencySign() -> Unit? {
    guard let token = current else { return nil }
    position += 1
    var sign = spelling(token)
    if sign == "\\$" { sign = "$" }
    if sign == "\\euro" { sign = "€" }
    if sign == "\\pounds" { sign = "£" }
    return Unit(name: sign, measure: Units.currency(sign))
  }

  private mutating func readUnit(into quantity: inout Quantity) throws(Misread) {
    if kind == .percent {
      position += 1
      quantity.isPercent = true
    }
    if case .product(let factors) = quantity.term, factors.last == .degreeSign {
      quantity.term = factors.count == 2 ? factors[0] : .product(factors.dropLast())
      quantity.unit = Unit(name: "°", measure: Units.measure("°"))
      try readMinutes(into: &quantity)
      if kind == .letter, spelling(tokens[position]) == "C" || spelling(tokens[position]) == "F" {
        let scale = spelling(tokens[position])
        position += 1
        quantity.unit = Unit(name: "°" + scale, measure: scale == "C" ? Units.measure("°C") : nil)
      }
    }
    if kind == .currency { quantity.unit = currencySign() }
    while let word = current, word.kind == .word, let scale = NumberWords.scale(spelling(word).lowercased()) {
      position += 1
      quantity.term = .product([quantity.term, .integer(scale)])
      quantity.places = nil
    }
    if let base = baseInWords(), quantity.numeral == nil, case .number(let value) = quantity.term, value.isInteger {
      guard let numeral = BasedNumeral(checking: value.description, base: base) else { throw Misread() }
      quantity.numeral = numeral
      quantity.term = .number(numeral.value)
    }
    guard !isMeridiem, let word = current, word.kind == .word || word.kind == .letter && word.isText else { return }
    if spelling(word).lowercased() == "percent" {
      position += 1
      quantity.isPercent = true
    }
    var reader = UnitReader(parser: self, after: quantity.unit)
    guard let unit = reader.read() else { return }
    position = reader.position
    quantity.unit = unit
  }

  /// `204 in base 5`, `204 base 5`: the base.
  private mutating func baseInWords() -> Int? {
    let isBehindIn = kind == .word && spelling(tokens[position]).lowercased() == "in"
    let word = position + (isBehindIn ? 1 : 0)
    guard kind(at: word) == .word, spelling(tokens[word]).lowercased() == "base", let next = kind(at: word + 1),
      next == .number || next == .word
    else { return nil }
    let name = spelling(tokens[word + 1])
    guard let base = Int(name) ?? NumberWords.small(name.lowercased()), 2...36 ~= base else { return nil }
    position = word + 2
    return base
  }

  /// `22° 30'`: sixtieths of a degree.
  private mutating func readMinutes(into quantity: inout Quantity) throws(Misread) {
    for part in [60, 3600] {
      guard kind == .number, kind(at: position + 1) == .prime, let value = Literal.value(bytes(tokens[position])) else {
        return
      }
      position += 2
      if part == 3600 { _ = take(.prime) }
      quantity.term = .sum([quantity.term, .number(value) / .integer(part)])
      quantity.places = nil
    }
  }

  /// Whether a letter in words is rather a unit, as the `m` of `5 \text{ m}`, than a name.
  func isUnitLetter(_ token: Token) -> Bool {
    guard token.isText, let byte = bytes(token).first else { return false }
    return ["m", "g", "s", "h", "l", "L", "C", "F", "a", "A", "p", "P", "V", "W", "N", "J", "K"].contains {
      UInt8(ascii: $0) == byte
    }
  }
}
