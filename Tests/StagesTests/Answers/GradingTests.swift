import Stages
import Testing

@Suite("What grades as correct")
struct CorrectTests {
  @Test(
    "a number is the same number in every common spelling",
    arguments: [
      ("72", "72"), ("72", " 72.0 "), ("1,250", "1250"), ("1{,}250", "1250"), ("1\\,250", "1250"), ("1,\\!250", "1250"),
      ("1 250", "1250"), ("12 345 678", "12345678"), ("0.5", ".5"), ("0.5", "\\frac{1}{2}"),
      ("\\frac12", "\\dfrac{1}{2}"), ("\\tfrac 1 2", "1/2"), ("\\frac{-1}{2}", "-\\frac{1}{2}"), ("- 0.5", "−1/2"),
      ("1\\frac{1}{2}", "1.5"), ("1 1/2", "3/2"), ("-1\\frac{1}{2}", "-1.5"), ("2/4", "1/2"), ("1½", "1.5"),
      ("$72$", "72"), ("\\(72\\)", "72"), ("\\[72\\]", "72"), ("$$72$$", "72"), ("\\boxed{72}", "72"),
      ("$\\boxed{\\frac{1}{2}}$.", "0.5"), ("72.", "72"), ("$72.$", "72"), ("+3", "3"), ("\\text{72}", "72"),
      ("1.5 \\times 10^3", "1500"), ("1e3", "1000"), ("1.5E-3", "0.0015"), ("0.\\overline{3}", "1/3"),
      ("0.1\\overline{6}", "\\frac{1}{6}"), ("10^{-2}", "0.01"), ("2^{10}", "1024"), ("5!", "120"),
      ("\\binom{5}{2}", "10"), ("{5 \\choose 2}", "10"), ("2+3", "5"), ("\\sqrt{16}", "4"), ("|{-3}|", "3"),
      ("\\lfloor 3.7 \\rfloor", "3"), ("\\log_2 8", "3"), ("five", "5"), ("twenty-one", "21"), ("5 hundred", "500"),
      ("5 million", "5,000,000"), ("three-fourths", "3/4"), ("\\mbox{four}", "4"), ("x²", "x^2"),
      ("123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890"), ("4.0", "\\frac{8}{2}"),
      ("2 + 1 = 3", "3"), ("x = 6/2 = 3", "3"), ("0.56 = 56\\%", "0.56"), ("\\pi \\approx 3.14", "\\pi"),
    ])
  func numbers(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "a name, a unit, a currency sign or degrees may be left out",
    arguments: [
      ("$5", "5"), ("\\$5", "5"), ("$5", "5 dollars"), ("\\$1,250.50", "1250.5"), ("-$5", "-5"), ("$-5", "-5"),
      ("€5", "5"), ("72 clips", "72"), ("5 hours", "5 hour"), ("5\\text{ cm}", "5"), ("5\\,\\mathrm{cm}", "5cm"),
      ("5 cm^2", "5\\text{ cm}^{2}"), ("90^\\circ", "90"), ("90^{\\circ}", "90°"), ("90^\\circ", "90 degrees"),
      ("\\frac{1}{2} hours", "0.5"), ("60 miles per hour", "60"), ("60 km/h", "60"), ("5m", "5m"),
      ("$12 per hour", "12 dollars per hour"), ("x = 5 cm", "5"), ("3 bags of rice", "3"), ("98^\\circ\\text{F}", "98"),
      ("20\\text{ square units}", "20"), ("x = 3", "3"), ("3 = x", "3"), ("$x=3$", "x = 3"), ("|AB| = 1", "1"),
      ("f(x) = 2x", "2x"), ("f(x) = x+1", "f(t) = t+1"), ("area = 12", "12"), ("\\angle ABC = 60^\\circ", "60"),
      ("\\text{Total cost} = 12", "12"), ("\\frac{NO}{BO}=\\frac13", "1/3"), ("V_1:V_2=11:21", "11:21"),
      ("(p,q)=(3,2)", "(3,2)"), ("p=3, q=2", "(3,2)"), ("about 5", "5"), ("A_{1,2} = 5", "5"), ("P_{+} = 5", "5"),
      ("C_{1,2} + 3", "3 + C_{1,2}"), ("2|A_{1,2}|", "|2A_{1,2}|"), ("C_{5}^{2}", "10"),
    ])
  func leftOut(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "units are converted",
    arguments: [
      ("100 cm", "1 m"), ("1 hour", "60 minutes"), ("2 hours 30 minutes", "2.5 hours"), ("\\$0.50", "50 cents"),
      ("60^\\circ", "\\frac{\\pi}{3}"), ("1 foot", "12 inches"), ("5 dollars and 30 cents", "\\$5.30"),
      ("1 m^2", "10000 cm^2"), ("36 km/h", "10 m/s"), ("60 mph", "60 miles per hour"),
      ("12 square inches", "12 \\text{ in}^2"),
    ])
  func units(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "expressions are equal as functions",
    arguments: [
      ("x+1", "1+x"), ("(x+1)^2", "x^2+2x+1"), ("x^2-16", "(x-4)(x+4)"), ("\\frac{1}{\\sqrt{2}}", "\\frac{\\sqrt2}{2}"),
      ("2\\sqrt{5}\\!", "\\sqrt{20}"), ("\\sqrt{3+2\\sqrt2}", "1+\\sqrt2"), ("\\frac{\\pi}{2}", "\\frac12\\pi"),
      ("x**2 + 3*x", "x^2+3x"), ("sqrt(3)/2", "\\frac{\\sqrt{3}}{2}"), ("e^{2}", "exp(2)"), ("\\ln 8", "3\\ln 2"),
      ("\\frac{\\log 2}{\\log 3}", "\\log_3 2"), ("\\ln 2", "\\log 2"), ("\\sin 30^\\circ", "\\frac12"),
      ("\\sin^2 x + \\cos^2 x", "1"), ("2\\sin x\\cos x", "\\sin 2x"), ("3+4i", "4i+3"), ("2*I + 1", "1+2i"),
      ("\\frac{1}{1+i}", "\\frac{1-i}{2}"), ("2^{n-1}", "\\frac{2^n}{2}"), ("\\binom{n}{2}", "\\frac{n(n-1)}{2}"),
      ("-\\frac{x-1}{2}", "\\frac{1-x}{2}"), ("\\sqrt[3]{-8}", "-2"), ("a_1 + a_2", "a_2+a_1"),
      ("\\sec x", "\\frac{1}{\\cos x}"),
      ("\\left\\lfloor\\log _{2} n\\right\\rfloor+1", "1 + \\lfloor \\log_2 n \\rfloor"),
      ("\\sin^{-1} x", "\\arcsin x"),
      ("\\frac{100!}{2^{50}}", "\\frac{100!}{2^{50}}"), ("2^{-1}", "0.5"),
      ("10^{\\frac{-5+\\sqrt{13}}{6}}", "10^{\\frac{\\sqrt{13} - 5}{6}}"),
      ("\\vec{a}+\\vec{b}", "\\vec{b}+\\vec{a}"), ("C(10,3)", "120"), ("5\\%", "0.05"),
    ])
  func expressions(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "lists and sets have no order, tuples agree item by item",
    arguments: [
      ("1, 2", "2, 1"), ("1, 2", "1 and 2"), ("\\{1,2\\}", "2, 1"), ("{1,2,3}", "\\boxed{1}, \\boxed{2}, \\boxed{3}"),
      ("x = 1 \\text{ or } x = 2", "1, 2"), ("\\pm 3", "3, -3"), ("1 \\pm \\sqrt2", "1+\\sqrt2, 1-\\sqrt2"),
      ("(1,2)", "\\left(1, 2\\right)"), ("(\\frac12, 2)", "(0.5, 2)"), ("x=1, y=2", "y=2, x=1"), ("x=1,y=2", "(1,2)"),
      ("(1,2),(3,4)", "(3,4),(1,2)"), ("-12;-11", "-11, -12"), ("(0;1)", "(0,1)"), ("\\langle 1, 2\\rangle", "(1,2)"),
      ("\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", "(1, 2)"), ("[1, 2, 3]", "1, 2, 3"), ("[2]", "2"),
      ("[(1, 2)]", "(1,2)"),
      ("Matrix([[1, 2], [3, 4]])", "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}"), ("{x: 1, y: 2}", "x=1, y=2"),
      ("6, 8\\text{, and }10", "10, 8, 6"), ("p=5,q=2;p=7,q=2", "(5,2),(7,2)"), ("FiniteSet(1, 2)", "\\{1, 2\\}"),
      ("(1,2),(1,2),(3,4)", "(1,2),(3,4)"), ("100,200", "200, 100"), ("\\text{A,B}", "B, A"),
      ("x_1 = 1, x_2 = 2", "2, 1"),
      ("1/2 or 0.5", "0.5"), ("(45^\\circ, 60^\\circ)", "(45, 60)"),
    ])
  func lists(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "intervals, inequalities and sets of numbers are equal as sets",
    arguments: [
      ("x > 3", "(3, \\infty)"), ("3 < x", "x > 3"), ("0 < x \\le 1", "(0,1]"), ("-793 < a < 10", "(-793, 10)"),
      ("0<f(x)<1", "(0,1)"), ("x \\in (0,1) \\cup (1,2)", "(0,1)\\cup(1,2)"),
      ("(0,2) \\setminus \\{1\\}", "(0,1)\\cup(1,2)"),
      ("\\mathbb{R} \\setminus \\{0\\}", "(-\\infty,0)\\cup(0,\\infty)"), ("x \\ne 0", "(-\\infty,0)\\cup(0,\\infty)"),
      ("1\\leq|z|\\leq \\frac{3}{2}", "[-\\frac32,-1]\\cup[1,\\frac32]"), ("x^2 < 4", "(-2,2)"),
      ("x<1 or x>3", "(-\\infty,1)\\cup(3,\\infty)"),
      ("x \\ge 2, x \\ne 3", "[2,3)\\cup(3,\\infty)"), ("Interval.open(-oo, 3)", "x < 3"),
      ("Union(Interval(0, 1), Interval(2, 3))", "[0,1]\\cup[2,3]"),
      ("(-\\sqrt{2}, \\sqrt{2})", "x^2 < 2"), ("\\{x : x > 2\\}", "x > 2"), ("\\emptyset", "no solution"),
      ("\\mathbb{R}", "all real numbers"),
      ("(-\\infty, \\infty)", "\\mathbb{R}"), ("2x > 6", "x > 3"), ("(0,1)\\cup[1,2)", "(0,2)"),
      ("k \\geqslant 2", "[2, +\\infty)"),
    ])
  func regions(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "equations are equal up to a factor and the side on which things stand",
    arguments: [
      ("2x + z - 5 = 0", "2x+z=5"), ("y = 2x - 13", "2x - y = 13"), ("x^2+y^2=1", "1 - x^2 - y^2 = 0"),
      ("y=2x-13", "2x-13"),
      ("2x+2y=4", "x+y=2"), ("12x - 4y + 3z - 169 = 0", "-12x+4y-3z=-169"),
    ])
  func equations(left: String, right: String) {
    expect(left, right, .correct)
  }

