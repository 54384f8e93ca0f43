import Testing

@testable import Stages

@Suite("The answer that words announce")
struct ExtractionPhraseTests {
  @Test(
    "follows a verb, a colon or a heading",
    arguments: [
      ("The answer is 18.", "18"), (#"the final answer is: $\frac{1}{2}$. I hope it is correct."#, #"$\frac{1}{2}$"#),
      ("Answer: B", "B"), ("**Answer:** 42", "42"), ("3 + 4 is 7.\nA: 7", "7"), ("A: -1.8 billion", "-1.8 billion"),
      (#"ANSWER: \(x = 3\)"#, #"\(x = 3\)"#), ("Final Answer: The final answer is $3$", "$3$"),
      ("Thus, the correct option is (C).", "(C)"), ("So the answer would be 7 apples.", "7 apples"),
      ("The correct answer is option B.", "B"), ("{\"answer\": 18}", "18"),
      ("{\"answer\": \"x = 5\", \"n\": 1}", "x = 5"),
      ("<answer>18</answer>", "18"), ("The answer is **18**.", "18"), ("The answer is \"yes\".", "yes"),
      ("## Final Answer\n\n18", "18"), ("**Final Answer**\n$x = 3$", "$x = 3$"),
      ("The answer is\n$$\n18\n$$", "$$\n18\n$$"),
      ("The answer to the question is 42.", "42"), ("The answer, in dollars, is 42.", "42"), ("Answer: -5", "-5"),
      ("Answer: .5", ".5"), ("Answer 42", "42"), ("The solutions are 3 and 4.", "3 and 4"),
      ("It gives an answer of 9.", "9"),
    ])
  func announced(text: String, answer: String) {
    #expect(extraction(text) == "phrase: \(answer)")
  }

  @Test(
    "ends with its sentence or where a clause explains it, never inside of mathematics",
    arguments: [
      ("Answer: 3.14.", "3.14"), ("The answer is $12.50.", "$12.50"), ("The answers are 3 and 4.", "3 and 4"),
      ("The answer is 18 because 3 * 6 = 18.", "18"), ("The answer is 18, since 3 * 6 = 18.", "18"),
      ("The answer is 18 (since 3 * 6 = 18).", "18"), ("The answer is 18, and we are done.", "18"),
      ("The answer is 18, not 20.", "18"), ("The answer is 8:34 p.m.", "8:34 p.m."),
      ("The answer is 5 sq. ft. So big.", "5 sq. ft"),
      ("The answer is $a. So b$.", "$a. So b$"), ("The answer is (3, 4).", "(3, 4)"),
      ("The answer is [1, 2).", "[1, 2)"),
      (#"The answer is $x \text{ since } y$."#, #"$x \text{ since } y$"#),
      ("The answer is <<6*3=18>>18 eggs.", "18 eggs"),
      ("The answer is 1.41421...", "1.41421..."), ("The answer is 5\nand that is it", "5"),
      ("The answer is 5. ~Ann", "5"),
      ("The answer is $x = 3$ and $y = 4$.", "$x = 3$ and $y = 4$"), ("My answer is 42! It is right.", "42"),
    ])
  func ends(text: String, answer: String) {
    #expect(extraction(text) == "phrase: \(answer)")
  }

  @Test(
    "is the answer itself, not a description or a denial of it",
    arguments: [
      ("The answer is the sum of 3 and 4, which is 7.", "7"), ("The answer is not 5 but 6.", "6"),
      ("The answer is the red car.", "the red car"), ("Answer: 7. I hope my answer is correct.", "7"),
      ("The answer is 7. If the answer is 8, I was wrong.", "7"), ("The answer is 7. Or is the answer 8?", "7"),
    ])
  func described(text: String, answer: String) {
    #expect(extraction(text) == "phrase: \(answer)")
  }

  @Test(
    "is a list if the words lead one in",
    arguments: [
      ("The answers are:\n- x = 3\n- x = 4", "x = 3 | x = 4"),
      ("The solutions are:\n1. $x = 3$\n2. $x = 4$\n\nDone.", "$x = 3$ | $x = 4$"),
      ("The answer is:\n* 3\n", "3"), ("Answer:\n-5", "-5"), ("The answer is:\n**3**", "3"),
    ])
  func lists(text: String, answers: String) {
    #expect(extraction(text) == "phrase: \(answers)")
  }

  @Test("stands near the end of its text or at its start, not in between")
  func distance() {
    let filler = String(repeating: "This is how it goes on and on. ", count: 40)
    #expect(extraction(filler + "The answer is 5.") == "phrase: 5")
    #expect(extraction("The answer is 5. " + filler) == "phrase: 5")
    #expect(extraction(filler + "The answer is 5. " + filler) == "none")
    #expect(extraction(filler + "The answer is 5. " + filler + "So there are 6 apples.") == "number: 6")
  }

  @Test(
    "need not be announced if the reply closes with nothing but a result",
    arguments: [
      ("We add. Therefore x = 5.", "x = 5"), ("We add. Therefore, $x = 5$.", "$x = 5$"),
      ("Adding them we find 3 + 4 = 7", "7"),
      ("Thus, x = 5, y = 6.", "x = 5, y = 6"), ("Hence x = 5 or x = -6.", "x = 5 or x = -6"),
      ("We get x = 5, y = 6.", "x = 5, y = 6"),
      ("So he has 48/2 = <<48/2=24>>24 clips.", "24 clips"), ("So he has 48/2 = <<48/2=24>>", "24"),
      ("It costs 3 * 6 = $18.", "$18"),
      ("3 + 4 = 7 and then 7 * 2 = 14", "14"), ("We add them up. **18**", "18"), ("Janet makes **18** dollars.", "18"),
    ])
  func concluded(text: String, answer: String) {
    #expect(extraction(text) == "phrase: \(answer)")
  }
}

@Suite("Without a mark, the closing sentence")
struct ExtractionClosingTests {
  @Test(
    "gives its last formula with a number in it, or its last number",
    arguments: [
      ("First 3, then 4. So she makes $9$ of $x$.", "formula: 9"), ("So there are 7 apples left.", "number: 7"),
      ("The value of $x$ is 5 here.", "number: 5"), ("It is then equal to $x + y$ at last.", "formula: x + y"),
      ("It costs $5 per kilo and $6 per bag.", "number: 6"), ("She has <<48/2=24>>24 clips.", "number: 24"),
      ("He listens to 9 songs on his mp3 player.", "number: 9"),
      ("There are $3 + 4 = 7$. -ann2010", "formula: 3 + 4 = 7"),
      ("So\n\\[ x = 5 \\]", "formula: x = 5"), ("We get $$x = 5.$$", "formula: x = 5"),
      (
        "So\n\\begin{align*}\nx &= 3 \\\\ &= 5\n\\end{align*}",
        "formula: \\begin{align*}\nx &= 3 \\\\ &= 5\n\\end{align*}"
      ),
    ])
  func uncertain(text: String, found: String) throws {
    #expect(extraction(text) == found)
    #expect(try #require(Answers.extract(from: Array(text.utf8)[...])).isCertain == false)
  }

  @Test(
    "has none if it was cut short, asks, or holds neither",
    arguments: [
      "3 + 4 = 7.\nSo we need to compute the", "First 3 + 4 = 7, then 7 * 2 =",
      "He pays 1270+70 = <<1270+70=1340>>1340 pesos for an",
      "It takes 3/4 = <<3/4=0.7", "There are 3 of them.\nThis we had to show.", "She has 3. How many are 3 and 4?",
      "print(3)\n```",
    ])
  func none(text: String) {
    #expect(extraction(text) == "none")
  }

  @Test("counts less than what the last program printed")
  func printed() {
    let program = "```python\nprint(3 - 3)\n```\n```output\n0\n```\n"
    #expect(extraction(program + "There is no difference in cost for 1/2 and 1/3 pounds.") == "number: 0")
    #expect(extraction(program) == "number: 0")
    #expect(extraction(program + "The answer is 1.") == "phrase: 1")
  }
}

@Suite("Hostile texts")
struct ExtractionHostileTests {
  @Test(
    "a repeated piece of any mark is read in no time",
    arguments: [
      "{", "}", "\\boxed{", "\\boxed", "\\boxed{}", "\\boxed{1},", "\\boxed{1}\\boxed{", "$", "$1 ", "$$", "\\(", "\\[",
      "\\begin{", "\\begin{a}", "####", "#### \n", "answer is ", "A: ", "**", "<<", "<", "</think>", "```output", ". ",
      "x=1,",
      "\n- ", "\\", "3", "1,", "3/", "x3 ", "so ", "the answer is:\n- 1\n",
    ])
  func repeated(piece: String) {
    let text = Array(String(repeating: piece, count: 10_000).utf8)
    _ = Answers.extract(from: text[...])
    _ = Answers.extract(from: (Array("x = 5. ".utf8) + text + Array(" The answer is".utf8))[...])
  }

  @Test("a hundred thousand open boxes or braces hold no answer", arguments: ["\\boxed{", "\\boxed{1 ", "{"])
  func open(piece: String) {
    #expect(extraction("So it is " + String(repeating: piece, count: 100_000)) == "none")
  }

  @Test("bytes that are no UTF-8 are bytes")
  func invalid() {
    #expect(Answers.extract(from: [0xFF, 0xC3, 0x29][...])?.place == .whole)
    #expect(Answers.extract(from: (Array("\\boxed{".utf8) + [0xFF, 0x7D, 0xE2])[...])?.parts == [[0xFF]])
    #expect(Answers.extract(from: (Array("The answer is ".utf8) + [0xE2, 0x88])[...])?.parts == [[0xE2, 0x88]])
  }

  @Test("a slice is read within its bounds, and the parts are slices of it")
  func slices() throws {
    let text = Array("\\boxed{1} The answer is 23 \\boxed{4}".utf8)
    let found = try #require(Answers.extract(from: text[9..<25]))
    #expect(found.place == .phrase)
    #expect(found.parts.map(\.indices) == [24..<25])
  }
}
