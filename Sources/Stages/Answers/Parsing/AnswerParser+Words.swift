// Answers in words.
extension AnswerParser {
  /// The item if it is words and nothing else, some of which may say a number: `even`, `two lines`.
  mutating func onlyWords() throws(Misread) -> Answer? {
    guard position < limit, tokens[position..<limit].allSatisfy(isWordlike) else { return nil }
    guard
      tokens[position..<limit].contains(where: { $0.kind == .word && ($0.isText || !isMathWord($0)) })
        || limit - position == 1 && kind == .word
    else { return nil }
    if limit - position == 1, isMathWord(tokens[position]), !tokens[position].isText,
      tokens[position].end - tokens[position].start <= 3
    {
      return nil
    }
    if limit - position == 2, tokens[limit - 1].kind == .letter,
      let letter = Choices.letter(spelling(tokens[limit - 1])),
      Words.namesLetter(spelling(tokens[position]).lowercased())
    {
      position = limit
      return .choice(letter, nil)
    }
    if numberInWords(peek: true) != nil { return nil }
    guard let phrase = Phrase(words: Array(tokens[position..<limit]), in: text) else { throw Misread() }
    position = limit
    if let set = Words.set(phrase.text) { return .numbers(set) }
    return .words(phrase)
  }

  private func isWordlike(_ token: Token) -> Bool {
    switch token.kind {
    case .word: true
    case .letter: token.isText || token.isApart || limit - position > 1
    case .minus, .period: true
    default: false
    }
  }

  /// Whether letters without a backslash are variables side by side, `AB`, `xy`, rather than a word.
  func isMathWord(_ token: Token) -> Bool {
    guard token.kind == .word else { return false }
    // `12 per hour`: behind a number, words that stand apart say what is counted.
    if token.isApart, position > 0, position < limit, tokens[position].start == token.start,
      tokens[position - 1].kind == .number
    {
      return false
    }
    let length = token.end - token.start
    guard length <= 4, bytes(token).allSatisfy(\.isLetter) else { return false }
    if bytes(token).allSatisfy({ $0 & 0x20 == 0 }) { return !token.isText || length <= 3 }
    let word = spelling(token)
    return !token.isText && length <= 3 && !Units.isAbbreviation(word) && !Words.isShortEnglish(word.lowercased())
  }

  /// A number in words: `four`, `twenty-one`, `two hundred`, `one half`, `3 million`.
  mutating func numberInWords(peek: Bool = false) -> Term? {
    let start = position
    defer { if peek { position = start } }
    guard let token = current, token.kind == .word else { return nil }
    guard let first = NumberWords.small(spelling(token).lowercased()) else {
      guard spelling(token).lowercased() == "half", position + 1 == limit || peek == false else { return nil }
      position += 1
      return .one / .integer(2)
    }
    position += 1
    var total = 0
    var part = first
    var last = first
    while position < limit {
      let hyphen = kind == .minus ? 1 : 0
      guard position + hyphen < limit, tokens[position + hyphen].kind == .word else { break }
      let word = spelling(tokens[position + hyphen]).lowercased()
      if let value = NumberWords.small(word), last >= 20, last % 10 == 0, value < 10 || last % 100 == 0, value > 0 {
        part += value
        last = value
      } else if let scale = NumberWords.scale(word), part < 1_000_000, total < 1_000_000_000_000 {
        if scale >= 1000 {
          total += part * scale
          part = 0
        } else {
          part *= scale
        }
        last = scale
      } else if let denominator = NumberWords.denominator(word) {
        position += 1 + hyphen
        return .integer(total + part) / .integer(denominator)
      } else if word == "and", last % 100 == 0, position + 1 < limit,
        NumberWords.small(spelling(tokens[position + 1]).lowercased()) != nil
      {
        position += 1
        continue
      } else {
        break
      }
      position += 1 + hyphen
    }
    return .integer(total + part)
  }
}

extension Phrase {
  /// Words, numbers and letters, one after the other; nil if there is no word of sense among them.
  init?(words tokens: [Token], in text: ArraySlice<UInt8>) {
    var spelled: [String] = []
    var hasWord = false
    for token in tokens {
      switch token.kind {
      case .word, .letter, .number, .symbol, .constant, .function:
        let word = String(decoding: text[token.start..<token.end], as: UTF8.self)
        if token.kind == .word, token.end - token.start >= 2 { hasWord = true }
        spelled.append(word)
      // A hyphen joins words; a minus is a part of what is said.
      case .minus: if token.isApart || spelled.isEmpty { spelled.append("−") }
      case .open, .close, .comma, .period, .colon, .semicolon, .row, .thousands, .prime: continue
      default: spelled.append(String(decoding: text[token.start..<token.end], as: UTF8.self))
      }
      if spelled.count > 400 { return nil }
    }
    guard hasWord else { return nil }
    original = spelled.joined(separator: " ")
    let kept = spelled.map { $0.lowercased() }
    let body = kept.drop { Words.isArticle($0) || Words.isPreposition($0) }
    self.text = Words.synonym((body.isEmpty ? kept[...] : body).joined(separator: " "))
  }
}