  @Test(
    "words, choices, times, ratios and remainders",
    arguments: [
      ("\\text{Monday}", "monday"), ("\\text{odd}", "odd"), ("$Even$", "even"), ("no solution", "no solution."),
      ("(B)", "(\\text{B})"),
      ("\\text{(C)}", "C"), ("\\textbf{(C)}\\ 12", "C"), ("(C) 12", "12"), ("\\text{e}", "e"), ("a", "a"),
      ("7:32", "14:64"), ("1:2", "0.5"),
      ("8:34 \\text{ p.m.}", "8:34 PM"), ("8\\!:\\!34 p.m.", "8:34"), ("12:00", "12:00"), ("3 \\pmod 7", "10 (mod 7)"),
      ("3 \\pmod{7}", "3"),
      ("1110_4", "1110"), ("52_8", "52_{8}"), ("the ellipse", "an ellipse"), ("\\text{A5}_{11}", "A5"),
      ("red", "\\text{red}"),
      ("f(x)=ax+b, where b is an integer", "ax+b"),
      ("\\frac{\\pi}{6} + k\\pi, k \\in \\mathbb{Z}", "\\frac{\\pi}{6}+k\\pi"),
    ])
  func others(left: String, right: String) {
    expect(left, right, .correct)
  }
}

@Suite("What grades as wrong")
struct WrongTests {
  @Test(
    "different values are wrong, whatever they look like",
    arguments: [
      ("72", "73"), ("-5", "5"), ("5 cm", "6 cm"), ("5 cm", "6"), ("x=3", "x=4"), ("1 1/2", "11/2"),
      ("1,000", "1"), ("\\frac{1}{2}", "\\frac{1}{3}"), ("\\sqrt2", "\\sqrt3"), ("x+1", "x-1"), ("x+1", "y+1"),
      ("2^{1009}", "2^{1008}"),
      ("\\sqrt{x^2}", "x"), ("3+4i", "3-4i"), ("\\frac{\\pi}{2}", "1.58"), ("5\\pi", "5"), ("5!", "5"),
      ("2\\frac{3}{2}", "4"), ("22_6", "23"),
      ("50%", "0.6"), ("50%", "5000"), ("50%", "60%"), ("\\$5", "\\$6"), ("1 m", "10 cm"), ("x^2", "x^3"), ("6m", "7m"),
      ("7:32", "7"),
      ("100 cm", "2 m"), ("5 million", "5"), ("5 \\text{ cm}", "5 \\text{ cm}^2"), ("\\$5", "€5"),
      ("45^\\circ", "45 \\text{ radians}"),
    ])
  func values(left: String, right: String) {
    expect(left, right, .wrong)
  }

