/// Gold answers of every kind that the public sets have.
enum AnswerSamples {
  static let golds = numbers + marked + expressions + collections + relations + words

  private static let numbers = [
    "72", "-3", "0", "10080", "2016", "1,250", "2{,}016{,}532", "12,\\!345", "0.25", ".05", "-1.5", "\\frac{3}{4}",
    "\\dfrac{7}{2}", "-\\frac{29}{8}",
    "\\frac{-5}{6}", "\\frac12", "\\tfrac 59", "2\\frac{1}{2}", "$\\frac{19}{34}$", "073", "3159.0",
  ]
  private static let marked = [
    "40\\%", "120^\\circ", "36^{\\circ}", "\\$425", "\\$18.90", "80\\text{ cents}", "9\\text{ min}", "15\\mbox{ cm}^2",
    "1101_2", "204_{5}", "3:1",
    "4\\frac{1}{6}\\text{ feet}",
  ]
  private static let expressions = [
    "\\sqrt{13}", "7\\sqrt2", "\\frac{\\sqrt{3}}{2}", "\\frac{4\\sqrt{35}}{35}", "5+4\\sqrt{3}",
    "\\frac{1 + \\sqrt{5}}{2}", "\\frac{\\pi}{12}", "288\\pi",
    "\\pi - 2", "6 - 5i", "-i", "2^{98}", "\\frac{\\sqrt[3]{4}}{6}", "12^{1/7}", "x^2+2x+1", "26x^2+30x", "29b(5b+1)",
    "(x-1)^3(x+1)^3", "\\frac{8-7x}{6}",
    "2^{n-1}", "\\frac{n(n+1)}{2}", "3 n", "\\sin^2 y", "\\tan x", "\\left\\lfloor\\log _{2} n\\right\\rfloor+1",
  ]
  private static let collections = [
    "5,-2", "-2, 0, 7", "1 + \\sqrt{2}, 1 - \\sqrt{2}", "2, 3, \\text{ and } 4", "\\{1,2,5\\}", "(3,-2)",
    "\\left( \\frac{5}{4}, -7, 0 \\right)", "[0,3)",
    "(4,\\infty)", "\\left(-\\infty, -\\frac12\\right] \\cup [3,\\infty)", "\\begin{pmatrix} -3 \\\\ 4 \\end{pmatrix}",
    "\\begin{pmatrix} 2 & 4 \\\\ 1 & 7 \\end{pmatrix}",
    "(0,2),(4,23)", "(20,30)",
  ]
  private static let relations = [
    "x=4", "y = -2x + 13", "k=n+4", "x + 2y - 2z - 9 = 0", "k \\ge 2", "x < \\frac{1}{2}", "-80\\leq g(x)\\leq 82",
    "f(x)=x^2-2x+2", "b=\\frac{1}{49}",
  ]
  private static let words = [
    "\\text{Sunday}", "\\text{(C)}", "\\textbf{(B)}", "\\text{ellipse}", "\\text{even}", "\\text{A}",
  ]
}
