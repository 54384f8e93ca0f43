import Stages
import Testing

@Suite("Grading never guesses, and says so when it cannot tell")
struct AnswersTests {
  @Test(
    "a number is the same number in every common spelling",
    arguments: [
      ("72", "72"), ("72", " 72.0 "), ("1,250", "1250"), ("1{,}250", "1250"), ("1\\,250", "1250"), ("1,\\!250", "1250"),
      ("0.5", ".5"), ("0.5", "\\frac{1}{2}"), ("\\frac12", "\\dfrac{1}{2}"), ("\\tfrac 1 2", "1/2"),
      ("\\frac{-1}{2}", "-\\frac{1}{2}"), ("- 0.5", "−1/2"), ("1\\frac{1}{2}", "1.5"), ("1 1/2", "3/2"),
      ("-1\\frac{1}{2}", "-1.5"), ("2/4", "1/2"), ("$72$", "72"), ("\\(72\\)", "72"), ("\\[72\\]", "72"),
      ("$$72$$", "72"), ("\\boxed{72}", "72"), ("$\\boxed{\\frac{1}{2}}$.", "0.5"), ("72.", "72"), ("$72.$", "72"),
      ("x = 3", "3"), ("3 = x", "3"), ("$x=3$", "x = 3"), ("+3", "3"), ("\\text{72}", "72"),
      ("\\left(x\\right)", "(x)"),
      ("123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890"),
    ])
  func sameNumber(left: String, right: String) {
    #expect(grade(left, right) == .correct)
  }

  @Test(
    "a unit, a currency sign or degrees may be left out",
    arguments: [
      ("$5", "5"), ("\\$5", "5"), ("$5", "5 dollars"), ("\\$1,250.50", "1250.5"), ("-$5", "-5"), ("$-5", "-5"),
      ("€5", "5"), ("72 clips", "72"), ("5 hours", "5 hour"), ("5\\text{ cm}", "5"), ("5\\,\\mathrm{cm}", "5cm"),
      ("5 cm^2", "5\\text{ cm}^{2}"), ("90^\\circ", "90"), ("90^{\\circ}", "90°"), ("90^\\circ", "90 degrees"),
      ("\\frac{1}{2} hours", "0.5"), ("60 miles per hour", "60"), ("60 km/h", "60"),
      ("$12 per hour", "12 dollars per hour"),
      ("x = 5 cm", "5"), ("3 bags of rice", "3"), ("98^\\circ\\text{F}", "98"),
    ])
  func units(left: String, right: String) {
    #expect(grade(left, right) == .correct)
  }

  @Test(
    "a percentage is its value, and may lack its sign",
    arguments: [
      ("50%", "0.5", .correct), ("50\\%", "50", .correct), ("50 percent", "50\\%", .correct),
      ("12.5\\%", "1/8", .correct),
      ("50%", "0.6", .wrong), ("50%", "5000", .wrong), ("50%", "60%", .wrong), ("50% ", "50", .correct),
      ("50%", "50 inches", .undecided), ("50%", "$50", .undecided),
    ] as [(String, String, Answers.Verdict)])
  func percentages(left: String, right: String, verdict: Answers.Verdict) {
    #expect(grade(left, right) == verdict)
  }

  @Test(
    "different numbers, different words, and a number against a word are wrong",
    arguments: [
      ("72", "73"), ("0.333", "1/3"), ("-5", "5"), ("5 cm", "6 cm"), ("5 cm", "6"), ("x=3", "x=4"), ("1 1/2", "11/2"),
      ("Monday", "Tuesday"), ("\\text{Monday}", "Tuesday"), ("A", "B"), ("72", "Monday"), ("even", "3/4"),
      ("1,000", "1"), ("\\frac{1}{2}", "\\frac{1}{3}"),
    ])
  func wrong(left: String, right: String) {
    #expect(grade(left, right) == .wrong)
  }

  @Test(
    "mathematics that is not a number is equal when it is spelled the same",
    arguments: [
      ("\\dfrac{\\pi}{2}", "\\frac{\\pi}{2}"), ("\\frac\\pi2", "\\frac{\\pi}{2}"), ("x^2+1", "x^{2} + 1"),
      ("\\left(1, 2\\right)", "(1,2)"), ("\\sqrt2", "\\sqrt{2}"), ("\\frac{\\sqrt3}2", "\\frac{\\sqrt{3}}{2}"),
      ("x \\leq 5", "x\\le5"), ("2\\sqrt{5}\\!", "2 \\sqrt 5"), ("\\boxed{x+1}", "$x+1$"),
      ("no solution", "no solution."),
      ("\\text{Monday}", "monday"), ("(B)", "(\\text{B})"), ("a", "a"), ("5m", "5m"),
    ])
  func sameSpelling(left: String, right: String) {
    #expect(grade(left, right) == .correct)
  }

