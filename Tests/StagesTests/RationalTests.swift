import Stages
import Testing

@Suite("A rational is an exact fraction in lowest terms")
struct RationalTests {
  @Test(
    "a decimal is read exactly, thousands and percent included",
    arguments: [
      ("0", "0"), ("1000", "1000"), ("1,000", "1000"), ("12,345,678", "12345678"), ("0.25", "0.25"), (".5", "0.5"),
      ("3.", "3"), ("25%", "0.25"), ("-7", "-7"), ("+7", "7"), ("−4.5", "-4.5"), ("1,250.50", "1250.5"),
      ("007", "7"), ("0.10", "0.1"), ("-0", "0"), ("12.5%", "0.125"), ("-1,000%", "-10"),
      ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
      ("123456789012345678901234567890", "123456789012345678901234567890"),
      ("0.000000000000000000000000000001", "0.000000000000000000000000000001"),
      ("100000000000000000.000000000000000001", "100000000000000000.000000000000000001"),
    ])
  func reading(text: String, value: String) {
    #expect(number(text)?.description == value)
  }

  @Test(
    "anything more or less than one decimal is not a number",
    arguments: [
      "", " ", "-", ".", "%", "1,00", "1,0000", "0,123", "1234,567", ",123", "1,000,00", "1.2.3", "1 000", "12a", "a12",
      "1e5", "--1", "25%%", "1/2", "$5", "5 ", " 5",
    ])
  func refusing(text: String) {
    #expect(number(text) == nil)
  }

  @Test("a slice is read from where it starts, not from its array's start")
  func slices() {
    let line = Array("it costs 1,250 dollars".utf8)
    #expect(Rational(decimal: line[9..<14]) == Rational(1250))
  }

  @Test(
    "the description is a decimal where the decimal ends, else a fraction",
    arguments: [
      (24, 1, "24"), (1, 5, "0.2"), (-1, 5, "-0.2"), (10, 3, "10/3"), (-10, 4, "-2.5"), (7, 8, "0.875"),
      (1, 50, "0.02"), (1, 1_000_000, "0.000001"), (-6, -3, "2"), (3, -7, "-3/7"), (1, 3_000_000, "1/3000000"),
      (.max, 2, "4611686018427387903.5"), (.min, 1, "-9223372036854775808"), (3, .max, "3/9223372036854775807"),
    ])
  func describing(numerator: Int, denominator: Int, text: String) throws {
    let value = try #require(Rational(numerator).divided(by: Rational(denominator)))
    #expect(value.description == text)
    #expect(value.utf8 == Array(text.utf8))
    #expect(value.isInteger == text.allSatisfy { $0 != "." && $0 != "/" })
    #expect(value.isNegative == text.hasPrefix("-"))
  }

  @Test("long decimals end where they end, at any size")
  func longDecimals() throws {
    let tiny = try #require(Rational(10).power(-40))
    #expect(tiny.description == "0." + String(repeating: "0", count: 39) + "1")
    let half = try #require(Rational(1).divided(by: Rational(.min)))
    #expect(half.description.hasPrefix("-0.00000000000000000010842") && half.description.count == 66)
    let fives = try #require(Rational(5).power(-60))
    #expect(fives == number(fives.description))
    #expect(try #require(fives.divided(by: Rational(3))).description.contains("/"))
  }

  @Test("equal numbers are equal and hash alike, however they came about")
  func oneRepresentation() throws {
    let huge = try #require(Rational(10).power(30))
    let back = try #require((huge * Rational(7)).divided(by: huge * Rational(2)))
    #expect(back == number("3.5"))
    #expect(back.hashValue == number("3.5")?.hashValue)
    #expect(huge - huge + Rational(5) == Rational(5))
    #expect((huge - huge).isZero)
  }

  @Test("leaving the machine word is no event", arguments: [Int.max, .min, .max - 1, .min + 1])
  func wordEdges(edge: Int) throws {
    let value = Rational(edge)
    #expect((value + value).divided(by: Rational(2)) == value)
    #expect((value * value).divided(by: value) == value)
    #expect(-(-value) == value)
    #expect(value - value == Rational(0))
    #expect(value.magnitude.isNegative == false)
    #expect(Rational(1).divided(by: value)?.power(-1) == value)
    #expect(value.intValue == edge)
    #expect((value * Rational(2)).intValue == nil)
  }

  @Test(
    "powers are exact, negative exponents invert",
    arguments: [
      ("2", 10, "1024"), ("2", -2, "0.25"), ("-3", 3, "-27"), ("-3", 4, "81"), ("0.5", 3, "0.125"), ("7", 0, "1"),
      ("0", 0, "1"), ("0", 5, "0"), ("10", 20, "100000000000000000000"), ("-1", .max, "-1"), ("-1", .min, "1"),
    ])
  func powers(base: String, exponent: Int, result: String) throws {
    #expect(try #require(number(base)).power(exponent) == number(result))
  }

  @Test("nothing is divided by zero")
  func zero() {
    #expect(Rational(1).divided(by: Rational(0)) == nil)
    #expect(Rational(0).power(-1) == nil)
  }

