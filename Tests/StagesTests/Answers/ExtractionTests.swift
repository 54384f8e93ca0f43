import Testing

@testable import Stages

/// What is found in a text, written as `place: part | part`; `none` if there is no answer.
func extraction(_ text: String) -> String {
  guard let found = Answers.extract(from: Array(text.utf8)[...]) else { return "none" }
  return "\(found.place): " + found.parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " | ")
}

@Suite("The answer in a box")
struct ExtractionBoxTests {
  @Test(
    "is the content of the last complete box, as it stands",
    arguments: [
      (#"So $x = \boxed{5}$."#, "5"), (#"\boxed{1}. Then it is \boxed{2}."#, "2"),
      (#"\boxed{\frac{1}{2}}"#, #"\frac{1}{2}"#), (#"\fbox{7}"#, "7"), (#"$\boxed 3$"#, "3"), (#"{\boxed 3}"#, "3"),
      (#"\\boxed{5}"#, "5"), (#"\boxed{\textbf{(023) }}"#, #"\textbf{(023) }"#), (#"\boxed{a\}b}"#, #"a\}b"#),
      (#"\boxed{\text{(C)}\ 12}"#, #"\text{(C)}\ 12"#), (#"\boxed{\boxed{5}}"#, "5"), (#"\boxed{5} and \boxed{6"#, "5"),
      (#"\boxed{5}, which is not \boxed{}."#, "5"), (#"\boxed{12}. #### 13. The answer is 14."#, "12"),
    ])
  func single(text: String, content: String) {
    #expect(extraction(text) == "box: \(content)")
  }

  @Test(
    "is several boxes if a few words or signs join them",
    arguments: [
      (#"\boxed{1} and \boxed{2}"#, "1 | 2"), (#"$$\boxed{2}, \boxed{3}$$"#, "2 | 3"),
      (#"$\boxed{2} \quad \text{or} \quad \boxed{3}$"#, "2 | 3"), (#"\boxed{1} papers and \boxed{2} bins"#, "1 | 2"),
      (#"$y_1 = \boxed{a}$ and $y_2 = \boxed{b}$"#, "a | b"), (#"\(\boxed{1}\); \(\boxed{-2}\)."#, "1 | -2"),
      (#"$\boxed{3} \text{ for part (a) and } \boxed{1}$"#, "3 | 1"), (#"\boxed{5}, \boxed{5}"#, "5"),
      (#"\boxed{1} no no no no no \boxed{2}"#, "2"), (#"\boxed{1}, so \boxed{2}"#, "2"), (#"\boxed{1}+\boxed{2}"#, "2"),
      (#"\boxed{1} \implies \boxed{2}"#, "2"), (#"\boxed{1}. And \boxed{2}"#, "2"),
      (#"\frac{\boxed{1}}{\boxed{2}}"#, "2"),
      (#"\boxed{1} and after a great many more words \boxed{2}"#, "2"), (#"\boxed{1}, \boxed{}, \boxed{2}"#, "1 | 2"),
    ])
  func several(text: String, contents: String) {
    #expect(extraction(text) == "box: \(contents)")
  }

  @Test(
    "that is never closed counts only if the text holds nothing else",
    arguments: [
      (#"\\boxed{W = 1 \\text{ and } W = -1"#, #"box: W = 1 \\text{ and } W = -1"#), (#"$\boxed{4"#, "box: 4"),
      (#"So the answer is $\boxed{42"#, "none"), (#"Therefore $x = 3$ and \boxed{42"#, "none"), (#"\boxed{"#, "none"),
      ("The answer is 4.\nSo $\\boxed{42", "phrase: 4"), ("It is $\\boxed{4.\nThe answer is 5.", "phrase: 5"),
    ])
  func unclosed(text: String, found: String) {
    #expect(extraction(text) == found)
  }

  @Test(
    "holds nothing if it is empty", arguments: [#"\boxed{}"#, #"The answer is $\boxed{}$."#, #"So it is $\fbox{ }$."#])
  func empty(text: String) {
    #expect(extraction(text) == "none")
  }

  @Test(
    "of a thought gives way to what the reply after it says",
    arguments: [
      (#"<think>\boxed{3}? No.</think> It is \boxed{4}."#, "box: 4"),
      (#"<think>\boxed{3}</think> The answer is 4."#, "phrase: 4"),
      (#"<think>\boxed{3}</think> It has 5 corners."#, "box: 3"), (#"<think>\boxed{3}</think>"#, "box: 3"),
      ("<think>The answer is 7.</think>\nIt has 9 corners.", "number: 9"),
    ])
  func thought(text: String, found: String) {
    #expect(extraction(text) == found)
  }
}

@Suite("The answer behind hashes")
struct ExtractionHashesTests {
  @Test(
    "is the rest of the last line that has any",
    arguments: [
      ("3 + 4 = 7\n#### 7", "7"), ("####18", "18"), ("#### 1,000", "1,000"), ("#### 18\n#### 19", "19"),
      ("#### 18\n####", "18"), ("#### $18 per day", "$18 per day"), ("#### -5\nDone.", "-5"), ("#### yes", "yes"),
      ("#### 18, since 3 * 6 = 18", "18"), ("#### $x = 3$\n", "$x = 3$"), ("The answer is 3.\n#### 4", "4"),
    ])
  func lines(text: String, answer: String) {
    #expect(extraction(text) == "hashes: \(answer)")
  }

  @Test(
    "is not the heading of a section",
    arguments: [
      "#### Step 1: Add\n3 + 4\n#### Step 2: Finish\nThe answer is 7.", "#### 1. Add\nThe answer is 7.",
      "##### 3\nThe answer is 7.", "#### Final Answer\n7", "The answer is 7.\n####",
    ])
  func headings(text: String) {
    #expect(extraction(text) == "phrase: 7")
  }
}

@Suite("An answer and nothing else")
struct ExtractionWholeTests {
  @Test(
    "is taken whole, dollar signs and all",
    arguments: [
      #"\frac{1}{2}"#, "$x=3$", "18 apples", #"-12 \text{ or } -30"#, "{1,2,3}", "The midpoints form a regular hexagon",
      "8:34 p.m.", "$25$ and $30$", "Monday", "x = 5, y = 6", "no solution", "at least 5", "$$(1, +\\infty)$$", "5!",
      "A",
      "12 in", "The function is even", "There is no solution.", "$2n$, where $n$ is odd", "\\[\nx = 5\n\\]", "∅", "in",
    ])
  func whole(text: String) {
    #expect(extraction(text) == "whole: \(text)")
  }

  @Test(
    "is not a sentence, a step or punctuation",
    arguments: ["There are 5 apples.", "So we need", "", " ", "####", "?!", "$"])
  func prose(text: String) {
    #expect(!extraction(text).hasPrefix("whole"))
  }

  @Test("loses the tokens a chat ends with", arguments: ["18</s>", "18 <|im_end|>", "18<|eot_id|></s>\n"])
  func endMarks(text: String) {
    #expect(extraction(text) == "whole: 18")
  }
}