  @Test(
    "order, brackets and membership count",
    arguments: [
      ("(1,2)", "(2,1)"), ("[1,2]", "(1,2)"), ("(1,2]", "[1,2)"), ("1, 2", "1, 3"), ("\\{1,2\\}", "\\{1,2,3\\}"),
      ("1, 2", "1"),
      ("x > 3", "x \\ge 3"), ("x > 3", "x < 3"), ("(0,1)", "(0,2)"),
      ("(-\\infty,1)\\cup(3,\\infty)", "(-\\infty,1)\\cup[3,\\infty)"),
      ("x=1,y=2", "x=2,y=1"), ("(1,2,3)", "(1,2)"), ("2x+z=5", "2x+z=6"), ("x > 3", "3"), ("(3,4)", "7"),
      ("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "\\begin{pmatrix} 1 & 2 \\\\ 3 & 5 \\end{pmatrix}"),
      ("(1,2),(3,4)", "(1,2),(4,3)"),
      ("\\mathbb{R}", "\\emptyset"), ("y = 2x", "2x = 0"),
    ])
  func structure(left: String, right: String) {
    expect(left, right, .wrong)
  }

  @Test(
    "different words, choices and times are wrong",
    arguments: [
      ("Monday", "Tuesday"), ("\\text{Monday}", "Tuesday"), ("A", "B"), ("72", "Monday"), ("even", "3/4"),
      ("(A)", "(B)"), ("d", "\\text{E}"),
      ("12:00", "1:00"), ("8:34 a.m.", "8:34 p.m."), ("8:34", "8:35"), ("7:32", "7:33"), ("3 \\pmod 7", "4 \\pmod 7"),
    ])
  func words(left: String, right: String) {
    expect(left, right, .wrong)
  }
}

@Suite("What is left in doubt, and why")
struct DoubtTests {
  @Test(
    "what may be equal and may not is undecided",
    arguments: [
      ("x+y=5", "5"), ("5m", "5"), ("x=1, y=2", "2, 1"), ("1, 1, 2", "1, 2"), ("5 or more", "5"),
      ("none", "0"), ("C", "12"), ("42", "52_8"), ("Sun", "Sunday"), ("\\sum_{k=1}^n k", "\\frac{n(n+1)}{2}"),
      ("x = 2 if a > 0", "x = 2"),
      ("\\{1,2\\}", "(1,2)"), ("10:15", "02:03"), ("the sum of all of them", "their total"), ("f(x)", "g(x)"),
      ("1/0", "5"), ("A \\subset B", "B \\subset A"),
    ])
  func doubt(left: String, right: String) {
    expect(left, right, .undecided)
  }

