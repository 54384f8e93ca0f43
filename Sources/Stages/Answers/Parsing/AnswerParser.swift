/// Reads an answer from its tokens by recursive descent, within a depth that no answer of sense reaches.
///
/// It looks at one range of tokens at a time, `position..<limit`; what is in brackets is a range of its own, for the
/// matching bracket of each is found beforehand.
struct AnswerParser {
  let text: ArraySlice<UInt8>
  /// Reading cuts tokens: the x off `xy`, the 1 off the `12` of `\frac12`.
  var tokens: [Token]
  /// The tokens as they were, for names.
  let originals: [Token]
  var position = 0
  var limit: Int
  /// For each opening bracket the index of its closing one; for others -1.
  let closers: [Int]
  /// Whether a comma or a semicolon stands directly in the bracket that opens here.
  let separated: [Bool]
  /// How many absolute values are open, so that a bar closes the last.
  var openBars = 0
  var depth = 0
  /// The number in a base that was read last, for the quantity that consists of nothing else.
  var lastNumeral: BasedNumeral?

  static let deepest = 60
  /// The longest text that is read. A model that repeats itself writes more; no answer needs it.
  static let longest = 20_000

  /// How commas between digits are read where nothing tells.
  enum Commas { case groupThousands, partItems }

  /// What an answer's text says.
  ///
  /// - Returns: the answer, and whether reading commas the other way might give another one; nil if it says nothing.
  static func answer(from text: ArraySlice<UInt8>, commas: Commas = .groupThousands) -> (Answer, isAmbiguous: Bool)? {
    guard text.count <= longest else { return nil }
    let tokens = Lexer.tokens(of: text)
    var grouped = NumberGrouping.grouped(tokens, in: text, commas: commas)
    if BracketPairs(grouped.tokens) == nil { grouped.rewriteOutwardBrackets() }
    guard let brackets = BracketPairs(grouped.tokens) else {
      return Phrase(words: tokens, in: text).map { (.words($0), false) }
    }
    var parser = AnswerParser(text, grouped, brackets)
    if let answer = try? parser.wholeAnswer() { return (answer, grouped.isAmbiguous) }
    return Phrase(words: tokens, in: text).map { (.words($0), false) }
  }

  private init(_ text: ArraySlice<UInt8>, _ grouped: NumberGrouping, _ brackets: BracketPairs) {
    self.text = text
    tokens = grouped.tokens
    originals = grouped.tokens
    closers = brackets.closers
    separated = brackets.separated
    limit = grouped.tokens.count
  }
}

/// The text is no answer that the parser knows.
struct Misread: Error {}

// MARK: - Looking

extension AnswerParser {
  var current: Token? { position < limit ? tokens[position] : nil }
  var kind: Token.Kind? { position < limit ? tokens[position].kind : nil }

  func kind(at index: Int) -> Token.Kind? { index < limit && index >= 0 ? tokens[index].kind : nil }

  func bytes(_ token: Token) -> ArraySlice<UInt8> { text[token.start..<token.end] }
  func spelling(_ token: Token) -> String { String(decoding: text[token.start..<token.end], as: UTF8.self) }

  /// Takes the current token if it is of this kind.
  mutating func take(_ kind: Token.Kind) -> Bool {
    guard self.kind == kind else { return false }
    position += 1
    return true
  }

  mutating func expect(_ kind: Token.Kind) throws(Misread) {
    if !take(kind) { throw Misread() }
  }

  /// Reads the inside of the bracket that opens at the current token, all of it, and goes on behind it.
  mutating func inside<Result>(_ read: (inout AnswerParser) throws(Misread) -> Result) throws(Misread) -> Result {
    let close = closers[position]
    guard close > position, close <= limit else { throw Misread() }
    return try within(position + 1..<close, next: min(close + 1, tokens.count), read)
  }

  mutating func insideExpression() throws(Misread) -> Term {
    try inside { parser throws(Misread) in try parser.expression() }
  }

  mutating func insideItems() throws(Misread) -> [Answer] {
    try inside { parser throws(Misread) in try parser.items() }
  }

  /// Reads a range of tokens, all of it, and goes on at `next`.
  mutating func within<Result>(
    _ range: Range<Int>, next: Int, _ read: (inout AnswerParser) throws(Misread) -> Result
  ) throws(Misread) -> Result {
    guard depth < Self.deepest else { throw Misread() }
    let outer = (limit, openBars)
    (position, limit, openBars) = (range.lowerBound, range.upperBound, 0)
    depth += 1
    // Also when nothing could be read: `C_{1,2}` is no number of choices, and goes on as a name.
    defer {
      depth -= 1
      (limit, openBars) = outer
    }
    let result = try read(&self)
    guard position == limit else { throw Misread() }
    position = next
    return result
  }
}
