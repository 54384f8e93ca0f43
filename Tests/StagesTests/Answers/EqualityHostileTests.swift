import Testing

@testable import Stages

@Suite("Whatever a model writes, deciding ends, and never with a wrong answer")
struct EqualityHostileTests {
  @Test(
    "monstrous numbers and functions cost no more than is allowed, and mostly next to nothing",
    arguments: [
      "10^(10^(10^10))", "9^9^9^9^9^9", "2^(-10^18)", "(10^1000)!", "2000!!!", "((3!)!)!", "1999!/1998!",
      "binomial(10^9,10^8)",
      "binomial(1/2,1000)", "root(2,10^9)", "root(2,997)", "sin(10^(10^6))", "e^(e^(e^(e^10)))", "ln(10^(10^10))",
      "tan(10^30)",
      "(1+sqrt(2))^100000", "(1+i)^99999", "(x+1)^1000000", "(x+y+z)^(10^15)",
      "sqrt(sqrt(sqrt(sqrt(2+sqrt(3+sqrt(5+sqrt(7)))))))",
      "cos(pi/99991)", "cos(pi/1000003)+cos(pi/999983)", "gcd(2^30000,3^20000)", "3^20000/(2^30000)", "2^30000*x^30000",
      "mod(10^9000,7)",
      "floor(10^4000*pi)", "(e^(10^11)+1)^2000000000", "x^(-9223372036854775808)", "2^(-9223372036854775808)",
      "-9223372036854775808!", "((x^2)^(x^2))^(x^2)", "sinh(sinh(sinh(sinh(sinh(x)))))", "n!!!!", "log(10^1000,10^999)",
      "1/(10^30000)",
      "sqrt(2^61-1)*sqrt(2^31-1)", "abs(abs(abs(x-1)-1)-1)", "max(x,max(y,max(z,min(x,y))))", "1.1^(1.1^(1.1^1.1))",
      "(-1)^(1/1001)",
      "pi^pi^pi^pi", "floor(e^(pi*sqrt(163)))", "1/(sin(pi/7)^2-sin(pi/7)*sin(pi/7))", "x^(y^(z^(x^(y^z))))",
      "arctan(10^(-5000))",
    ])
  func monsters(text: String) {
    let term = EqualityNotation.term(text)
    for other in [term, .sum([term, .one]), Term.variable("x"), .integer(7)] {
      var work = Work(200_000)
      let decision = Equality.decide(term, other, work: &work)
      var again = Work(200_000)
      #expect(Equality.decide(other, term, work: &again) == decision)
      if other == term {
        #expect(!decision.isDifferent)
      } else {
        #expect(!decision.isEqual || text == "1/(10^30000)")
      }
      // What cannot be paid for is refused before it is done.
      #expect(work.left >= 0 || decision == .undecided(.outOfWork))
    }
  }

  @Test("deep nesting is refused, not followed", arguments: [100, 150, 300, 5000])
  func depth(of levels: Int) {
    var sum = Term.variable("x")
    var root = Term.integer(2)
    var power = Term.variable("n")
    var hyperbolic = Term.variable("x")
    for _ in 0..<levels {
      sum = .sum([.product([sum, .integer(3)]), .one])
      root = .call(.root, [.sum([root, .integer(2)])])
      power = .power(.integer(2), power)
      hyperbolic = .call(.sinh, [hyperbolic])
    }
    for term in [sum, root, power, hyperbolic] {
      var work = Work(Work.usual)
      let isSame = Equality.decide(term, term, work: &work)
      #expect(!isSame.isDifferent)
      var more = Work(Work.usual)
      #expect(!Equality.decide(term, .sum([term, .one]), work: &more).isEqual)
      if levels > 256 {
        var most = Work(Work.usual)
        #expect(Equality.decide(term, .integer(5), work: &most) == .undecided(.tooLarge))
      }
      _ = Equality.exactValue(of: term, work: &more)
      _ = Equality.sign(of: term, work: &more)
      _ = Equality.variables(of: term)
    }
  }

  @Test("wide expressions are paid for by their width", arguments: [100, 1000, 10_000])
  func width(of count: Int) {
    let parts = (0..<count).map { Term.power(.variable("x\($0 % 50)"), .integer($0 % 7 + 1)) }
    let roots = (2..<count).map { Term.call(.root, [.integer($0)]) }
    for terms in [parts, roots] {
      for (left, right) in [
        (Term.sum(terms), Term.sum(terms.reversed())), (Term.product(terms), Term.product(terms.reversed())),
      ] {
        var work = Work(Work.usual)
        let decision = Equality.decide(left, right, work: &work)
        #expect(!decision.isDifferent)
        #expect(work.left >= 0 || decision == .undecided(.outOfWork))
        if count == 100 { #expect(decision.isEqual) }
      }
    }
  }

  @Test("without any work left nothing is decided, and nothing goes wrong", arguments: [0, 1, 10, 100, 1000, 10_000])
  func poverty(amount: Int) {
    let pairs = [
      ("sqrt(3+2*sqrt(2))", "1+sqrt(2)"), ("sin(2*x)", "2*sin(x)*cos(x)"), ("binomial(n,k)", "n!/(k!*(n-k)!)"),
      ("sqrt(x^2-2*x+1)", "abs(x-1)"),
    ]
    for (left, right) in pairs {
      var work = Work(amount)
      #expect(!Equality.decide(EqualityNotation.term(left), EqualityNotation.term(right), work: &work).isDifferent)
    }
  }
}

extension Equality.Decision {
  fileprivate var isEqual: Bool {
    if case .equal = self { true } else { false }
  }

  fileprivate var isDifferent: Bool {
    if case .different = self { true } else { false }
  }
}
