// What a power is raised from.
extension AnswerParser {
  /// A number, a name, a function with its arguments, or something in brackets.
  mutating func primary() throws(Misread) -> Term {
    guard depth < Self.deepest else { throw Misread() }
    depth += 1
    defer { depth -= 1 }
    guard let token = current else { throw Misread() }
    switch token.kind {
    case .number: return try number()
    case .vulgar: return try vulgar()
    case .letter, .symbol, .word: return try name()
    case .constant(let constant):
      position += 1
      return .constant(constant)
    case .function(let function): return try call(function)
    case .squareRoot: return try root()
    case .fraction:
      position += 1
      let top = try argument()
      return top / (try argument())
    case .binomial:
      position += 1
      let n = try argument()
      return .call(.binomial, [n, try argument()])
    case .open(let bracket): return try bracketed(bracket)
    case .bar:
      position += 1
      return try magnitude(closing: .bar)
    case .overline, .decoration, .dot: return try decorated()
    case .unknown:
      position += 1
      return try opaque(spelling(token))
    case .ellipsis:
      position += 1
      return .applied("…", [])
    default: throw Misread()
    }
  }

  // MARK: - Numbers

  private mutating func number() throws(Misread) -> Term {
    let token = tokens[position]
    if kind(at: position + 1) == .underscore, let numeral = try basedNumeral() { return numeral }
    if let repeating = repeatingDecimal() { return repeating }
    position += 1
    guard let value = Literal.value(bytes(token)) else { throw Misread() }
    skipOrdinal()
    return .number(value)
  }

  /// The `th` of `7th` and `7^{\text{th}}`.
  private mutating func skipOrdinal() {
    var index = position
    if kind(at: index) == .caret { index += 1 }
    let isGroup = index > position && kind(at: index) == .open(.group)
    if isGroup { index += 1 }
    guard let word = kind(at: index), word == .word, ["st", "nd", "rd", "th"].contains(spelling(tokens[index])),
      !tokens[index].isApart || tokens[index].isText
    else { return }
    position = isGroup ? index + 2 : index + 1
  }

  private mutating func vulgar() throws(Misread) -> Term {
    let sign = spelling(tokens[position]).unicodeScalars.first
    guard let sign, let (top, bottom) = Vocabulary.vulgarFractions[sign] else { throw Misread() }
    position += 1
    return .integer(top) / .integer(bottom)
  }

  /// `0.1\overline{6}` and `0.\dot{3}`: the digits under the line repeat for ever.
  private mutating func repeatingDecimal() -> Term? {
    let token = tokens[position]
    var mark = position + 1
    // The point of `0.\overline{3}` has no digit behind it and so is a token of its own.
    let hasBarePoint = kind(at: mark) == .period
    if hasBarePoint { mark += 1 }
    guard kind(at: mark) == .overline || kind(at: mark) == .dot, hasBarePoint || Literal.places(bytes(token)) != nil,
      kind(at: mark + 1) == .open(.group), closers[mark + 1] == mark + 3, kind(at: mark + 2) == .number
    else { return nil }
    let digits = bytes(tokens[mark + 2])
    guard digits.allSatisfy(\.isDigit), digits.count <= 100, let start = Literal.value(bytes(token)),
      let period = Literal.value(digits), let shift = Rational(10).power(-(Literal.places(bytes(token)) ?? 0)),
      let nines = Rational(10).power(digits.count).map({ $0 - Rational(1) }),
      let tail = (period * shift).divided(by: nines)
    else { return nil }
    position = mark + 4
    return .number(start + tail)
  }

  /// `1110_4`; `A5_{11}`, where letters are digits too.
  mutating func basedNumeral() throws(Misread) -> Term? {
    let start = position
    var end = position
    while let kind = kind(at: end), kind == .number || kind == .letter || kind == .word,
      end == start || !tokens[end].isApart
    {
      end += 1
    }
    guard end > start, kind(at: end) == .underscore, let (base, next) = base(at: end + 1) else { return nil }
    var value = Rational(0)
    var digits = ""
    for byte in text[tokens[start].start..<tokens[end - 1].end] where byte != UInt8(ascii: "}") && !byte.isSpace {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue ?? Self.highDigit(byte), digit < base,
        digits.utf8.count < 200
      else { return nil }
      value = value * Rational(base) + Rational(digit)
      digits.append(Character(Unicode.Scalar(byte)))
    }
    guard !digits.isEmpty else { return nil }
    position = next
    lastNumeral = BasedNumeral(digits: digits.uppercased(), base: base)
    return .number(value)
  }

  private static func highDigit(_ byte: UInt8) -> Int? {
    byte.isLetter ? Int(byte | 0x20) - Int(UInt8(ascii: "a")) + 10 : nil
  }

  /// The base that stands below a numeral, and what comes behind it.
  private func base(at index: Int) -> (base: Int, next: Int)? {
    var index = index
    let isGroup = kind(at: index) == .open(.group)
    if isGroup { index += 1 }
    guard let token = index < limit ? tokens[index] : nil else { return nil }
    let base = Int(spelling(token)) ?? NumberWords.small(spelling(token).lowercased())
    guard let base, 2...36 ~= base else { return nil }
    if isGroup, kind(at: index + 1) != .close(.group) { return nil }
    return (base, isGroup ? index + 2 : index + 1)
  }

  // MARK: - Brackets

  /// The argument of `\frac` and its like: a group, or one sign; of several digits the first.
  mutating func argument() throws(Misread) -> Term {
    guard let token = current else { throw Misread() }
    if token.kind == .open(.group) { return try insideExpression() }
    guard token.kind == .number, token.end - token.start > 1, bytes(token).allSatisfy(\.isDigit) else {
      if token.kind == .minus {
        position += 1
        return -(try argument())
      }
      return try primary()
    }
    tokens[position].start += 1
    return .integer(Int(text[token.start] - UInt8(ascii: "0")))
  }

  private mutating func bracketed(_ bracket: Token.Bracket) throws(Misread) -> Term {
    switch bracket {
    case .round, .square, .angle:
      guard !separated[position] else { throw Misread() }
      if let numeral = try bracketedNumeral() { return numeral }
      return try insideExpression()
    case .group:
      return try inside { parser throws(Misread) in
        let top = try parser.expression()
        guard parser.take(.choose) else { return top }
        return .call(.binomial, [top, try parser.expression()])
      }
    case .floor: return .call(.floor, [try insideExpression()])
    case .ceil: return .call(.ceil, [try insideExpression()])
    case .bar: return .call(.abs, [try insideExpression()])
    case .set: throw Misread()
    }
  }

  /// `(1232)_4`
  private mutating func bracketedNumeral() throws(Misread) -> Term? {
    guard kind(at: position + 1) == .number, closers[position] == position + 2, kind(at: position + 3) == .underscore,
      let (base, next) = base(at: position + 4),
      let numeral = BasedNumeral(checking: spelling(tokens[position + 1]), base: base)
    else { return nil }
    position = next
    lastNumeral = numeral
    return .number(numeral.value)
  }

  /// What stands between two bars.
  private mutating func magnitude(closing kind: Token.Kind) throws(Misread) -> Term {
    openBars += 1
    defer { openBars -= 1 }
    let term = try expression()
    try expect(kind)
    return .call(.abs, [term])
  }
}
