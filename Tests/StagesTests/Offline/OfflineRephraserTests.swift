import Stages
import Testing

@Suite("A rephrased solution reads as if no tool had been there")
struct OfflineRephraserTests {
  @Test(arguments: [
    // What the line shows and everybody sees is not repeated.
    (
      "Natalia sold 48/2 = <<48/2=24>>24 clips in May.\nNatalia sold 48+24 = <<48+24=72>>72 clips altogether.",
      "Natalia sold 48/2 = 24 clips in May. Natalia sold 48 + 24 = 72 clips altogether. "
        + #"The answer is $\boxed{72}$."#
    ),
    // A calculation worth working out is, within the line or behind it.
    (
      "She has 6*47 = <<6*47=282>>282 beads",
      #"She has 6 × 47 = 6 × 40 + 6 × 7 = 240 + 42 = 282 beads. The answer is $\boxed{282}$."#
    ),
    (
      "He writes each friend 3*2=<<3*2=6>>6 pages a week\nThat means he writes 12*52=<<12*52=624>>624 pages a year",
      "He writes each friend 3 × 2 = 6 pages a week. That means he writes 12 × 52 = 624 pages a year. "
        + "Here 12 × 50 = 600 and 12 × 2 = 24, so 12 × 52 = 600 + 24 = 624. "
        + #"So the answer is $\boxed{624}$."#
    ),
    // Beside money or units the working has a sentence of its own.
    (
      "Tom paid $17*23 = $<<17*23=391>>391 in all.",
      "Tom paid $17 × 23 = $391 in all. Indeed, 17 × 23 = 17 × 20 + 17 × 3 = 340 + 51 = 391. "
        + #"So the answer is $\boxed{391}$."#
    ),
    // A calculation that the line hides is told.
    (
      "Each friend will pay $<<90/5=18>>18.",
      #"Each friend will pay $18. Dividing 90 by 5 gives 18. Hence the answer is $\boxed{18}$."#
    ),
    // The same calculation is not worked out twice.
    (
      "Ann has 15*12 = <<15*12=180>>180 eggs\nBob has 15*12 = <<15*12=180>>180 eggs too",
      "Ann has 15 × 12 = 10 × 12 + 5 × 12 = 120 + 60 = 180 eggs. Bob has 15 × 12 = 180 eggs too. "
        + #"Thus the final answer is $\boxed{180}$."#
    ),
    // Equations stand on lines of their own.
    (
      "Let x be the price of the pants\n5*x+2=22\n5*x=20\nx=<<20/5=4>>4\nThe pants cost $4",
      "Let x be the price of the pants.\n5x + 2 = 22.\n5x = 20.\nx = 4. Split into 5 equal parts, 20 gives parts of 4.\n"
        + #"The pants cost $4. This gives the answer $\boxed{4}$."#
    ),
    // Thousands are set apart as the line has them.
    (
      "The town has 12,000*1.05 = <<12000*1.05=12600>>12,600 people.",
      "The town has 12,000 × 1.05 = 12,600 people. "
        + "Splitting 1.05 into 1 + 0.05: 12,000 × 1.05 = 12,000 + 12,000 × 0.05 = 12,000 + 600 = 12,600. "
        + #"Thus the final answer is $\boxed{12,600}$."#
    ),
  ])
  func `the worked text flows, with the working woven in`(reference: String, text: String) throws {
    #expect(try rephrased(reference) == text)
  }

