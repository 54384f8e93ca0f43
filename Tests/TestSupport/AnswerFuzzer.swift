/// Makes pairs of answers that no grader expects, the same ones for the same seed.
package struct AnswerFuzzer {
  /// Every case has its own dice, so that one can be made again without those before it.
  private var dice: Dice
  private let longest: Int

  private init(dice: Dice, longest: Int) {
    self.dice = dice
    self.longest = longest
  }

  /// The pair of a number.
  /// - Parameter longest: about how many bytes the longest text may have; few cases are near it.
  package static func pair(_ number: Int, seed: UInt64, longest: Int) -> (left: [UInt8], right: [UInt8]) {
    var dice = Dice(state: seed)
    dice = Dice(state: dice.next() ^ UInt64(truncatingIfNeeded: number))
    var fuzzer = AnswerFuzzer(dice: dice, longest: longest)
    return fuzzer.pair()
  }

  private mutating func pair() -> (left: [UInt8], right: [UInt8]) {
    let left = text()
    switch below(10) {
    // What was changed a little is what a grader may take for the same, or for different only one way round.
    case 0..<5: return (left, mutated(left))
    case 5: return (left, Array(pick(AnswerCorpus.answers).utf8))
    default: return (left, text())
    }
  }

  private mutating func text() -> [UInt8] {
    switch below(100) {
    case 0..<25: return Array(pick(AnswerCorpus.answers).utf8)
    case 25..<65: return mutated(Array(pick(AnswerCorpus.answers).utf8))
    case 65..<80: return Array(tokens().utf8)
    case 80..<86: return (0..<below(40)).map { _ in UInt8(below(256)) }
    case 86..<92: return Array(pick(AnswerGiants.numbers).utf8)
    case 92..<94: return mutated(Array(pick(AnswerGiants.numbers).utf8))
    default:
      // Sizes are spread over all orders of magnitude.
      var size = longest
      while size > 16, below(8) > 0 { size /= 4 }
      return AnswerGiants.text(pick(AnswerGiants.patterns), bytes: 1 + below(size))
    }
  }

  private mutating func tokens() -> String { (0...below(14)).map { _ in pick(AnswerFuzzer.vocabulary) }.joined() }

  private mutating func mutated(_ text: [UInt8]) -> [UInt8] {
    // What is long already stays as it is: to take it apart costs more than to grade it.
    guard text.count < 10_000 else { return text }
    var parts = AnswerFuzzer.parts(text)
    for _ in 0...below(3) { mutate(&parts) }
    return Array(parts.joined())
  }

  private mutating func mutate(_ parts: inout [[UInt8]]) {
    let range = range(in: parts)
    switch below(11) {
    case 0: parts.removeSubrange(range)
    case 1: parts.insert(contentsOf: parts[range], at: range.upperBound)
    case 2: for _ in 0..<below(30) { parts.insert(contentsOf: parts[range], at: range.lowerBound) }
    case 3:
      guard parts.count > 1 else { return }
      parts.swapAt(below(parts.count), below(parts.count))
    case 4: parts.replaceSubrange(range, with: [Array(pick(AnswerFuzzer.vocabulary).utf8)])
    case 5: parts.insert(Array(pick(AnswerFuzzer.vocabulary).utf8), at: range.lowerBound)
    case 6:
      let other = AnswerFuzzer.parts(Array(pick(AnswerCorpus.answers).utf8))
      let otherRange = self.range(in: other)
      parts.replaceSubrange(range, with: other[otherRange])
    case 7, 8:
      let around = pick(AnswerFuzzer.wrappers)
      parts.insert(Array(around.1.utf8), at: range.upperBound)
      parts.insert(Array(around.0.utf8), at: range.lowerBound)
    case 9: parts.insert([UInt8(below(256))], at: range.lowerBound)
    default:
      guard !parts.isEmpty else { return }
      var part = parts[range.lowerBound % parts.count]
      if !part.isEmpty { part[below(part.count)] ^= 1 << UInt8(below(8)) }
      parts[range.lowerBound % parts.count] = part
    }
  }

  private mutating func range(in parts: [[UInt8]]) -> Range<Int> {
    let start = below(parts.count + 1)
    return start..<min(parts.count, start + below(4))
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &dice) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  /// Commands, runs of digits and single bytes.
  private static func parts(_ text: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var rest = text[...]
    while let first = rest.first {
      var part: ArraySlice<UInt8>
      if first == UInt8(ascii: "\\") {
        part =
          rest.prefix(1) + rest.dropFirst().prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
        if part.count == 1 { part = rest.prefix(2) }
      } else if first &- UInt8(ascii: "0") < 10 {
        part = rest.prefix { $0 &- UInt8(ascii: "0") < 10 }
      } else {
        part = rest.prefix(1)
      }
      parts.append(Array(part))
      rest = rest.dropFirst(part.count)
    }
    return parts
  }

  private static let vocabulary = [
    "0", "1", "2", "-1", "7", "10", "99999999999999999999", "0.5", ".", ",", ";", ":", "x", "y", "n", "e", "i", "a_1",
    "+",
    "-", "*", "/", "^", "_", "!", "%", "=", "<", ">", "|", "(", ")", "[", "]", "{", "}", "\\{", "\\}", "$", "&", "\\\\",
    " ",
    "\n", "\\", "\\frac", "\\sqrt", "\\pi", "\\pm", "\\mp", "\\times", "\\cdot", "\\div", "\\le", "\\ge", "\\neq",
    "\\in",
    "\\cup", "\\cap", "\\infty", "\\text", "\\text{ cm}", "\\left(", "\\right)", "\\left[", "\\right.", "\\boxed{",
    "^\\circ",
    "\\log", "\\sin", "\\begin{pmatrix}", "\\end{pmatrix}", "\\binom", "\\overline", "\\%", "\\$", "\\,", " and ",
    " or ",
    "cm", "dollars", "five", "1/0", "0^0", "−", "½", "²", "√", "∞", "\u{200B}", "\u{301}", "\u{FEFF}",
  ]

  private static let wrappers = [
    ("{", "}"), ("(", ")"), ("[", "]"), ("\\{", "\\}"), ("$", "$"), ("\\(", "\\)"), ("\\boxed{", "}"), ("\\text{", "}"),
    ("\\sqrt{", "}"), ("\\frac{", "}{2}"), ("\\frac{1}{", "}"), ("\\left(", "\\right)"), ("|", "|"), ("2^{", "}"),
    ("-(", ")"),
    ("x = ", ""), ("", " cm"), ("", "\\%"), ("(1,", ")"), ("\\{1,", "\\}"), ("\\begin{pmatrix}", "\\\\1\\end{pmatrix}"),
  ]

  /// SplitMix64.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}

/// Answers that would take a naive grader all of its memory, its stack or the night.
package enum AnswerGiants {
  /// Short texts of large numbers and of expressions that grow when they are worked out.
  package static let numbers = [
    "9^{9^{9^9}}", "9^9^9^9", "10^{10^{10}}", "10^{-10^{10}}", "-10^{10^{10}}", "99999!", "999999999!", "100!!!!",
    "3!!!!!!",
    "2^{1000000000}", "2^{-1000000000}", "(-1)^{10^{100}}", "1^{10^{100}}", "0^{10^{100}}", "1e999999999",
    "1e-999999999",
    "1.5\\times10^{999999999}", "0.1^{99999999}", "\\binom{1000000}{500000}", "\\binom{10^{10}}{5}",
    "\\sqrt[1000000007]{2}",
    "\\sqrt[10^{10}]{10^{10^{10}}}", "\\frac{1}{10^{10^{10}}}", "(x+1)^{100000}", "(x+y+z+1)^{500}",
    "((x+1)^{50}+1)^{50}",
    "x^{10^{10}}", "\\log_2(10^{10^{10}})", "\\log(\\log(10^{10^{10}}))", "\\sum_{k=1}^{10^{12}} k",
    "\\sin(10^{10^{10}})",
    "e^{10^{10}}", "e^{e^{e^{e^e}}}", "\\pi^{\\pi^{\\pi^\\pi}}", "i^{10^{20}}", "2^{0.5^{-40}}",
    "\\gcd(10^{5000},6^{5000})",
    "123456789123456789^{12345}", "7^{77777} \\bmod 1000", "\\sqrt{10^{100000}+1}", "0.\\overline{142857}^{99999}",
    "1-10^{-400}", "\\arctan(10^{400})", "\\tan(\\frac{\\pi}{2})", "(1+10^{-30})^{10^{30}}", "zzzzz_{36}",
    "9999999_{999999999}",
    "(10^9)!_{2}", "\\sqrt{2}^{\\sqrt{2}^{\\sqrt{2}^{99}}}", "[-10^{10^{10}}, 10^{10^{10}}]", "x > 10^{10^{10}}",
    "99999999999999999999999999999:1", "10^{10^{10}} \\text{ cm}", "10^{10^{10}}\\%", "\\lfloor 10^{10^{10}} \\rfloor",
  ]

  /// What is repeated to make a long text.
  package static let patterns = [
    "{", "}", "(", ")", "[", "]", "\\{", "$", "^", "_", "!", "%", "-", "+", "/", "|", "\\", "\\\\", "&", ",", ".", "=",
    "<", "\"",
    "9", "0", "0.", "1,", "1,000,", "1 ", "1/", "1+", "2*", "2^", "x^{", "x_", "x_{", "-(", "(x+1)", "(x+y)^2", "(1,",
    "[1,2]\\cup",
    "((", "{{", "()", "{}", "\\frac{", "\\frac", "\\frac{1}{", "\\dfrac12", "\\sqrt{", "\\sqrt", "\\sqrt[", "\\left(",
    "\\left(\\right)", "\\boxed{", "\\boxed", "\\text{", "\\text{a}", "\\begin{pmatrix}", "\\begin{pmatrix}1&2\\\\",
    "1&2\\\\",
    "\\pm1", "\\pm", "\\mp x", "\\sin", "\\log_", "\\cdot", "\\overline{", "\\{1,", "x=", "x<", "1<x<", "a", "ab ",
    " and ",
    "1 or ", "five ", "hundred ", "twenty-", "\\cup", "\\in", "\\mid", "5 cm ", "cm^2", "\\$", "XIV", "1:", "½", "²",
    "√", "é",
    "e\u{301}", "\u{301}", "\u{200B}", "漢", "<<1+1=2>>2", "\\boxed{1} ", "A: ", "#### ", "**", " ", "\n", "\t", "\u{0}",
    "i", "e^",
    "\\binom{", "|x", "\\lfloor", "f(", "\\sum_{k=1}^{", "\\int", "\\gcd(", "x+", "x_1+", "1.5e", "\\frac{x}{x+",
    "\\not",
  ]

  /// A pattern repeated up to a size.
  package static func text(_ pattern: String, bytes: Int) -> [UInt8] {
    let unit = Array(pattern.utf8)
    return Array(repeatElement(unit, count: max(1, bytes / max(1, unit.count))).joined())
  }
}
