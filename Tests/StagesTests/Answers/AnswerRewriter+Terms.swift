// Sums and products in another order, and other forms of the same value.
extension AnswerRewriter {
  static let terms = [
    Rule("a sum from its other end") { answer in
      guard let terms = answer.terms, terms.count > 1 else { return [] }
      return [sum(terms.reversed()), sum(Array(terms.dropFirst()) + terms.prefix(1))]
    },
    Rule("factors with a sign between them") { answer in
      guard let terms = answer.terms else { return [] }
      return ["\\cdot ", "\\times "].map { sign in
        sum(terms.map { ($0.sign, AnswerPieces(factors($0.term).map(\.text).joined(separator: " " + sign))) })
      }
    },
    Rule("factors in another order") { answer in
      guard let terms = answer.terms else { return [] }
      return [
        sum(
          terms.map { ($0.sign, AnswerPieces(factors($0.term).reversed().map(\.text).joined(separator: " \\cdot "))) })
      ]
    },
    Rule("the whole with a factor or term that does nothing") { answer in
      guard answer.isScalar else { return [] }
      return [
        "1 \\cdot (\(answer.text))", "(\(answer.text)) + 0", "\\frac{2(\(answer.text))}{2}", "-(-(\(answer.text)))",
        "(\(answer.text)) + 1 - 1",
      ]
    },
    Rule("fraction parted from its root or letter") { answer in
      guard let match = answer.text.wholeMatch(of: /(-?)\\frac\{(\d*)(\s*(?:\\sqrt\{\d+\}|\\pi|[a-z]))\}\{(\d+)\}/)
      else { return [] }
      let top = match.2.isEmpty ? "1" : match.2
      return [
        "\(match.1)\\frac{\(top)}{\(match.4)}\(match.3)", "\(match.1)\(match.2)\(match.3)/\(match.4)",
        "\(match.1)\\frac{\(top)}{\(match.4)} \\cdot \(match.3)",
      ]
    },
    Rule("root drawn together") { answer in
      guard let match = answer.text.wholeMatch(of: /(-?)(\d{1,5})\s*\\sqrt\{(\d{1,6})\}/), let factor = Int(match.2),
        let inner = Int(match.3)
      else { return [] }
      return [
        "\(match.1)\\sqrt{\(factor * factor * inner)}", "\(match.1)\(factor)\\cdot \(inner)^{1/2}",
        "\(match.1)\(factor) \\cdot \(inner)^{0.5}",
      ]
    },
    Rule("root in the denominator") { answer in
      guard let match = answer.text.wholeMatch(of: /(-?)\\frac\{(\d*)\s*\\sqrt\{(\d+)\}\}\{(\d+)\}/),
        let root = Int(match.3), let bottom = Int(match.4)
      else { return [] }
      let factor = match.2.isEmpty ? 1 : Int(match.2) ?? 1
      return ["\(match.1)\\frac{\(factor * root)}{\(bottom)\\sqrt{\(root)}}"]
    },
    Rule("sum over a denominator, term by term") { answer in
      guard answer.isScalar, answer.pieces.pieces.first == "\\frac", let top = answer.pieces.argument(at: 1),
        let bottom = answer.pieces.argument(at: top.upperBound), bottom.upperBound == answer.pieces.pieces.count,
        let terms = PlainAnswer(pieces: answer.pieces.content(top)).terms, terms.count > 1
      else { return [] }
      let divisor = answer.pieces.content(bottom).text
      return [sum(terms.map { ($0.sign, AnswerPieces("\\frac{\($0.term.text)}{\(divisor)}")) })]
    },
    Rule("squares as products") { answer in
      guard let terms = answer.terms else { return [] }
      return [
        sum(terms.map { ($0.sign, AnswerPieces(factors($0.term).map(squareAsProduct).joined(separator: " \\cdot "))) })
      ]
    },
  ]

  /// Terms with their signs as one sum. A sum that begins with a product's parts keeps them together.
  static func sum(_ terms: [(sign: String, term: AnswerPieces)]) -> String {
    var text = ""
    for (sign, term) in terms {
      text += text.isEmpty ? (sign == "-" ? "-" : "") : " \(sign) "
      text += term.text
    }
    return text
  }

  /// The factors of a term that stand side by side: numbers, letters with powers, fractions, roots, parentheses.
  static func factors(_ term: AnswerPieces) -> [AnswerPieces] {
    var factors: [[String]] = []
    var index = 0
    while index < term.pieces.count {
      let piece = term.pieces[index]
      let start = index
      switch piece {
      case " ", "\\cdot":
        index += 1
        continue
      case "\\frac":
        index =
          term.argument(at: index + 1).flatMap { term.argument(at: $0.upperBound) }?.upperBound ?? term.pieces.count
      case "\\sqrt":
        var argument = index + 1
        if argument < term.pieces.count, term.pieces[argument] == "[" {
          argument = (term.closing(of: argument) ?? argument) + 1
        }
        index = term.argument(at: argument)?.upperBound ?? term.pieces.count
      case "(", "[", "{": index = (term.closing(of: index) ?? index) + 1
      default: index += 1
      }
      while index < term.pieces.count, term.pieces[index] == "^" {
        index = term.argument(at: index + 1)?.upperBound ?? term.pieces.count
      }
      factors.append(Array(term.pieces[start..<min(index, term.pieces.count)]))
    }
    return factors.map(AnswerPieces.init)
  }

  /// `x^{2}` as `x \cdot x`; any other factor as it is.
  private static func squareAsProduct(_ factor: AnswerPieces) -> String {
    guard factor.pieces.count == 5, factor.pieces.dropFirst().elementsEqual(["^", "{", "2", "}"]) else {
      return factor.text
    }
    return factor.pieces[0] + " \\cdot " + factor.pieces[0]
  }
}
