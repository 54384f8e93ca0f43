/// Joins the digits that thousands separators part, `1,000` and `1 000`, to one number.
struct NumberGrouping {
  private(set) var tokens: [Token] = []
  /// Whether a plain comma outside all brackets was taken for a separator of thousands.
  private(set) var isAmbiguous = false

  static func grouped(
    _ tokens: [Token], in text: ArraySlice<UInt8>, commas: AnswerParser.Commas
  ) -> NumberGrouping {
    var grouping = NumberGrouping()
    guard tokens.contains(where: { $0.kind == .comma || $0.kind == .thousands || $0.kind == .number && $0.isApart })
    else {
      grouping.tokens = tokens
      return grouping
    }
    grouping.tokens.reserveCapacity(tokens.count)
    // In brackets that are written a comma parts items: `(1,200)` is a point.
    var listDepth = 0
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      switch token.kind {
      case .open(.round), .open(.square), .open(.set), .open(.angle): listDepth += 1
      case .close(.round), .close(.square), .close(.set), .close(.angle): listDepth -= 1
      default: break
      }
      var end = index
      if token.kind == .number, (1...3).contains(token.end - token.start), text[token.start] != UInt8(ascii: "0") {
        end = grouping.end(of: index, in: tokens, text, commas: listDepth == 0 ? commas : .partItems)
      }
      if end > index {
        let whole = Token(
          kind: .number, start: token.start, end: tokens[end].end, isApart: token.isApart, isText: token.isText)
        grouping.tokens.append(whole)
      } else {
        grouping.tokens.append(token)
      }
      index = end + 1
    }
    return grouping
  }

  /// Square brackets that face outwards, `]0, 1[`, are open ends; and the parenthesis of `C) 12` is a point.
  mutating func rewriteOutwardBrackets() {
    func isEdge(_ index: Int) -> Bool {
      guard tokens.indices.contains(index) else { return true }
      switch tokens[index].kind {
      case .union, .intersection, .without, .comma, .semicolon, .relation: return true
      default: return false
      }
    }
    for (index, token) in tokens.enumerated() {
      let kind: Token.Kind
      switch token.kind {
      case .close(.square) where isEdge(index - 1): kind = .open(.round)
      case .open(.square) where isEdge(index + 1): kind = .close(.round)
      case .close(.round) where index == 1 && (tokens[0].kind == .letter || tokens[0].kind == .number): kind = .period
      default: continue
      }
      tokens[index] = Token(
        kind: kind, start: token.start, end: token.end, isApart: token.isApart, isText: token.isText)
    }
  }

  /// The last token of the number that begins with the group of digits at `start`.
  private mutating func end(
    of start: Int, in tokens: [Token], _ text: ArraySlice<UInt8>, commas: AnswerParser.Commas
  ) -> Int {
    var end = start
    var separator: Token.Kind?
    while end + 1 < tokens.count {
      let next = tokens[end + 1]
      let isComma = next.kind == .comma || next.kind == .thousands
      let group = isComma ? end + 2 : end + 1
      guard group < tokens.count, tokens[group].kind == .number else { return end }
      if isComma {
        guard separator == nil || separator == next.kind, !next.isApart, !tokens[group].isApart else { return end }
        if next.kind == .comma, commas == .partItems { return end }
      } else {
        guard separator == nil || separator == .number, tokens[group].isApart else { return end }
        // `2 100/3` is no thousand.
        if group + 1 < tokens.count, tokens[group + 1].kind == .slash { return end }
      }
      let digits = text[tokens[group].start..<tokens[group].end].prefix(while: \.isDigit).count
      let isLast = digits < tokens[group].end - tokens[group].start
      guard digits == 3 else { return end }
      if next.kind == .comma { isAmbiguous = true }
      separator = isComma ? next.kind : .number
      end = group
      if isLast { return end }
    }
    return end
  }
}