  @Test(
    "what may be equal and may not is undecided",
    arguments: [
      ("x+1", "1+x"), ("\\frac{\\pi}{2}", "1.57"), ("2+3", "5"), ("(1,2)", "(2,1)"), ("\\{1,2\\}", "1,2"), ("5m", "5"),
      ("5 m", "5 cm"), ("100 cm", "1 m"), ("x=3", "y=3"), ("5 million", "5"), ("5 or 6", "5"), ("5 hundred", "500"),
      ("five", "5"), ("none", "0"), ("x", "5"), ("a", "A"), ("Sun", "Sunday"), ("5ab", "5"), ("5!", "5"),
      ("5\\pi", "5"),
      ("7:32", "7"), ("22_6", "22"), ("1. 5", "1.5"), ("1, 234", "1,234"), ("2\\frac{3}{2}", "3"), ("1/0", "5"),
      ("$1$$2$", "12"), ("\\boxed{1}\\boxed{2}", "12"), ("no solution", "empty set"), ("1.5 \\times 10^3", "1500"),
      ("The answer is 5", "5"), ("CD", "5"), ("5 \\text{ or more}", "5"), ("1e3", "1000"), ("3 1/2 1/2", "4"),
    ])
  func undecided(left: String, right: String) {
    #expect(grade(left, right) == .undecided)
  }

  @Test(
    "nothing to compare is told apart from a wrong answer", arguments: ["", " ", "$$", "\\boxed{}", ".", "\\( \\)"])
  func nothing(text: String) {
    #expect(grade(text, "5") == .unparseableAnswer)
    #expect(grade("5", text) == .unparseableGold)
    #expect(grade(text, text) == .unparseableGold)
  }

  @Test(
    "text cut short or damaged is graded all the same",
    arguments: ["\\frac{", "}{", "^", "{,", "\\frac\\frac", "$"])
  func damaged(text: String) {
    #expect(grade(text, text) == .correct)
    #expect(grade(text, "5") == .undecided)
  }

  @Test("ten thousand open braces, and a decimal of as many digits, are read in no time")
  func degenerate() {
    for piece in ["{", "}", "\\frac{", "\\boxed{", "\\text{", "\\sqrt", "^{", "3", "0.3", "1,", "$"] {
      let text = String(repeating: piece, count: 20_000)
      #expect(grade(text, "5") == .undecided || grade(text, "5") == .unparseableAnswer)
      _ = Answers.boxed(in: bytes(text))
      _ = Answers.lastNumber(in: bytes(text))
    }
  }
}

@Suite("The box of a reply")
struct BoxedTests {
  @Test(
    "is the last balanced one",
    arguments: [
      ("so \\boxed{5}.", "5"), ("\\boxed{1} then \\boxed{2}", "2"), ("\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
      ("\\fbox{7}", "7"), ("\\boxed {8}", "8"), ("\\boxed 3", "3"), ("$\\boxed 3$", "3"), ("\\boxed 3.", "3"),
      ("\\boxed{5} and \\boxed{6", "5"), ("\\boxed{\\{1,2\\}}", "\\{1,2\\}"), ("\\boxed{a\\}b}", "a\\}b"),
      ("{ \\boxed{5}", "5"), ("} \\boxed{5}", "5"), ("\\boxed{\\boxed{5}}", "5"), ("\\boxed{}", ""), ("\\boxed3", "3"),
      ("\\boxed\\frac12", "\\frac12"), ("\\\\\\boxed{5}", "5"),
    ])
  func found(text: String, content: String) {
    #expect(Answers.boxed(in: bytes(text)).map { String(decoding: $0, as: UTF8.self) } == content)
  }

  @Test(
    "is nil where there is none", arguments: ["", "5", "\\boxed", "\\boxed{5", "\\boxedup{5}", "boxed{5}", "\\boxed "])
  func missing(text: String) {
    #expect(Answers.boxed(in: bytes(text)) == nil)
  }
}

@Suite("The last number of a line")
struct LastNumberTests {
  @Test(
    "is read as written, without currency sign or full stop",
    arguments: [
      ("is 5.", "5"), ("earned $1,250.50 in all.", "1,250.50"), ("is -3", "-3"), ("is .5", ".5"), ("= −4.", "−4"),
      ("$3", "3"), ("12% of them", "12%"), ("a loss of -$5", "-5"), ("a loss of $-5", "-5"), ("10-year-old", "10"),
      ("1, 2, 3", "3"), ("1,2", "2"), ("at 6:30", "30"), ("x=-3", "-3"), ("(-3)", "-3"), ("ends.5", "5"), ("5...", "5"),
      ("\\$7", "7"), ("is \\$1,000.", "1,000"), ("1,000,", "1,000"),
    ])
  func plain(line: String, number: String) {
    #expect(last(line) == number)
  }

