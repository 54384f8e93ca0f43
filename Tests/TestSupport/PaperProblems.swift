extension PaperProblem {
  /// One problem of each sort that MATH has; written for these tests.
  package static let all: [PaperProblem] = [
    PaperProblem(
      "equation", "Algebra", "Find all numbers $x$ with $x^2 - 5x + 6 = 0$. List them in increasing order.",
      answer: "2, 3",
      turns: [
        [
          Call(
            "solve_equation", #"{"equation":"Eq(x**2 - 5*x + 6, 0)"}"#, "solve(Eq(x**2 - 5*x + 6, 0), x)",
            byHand: "2, 3"),
          Call(
            "factor_expression", #"{"expression":"x**2 - 5*x + 6"}"#, "factor(x**2 - 5*x + 6)", byHand: "(x-2)(x-3)"),
        ]
      ]),
    PaperProblem(
      "inequality", "Intermediate Algebra", "For which real $x$ is $x^2 > 4$? Answer in interval notation.",
      answer: #"(-\infty,-2)\cup(2,\infty)"#,
      turns: [
        [
          Call(
            "solve_univariate_inequality", #"{"inequality":"x**2 > 4","variable":"x"}"#,
            "solve_univariate_inequality(x**2 > 4, x, relational=False)", byHand: #"(-\infty,-2)\cup(2,\infty)"#)
        ]
      ]),
    PaperProblem(
      "polynomial", "Algebra", "What is the sum of the coefficients of $(x+2)^3$ when it is multiplied out?",
      answer: "27",
      turns: [
        [Call("expand_expression", #"{"expression":"(x + 2)**3"}"#, "expand((x + 2)**3)", byHand: "x^3+6x^2+12x+8")],
        [Call("simplify_expression", #"{"expression":"1 + 6 + 12 + 8"}"#, "simplify(1 + 6 + 12 + 8)", byHand: "27")],
      ]),
    PaperProblem(
      "notation", "Intermediate Algebra", "Write $(x+1)^2$ as a polynomial, and give its value at $x = 10$.",
      answer: "121",
      turns: [
        [
          // A spelling that no grader reads as a formula: a judge has to tell.
          Call(
            "polynomial_representation", #"{"expression":"(x + 1)**2","variable":"x"}"#, "Poly((x + 1)**2, x)",
            byHand: "x^2+2x+1")
        ],
        [
          Call(
            "substitute", #"{"expression":"x**2 + 2*x + 1","variables":["x"],"values":["10"]}"#,
            "(x**2 + 2*x + 1).subs(x, 10)", byHand: "121")
        ],
      ]),
    PaperProblem(
      "integral", "Precalculus", #"Compute $\int_0^2 3x^2\,dx$."#, answer: "8",
      turns: [
        [
          Call(
            "definite_integral", #"{"expression":"3*x**2","variable":"x","lower":"0","upper":"2"}"#,
            "integrate(3*x**2, (x, 0, 2))", byHand: "8"),
          Call("integrate", #"{"expression":"3*x**2","variable":"x"}"#, "integrate(3*x**2, x)", byHand: "x^3"),
        ]
      ]),
    PaperProblem(
      "matrix", "Precalculus", #"Find the inverse of $\begin{pmatrix} 2 & 1 \\ 5 & 3 \end{pmatrix}$."#,
      answer: #"\begin{pmatrix} 3 & -1 \\ -5 & 2 \end{pmatrix}"#,
      turns: [
        [
          Call(
            "compute_determinant", #"{"matrix":[["2","1"],["5","3"]]}"#, "Matrix([[2, 1], [5, 3]]).det()", byHand: "1")
        ],
        [
          Call(
            "compute_inverse", #"{"matrix":[["2","1"],["5","3"]]}"#, "Matrix([[2, 1], [5, 3]]).inv()",
            byHand: #"\begin{pmatrix} 3 & -1 \\ -5 & 2 \end{pmatrix}"#)
        ],
      ]),
    PaperProblem(
      "singular", "Precalculus", #"What is the rank of $\begin{pmatrix} 1 & 2 \\ 2 & 4 \end{pmatrix}$?"#, answer: "1",
      turns: [
        // It has no inverse: an error that the model reads and goes on from.
        [Call("compute_inverse", #"{"matrix":[["1","2"],["2","4"]]}"#, nil)],
        [Call("compute_rank", #"{"matrix":[["1","2"],["2","4"]]}"#, "Matrix([[1, 2], [2, 4]]).rank()", byHand: "1")],
      ]),
    PaperProblem(
      "limit", "Precalculus", #"Find $\lim_{x \to 0} \frac{\sin 3x}{x}$."#, answer: "3",
      turns: [
        [
          Call(
            "compute_limit", #"{"expression":"sin(3*x)/x","variable":"x","point":"0"}"#, "limit(sin(3*x)/x, x, 0)",
            byHand: "3")
        ]
      ]),
    PaperProblem(
      "slope", "Precalculus", "What is the slope of the graph of $y = x^3 - 2x$ at $x = 2$?", answer: "10",
      turns: [
        [
          Call(
            "differentiate", #"{"expression":"x**3 - 2*x","variable":"x"}"#, "diff(x**3 - 2*x, x)", byHand: "3x^2-2")
        ],
        [
          Call(
            "substitute", #"{"expression":"3*x**2 - 2","variables":["x"],"values":["2"]}"#, "(3*x**2 - 2).subs(x, 2)",
            byHand: "10")
        ],
      ]),
    PaperProblem(
      "system", "Algebra", "Two numbers have the sum 17 and the difference 3. What is their product?", answer: "70",
      turns: [
        [
          Call(
            "solve_linear_system", #"{"equations":["x + y = 17","x - y = 3"],"variables":["x","y"]}"#,
            "[solve([x + y - 17, x - y - 3], [x, y])]", byHand: "x = 10, y = 7")
        ],
        [Call("simplify_expression", #"{"expression":"10*7"}"#, "simplify(10*7)", byHand: "70")],
      ]),
    PaperProblem(
      "divisor", "Number Theory",
      "The greatest common divisor and the least common multiple of 84 and 126 are added. What is the result?",
      answer: "294",
      turns: [
        [
          Call("greatest_common_divisor", #"{"numbers":["84","126"]}"#, "igcd(84, 126)", byHand: "42"),
          Call("least_common_multiple", #"{"numbers":["84","126"]}"#, "ilcm(84, 126)", byHand: "252"),
        ],
        [Call("simplify_expression", #"{"expression":"42 + 252"}"#, "simplify(42 + 252)", byHand: "294")],
      ]),
    PaperProblem(
      "sum", "Counting & Probability", "What is the sum of the first twelve square numbers, beginning with 1?",
      answer: "650",
      turns: [
        [
          Call(
            "summation", #"{"expression":"k**2","variable":"k","lower":"1","upper":"12"}"#,
            "summation(k**2, (k, 1, 12))",
            byHand: "650")
        ]
      ]),
    PaperProblem(
      "root", "Prealgebra", #"Simplify $\sqrt{50} + \sqrt{8}$."#, answer: #"7\sqrt{2}"#,
      turns: [
        [
          Call(
            "simplify_expression", #"{"expression":"sqrt(50) + sqrt(8)"}"#, "simplify(sqrt(50) + sqrt(8))",
            byHand: #"7\sqrt{2}"#)
        ]
      ]),
    PaperProblem(
      "eigenvalues", "Precalculus", #"Find the eigenvalues of $\begin{pmatrix} 2 & 0 \\ 0 & 3 \end{pmatrix}$."#,
      answer: "2, 3",
      turns: [
        [
          Call(
            "compute_eigenvalues", #"{"matrix":[["2","0"],["0","3"]]}"#, "Matrix([[2, 0], [0, 3]]).eigenvals()",
            byHand: "2, 3")
        ]
      ]),
  ]
}
