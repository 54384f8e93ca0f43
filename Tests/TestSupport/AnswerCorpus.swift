/// Answers of every kind that people and models write, as seeds for odd ones.
package enum AnswerCorpus {
  /// Well-formed answers.
  package static let answers: [String] =
    numbers + money + units + surds + algebra + collections + relations + words + wrapped

  static let numbers = [
    "72", "-3", "+5", "0", "1,250", "1{,}250", "12\\,345", "1 000 000", "3.14", ".5", "0.333", "-0.0", "1.50",
    "0.\\overline{3}", "0.1\\overline{6}", "1/2", "-7/3", "\\frac{1}{2}", "\\dfrac{3}{4}", "\\tfrac12", "\\frac12",
    "\\frac{-5}{6}", "1\\frac{1}{2}", "1 1/2", "2^{10}", "10^{-3}", "1.5 \\times 10^3", "6.02\\cdot10^{23}", "1e-5",
    "3E8", "50%", "12.5\\%", "33\\frac{1}{3}\\%", "5!", "\\binom{5}{2}", "{7 \\choose 3}", "1011_2", "2F_{16}",
    "123_{\\text{five}}", "XIV", "5:3", "3 : 4 : 5", "12:30", "7:05 p.m.", "14:00", "five", "twenty-one",
    "one hundred and five", "2 \\times 3^2 \\times 5", "100!/98!",
  ]
  static let money = ["$5", "\\$1,250.50", "-$5", "€5", "5 dollars", "£3.20", "75 cents", "$0.75", "USD 20", "¥1000"]
  static let units = [
    "5 cm", "5\\text{ cm}", "12\\,\\mathrm{cm}^2", "100 m", "0.1 km", "60 mph", "60\\text{ miles per hour}",
    "3 h 20 min",
    "90^\\circ", "90 degrees", "\\frac{\\pi}{2} \\text{ rad}", "98.6^\\circ\\text{F}", "72 clips", "5 m/s^2", "2 L",
    "30 s",
  ]
  static let surds = [
    "\\sqrt{2}", "\\sqrt2", "2\\sqrt{3}", "\\frac{\\sqrt{3}}{2}", "\\frac{1}{\\sqrt{2}}", "\\sqrt[3]{8}", "\\sqrt{8}",
    "1+\\sqrt{5}", "\\frac{1+\\sqrt{5}}{2}", "\\sqrt{2+\\sqrt{3}}", "\\pi", "2\\pi r", "\\frac{\\pi}{2}", "e^2",
    "e^{i\\pi}",
    "\\ln 2", "\\log_2 8", "\\sin 30^\\circ", "\\arctan\\frac{1}{2}", "3+4i", "-i", "\\frac{1-i}{2}",
    "2^{\\frac{1}{3}}",
    "\\infty", "-\\infty", "1\\pm\\sqrt{2}", "\\lfloor 3.7 \\rfloor", "|{-3}|", "\\max(1,2)", "\\gcd(12, 18)",
  ]
  static let algebra = [
    "x+1", "1+x", "x^2+2x+1", "(x+1)^2", "2(x+1)", "\\frac{x^2-1}{x-1}", "a_n = 2n+1", "x_1+x_2", "f(x)=x^2", "-x",
    "\\frac{n(n+1)}{2}", "ax^2+bx+c", "\\sin^2 x+\\cos^2 x", "x^{y^z}", "\\sum_{k=1}^{n} k", "\\int_0^1 x\\,dx",
    "\\sqrt{x^2+y^2}", "(a+b)(a-b)", "x!", "e^{-x}", "\\alpha+\\beta", "P(x)", "\\frac{dy}{dx}", "2xy", "C", "+C",
  ]
  static let collections = [
    "(1,2)", "(1, 2, 3)", "[1,2]", "[0,1)", "(-\\infty, 5]", "(0,1)\\cup(2,3)", "\\{1,2,3\\}", "\\{3, 1, 2\\}",
    "1, 2, 3",
    "1;2;3", "1 and 2", "1 \\text{ or } 2", "\\emptyset", "\\varnothing", "\\{\\}", "\\mathbb{R}",
    "\\mathbb{R}\\setminus\\{0\\}",
    "\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}", "\\langle 1,2 \\rangle",
    "\\{x \\mid x > 0\\}", "(1,2),(2,1)", "\\left(\\frac12, -\\frac12\\right)", "2\\mathbf{i}+3\\mathbf{j}", "\\pm 3",
    "3,-3",
    "\\{2n : n \\in \\mathbb{Z}\\}", "\\begin{cases}1&x>0\\\\0&x\\le0\\end{cases}",
  ]
  static let relations = [
    "x=3", "x = 3, y = 4", "y=2x+1", "2x-y+1=0", "x>3", "3<x", "1 \\le x < 5", "x \\neq 2", "x \\in [1,2]",
    "x \\equiv 3 \\pmod 5", "x=1 \\text{ or } x=2", "x^2+y^2=25", "A = \\pi r^2", "a:b = 2:3", "n \\geq 2", "|x| < 3",
    "x\\leq-1 \\text{ or } x\\geq 1",
  ]
  static let words = [
    "Monday", "\\text{Monday}", "(B)", "\\textbf{(C)}", "B. 5", "yes", "No", "True", "no solution", "None", "even",
    "\\text{the triangle is isosceles}", "Alice, Bob", "does not exist", "DNE", "east", "N/A", "A and C", "", " ",
    "Thursday, March 3", "café", "漢字", "３",
  ]
  static let wrapped = [
    "$72$", "$$72$$", "\\(72\\)", "\\[72\\]", "\\boxed{72}", "The answer is $\\boxed{\\frac{1}{2}}$.", "\\fbox{3}",
    "**42**", "`7`", "#### 18", "Answer: 5", "So she makes 9*2 = $<<9*2=18>>18.\nA: 18", "\\displaystyle\\frac{1}{2}",
    "\\left(x\\right)", "{{5}}", "\\mathrm{e}", "\\text{5}", "\\underline{6}", "\\color{red}{7}", "≈ 3.14",
    "\\approx 0.33",
    "−5", "½", "x²", "√2", "π", "5×3", "6÷2", "∞", "≤3",
  ]
}
