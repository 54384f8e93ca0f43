import Foundation
import Stages
import Testing

@Suite("The calculator computes exactly what people write")
struct CalculatorTests {
  @Test(
    "the usual precedence holds",
    arguments: [
      ("48/2", "24"), ("1+2*3", "7"), ("(1+2)*3", "9"), ("10-4-3", "3"), ("100/10/5", "2"), ("2*3/4", "1.5"),
      ("-2^2", "-4"), ("(-2)^2", "4"), ("2^3^2", "512"), ("2**10", "1024"), ("2^-2", "0.25"), ("-2^-2", "-0.25"),
      ("2*-3", "-6"), ("2--3", "5"), ("--5", "5"), ("+5", "5"), ("2-+3", "-1"), ("10/3", "10/3"), ("0.1+0.2", "0.3"),
      ("7//2", "3"), ("-7//2", "-4"), ("7//2*2", "6"), ("560//10", "56"), ("0^0", "1"), ("3*3^2", "27"),
      ("((((5))))", "5"),
    ])
  func precedence(text: String, value: String) {
    #expect(evaluate(text) == value)
  }

  @Test(
    "typeset operators, thousands, percent, currency and spaces are read as meant",
    arguments: [
      ("3 x 4", "12"), ("3X4", "12"), ("3×4", "12"), ("3·4", "12"), ("12÷4", "3"), ("5−7", "-2"), ("1,000*2", "2000"),
      ("1,234,567.5+.5", "1234568"), ("25%", "0.25"), ("25 % * 80", "20"), ("100% - 30%", "0.7"), ("(1+1)%", "0.02"),
      ("2*50%^2", "0.5"), ("$5*3", "15"), ("$ 1,250.50 + $0.50", "1251"), ("-$5", "-5"), (" \t1 +\n2 ", "3"),
      ("3.*2", "6"),
    ])
  func spellings(text: String, value: String) {
    #expect(evaluate(text) == value)
  }

  @Test(
    "a parenthesis right behind a value multiplies it",
    arguments: [
      ("2(3+4)", "14"), ("(1)(2)", "2"), ("(1+2)(3+4)", "21"), ("6/2(3)", "9"), ("2^2(3)", "12"), ("2(3)^2", "18"),
      ("-2(3)", "-6"),
    ])
  func implicitProducts(text: String, value: String) {
    #expect(evaluate(text) == value)
  }

  @Test(
    "an error says what is wrong, and at which character",
    arguments: [
      ("", "expected a number at character 1, found the end", 0),
      ("  ", "expected a number at character 3, found the end", 2),
      ("2*3+)", "expected a number at character 5, found ')'", 4),
      ("2*3)", "unexpected ')' at character 4", 3),
      ("(1+2", "'(' at character 1 is never closed", 0),
      ("(1 2)", "unexpected '2' at character 4", 3),
      ("()", "expected a number at character 2, found ')'", 1),
      ("3 apples", "unexpected 'a' at character 3", 2),
      ("3×4é", "unexpected 'é' at character 4", 4),
      ("1,00", "unexpected ',' at character 2", 1),
      ("1 000", "unexpected '0' at character 3", 2),
      ("7 % 3", "unexpected '3' at character 5", 4),
      ("7%(3)", "unexpected '(' at character 3", 2),
      ("5%%", "unexpected '%' at character 3", 2),
      ("$(5)", "expected a number at character 2, found '('", 1),
      (".", "expected a number at character 1, found '.'", 0),
      ("1+\u{1B}[2J", "expected a number at character 3, found U+1B", 2),
      ("1/0)", "unexpected ')' at character 4", 3),
    ])
  func misspelling(text: String, message: String, offset: Int) {
    #expect(failure(text)?.description == message)
    #expect(failure(text)?.offset == offset)
  }

  @Test(
    "an error of the value has no place",
    arguments: [
      ("1/0", "division by zero"), ("5//(2-2)", "division by zero"), ("0^-1", "division by zero"),
      ("4^0.5", "the exponent is not a whole number"), ("2^10001", "the exponent is not between -10000 and 10000"),
      ("2^99999999999999999999", "the exponent is not between -10000 and 10000"),
    ])
  func badValues(text: String, message: String) {
    #expect(failure(text)?.message == message)
    #expect(failure(text)?.offset == nil)
  }

  @Test("places are counted in the expression, wherever its slice begins")
  func slices() {
    let line = Array("result: 1+)".utf8)
    let error = #expect(throws: CalculatorError.self) { try Calculator.evaluate(line[8...]) }
    #expect(error?.offset == 2)
    #expect(error?.message == "expected a number at character 3, found ')'")
  }

  @Test("a byte that is no text is told by its number")
  func invalidText() {
    let error = #expect(throws: CalculatorError.self) { try Calculator.evaluate([0xFF]) }
    #expect(error?.message == "expected a number at character 1, found byte 255")
  }
}

