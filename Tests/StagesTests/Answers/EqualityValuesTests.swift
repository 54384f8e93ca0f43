import Testing

@testable import Stages

@Suite("Exact values, signs and multiples")
struct EqualityValuesTests {
  @Test(
    "a constant that is a fraction is folded to it",
    arguments: [
      ("3/4", "3/4"), ("2^10", "1024"), ("sqrt(16)", "4"), ("5!", "120"), ("binomial(5,2)", "10"), ("abs(-3)", "3"),
      ("floor(7/2)", "3"),
      ("log(8,2)", "3"), ("gcd(12,18)", "6"), ("mod(17,5)", "2"), ("cos(pi)", "-1"), ("i^2", "-1"), ("i^4", "1"),
      ("(1+i)*(1-i)", "2"),
      ("sqrt(2)*sqrt(8)", "4"), ("e^(ln(5))", "5"), ("(1+sqrt(5))^2-2*sqrt(5)", "6"),
      ("root(2+sqrt(5),3)+root(2-sqrt(5),3)", "1"),
      ("sin(pi/6)", "1/2"), ("tan(pi/8)-sqrt(2)", "-1"), ("e^(i*pi)", "-1"), ("8^(2/3)", "4"), ("ceil(pi)", "4"),
      ("0.1+0.2", "3/10"),
    ])
  func folding(text: String, value: String) {
    var work = Work(Work.usual)
    let expected = EqualityNotation.term(value).quickValue()
    #expect(expected != nil)
    #expect(Equality.exactValue(of: EqualityNotation.term(text), work: &work) == expected)
  }

  @Test(
    "what is no fraction, or not worth the work, has no exact value",
    arguments: [
      "sqrt(2)", "pi", "x", "x-x+y", "1/0", "i", "inf", "pm*1", "f(1)", "e^(pi*sqrt(163))", "10^(10^100)", "ln(2)",
      "0^0",
    ])
  func notFolding(text: String) {
    var work = Work(Work.usual)
    #expect(Equality.exactValue(of: EqualityNotation.term(text), work: &work) == nil)
  }

  @Test(
    "the sign of a real constant is proven, even when it is zero",
    arguments: [
      ("3", 1), ("-1/2", -1), ("0", 0), ("sqrt(2)-1", 1), ("1-sqrt(2)", -1), ("sqrt(3+2*sqrt(2))-1-sqrt(2)", 0),
      ("pi-22/7", -1),
      ("e^(pi*sqrt(163))-262537412640768744", -1), ("10^(10^100)", 1), ("inf", 1), ("-inf", -1),
      ("2^1000000-2^999999", 1),
      ("(1+i)*(1-i)", 1), ("sin(pi/7)-1/2", -1), ("cos(1)^2+sin(1)^2-1", 0),
    ] as [(String, Int?)] + ["x", "i", "1+i", "1/0", "pm", "f(2)", "inf-inf"].map { ($0, nil) })
  func signs(text: String, sign: Int?) {
    var work = Work(Work.usual)
    #expect(Equality.sign(of: EqualityNotation.term(text), work: &work) == sign)
  }

  @Test(
    "an expression is or is not another one times a constant",
    arguments: [
      ("2*x-2", "x-1", .positive), ("1-x", "x-1", .negative), ("x^2-1", "(1-x)*(1+x)", .negative), ("x-1", "x-2", .not),
      ("x^2-x", "x-1", .not),
      ("sqrt(2)*x-2", "x-sqrt(2)", .positive), ("i*x+1", "x-i", .unknownSign),
      ("2*sin(x)*cos(x)", "sin(2*x)", .positive), ("sin(x)", "cos(x)", .not),
      ("3", "5", .positive), ("-3", "sqrt(2)", .negative), ("0", "x", .not), ("x", "0", .not), ("x-x", "1", .not),
      ("y-2*x-1", "4*x+2-2*y", .negative),
      ("x/2+y/3-1", "3*x+2*y-6", .positive), ("sqrt(x^2+1)-x", "1/(sqrt(x^2+1)+x)", .positive),
      ("ln(x^2)", "ln(abs(x))", .positive),
      ("2^(n+1)", "2^n", .positive), ("abs(x)", "x", .not), ("n!", "(n-1)!", .not),
      ("sqrt(x^2+1)", "sqrt(x^2+2)", .not),
      ("sqrt(3+2*sqrt(2))-1-sqrt(2)", "1", .not),
    ] as [(String, String, Equality.Multiple)])
  func multiples(left: String, right: String, multiple: Equality.Multiple) {
    var work = Work(Work.usual)
    let (left, right) = (EqualityNotation.term(left), EqualityNotation.term(right))
    #expect(Equality.isMultiple(left, of: right, work: &work) == multiple)
  }

  @Test("zero is no multiple that says anything of zero, and what is undefined is none at all")
  func noMultiple() {
    var work = Work(Work.usual)
    for (left, right) in [("0", "x-x"), ("1/0", "x"), ("inf", "x"), ("pm", "x"), ("f(x)", "g(x)")] {
      let (left, right) = (EqualityNotation.term(left), EqualityNotation.term(right))
      #expect(Equality.isMultiple(left, of: right, work: &work) == nil)
    }
  }

  @Test("a small number that vanishes beside a huge one still makes a difference")
  func vanishing() {
    let (huge, larger) = ("10^(10^sqrt(10))", "10^(10^10)")
    for (left, right) in [("x-\(huge)", "x-\(larger)"), ("x-\(larger)", "x-\(huge)")] {
      var work = Work(Work.usual)
      let (left, right) = (EqualityNotation.term(left), EqualityNotation.term(right))
      #expect(Equality.isMultiple(left, of: right, work: &work) == nil)
    }
    let quotients = [3, 4].map { EqualityNotation.term("(\($0)-\(huge))/(\($0)-\(larger))") }
    for (left, right) in [(quotients[0], quotients[1]), (quotients[1], quotients[0])] {
      var work = Work(Work.usual)
      #expect(Equality.decide(left, right, work: &work) == .undecided(.outOfWork))
    }
  }

  @Test("variables are found wherever they are")
  func variables() {
    let term = EqualityNotation.term("x^(a_1+1)+sin(y)/f(z)+pi*e")
    #expect(Equality.variables(of: term) == ["x", "a_1", "y", "z"])
  }
}