  @Test(
    "nothing to compare is told apart from a wrong answer", arguments: ["", " ", "$$", "\\boxed{}", ".", "\\( \\)"])
  func nothing(text: String) {
    #expect(verdict(text, gold: "5") == .unparseableAnswer)
    #expect(verdict("5", gold: text) == .unparseableGold)
    #expect(verdict(text, gold: text) == .unparseableGold)
  }

  @Test(
    "what is no mathematics and no word cannot be read",
    arguments: ["3+", "(1,2", "\\frac{1}{", "}{", "^", "((", "3 4", "=", "+-"])
  func unreadable(text: String) {
    #expect(verdict(text, gold: "5") == .unparseableAnswer)
    #expect(verdict("5", gold: text) == .unparseableGold)
  }
}

@Suite("Rounding is measured by the gold answer")
struct RoundingTests {
  @Test(
    "a rounded gold answer accepts the value it rounds",
    arguments: [("3.14", "\\pi"), ("0.33", "1/3"), ("16.67", "\\frac{50}{3}"), ("3.14", "3.14159"), ("0.33", "0.3333")])
  func gold(gold: String, answer: String) {
    #expect(verdict(answer, gold: gold) == .correct)
  }

  @Test(
    "an answer rounded more coarsely than the gold answer is wrong",
    arguments: [
      ("\\pi", "3.14"), ("1/3", "0.33"), ("\\frac{50}{3}", "16.67"), ("3.14159", "3.14"), ("0.5", "0.499"),
      ("12", "12.4"), ("4.2", "4.23"),
    ])
  func answer(gold: String, answer: String) {
    #expect(verdict(answer, gold: gold) == .wrong)
  }

