/// An answer in one plain spelling, and what it consists of as far as rewriting has to know.
///
/// What is not told apart here is left alone by the rules: they must never change a meaning.
struct PlainAnswer {
  /// Without dollar signs, with every argument in braces and every fraction a `\frac`.
  let pieces: AnswerPieces

  var text: String { pieces.text }

  /// Whether words stand between formulas, which keep their dollar signs.
  let isProse: Bool

  init(_ answer: String) {
    isProse = answer.split(separator: "$", omittingEmptySubsequences: false).enumerated().contains { index, part in
      index > 0 && index % 2 == 0 && part.contains(/[a-z]{3}/)
    }
    guard !isProse else {
      pieces = AnswerPieces(answer).trimmed
      return
    }
    var text = answer.replacing(/(\d)(?:,\\!\s*|\{,\}|\{,\}\\!|\\,)(?=\d{3}(?!\d))/) { String($0.1) }
    if text.wholeMatch(of: /\s*-?\d{1,3}(,\d{3})+\s*/) != nil { text = text.replacing(",", with: "") }
    let plain = AnswerPieces(text).pieces.map { Self.plain[$0] ?? $0 }.filter { !$0.isEmpty }
    var pieces = AnswerPieces(plain).withBraces.trimmed
    if pieces.pieces.last == "." { pieces = AnswerPieces(Array(pieces.pieces.dropLast())) }
    self.pieces = pieces
  }

  init(pieces: AnswerPieces) {
    self.pieces = pieces.trimmed
    isProse = false
  }

  private static let plain = [
    "\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\cfrac": "\\frac", "\\leq": "\\le", "\\geq": "\\ge", "\\neq": "\\ne",
    "\\leqslant": "\\le", "\\geqslant": "\\ge", "\\left": "", "\\right": "", "\\displaystyle": "", "\\!": "",
    "\\,": " ", "$": "",
    "\\;": " ", "\\ ": " ", "\\quad": " ", "~": " ", "\n": " ",
  ]
}

extension PlainAnswer {
  /// A number as it stands: `12`, `-0.5`.
  var isNumber: Bool { text.wholeMatch(of: /-?(\d+(\.\d+)?|\.\d+)/) != nil }

  /// A whole number of few enough digits to count with.
  var integer: Int? { text.wholeMatch(of: /-?\d{1,15}/) == nil ? nil : Int(text) }

  /// Numerator and denominator of a fraction of whole numbers.
  var fraction: (top: Int, bottom: Int)? {
    guard let match = text.wholeMatch(of: /(-?)\s*\\frac\{\s*(-?\d{1,9})\s*\}\{\s*(\d{1,9})\s*\}/) else { return nil }
    guard let top = Int(match.2), let bottom = Int(match.3), bottom != 0 else { return nil }
    return (match.1.isEmpty ? top : -top, bottom)
  }

