import BigInt
import Testing

@testable import Stages

@Suite("Enclosures contain the values they stand for, and are as narrow as they promise")
struct EqualityEnclosureTests {
  /// Known constants to 60 places, by expressions that use every elementary function.
  @Test(
    "elementary functions agree with the tables",
    arguments: [
      ("pi", "3.141592653589793238462643383279502884197169399375105820974944"),
      ("e^1", "2.718281828459045235360287471352662497757247093699959574966967"),
      ("ln(2)", "0.693147180559945309417232121458176568075500134360255254120680"),
      ("ln(10)", "2.302585092994045684017991454684364207601101488628772976033327"),
      ("sqrt(2)", "1.414213562373095048801688724209698078569671875376948073176679"),
      ("sin(1)", "0.841470984807896506652502321630298999622563060798371065672751"),
      ("cos(1)", "0.540302305868139717400936607442976603732310420617922227670097"),
      ("arctan(1/2)", "0.463647609000806116214256231461214402028537054286120263810933"),
      ("arctan(3)", "1.249045772398254425829917077281090123077829404129896719054669"),
      ("root(2,3)", "1.259921049894873164767210607278228350570251464701507980081975"),
      ("e^-20", "0.000000002061153622438557827965940380155820976376"),
      ("arcsin(1/3)", "0.339836909454121937096392513391764066388244690332458071431924"),
    ])
  func tables(text: String, digits: String) throws {
    let term = EqualityNotation.term(text)
    let known = try #require(Rational(decimal: Array(digits.utf8)[...]))
    let unit = try #require(Rational(10).power(2 - digits.utf8.count))
    for precision in [128, 200, 333, 1024, 4096] {
      let ball = try Self.ball(of: term, precision)
      let (middle, radius) = try Self.rationals(ball)
      let isNear = (middle - known).magnitude < unit + radius
      #expect(isNear)
      #expect(ball.radius.bits < 8 - precision + ball.magnitude.bits)
    }
    let interval = try Self.interval(of: term)
    #expect(try #require(Self.rational(interval.lower)) < known + unit)
    #expect(try #require(Self.rational(interval.upper)) > known - unit)
    #expect(interval.upper - interval.lower < 1e-13)
  }

  @Test(
    "what a coarse enclosure contains, a finer one lies in",
    arguments: [
      "sin(1000)", "cos(10^20)", "tan(11)", "e^(100/7)", "e^(-200)", "ln(10^30+1)", "ln(1+10^-30)", "arctan(10^20)",
      "arctan(10^-20)",
      "sqrt(10^50+1)", "root(7,5)", "(1+sqrt(2))^50", "(sqrt(2)-1)^50", "cos(pi/19)", "1/(sqrt(2)-1.41421356)",
      "2^(sqrt(2))", "arcsin(99/100)",
      "sinh(3)", "arccosh(7)", "(1+10^-9)^(10^6)", "sqrt(5)-sqrt(3)", "max(pi,e)", "abs(e-3)", "mod(10*pi,3)",
      "mod(-10*pi,3)", "floor(-pi)", "ceil(-7*e)", "arccot(3)",
    ])
  func nesting(text: String) throws {
    let term = EqualityNotation.term(text)
    let finest = try Self.rationals(Self.ball(of: term, 2000)).middle
    for precision in [90, 128, 500] {
      let (middle, radius) = try Self.rationals(Self.ball(of: term, precision))
      let isInside = (middle - finest).magnitude <= radius
      #expect(isInside)
    }
    let interval = try Self.interval(of: term)
    #expect(try #require(Self.rational(interval.lower)) <= finest)
    #expect(try #require(Self.rational(interval.upper)) >= finest)
  }

  @Test("whole numbers stay exact in machine intervals, and everything else is rounded outward")
  func intervals() throws {
    let field = IntervalField()
    let three = field.number(Rational(3))
    #expect(field.multiply(three, field.add(three, three)) == field.number(Rational(18)))
    #expect(field.number(Rational(lowest: 3, over: 4)) == Interval(lower: 0.75, upper: 0.75))
    let third = field.number(Rational(lowest: 1, over: 3))
    #expect(third.lower < third.upper && third.upper.ulp >= third.upper - third.lower - third.upper.ulp)
    #expect(field.sign(field.add(field.multiply(third, three), field.number(Rational(-1)))) == nil)
    #expect(field.squareRoot(field.number(Rational(49))) == field.number(Rational(7)))
    #expect(throws: Obstacle.undefined) { try field.inverse(field.number(Rational(0))) }
    #expect(throws: Obstacle.unclear) { try field.inverse(Interval(lower: -1, upper: 1)) }
    let huge = field.exp(field.number(Rational(100_000)))
    #expect(huge.lower == .greatestFiniteMagnitude || huge.lower > 1e300)
    #expect(huge.upper == .infinity)
  }

  private static func ball(of term: Term, _ precision: Int) throws -> Ball {
    var circuit = Circuit(work: Work(1_000_000_000))
    let node = try circuit.node(for: term)
    let field = BallField(precision: precision, work: circuit.work)
    return try ComplexEvaluation.value(of: node, in: circuit, by: field).re
  }

  private static func interval(of term: Term) throws -> Interval {
    var circuit = Circuit(work: Work(1_000_000))
    let node = try circuit.node(for: term)
    return try ComplexEvaluation.value(of: node, in: circuit, by: IntervalField()).re
  }

  private static func rationals(_ ball: Ball) throws -> (middle: Rational, radius: Rational) {
    let scale = try #require(Rational(2).power(ball.exponent))
    let radius = ball.radius.isZero ? Rational(0) : try #require(Rational(2).power(ball.radius.bits))
    return (Rational(lowest: ball.middle, over: 1) * scale, radius)
  }

  private static func rational(_ value: Double) -> Rational? {
    guard value.isFinite else { return Rational(2).power(2000).map { value < 0 ? -$0 : $0 } }
    let scale = Rational(2).power(Int(value.exponent) - 52)
    let significand = Rational(Int(value.significand * 0x1p52))
    return scale.map { value.sign == .minus ? -significand * $0 : significand * $0 }
  }
}