  @Test(
    "what a program prints of a value is the value",
    arguments: [
      ("1/3", "0.333333333333"), ("\\sqrt{2}", "1.41421356"), ("18", "17.999999999999996"), ("\\pi", "3.141593"),
      ("2/3", "0.6666666"),
    ])
  func printed(exact: String, decimal: String) {
    expect(exact, decimal, .correct)
  }
}

@Suite("The final answer in a text")
struct GradedTextTests {
  @Test(
    "is found and graded",
    arguments: [
      ("So we get $x = 3$ and the answer is $\\boxed{3}$.", "3"), ("6 * 7 = 42\n#### 42", "42"), ("A: 1,000", "1000"),
      ("The answer is 5 apples.", "5"), ("Thus the final answer is: $\\frac{1}{2}$. I hope it is correct.", "0.5"),
      ("\\boxed{1} and \\boxed{2}", "2, 1"), ("Therefore, the correct option is (C).", "C"), ("**18**", "18"),
    ])
  func found(text: String, gold: String) {
    #expect(verdict(text, gold: gold) == .correct)
  }

  @Test("that nothing marks is taken from the closing sentence, and the rule says so")
  func uncertain() {
    let text = "He has 3 bags.\nThen he has 3 times 4 eggs, which makes 12 eggs in all bags together and he sells them."
    let grade = Answers.explain(answer: bytes(text), gold: bytes("12"))
    #expect(grade.verdict == .correct)
    #expect(grade.rule.hasSuffix("; taken from the closing sentence"))
  }
}

/// Expects a verdict for a pair in both orders.
private func expect(
  _ left: String, _ right: String, _ verdict: Answers.Verdict, at place: SourceLocation = #_sourceLocation
) {
  for (gold, answer) in [(left, right), (right, left)] {
    let grade = Answers.explain(answer: bytes(answer), gold: bytes(gold))
    #expect(
      grade.verdict == verdict,
      "'\(answer)' against '\(gold)': \(grade.rule) (\(grade.answerForm) | \(grade.goldForm))",
      sourceLocation: place)
  }
}

private func verdict(_ answer: String, gold: String) -> Answers.Verdict {
  Answers.grade(answer: bytes(answer), gold: bytes(gold))
}

private func bytes(_ text: String) -> ArraySlice<UInt8> {
  Array(text.utf8)[...]
}
