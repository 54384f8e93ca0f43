import Stages
import Testing

@Suite("The box of a reply")
struct BoxedTests {
  @Test(
    "is the last balanced one",
    arguments: [
      ("so \\boxed{5}.", "5"), ("\\boxed{1} then \\boxed{2}", "2"), ("\\boxed{\\frac{1}{2}}", "\\frac{1}{2}"),
      ("\\fbox{7}", "7"), ("\\boxed {8}", "8"), ("\\boxed 3", "3"), ("$\\boxed 3$", "3"), ("\\boxed 3.", "3"),
      ("\\boxed{5} and \\boxed{6", "5"), ("\\boxed{\\{1,2\\}}", "\\{1,2\\}"), ("\\boxed{a\\}b}", "a\\}b"),
      ("{ \\boxed{5}", "5"), ("} \\boxed{5}", "5"), ("\\boxed{\\boxed{5}}", "5"), ("\\boxed{}", ""), ("\\boxed3", "3"),
      ("\\boxed\\frac12", "\\frac12"), ("\\\\\\boxed{5}", "5"),
    ])
  func found(text: String, content: String) {
    #expect(Answers.boxed(in: bytes(text)).map { String(decoding: $0, as: UTF8.self) } == content)
  }

  @Test(
    "is nil where there is none", arguments: ["", "5", "\\boxed", "\\boxed{5", "\\boxedup{5}", "boxed{5}", "\\boxed "])
  func missing(text: String) {
    #expect(Answers.boxed(in: bytes(text)) == nil)
  }
}

@Suite("The last number of a line")
struct LastNumberTests {
  @Test(
    "is read as written, without currency sign or full stop",
    arguments: [
      ("is 5.", "5"), ("earned $1,250.50 in all.", "1,250.50"), ("is -3", "-3"), ("is .5", ".5"), ("= −4.", "−4"),
      ("$3", "3"), ("12% of them", "12%"), ("a loss of -$5", "-5"), ("a loss of $-5", "-5"), ("10-year-old", "10"),
      ("1, 2, 3", "3"), ("1,2", "2"), ("at 6:30", "30"), ("x=-3", "-3"), ("(-3)", "-3"), ("ends.5", "5"), ("5...", "5"),
      ("\\$7", "7"), ("is \\$1,000.", "1,000"), ("1,000,", "1,000"),
    ])
  func plain(line: String, number: String) {
    #expect(last(line) == number)
  }

  @Test(
    "a minus between two operands is no sign",
    arguments: ["13-5", "13 - 5", "13 -5", "(8)-5", "50%-5", "$13-$5", "pre-5"])
  func operations(line: String) {
    #expect(last(line) == "5")
  }

  @Test(
    "a fraction counts where it stands alone",
    arguments: [
      ("he ate 3/4.", "3/4"), ("1/2", "1/2"), ("120/24 = 5 hours", "5"), ("x = 3/4", "3/4"), ("is -3/4 of it", "-3/4"),
      ("it takes 1 1/2 hours", "1 1/2"), ("10*3/4", "4"), ("10 x 3/4", "4"), ("the box 3/4 full", "3/4"),
      ("5-3/4", "4"),
      ("on 5/12/2020", "2020"), ("3 / 4", "4"), ("1.5/2", "2"), ("2 × 3/4", "4"),
    ])
  func fractions(line: String, number: String) {
    #expect(last(line) == number)
  }

  @Test("is nil where there is no digit", arguments: ["", "none", "$.", "-", "%"])
  func missing(line: String) {
    #expect(last(line) == nil)
  }

  @Test("a slice is read within its bounds")
  func slices() {
    let text = bytes("100 and 25 and 300")
    #expect(Answers.lastNumber(in: text[1..<10]).map(Array.init) == Array("25".utf8))
    #expect(Answers.lastNumber(in: text[1..<9]).map(Array.init) == Array("2".utf8))
    #expect(Answers.lastNumber(in: text[2..<4]).map(Array.init) == Array("0".utf8))
  }

  private func last(_ line: String) -> String? {
    Answers.lastNumber(in: bytes(line)).map { String(decoding: $0, as: UTF8.self) }
  }
}

private func bytes(_ text: String) -> ArraySlice<UInt8> {
  Array(text.utf8)[...]
}
