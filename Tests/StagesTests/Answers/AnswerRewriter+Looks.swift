// What changes only the looks of a formula, and what stands around it.
extension AnswerRewriter {
  /// Braces, spaces and commands that TeX sets alike.
  static let looks = [
    Rule("plain TeX") { [$0.text] },
    Rule("another fraction command") { answer in
      ["\\dfrac", "\\tfrac", "\\cfrac"].map { answer.text.replacing("\\frac", with: $0) }
    },
    Rule("arguments without braces") { answer in
      [
        answer.text.replacing(/\\frac\{(\d)\}\{(\d)\}/) { "\\frac\($0.1)\($0.2)" }
          .replacing(/\\sqrt\{(\d)\}/) { "\\sqrt\($0.1)" }.replacing(/([\^_])\{(\d|[a-z])\}/) { "\($0.1)\($0.2)" }
      ]
    },
    Rule("arguments behind a space") { answer in
      [
        answer.text.replacing(/\\frac\{(\d)\}\{(\d)\}/) { "\\frac \($0.1) \($0.2)" }.replacing(/\\sqrt\{(\d)\}/) {
          "\\sqrt \($0.1)"
        }
      ]
    },
    Rule("\\left and \\right") { answer in
      [answer.text.replacing(/(\\\{|[(\[])/) { "\\left\($0.1)" }.replacing(/(\\\}|[)\]])/) { "\\right\($0.1)" }]
        .filter { $0.firstMatch(of: /\\sqrt\\left|\\begin/) == nil }
    },
    Rule("sized brackets") { answer in
      [answer.text.replacing("(", with: "\\bigl(").replacing(")", with: "\\bigr)")]
    },
    Rule("more spaces") { answer in [spaced(answer, " "), spaced(answer, "\\,"), spaced(answer, "\\ ")] },
    Rule("no spaces") { answer in
      guard answer.text.firstMatch(of: /\\text|\\mbox|\\math|\d\s+\d|\\textbf/) == nil else { return [] }
      return [AnswerPieces(answer.pieces.pieces.filter { $0 != " " }).text]
    },
    Rule("braces around everything") { ["{\($0.text)}"] },
    Rule("parentheses around everything") { $0.isScalar ? ["(\($0.text))", "\\left(\($0.text)\\right)"] : [] },
    Rule("bold") { $0.isScalar ? ["\\mathbf{\($0.text)}", "\\boldsymbol{\($0.text)}"] : [] },
    Rule("display style") { ["\\displaystyle \($0.text)"] },
    Rule("a negative space") { $0.isScalar ? ["\($0.text)\\!", "\\! \($0.text)"] : [] },
    Rule("relation commands") { answer in
      [
        answer.text.replacing(/\\le(?![a-z])/, with: "\\leq").replacing(/\\ge(?![a-z])/, with: "\\geq"),
        answer.text.replacing(/\\le(?![a-z])/, with: "\\leqslant").replacing(/\\ge(?![a-z])/, with: "\\geqslant"),
        answer.text.replacing("<", with: "\\lt ").replacing(">", with: "\\gt "),
      ]
    },
  ]

  private static func spaced(_ answer: PlainAnswer, _ space: String) -> String {
    guard answer.text.firstMatch(of: /\\text|\\mbox|\\math|\\begin/) == nil else { return answer.text }
    return answer.pieces.pieces.map { piece in
      ["+", "-", "=", ",", "<", ">", "\\le", "\\ge", "\\cup", "(", ")"].contains(piece)
        ? "\(space)\(piece)\(space)" : piece
    }.joined()
  }

  /// What stands around an answer: a sentence, a box, dollar signs.
  struct Frame: Sendable {
    let before: String
    let after: String

    var name: String { "\(before)…\(after)" }

    func around(_ text: String) -> String { before + text + after }

    var rule: Rule { Rule(name) { [around($0.text)] } }
  }

  static let frames = [
    ("$", "$"), ("$$", "$$"), ("$", "$."), ("\\(", "\\)"), ("\\[", "\\]"), ("\\[ ", " .\\]"), ("\\boxed{", "}"),
    ("$\\boxed{", "}$."),
    ("\\fbox{", "}"), ("The answer is $", "$."), ("The final answer is: $", "$"), ("So the answer is \\(", "\\)."),
    ("Final Answer: The final answer is $", "$. I hope it is correct."), ("**Answer:** $", "$"), ("**$", "$**"),
    ("#### ", ""),
    ("Therefore, we get \\[\\boxed{", "}.\\]"), ("Answer: $", "$"), ("\\boxed{\\boxed{", "}}"), ("\\boxed{$", "$}"),
    (" ", "\n"),
    ("**Final Answer**\n\n\\[\n\\boxed{", "}\n\\]"),
    ("There are 17 marbles.\n\nStep 1: $17 - 3 = 14$.\n\nTherefore, the answer is $\\boxed{", "}$."),
    ("<think>Maybe \\boxed{99}? No, wait.</think>\nThe final answer is $\\boxed{", "}$."),
  ].map(Frame.init)
}