  @Test(
    "a minus between two operands is no sign",
    arguments: ["13-5", "13 - 5", "13 -5", "(8)-5", "50%-5", "$13-$5", "pre-5"])
  func operations(line: String) {
    #expect(last(line) == "5")
  }

  @Test(
    "a fraction counts where it stands alone",
    arguments: [
      ("he ate 3/4.", "3/4"), ("1/2", "1/2"), ("120/24 = 5 hours", "5"), ("x = 3/4", "3/4"), ("is -3/4 of it", "-3/4"),
      ("it takes 1 1/2 hours", "1 1/2"), ("10*3/4", "4"), ("10 x 3/4", "4"), ("the box 3/4 full", "3/4"),
      ("5-3/4", "4"),
      ("on 5/12/2020", "2020"), ("3 / 4", "4"), ("1.5/2", "2"), ("2 × 3/4", "4"),
    ])
  func fractions(line: String, number: String) {
    #expect(last(line) == number)
  }

  @Test("is nil where there is no digit", arguments: ["", "none", "$.", "-", "%"])
  func missing(line: String) {
    #expect(last(line) == nil)
  }

  @Test("a slice is read within its bounds")
  func slices() {
    let text = bytes("100 and 25 and 300")
    #expect(Answers.lastNumber(in: text[1..<10]).map(Array.init) == Array("25".utf8))
    #expect(Answers.lastNumber(in: text[1..<9]).map(Array.init) == Array("2".utf8))
    #expect(Answers.lastNumber(in: text[2..<4]).map(Array.init) == Array("0".utf8))
  }

  private func last(_ line: String) -> String? {
    Answers.lastNumber(in: bytes(line)).map { String(decoding: $0, as: UTF8.self) }
  }
}

@Suite("Grading has no sides")
struct SymmetryTests {
  @Test("swapping answer and gold changes no verdict, and everything equals itself")
  func allPairs() {
    let answers = [
      "72", "72.0", "-72", "1,250", "0.5", "\\frac{1}{2}", "1/2", "50%", "50\\%", "50", "5000%", "1 1/2", "11/2", "$5",
      "\\$5",
      "5 dollars", "5 cm", "5 m", "5m", "5 cm^2", "x=5", "y = 5", "5 = x", "x", "X", "y", "Monday", "monday", "Tuesday",
      "Sun", "Sunday", "five", "none", "no solution", "(1,2)", "(1, 2)", "1, 2", "1,2", "x+1", "1+x", "\\sqrt2",
      "\\sqrt{2}", "\\pi", "90^\\circ", "90", "\\boxed{5}", "5 million", "1e3", "{", "CD", "5 or 6", "50 inches",
      "x = 50%",
    ]
    for left in answers {
      #expect(grade(left, left) == .correct, "\(left)")
      for right in answers {
        #expect(grade(left, right) == grade(right, left), "\(left) and \(right)")
      }
    }
  }
}

@Suite("Answers on real data")
struct AnswersDataTests {
  @Test(
    "the last number of the last worked line is the gold answer for 97.1 % of GSM8K",
    .enabled(if: WorkedSolutions.isPresent, "needs ../shared/data/gsm8k/train.jsonl"))
  func lastNumbers() throws {
    let solutions = try WorkedSolutions.load()
    let correct = solutions.count { solution in
      Answers.lastNumber(in: bytes(solution.lastLine)).map {
        Answers.grade(answer: $0, gold: bytes(solution.gold)) == .correct
      } ?? false
    }
    #expect(solutions.count == 7_473)
    #expect(correct >= 7_263)
  }

  @Test(
    "no labelled pair is graded against its label",
    .enabled(if: RealData.exists("grading/labelled-pairs.jsonl"), "needs ../shared/data/grading/labelled-pairs.jsonl"))
  func labelledPairs() throws {
    struct Pair: Decodable {
      let gold: String
      let pred: String
      let label: Bool
    }
    for pair in try RealData.rows(of: Pair.self, in: "grading/labelled-pairs.jsonl") {
      // GSM8K's model solutions are whole texts that end in their answer.
      let answer = pair.pred.split(whereSeparator: \.isNewline).last?.split(separator: "A: ").last ?? ""
      for answer in [pair.pred, String(answer)] {
        #expect(grade(answer, pair.gold) != (pair.label ? .wrong : .correct), "\(pair)")
      }
    }
  }
}

private func bytes(_ text: String) -> ArraySlice<UInt8> {
  Array(text.utf8)[...]
}

private func grade(_ answer: String, _ gold: String) -> Answers.Verdict {
  Answers.grade(answer: bytes(answer), gold: bytes(gold))
}