  @Test(arguments: [
    // Already as it should be.
    (#"We get $3+4 = \boxed{7}$."#, #"We get $3+4 = \boxed{7}$."#),
    (#"So $\boxed{7}$ of them are left."#, #"So $\boxed{7}$ of them are left."#),
    // A box in the middle, or several: one is set at the end.
    (
      #"There are $\boxed{7}$ of them. This is the least number."#,
      #"There are $7$ of them. This is the least number. The answer is $\boxed{7}$."#
    ),
    (
      #"First $\boxed{\frac{1}{2}}$, then $\boxed{\frac{1}{3}}$."#,
      #"First $\frac{1}{2}$, then $\frac{1}{3}$. Thus the final answer is $\boxed{\frac{1}{3}}$."#
    ),
    // LaTeX keeps its lines and its spaces.
    (
      "We have\n\\[\nx-3*2 = <<3*2=6>>6.\n\\]Thus $\\boxed{6}$.",
      "We have\n\\[\nx-3*2 = 6.\n\\]Thus $\\boxed{6}$."
    ),
    (
      "We get $24 \\cdot 37 = <<24*37=888>>888$ and\n\\[\n888 > 800.\n\\]\nHence $\\boxed{888}$.",
      "We get $24 \\cdot 37 = 888$ and\n\\[\n888 > 800.\n\\] "
        + "Splitting 37 by place value: 24 × 37 = 24 × 30 + 24 × 7 = 720 + 168 = 888.\nHence $\\boxed{888}$."
    ),
  ])
  func `LaTeX keeps its layout and ends in exactly one box`(reference: String, text: String) throws {
    #expect(try rephrased(reference) == text)
  }

  @Test(arguments: [
    ("It takes 5 x 4 = 20", "It takes 5 × 4 = 20."),
    ("8 cm x 12 = 96 cm", "8 cm × 12 = 96 cm."),
    ("We know that 2x+3 = 9 and x-1=2", "We know that 2x + 3 = 9 and x - 1 = 2."),
    ("So 3 x Y = 15", "So 3 × Y = 15."),
    ("His walk was 2*X. He ran X", "His walk was 2X. He ran X."),
    ("A 10-minute walk in 2-3 days", "A 10-minute walk in 2-3 days."),
    ("He is 78 – 30 = 48", "He is 78 - 30 = 48."),
    ("He sold 24 / 3 = 8 at 3/4 price, 22 hands / 2 hands", "He sold 24 ÷ 3 = 8 at 3/4 price, 22 hands / 2 hands."),
    ("50+ people got an A+ .", "50+ people got an A+."),
    ("They pay 4*15 = $$60 , no more", "They pay 4 × 15 = $60, no more."),
    ("Missed:60/4 = 15 at 10:30", "Missed: 60/4 = 15 at 10:30."),
    ("so she has 5", "So she has 5."),
    ("It costs $.50, doesn't it?", "It costs $.50, doesn't it?"),
    ("He said \"5 more.\"", "He said \"5 more.\""),
  ])
  func `signs are typeset, and words and numbers stay`(line: String, text: String) throws {
    let whole = try rephrased(line)
    #expect(whole.hasPrefix(text + " "), "\(whole)")
  }

  @Test func `a trace from elsewhere is woven too`() {
    let trace = Trace(
      turns: [
        Turn(text: utf8("First the bill for the year."), calls: [0]),
        Turn(text: utf8("Then we halve it."), calls: [1]),
        Turn(text: utf8("Each of them pays 312.")),
      ],
      calls: [call("12*52", "624"), call("624/2", "312")], answer: utf8("312"))
    let explanations = trace.calls.compactMap { OfflineTranslator.explain($0) }
    let text = OfflineRephraser.rephrase(trace, explanations: explanations)
    #expect(
      string(text) == """
        First the bill for the year. In detail, 12 × 50 = 600 and 12 × 2 = 24, so 12 × 52 = 600 + 24 = 624. \
        Then we halve it. One half of 624 is 312. Each of them pays 312. Thus the final answer is $\\boxed{312}$.
        """)
    #expect(RephraseCheck.reasons(text, trace: trace) == [])
  }

  @Test func `a percent sign is escaped in the box`() throws {
    #expect(try rephrased("That is 20%").hasSuffix(#"$\boxed{20\%}$."#))
  }

  private func call(_ expression: String, _ result: String) -> ToolCall {
    ToolCall(
      tool: utf8("calculator"), arguments: utf8("{\"expression\":\"\(expression)\"}"), status: .success,
      result: utf8(result))
  }

  private func rephrased(_ reference: String) throws -> String {
    // A number in a line before makes every reference solvable; it is cut off again.
    guard case .solved(let trace, _) = OfflineSolver.solve(reference: utf8(reference)[...], maxTurns: 50) else {
      throw Unsolved()
    }
    let explanations = trace.calls.map { OfflineTranslator.explain($0) ?? .failedCall }
    return string(OfflineRephraser.rephrase(trace, explanations: explanations))
  }

  private struct Unsolved: Error {}
}
