// Answers on one line: as programs print them, and with signs beyond ASCII.
extension AnswerRewriter {
  static let styles = [
    Rule("as a program prints it") { answer in LineStyle.python.text(answer).map { [$0] } ?? [] },
    Rule("on one line") { answer in LineStyle.caret.text(answer).map { [$0, "`\($0)`"] } ?? [] },
    Rule("with Unicode signs") { answer in LineStyle.unicode.text(answer).map { [$0] } ?? [] },
    Rule("Unicode for commands") { answer in
      var text = answer.text
      for (command, sign) in [
        ("\\le", "≤"), ("\\ge", "≥"), ("\\infty", "∞"), ("\\cup", "∪"), ("\\pi", "π"), ("\\ne", "≠"), ("\\cdot", "·"),
        ("\\times", "×"), ("\\pm", "±"),
      ] { text = AnswerPieces(AnswerPieces(text).pieces.map { $0 == command ? sign : $0 }).text }
      return [
        text, text.replacing("^{\\circ}", with: "°"),
        text.firstMatch(of: /\\text|\\mbox/) == nil ? text.replacing("-", with: "−") : text,
      ]
    },
    Rule("a program's collection") { answer in
      func lines(_ items: [PlainAnswer]) -> [String]? {
        let lines = items.compactMap(LineStyle.python.text)
        return lines.count == items.count ? lines : nil
      }
      if let list = answer.list, let lines = lines(list) {
        return [
          "[\(lines.joined(separator: ", "))]", "{\(lines.joined(separator: ", "))}",
          "FiniteSet(\(lines.joined(separator: ", ")))", "x = [\(lines.joined(separator: ", "))]",
        ]
      }
      if let set = answer.set, let lines = lines(set) { return ["{\(lines.joined(separator: ", "))}"] }
      if let matrix = answer.matrix {
        let rows = matrix.compactMap(lines).map { "[\($0.joined(separator: ", "))]" }
        return rows.count == matrix.count
          ? ["[\(rows.joined(separator: ", "))]", "Matrix([\(rows.joined(separator: ", "))])"] : []
      }
      if answer.interval == nil, let sequence = answer.sequence, sequence.open == "(", sequence.close == ")",
        let lines = lines(sequence.items)
      {
        return ["(\(lines.joined(separator: ", ")))"]
      }
      return []
    },
  ]
}

/// How to write a formula on one line without TeX.
enum LineStyle {
  case python, caret, unicode

  /// The whole scalar; nil if it is none, or has what the style has no sign for.
  func text(_ answer: PlainAnswer) -> String? {
    guard answer.isScalar else { return nil }
    // The imaginary unit has another name, and letters may only be told from it if there are no others.
    guard
      self != .python || !answer.hasVariables
        || !answer.pieces.pieces.contains("i") && !answer.pieces.pieces.contains("e")
    else { return nil }
    return expression(answer.pieces)
  }

  private func expression(_ pieces: AnswerPieces) -> String? {
    var text = ""
    var needsSign = false
    var index = 0
    func put(_ atom: String) {
      if needsSign { text += sign(text, atom) }
      text += atom
      needsSign = true
    }
    while index < pieces.pieces.count {
      let piece = pieces.pieces[index]
      index += 1
      switch piece {
      case " ": continue
      case "\\cdot": needsSign = true
      case "+", "-":
        text += text.isEmpty || self == .unicode ? (piece == "-" && self == .unicode ? "−" : piece) : " \(piece) "
        needsSign = false
      case "\\frac":
        guard let top = argument(pieces, &index), let bottom = argument(pieces, &index) else { return nil }
        put("(\(wrapped(top))/\(wrapped(bottom)))")
      case "\\sqrt":
        guard index < pieces.pieces.count, pieces.pieces[index] != "[", let inner = argument(pieces, &index) else {
          return nil
        }
        put(self == .unicode ? (Int(inner) == nil ? "√(\(inner))" : "√\(inner)") : "sqrt(\(inner))")
      case "^":
        guard let exponent = argument(pieces, &index) else { return nil }
        if self == .unicode, let digit = Int(exponent), 0...9 ~= digit {
          text += ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"][digit]
        } else {
          text += (self == .python ? "**" : "^") + wrapped(exponent)
        }
        needsSign = true
      case "(", "{":
        guard let close = pieces.closing(of: index - 1),
          let inner = expression(AnswerPieces(Array(pieces.pieces[index..<close])))
        else { return nil }
        put("(\(inner))")
        index = close + 1
      case "\\pi": put(self == .unicode ? "π" : "pi")
      case "i": put(self == .python ? "I" : "i")
      case "e": put(self == .python ? "E" : "e")
      default:
        guard let first = piece.first, first.isNumber || first.isLetter || first == "." else { return nil }
        put(piece)
      }
    }
    return text.isEmpty ? nil : text
  }

  /// What stands between two factors. Letters may touch what is no letter.
  private func sign(_ before: String, _ atom: String) -> String {
    switch self {
    case .python: "*"
    case .unicode: "·"
    case .caret:
      atom.first?.isNumber == true || atom.count > 1 && atom.first?.isLetter == true || before.hasSuffix("pi")
        ? "*" : ""
    }
  }

  private func argument(_ pieces: AnswerPieces, _ index: inout Int) -> String? {
    guard let range = pieces.argument(at: index) else { return nil }
    index = range.upperBound
    return expression(pieces.content(range))
  }

  /// In parentheses, unless it is a single number or letter.
  private func wrapped(_ text: String) -> String {
    text.allSatisfy(\.isNumber) || text.count == 1 ? text : "(\(text))"
  }
}
