// Variables, and functions known by their names alone.
extension AnswerParser {
  /// A variable with its primes and what stands below it, or a function known by its name.
  mutating func name() throws(Misread) -> Term {
    let token = tokens[position]
    if token.kind == .word, !isMathWord(token), !token.isText || token.end - token.start > 12 { throw Misread() }
    if token.kind == .word, !token.isText, spelling(token) != "exp", !bytes(token).allSatisfy({ $0 & 0x20 == 0 }) {
      return splitLetter()
    }
    position += 1
    var name = variableName(token)
    if name == "exp" { return .power(.constant(.e), try argumentOfFunction()) }
    if Self.bigOperators.contains(name) { return try opaque(name) }
    while take(.prime) { name += "'" }
    if name == "C" || name == "A" || name == "P", let choice = try combination(name) { return choice }
    if take(.underscore) { name += "_" + (try script()) }
    if let index = programIndex(behind: token) { name += "_" + index }
    while take(.prime) { name += "'" }
    if Self.isFunctionName(name), kind == .open(.round) { return try applied(name) }
    if kind == .open(.round), separated[position], current?.isApart != true { return try applied(name) }
    if name == "e" { return .constant(.e) }
    if name == "i" { return .constant(.i) }
    if token.kind == .word, token.end - token.start <= 4, !token.isText, name.utf8.allSatisfy({ $0.isLetter }) {
      return .product(name.map { Self.letter($0) })
    }
    return .variable(name)
  }

  /// The first of letters side by side, as the x of `xy^2`; the rest are factors of their own.
  private mutating func splitLetter() -> Term {
    let token = tokens[position]
    let first = String(decoding: text[token.start..<token.start + 1], as: UTF8.self)
    let rest = token.end - token.start - 1
    tokens[position] = Token(
      kind: rest == 1 ? .letter : .word, start: token.start + 1, end: token.end, isApart: false, isText: token.isText)
    return first.first.map(Self.letter) ?? .variable(first)
  }

  /// `C_n^k` and `A_n^k`: choices of k things among n, without and with their order.
  private mutating func combination(_ name: String) throws(Misread) -> Term? {
    guard kind == .underscore else { return nil }
    let start = position
    let saved = tokens
    position += 1
    guard let n = try? argument(), kind == .caret else {
      (position, tokens) = (start, saved)
      return nil
    }
    position += 1
    let k = try argument()
    if name == "C" { return .call(.binomial, [n, k]) }
    return .call(.factorial, [n]) / .call(.factorial, [n - k])
  }

  /// The 1 of `C1*exp(x)`: programs have no other way to write an index.
  private mutating func programIndex(behind token: Token) -> String? {
    guard token.kind == .letter, let next = current, next.kind == .number, next.start == token.end, !next.isText,
      kind(at: position + 1) == .times
    else { return nil }
    position += 1
    return spelling(next)
  }

  /// In a product of letters `e` and `i` are as likely names as constants; only capitals are surely names.
  private static func letter(_ letter: Character) -> Term {
    switch letter {
    case "i": .constant(.i)
    case "e": .constant(.e)
    default: .variable(String(letter))
    }
  }

  /// The imaginary unit of programs is a capital `I`, as `3*I`; elsewhere that letter is a name.
  func variableName(_ token: Token) -> String {
    var name = spelling(token)
    if name.utf8.first == UInt8(ascii: "\\") {
      name.removeFirst()
      return Vocabulary.greek[name] ?? name
    }
    if name == "I", position >= 2, tokens[position - 2].kind == .times { return "i" }
    if name == "E", kind == .caret, spelling(tokens[position]) == "**" { return "e" }
    return name
  }

  private static let bigOperators: Set<String> = [
    "sum", "prod", "int", "iint", "oint", "lim", "partial", "nabla", "sup",
  ]

  /// The letters that a parenthesis behind them makes functions.
  private static func isFunctionName(_ name: String) -> Bool {
    guard let first = name.utf8.first else { return false }
    return [UInt8(ascii: "f"), UInt8(ascii: "g"), UInt8(ascii: "h"), UInt8(ascii: "F"), UInt8(ascii: "G")].contains(
      first)
      || name.hasSuffix("'")
  }

  private mutating func applied(_ name: String) throws(Misread) -> Term {
    let arguments = try inside { parser throws(Misread) in try parser.arguments() }
    if name == "C", arguments.count == 2 { return .call(.binomial, arguments) }
    return .applied(name, arguments)
  }

  /// Expressions with commas between them, to the end of the range.
  mutating func arguments() throws(Misread) -> [Term] {
    var arguments = [try expression()]
    while take(.comma) || take(.semicolon) { arguments.append(try expression()) }
    return arguments
  }

  /// What stands below a name, in plain letters.
  mutating func script() throws(Misread) -> String {
    guard let token = current else { throw Misread() }
    guard token.kind == .open(.group) else {
      position += 1
      return token.kind == .symbol || token.kind == .letter ? variableName(token) : spelling(token)
    }
    let close = closers[position]
    guard close > position, close <= limit else { throw Misread() }
    let inner = plain(position + 1..<close)
    position = min(close + 1, limit)
    return inner
  }

  /// A range of tokens as their letters and signs, without spaces and braces that only group.
  func plain(_ range: Range<Int>) -> String {
    var result = ""
    for index in range where index < originals.count {
      switch originals[index].kind {
      case .open(.group), .close(.group): continue
      case .symbol: result += variableName(originals[index])
      case .relation(let sign): result += sign.rawValue
      default: result += spelling(originals[index])
      }
    }
    return result
  }

  /// A command that nothing here computes, with its bounds.
  mutating func opaque(_ name: String) throws(Misread) -> Term {
    var name = name
    while kind == .underscore || kind == .caret {
      let mark = kind == .underscore ? "_" : "^"
      position += 1
      name += mark + (try script())
    }
    return .applied("\\" + name, [])
  }

  /// `\vec{a}` is a name like `a`; `\overline{AB}` may be a line, a conjugate or digits, and stays what it is.
  mutating func decorated() throws(Misread) -> Term {
    let token = tokens[position]
    position += 1
    let inner = try argument()
    return token.kind == .decoration ? inner : .applied("overline", [inner])
  }
}