@Suite("The tree keeps the expression as written")
struct CalculatorTreeTests {
  @Test("numbers keep their spelling, parentheses only shape the tree")
  func tree() throws {
    #expect(
      try Calculator.parse(bytes("$1,000 - 25%*(2+3)"))
        == .binary(
          .subtract, literal("1,000"), .binary(.multiply, literal("25%"), .binary(.add, literal("2"), literal("3")))))
    #expect(try Calculator.parse(bytes("-2^2")) == .negate(.binary(.power, literal("2"), literal("2"))))
    #expect(try Calculator.parse(bytes("6//4")) == .binary(.floorDivide, literal("6"), literal("4")))
  }

  private func literal(_ text: String) -> Stages.Expression {
    .number(Rational(decimal: bytes(text)) ?? Rational(0), spelling: Array(text.utf8))
  }

  @Test("text and tree have the same value, or the same error")
  func agreement() {
    let seed = UInt64.random(in: .min ... .max)
    var random = Generator(state: seed)
    let marks = ["1", "2", "30", "0", ".5", "25%", "+", "-", "*", "/", "//", "^", "(", ")", "x", "$", "1,000", " "]
    for _ in 0..<5_000 {
      let count = Int.random(in: 1...9, using: &random)
      let text = (0..<count).map { _ in marks.randomElement(using: &random) ?? "1" }.joined()
      let fast = Result { try Calculator.evaluate(bytes(text)) }
      let slow = Result { try Calculator.evaluate(Calculator.parse(bytes(text))) }
      switch (fast, slow) {
      case (.success(let a), .success(let b)): #expect(a == b, "seed \(seed): \(text)")
      case (.failure(let a), .failure(let b)):
        #expect(a as? CalculatorError == b as? CalculatorError, "seed \(seed): \(text)")
      default: Issue.record("seed \(seed): \(text) is \(fast) as text, \(slow) as tree")
      }
    }
  }
}

@Suite("No text hangs the calculator or fills the memory")
struct CalculatorBoundTests {
  @Test(
    "each bound is an error that names it",
    arguments: [
      ("1", 10_001, "", "the expression is longer than 10000 bytes"),
      ("1", 1_002, "+", "more than 1000 operations in one expression"),
      ("-1", 1_002, "", "more than 1000 operations in one expression"),
      ("(", 201, "", "nested more than 200 deep at character 202"),
      ("2", 202, "^", "nested more than 200 deep at character 403"),
      ("(9^10000)^11", 1, "", "the result has more than 100000 digits"),
      ("(2^10000)^17", 2, "*", "the result has more than 100000 digits"),
      ("(2^9999)^10/(3^9999)^10", 1, "", "the expression takes too much work to compute exactly"),
    ])
  func bounds(piece: String, count: Int, separator: String, message: String) {
    #expect(failure(repeating(piece, count, separator))?.message == message)
  }

  @Test("what stays just within a bound is computed")
  func withinBounds() {
    #expect(evaluate(repeating("1", 1_001, "+")) == "1001")
    #expect(evaluate(repeating("(", 200, "") + "1" + repeating(")", 200, "")) == "1")
    #expect(evaluate(repeating("1", 201, "^")) == "1")
    #expect(evaluate("2^10000/2^9990") == "1024")
    #expect(evaluate("10^10000*10^10000")?.count == 20_001)
    #expect(evaluate(repeating("+", 9_999, "") + "1") == "1")
  }
}

@Suite("The calculator on GSM8K", .enabled(if: WorkedSolutions.isPresent, "needs ../shared/data/gsm8k/train.jsonl"))
struct CalculatorDataTests {
  @Test("every calculator mark evaluates to exactly what its author wrote")
  func marks() throws {
    let marks = try WorkedSolutions.load().flatMap(\.marks)
    #expect(marks.count == 23_716)
    for mark in marks {
      #expect(try Calculator.evaluate(bytes(mark.expression)) == Rational(decimal: bytes(mark.result)), "\(mark)")
    }
  }
}

/// GSM8K's training problems.
struct WorkedSolutions {
  let lastLine: String
  let gold: String
  let marks: [(expression: String, result: String)]

  private static let path = "gsm8k/train.jsonl"

  static var isPresent: Bool { RealData.exists(path) }

  static func load() throws -> [WorkedSolutions] {
    struct Row: Decodable { let answer: String }
    return try RealData.rows(of: Row.self, in: path).map { WorkedSolutions(solution: $0.answer) }
  }

  private init(solution: String) {
    let parts = solution.components(separatedBy: "####")
    gold = (parts.last ?? "").trimmingCharacters(in: .whitespaces)
    let mark = /<<(.*?)=(.*?)>>/
    marks = solution.matches(of: mark).map { (String($0.1), String($0.2)) }
    lastLine = String(parts[0].replacing(mark, with: "").split(whereSeparator: \.isNewline).last ?? "")
  }
}

/// The shared data sets, read where they lie: beside the project, whose tests may be reached through a link.
enum RealData {
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: url(path).path)
  }

  static func rows<Row: Decodable>(of type: Row.Type, in path: String) throws -> [Row] {
    let decoder = JSONDecoder()
    return try Data(contentsOf: url(path)).split(separator: UInt8(ascii: "\n")).map { line in
      try decoder.decode(type, from: line)
    }
  }

  private static func url(_ path: String) -> URL {
    URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../../../shared/data/\(path)")
      .standardizedFileURL
  }
}

private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

private func bytes(_ text: String) -> ArraySlice<UInt8> {
  Array(text.utf8)[...]
}

private func repeating(_ piece: String, _ count: Int, _ separator: String) -> String {
  Array(repeating: piece, count: count).joined(separator: separator)
}

private func evaluate(_ text: String) -> String? {
  try? Calculator.evaluate(bytes(text)).description
}

private func failure(_ text: String) -> CalculatorError? {
  do throws(CalculatorError) {
    _ = try Calculator.evaluate(bytes(text))
    return nil
  } catch {
    return error
  }
}