  @Test(
    "rounding takes half away from zero",
    arguments: [
      ("3.335", 2, "3.34"), ("3.334", 2, "3.33"), ("-2.5", 0, "-3"), ("2.5", 0, "3"), ("2.4", 0, "2"),
      ("-0.004", 2, "0"),
      ("7", 3, "7"), ("0.05", 1, "0.1"), ("123456789012345678901.25", 1, "123456789012345678901.3"),
    ])
  func rounding(text: String, places: Int, result: String) throws {
    #expect(try #require(number(text)).rounded(places: places) == number(result))
  }

  @Test("ten thirds are about 3.33")
  func roundingFractions() throws {
    #expect(try #require(Rational(10).divided(by: Rational(3))).rounded(places: 2).description == "3.33")
  }

  @Test("rounding down goes below negative numbers", arguments: [("2.5", 2), ("-2.5", -3), ("-3", -3), ("0.1", 0)])
  func roundingDown(text: String, result: Int) throws {
    #expect(try #require(number(text)).roundedDown == Rational(result))
  }

  @Test("numbers are ordered by value")
  func order() throws {
    let third = try #require(Rational(1).divided(by: Rational(3)))
    let huge = try #require(Rational(10).power(40))
    let ascending = [-huge, Rational(-1), -third, Rational(0), third, number("0.34"), Rational(1), huge].compactMap(
      \.self)
    #expect(ascending.count == 8)
    #expect(ascending.shuffled().sorted() == ascending)
  }
}

@Suite("Rational arithmetic agrees with long arithmetic done by hand")
struct RationalOracleTests {
  @Test("on random fractions from one digit to forty, words and big integers mixed")
  func random() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SplitMix(state: seed)
    for _ in 0..<400 {
      let one = LongNumber("1")
      let (a, b) = (LongNumber.random(using: &random), LongNumber.random(using: &random) + one)
      let (c, d) = (LongNumber.random(using: &random), LongNumber.random(using: &random) + one)
      let (x, y) = (Fraction(a, over: b), Fraction(c, over: d))
      let (left, right) = (try #require(x.rational), try #require(y.rational))
      let comment: Comment = "seed \(seed): \(left) and \(right)"
      #expect(Fraction(left) == x, comment)
      #expect(Fraction(left + right) == Fraction(a * d + c * b, over: b * d), comment)
      #expect(Fraction(left * right) == Fraction(a * c, over: b * d), comment)
      #expect(left + right - right == left, comment)
      #expect((left < right) == (a * d).isLess(than: c * b), comment)
      if !right.isZero {
        #expect(Fraction(try #require(left.divided(by: right))) == Fraction(a * d, over: b * c), comment)
      }
      #expect(left - right == -(right - left), comment)
      #expect((left - right).isNegative == (left < right), comment)
    }
  }
}

private func number(_ text: String) -> Rational? {
  Rational(decimal: Array(text.utf8)[...])
}

/// A natural number as its decimal digits, lowest first: arithmetic too plain to be wrong.
private struct LongNumber: Equatable {
  private var digits: [Int]

  init(_ text: some StringProtocol) {
    digits = text.reversed().compactMap(\.wholeNumberValue)
    trim()
  }

  static func random(using random: inout SplitMix) -> LongNumber {
    let length = [1, 2, 5, 18, 19, 20, 40].randomElement(using: &random) ?? 1
    return LongNumber((0..<length).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined())
  }

  var text: String {
    digits.isEmpty ? "0" : digits.reversed().map(String.init).joined()
  }

  func isLess(than other: LongNumber) -> Bool {
    digits.count == other.digits.count
      ? digits.reversed().lexicographicallyPrecedes(other.digits.reversed()) : digits.count < other.digits.count
  }

  static func + (left: LongNumber, right: LongNumber) -> LongNumber {
    var sum = left
    for (index, digit) in right.digits.enumerated() { sum.add(digit, at: index) }
    return sum
  }

  static func * (left: LongNumber, right: LongNumber) -> LongNumber {
    var product = LongNumber("")
    for (i, a) in left.digits.enumerated() {
      for (j, b) in right.digits.enumerated() { product.add(a * b, at: i + j) }
    }
    product.trim()
    return product
  }

  private mutating func add(_ value: Int, at index: Int) {
    var (carry, index) = (value, index)
    while carry > 0 {
      while digits.count <= index { digits.append(0) }
      carry += digits[index]
      digits[index] = carry % 10
      carry /= 10
      index += 1
    }
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
  }
}

/// Two long numbers one over the other, compared crosswise.
private struct Fraction: Equatable {
  private let numerator: LongNumber
  private let denominator: LongNumber

  init(_ numerator: LongNumber, over denominator: LongNumber) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// What a rational's description says.
  init(_ value: Rational) {
    let parts = value.description.split(separator: "/")
    let decimal = parts[0].split(separator: ".")
    let places = decimal.count > 1 ? decimal[1].count : 0
    let below = parts.count > 1 ? String(parts[1]) : "1" + String(repeating: "0", count: places)
    self.init(LongNumber(decimal.joined()), over: LongNumber(below))
  }

  var rational: Rational? {
    guard let numerator = number(numerator.text), let denominator = number(denominator.text) else { return nil }
    return numerator.divided(by: denominator)
  }

  static func == (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator == right.numerator * left.denominator
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
