import Stages
import Testing

@Suite("An explanation works the value out in words")
struct OfflineTranslatorTests {
  @Test(arguments: [
    // What is seen at a glance is said in one sentence.
    ("48/2", "48 divided by 2 is 24."),
    ("48+24", "48 plus 24 is 72."),
    ("15-12", "Subtracting 12 from 15 gives 3."),
    ("7*8", "8 taken 7 times makes 56."),
    ("37*1", "Multiplying 37 by 1 leaves 37."),
    ("0*5", "Any number times 0 is 0, so 0 × 5 = 0."),
    ("0.25*36", "A quarter of 36 is 9."),
    // Products by place value, or by a detour over round numbers.
    ("6*47", "6 × 47 = 6 × 40 + 6 × 7 = 240 + 42 = 282."),
    ("12*52", "12 × 50 = 600 and 12 × 2 = 24, so 12 × 52 = 600 + 24 = 624."),
    ("16*25", "4 times 25 makes 100, so 16 × 25 = 4 × 4 × 25 = 4 × 100 = 400."),
    ("36*5", "Because 2 × 5 = 10, we have 36 × 5 = 18 × 2 × 5 = 18 × 10 = 180."),
    ("3*(16*5)", "3 × 16 = 48, and 48 × 5 = 24 × 2 × 5 = 24 × 10 = 240."),
    // Sums and differences.
    ("378+256", "In steps: 378 + 256 = 578 + 56 = 628 + 6 = 634."),
    ("523-198", "Since 198 = 200 - 2, we get 523 - 198 = 523 - 200 + 2 = 323 + 2 = 325."),
    ("2021-1989", "From 1989 to 2000 it is 11, and from there to 2021 another 21, together 11 + 21 = 32."),
    ("6.75+13.5", "Whole parts and decimals separately: 6.75 + 13.5 = 19 + 1.25 = 20.25."),
    ("20+25+22+20+10", "20 + 25 = 45, 45 + 22 = 67, 67 + 20 = 87 and 87 + 10 = 97."),
    ("25+25+25+25", "This is 4 times 25: 4 × 25 = 100."),
    ("100-50-30-15", "Taken together, the subtractions come to 50 + 30 + 15 = 95, and 100 - 95 = 5."),
    ("5-12", "12 - 5 = 7; taken the other way round the difference is negative, 5 - 12 = -7."),
    ("-5+3", "Going up 3 from -5 leads to -2, so -5 + 3 = -2."),
    ("-3*7", "3 × 7 = 21, and with one minus sign -3 × 7 = -21."),
    // Quotients.
    ("624/12", "Dividing 624 in two pieces: 624 ÷ 12 = (600 + 24) ÷ 12 = 50 + 2 = 52."),
    ("119/17", "7 × 17 = 7 × 10 + 7 × 7 = 70 + 49 = 119, so 119 ÷ 17 = 7."),
    ("60/1.5", "Multiplying both numbers by 10 clears the decimals: 60 ÷ 1.5 = 600 ÷ 15 = 200 ÷ 5 = 40."),
    ("12/60", "12 ÷ 60 = 1/5 = 0.2."),
    ("10/3", "3 goes three times into 10, with 1 left over, so 10 ÷ 3 = 3 + 1/3 = 10/3, about 3.33."),
    ("1/3+1/4", "1/3 + 1/4 = 4/12 + 3/12 = 7/12, about 0.583."),
    ("31//4", "4 goes 7 whole times into 31 and leaves 3, so rounded down the quotient is 7."),
    // Parts and percentages.
    ("3/4*72", "One quarter of 72 is 18, so three quarters is 3 × 18 = 54."),
    ("60/100*1600", "10% of 1600 is 160, and 60% makes 6 × 160 = 960."),
    ("15%*80", "10% of 80 is 8 and 5% is half of that, 4; together 8 + 4 = 12."),
    (".15*80", "0.15 means 15%. 10% of 80 is 8 and 5% is half of that, 4, so 15% is 8 + 4 = 12."),
    // Several operations: brackets first, products before sums.
    ("5*12+3", "5 × 12 + 3 = 60 + 3 = 63."),
    ("180-(40+40)", "Brackets first: 180 - (40 + 40) = 180 - 80 = 100."),
    (
      "15+3*704",
      "Taking 704 apart as 700 + 4: 3 × 704 = 3 × 700 + 3 × 4 = 2100 + 12 = 2112. "
        + "The product comes first: 15 + 3 × 704 = 15 + 2112 = 2127."
    ),
    ("2^10", "2^10 = 2^5 × 2^5 = 32 × 32 = 1024."),
    ("-(2+3)", "The brackets come first: -(2 + 3) = -5."),
  ])
  func `short where it is easy, worked out where it is not`(expression: String, text: String) throws {
    #expect(try words(expression).text == text)
  }