  /// Whether it is a number or an expression of letters, fractions, roots and π, and nothing else.
  var isScalar: Bool {
    guard !pieces.pieces.isEmpty, pieces.pieces.allSatisfy(Self.isScalarPiece) else { return false }
    // A letter before a parenthesis may be a function's name.
    guard text.firstMatch(of: /[fghpqtPQRFGN]\s*\(/) == nil, !hasMixedNumber else { return false }
    // Four letters in a row are rather a word.
    guard text.replacing(/\\[a-z]+/, with: " ").firstMatch(of: /[a-zA-Z]{4}/) == nil else { return false }
    return Self.isBalanced(pieces) && text.firstMatch(of: /\d\s+\d|^[+*]|[-+]\s*$/) == nil
  }

  /// Whether it has letters other than the constants e and i.
  var hasVariables: Bool {
    pieces.pieces.contains { $0.count == 1 && $0.first?.isLetter == true && $0 != "e" && $0 != "i" }
  }

  /// `2\frac{1}{2}` is a sum, unlike all other factors side by side.
  var hasMixedNumber: Bool { text.firstMatch(of: /\d\s*\\frac\{\d+\}\{\d+\}/) != nil }

  private static func isScalarPiece(_ piece: String) -> Bool {
    switch piece {
    case "\\frac", "\\sqrt", "\\pi", "+", "-", "(", ")", "{", "}", "^", " ", "\\cdot": return true
    default:
      guard let first = piece.first, first.isASCII else { return false }
      return first.isNumber || first == "." && piece.count > 1 || piece.count == 1 && first.isLetter
    }
  }

  private static func isBalanced(_ pieces: AnswerPieces) -> Bool {
    var depth = 0
    for piece in pieces.pieces {
      depth += AnswerPieces.depth(of: piece)
      if depth < 0 { return false }
    }
    return depth == 0
  }

  /// The terms of a sum with their signs; nil if it is no scalar.
  var terms: [(sign: String, term: AnswerPieces)]? {
    guard isScalar else { return nil }
    let signs = pieces.topLevel { $0 == "+" || $0 == "-" }
    let parts = pieces.split(at: signs).map(\.trimmed)
    var terms = zip(signs, parts.dropFirst()).map { (sign: pieces.pieces[$0], term: $1) }
    if let first = parts.first, !first.pieces.isEmpty { terms.insert((sign: "+", term: first), at: 0) }
    return terms.contains { $0.term.pieces.isEmpty } ? nil : terms
  }

  /// The items between commas outside of brackets, if there are two scalars or more: `1, 2`.
  var list: [PlainAnswer]? {
    let text = text.replacing(/,?\s*\\(text|mbox|textrm|mathrm)\{,?\s*(and|or)\s*\}\s*/, with: ", ")
    guard let items = PlainAnswer(pieces: AnswerPieces(text)).items, items.allSatisfy(\.isScalar) else { return nil }
    return items
  }

  /// The items in braces: `\{1, 2\}`.
  var set: [PlainAnswer]? {
    guard pieces.pieces.first == "\\{", pieces.closing(of: 0) == pieces.pieces.count - 1 else { return nil }
    let inner = PlainAnswer(pieces: AnswerPieces(Array(pieces.pieces.dropFirst().dropLast())))
    let items = inner.items ?? [inner]
    return items.allSatisfy(\.isScalar) ? items : nil
  }

  /// The items in brackets in their order, with the brackets: `(1, 2)`, `[0, 3)`.
  var sequence: (open: String, items: [PlainAnswer], close: String)? {
    guard let open = pieces.pieces.first, let close = pieces.pieces.last, open == "(" || open == "[",
      pieces.closing(of: 0) == pieces.pieces.count - 1
    else { return nil }
    let inner = PlainAnswer(pieces: AnswerPieces(Array(pieces.pieces.dropFirst().dropLast())))
    guard let items = inner.items, items.allSatisfy({ $0.isScalar || $0.isInfinity }) else { return nil }
    return (open, items, close)
  }

  var isInfinity: Bool { text.wholeMatch(of: /[-+]?\s*\\infty/) != nil }

  /// An interval that cannot be a point, since its brackets differ or an end is infinite.
  var interval: (open: String, items: [PlainAnswer], close: String)? {
    guard let sequence, sequence.items.count == 2 else { return nil }
    let isSure = (sequence.open == "[") != (sequence.close == "]") || sequence.items.contains(where: \.isInfinity)
    return isSure ? sequence : nil
  }

  /// The two sides of a relation with one sign.
  var sides: (left: PlainAnswer, sign: String, right: PlainAnswer)? {
    let signs = pieces.topLevel { Self.reversed[$0] != nil }
    guard signs.count == 1, pieces.topLevel(where: { $0 == "," }).isEmpty else { return nil }
    let parts = pieces.split(at: signs).map(PlainAnswer.init(pieces:))
    guard !parts[0].pieces.pieces.isEmpty, !parts[1].pieces.pieces.isEmpty else { return nil }
    return (parts[0], pieces.pieces[signs[0]], parts[1])
  }

  /// Every sign of relation with what it is from right to left.
  static let reversed = [
    "=": "=", "<": ">", ">": "<", "\\le": "\\ge", "\\ge": "\\le", "\\lt": ">", "\\gt": "<", "\\ne": "\\ne",
  ]

  /// The rows of a matrix.
  var matrix: [[PlainAnswer]]? {
    guard let match = text.wholeMatch(of: /\\begin\{pmatrix\}(.*)\\end\{pmatrix\}/) else { return nil }
    let rows = String(match.1).split(separator: "\\\\").map { row in
      row.split(separator: "&").map {
        PlainAnswer(String($0).replacing(/([0-9]+)\/([0-9]+)/) { "\\frac{\($0.1)}{\($0.2)}" })
      }
    }
    guard rows.joined().allSatisfy(\.isScalar), Set(rows.map(\.count)).count == 1 else { return nil }
    return rows
  }

  private var items: [PlainAnswer]? {
    let commas = pieces.topLevel { $0 == "," }
    guard !commas.isEmpty else { return nil }
    let items = pieces.split(at: commas).map(PlainAnswer.init(pieces:))
    return items.contains { $0.pieces.pieces.isEmpty } ? nil : items
  }
}

extension AnswerPieces {
  /// The same with braces around every argument.
  var withBraces: AnswerPieces {
    var result: [String] = []
    var index = 0
    while index < pieces.count {
      let piece = pieces[index]
      result.append(piece)
      index += 1
      let count =
        piece == "\\frac" || piece == "\\binom" ? 2 : piece == "\\sqrt" || piece == "^" || piece == "_" ? 1 : 0
      if piece == "\\sqrt", index < pieces.count, pieces[index] == "[", let close = closing(of: index) {
        result += pieces[index...close]
        index = close + 1
      }
      for _ in 0..<count {
        guard let range = argument(at: index) else { break }
        let inner = content(range)
        // `^\frac12` has arguments of its own.
        if range.count == 1, pieces[range.lowerBound].hasPrefix("\\"), pieces[range.lowerBound] != "\\circ",
          pieces[range.lowerBound] != "\\pi"
        {
          break
        }
        result += ["{"] + inner.withBraces.pieces + ["}"]
        index = range.upperBound
      }
    }
    return AnswerPieces(result)
  }
}
