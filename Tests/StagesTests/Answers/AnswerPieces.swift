/// An answer in TeX, cut into what TeX takes for one thing: a command, a number, a single sign.
///
/// It is what rewriting and mutation work on. It knows nothing of the grader's own reading, so that both cannot make
/// the same mistake.
struct AnswerPieces {
  var pieces: [String]

  init(_ pieces: [String]) { self.pieces = pieces }

  /// Digits are joined to numbers, but where TeX itself takes one digit only, as in `\frac12` and `x^23`.
  init(_ text: String) {
    pieces = []
    var rest = Substring(text)
    // How many arguments the last command still waits for; those of the groups around wait beneath.
    var waiting = [0]
    while let first = rest.first {
      var piece = rest.prefix(1)
      if first == "\\" {
        piece = rest.prefix(1) + rest.dropFirst().prefix { $0.isASCII && $0.isLetter }
        if piece.count == 1 { piece = rest.prefix(2) }
      } else if first.isNumber && first.isASCII || first == "." && rest.dropFirst().first?.isNumber == true {
        piece = waiting[waiting.count - 1] > 0 ? rest.prefix(1) : Self.number(rest)
      }
      rest = rest.dropFirst(piece.count)
      pieces.append(String(piece))
      switch piece {
      case "{": waiting.append(0)
      case "}" where waiting.count > 1:
        waiting.removeLast()
        waiting[waiting.count - 1] = max(0, waiting[waiting.count - 1] - 1)
      case " ": break
      default:
        waiting[waiting.count - 1] = Self.arguments(piece) ?? max(0, waiting[waiting.count - 1] - 1)
      }
    }
  }

  private static func number(_ text: Substring) -> Substring {
    var hasPoint = false
    var end = text.startIndex
    while end < text.endIndex {
      let next = text.index(after: end)
      if text[end] == ".", !hasPoint, next < text.endIndex, text[next].isNumber {
        hasPoint = true
      } else if !(text[end].isASCII && text[end].isNumber) {
        break
      }
      end = next
    }
    return text[..<end]
  }

  private static func arguments(_ piece: Substring) -> Int? {
    switch piece {
    case "\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\binom": 2
    case "\\sqrt", "^", "_": 1
    default: nil
    }
  }

  /// The pieces together again. A command and a letter behind it stay apart.
  var text: String {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      text += piece
      if piece.hasPrefix("\\"), piece.last?.isLetter == true, index + 1 < pieces.count,
        pieces[index + 1].first?.isLetter == true
      {
        text += " "
      }
    }
    return text
  }

  /// The range of the argument at an index, spaces passed over: a group with its braces, or one piece.
  func argument(at start: Int) -> Range<Int>? {
    var start = start
    while start < pieces.count, pieces[start] == " " { start += 1 }
    guard start < pieces.count else { return nil }
    guard pieces[start] == "{" else { return start..<start + 1 }
    return closing(of: start).map { start..<$0 + 1 }
  }

  /// The index of the bracket that closes the one at an index.
  func closing(of start: Int) -> Int? {
    var depth = 0
    for index in start..<pieces.count {
      depth += Self.depth(of: pieces[index])
      if depth == 0 { return index }
    }
    return nil
  }

  /// An argument without its braces.
  func content(_ range: Range<Int>) -> AnswerPieces {
    let isGroup = pieces[range.lowerBound] == "{"
    return AnswerPieces(Array(isGroup ? pieces[range.dropFirst().dropLast()] : pieces[range]))
  }

  /// How much deeper in brackets a piece leads.
  static func depth(of piece: String) -> Int {
    switch piece {
    case "(", "[", "{", "\\{", "\\lfloor", "\\lceil", "\\langle", "\\begin": 1
    case ")", "]", "}", "\\}", "\\rfloor", "\\rceil", "\\rangle", "\\end": -1
    default: 0
    }
  }

  /// The indices of the pieces outside of all brackets that fulfil a condition.
  func topLevel(where condition: (String) -> Bool) -> [Int] {
    var depth = 0
    return pieces.indices.filter { index in
      depth += Self.depth(of: pieces[index])
      return depth == 0 && condition(pieces[index])
    }
  }

  /// The parts between the pieces at some indices.
  func split(at indices: [Int]) -> [AnswerPieces] {
    var parts: [AnswerPieces] = []
    var start = 0
    for index in indices + [pieces.count] {
      parts.append(AnswerPieces(Array(pieces[start..<index])))
      start = index + 1
    }
    return parts
  }

  /// The pieces without spaces at the ends.
  var trimmed: AnswerPieces {
    var pieces = pieces[...]
    while pieces.first == " " { pieces.removeFirst() }
    while pieces.last == " " { pieces.removeLast() }
    return AnswerPieces(Array(pieces))
  }
}