  @Test(arguments: [
    "1/7", "2/3*9", "17*5/9*1440", "22/7*3", "1/2+1/3+1/6", "7.5*(1+(1/3))", "2/(2/3)", "((2+3)*4-6)/7", "(3+4)*(5-2)",
    "2^-3", "1.5^2", "(1+0.05)^3", "-(5*3)", "-4-6", "3-(-4)", "-24/-6", "5-10+20", "0/4*8", "1-1", "99*98", "101*99",
    "0.001*0.5", "123456*789", "999999999999*888888888", "0.333333333*9", "1234.56-789.01", "100000/7", "50%+20%",
    "150*(1-20%)", "120%*50", "12.5%*80", "99%*7", "0.5%*300", "1+2+3+4+5+6+7+8+9", "1000-1-2-3-4-5", "8-9-10", "5",
    "36*125*.01", "18*.01*100", "4*+5", "(2+3)", "10^6", "0^0", "1/3-1/3", "2.5*4/10", "9/10*45/100", "200*(1/3)",
  ])
  func `every equation holds and the value is the calculator's`(expression: String) throws {
    let (text, result) = try words(expression)
    #expect(Equations.wrong(in: utf8(text)) == [], "\(text)")
    #expect(result == string(try Calculator.evaluate(utf8(expression)[...]).utf8))
    #expect(text.hasSuffix("."), "\(text)")
    #expect(!text.contains("  "), "\(text)")
  }

  @Test func `the wording varies from call to call and never for the same call`() throws {
    let texts = try (11...60).map { try words("\($0)+7").text }
    let patterns = Set(texts.map { String($0.filter { !$0.isNumber }) })
    #expect(patterns.count > 5)
    #expect(try words("11+7").text == texts[0])
  }

  @Test func `a failed call has nothing to explain`() {
    let call = ToolCall(tool: utf8("calculator"), arguments: utf8("{}"), status: .error, result: [])
    #expect(OfflineTranslator.explain(call) == .failedCall)
  }

  @Test(arguments: [
    ("solve_equation", #"{"expression":"1+1"}"#),
    ("calculator", #"{"formula":"1+1"}"#),
    ("calculator", #"{"expression":"1+"}"#),
    ("calculator", #"{"expression":"1/0"}"#),
    ("calculator", "oops"),
  ])
  func `what the rules do not know they do not explain`(tool: String, arguments: String) {
    let call = ToolCall(tool: utf8(tool), arguments: utf8(arguments), status: .success, result: utf8("2"))
    #expect(OfflineTranslator.explain(call) == nil)
  }

  @Test func `the tool's result is never looked at`() {
    let calls = ["72", "73", ""].map { result in
      ToolCall(
        tool: utf8("calculator"), arguments: utf8(#"{"expression":"48+24"}"#), status: .success, result: utf8(result))
    }
    #expect(Set(calls.map { OfflineTranslator.explain($0) }).count == 1)
  }

  private func words(_ expression: String) throws -> (text: String, result: String) {
    let explanation = try #require(OfflineTranslator.explain(expression: utf8(expression)))
    guard case .words(let text, let result) = explanation else { throw NotInWords() }
    return (string(text), string(result))
  }

  private struct NotInWords: Error {}
}
