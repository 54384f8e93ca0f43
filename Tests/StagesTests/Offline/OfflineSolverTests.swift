import Stages
import Testing

@Suite("An offline trace follows the worked solution and really computes")
struct OfflineSolverTests {
  private let natalia = """
    Natalia sold 48/2 = <<48/2=24>>24 clips in May.
    Natalia sold 48+24 = <<48+24=72>>72 clips altogether in April and May.
    #### 72
    """

  @Test func `each mark ends a turn with one call, and the last turn has none`() throws {
    let (trace, turnsUsed) = try solved(natalia)
    #expect(
      trace.turns == [
        Turn(text: utf8("Natalia sold 48/2 ="), calls: [0]),
        Turn(text: utf8("24 clips in May.\nNatalia sold 48+24 ="), calls: [1]),
        Turn(text: utf8("72 clips altogether in April and May.")),
      ])
    #expect(
      trace.calls == [
        calculator("48/2", "24"),
        calculator("48+24", "72"),
      ])
    #expect(turnsUsed == 3)
    #expect(trace.answer == utf8("72"))
  }

  @Test func `the result is the calculator's, not the mark's`() throws {
    let (trace, _) = try solved("Each gets 10/3 = <<10/3=3.33>>3.33 liters.")
    #expect(trace.calls == [calculator("10/3", "10/3")])
    #expect(trace.answer == utf8("3.33"))
  }

  @Test func `what the calculator cannot read becomes a failed call`() throws {
    let (trace, _) = try solved("It is 3*(4+5 = <<3*(4+5=27>>27.")
    #expect(trace.calls.map(\.status) == [.error])
    #expect(trace.calls.map { string($0.result) } == ["'(' at character 3 is never closed"])
  }

  @Test func `a mark that only repeats a number is no calculation`() throws {
    let (trace, _) = try solved("So x = <<25=25>>25 and m + <<+55=55>>55 = <<25+55=80>>80.")
    #expect(trace.turns.map { string($0.text) } == ["So x = 25 and m + 55 =", "80."])
    #expect(trace.calls == [calculator("25+55", "80")])
  }

  @Test func `a number that the text forgets after its mark is given by the last turn`() throws {
    let (trace, _) = try solved("The total is <<17*23=391>>")
    #expect(trace.turns.map { string($0.text) } == ["The total is", "391"])
  }

  @Test(arguments: [
    // The answer is read off the worked text and not off the last line.
    ("He has 5 apples.\n#### 7", "5"),
    ("He has $1,250.50 left", "1,250.50"),
    ("First 3 apples.\n\nThen 4 pears.\n\n", "4"),
    ("It is <<3*4=12>>12.\nThat is all.", "12"),
    ("So $x = \\boxed{\\frac{1}{2}}$, as 3 shows.", "\\frac{1}{2}"),
    ("First $\\boxed{3}$, but then $\\boxed{4}$.", "4"),
    ("In the box: $\\boxed{<<6*7=42>>42}$", "42"),
  ])
  func `the answer is the last box, or the last line's last number, or the last result`(
    reference: String, answer: String
  ) throws {
    #expect(string(try solved(reference).trace.answer ?? []) == answer)
  }

  @Test func `a text without any number has no answer`() {
    guard case .noAnswer(let trace) = solve("Nothing to see.\n#### 5") else {
      Issue.record("expected no answer")
      return
    }
    #expect(trace.answer == nil)
  }

  @Test(arguments: ["", "  \n ", "#### 5"])
  func `without a worked solution there is nothing to follow`(reference: String) {
    #expect(solve(reference) == .emptyReference)
  }

  @Test(arguments: 0...4)
  func `the trace stops where the bound on turns cuts it short`(maxTurns: Int) throws {
    switch solve(natalia, maxTurns: maxTurns) {
    case .solved(_, let turnsUsed):
      #expect(maxTurns >= 3)
      #expect(turnsUsed == 3)
    case .maxTurns(let trace):
      #expect(maxTurns < 3)
      #expect(trace.turns.count == maxTurns)
      #expect(trace.calls.count == maxTurns)
      #expect(trace.answer == nil)
    default:
      Issue.record("expected an answer or the bound")
    }
  }

  @Test func `angle brackets of mathematics are no marks`() throws {
    let (trace, _) = try solved("As 3 << 400 and 7 >> 2\nhold, we take 5.")
    #expect(trace.calls.map { string($0.arguments) } == [])
    let (other, _) = try solved("As a << b\nand c >> d, we take 5.")
    #expect(other.calls.isEmpty)
    #expect(other.turns.map { string($0.text) } == ["As a << b\nand c >> d, we take 5."])
  }

  @Test(arguments: [
    ("She sold 48/2 = <<48/2=24>>24.", "a division"),
    ("It is 2*3=<<2*3=6>>6, 6*4=<<6*4=24>>24 and 24-5=<<24-5=19>>19.", "multiply twice, then subtract"),
    ("Just $\\boxed{5}$.", "tool"),
  ])
  func `the plan names the operations or says that none is needed`(reference: String, words: String) throws {
    let plan = string(try solved(reference).trace.plan)
    let other = words == "multiply twice, then subtract" ? "two multiplications and a subtraction" : words
    #expect(plan.contains(words) || plan.contains(other), "\(plan)")
  }

  @Test func `the same solution always gives the same trace`() {
    #expect(solve(natalia) == solve(natalia))
  }

  private func solve(_ reference: String, maxTurns: Int = 50) -> OfflineSolver.Outcome {
    OfflineSolver.solve(reference: utf8(reference)[...], maxTurns: maxTurns)
  }

  private func solved(_ reference: String) throws -> (trace: Trace, turnsUsed: Int) {
    guard case .solved(let trace, let turnsUsed) = solve(reference) else { throw Unsolved() }
    return (trace, turnsUsed)
  }

  private struct Unsolved: Error {}

  private func calculator(_ expression: String, _ result: String) -> ToolCall {
    ToolCall(
      tool: utf8("calculator"), arguments: utf8("{\"expression\":\"\(expression)\"}"), status: .success,
      result: utf8(result))
  }
}
