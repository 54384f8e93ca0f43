import Foundation

/// Problems in the form of GSM8K with worked solutions, the same ones on every run.
package struct CommandProblem: Sendable, Equatable {
  package var id: String
  package var question: String
  /// The worked solution with its calculator marks.
  package var work: String
  /// What stands after `####`.
  package var gold: String
  package var topic: String
  /// How many calculations the solution makes.
  package let steps: Int
  /// Whether the gold answer was made to be that of the worked solution.
  package let isRight: Bool

  /// A problem whose numbers no other has, so that no two share a tool call's text all along.
  ///
  /// Every 17th has a wrong gold answer, so that `verify` has something to reject.
  package init(_ number: Int) {
    id = "problem-\(number)"
    let (boxes, each, gift) = (1000 + number, 3 + number % 7, 5 + number * 7 % 41)
    steps = 1 + number % 4
    question = "A shop gets \(boxes) boxes of \(each) lamps. (Order \(number).)"
    var total = boxes * each
    work = "The boxes hold \(boxes)*\(each) = <<\(boxes)*\(each)=\(total)>>\(total) lamps."
    if steps > 1 {
      question += " It gives \(gift) of them away."
      work += "\nAfter the gift, \(total)-\(gift) = <<\(total)-\(gift)=\(total - gift)>>\(total - gift) lamps are left."
      total -= gift
    }
    if steps > 2 {
      question += " Then \(each * 100) more arrive."
      work +=
        "\nWith the new ones that is \(total)+\(each * 100) = <<\(total)+\(each * 100)=\(total + each * 100)>>\(total + each * 100) lamps."
      total += each * 100
    }
    if steps > 3 {
      question += " Each lamp needs 2 bulbs, so count those."
      work += "\nThey need \(total)*2 = <<\(total)*2=\(total * 2)>>\(total * 2) bulbs."
      total *= 2
    }
    question += " How many are there in the end?"
    isRight = number % 17 != 16
    gold = isRight ? String(total) : "1"
    topic = ["shops", "lamps"][number % 2]
  }

  /// The line of a data file.
  package var line: String {
    let members = [("id", id), ("question", question), ("answer", "\(work)\n#### \(gold)"), ("topic", topic)]
    return "{" + members.map { "\"\($0)\": \(CommandProblem.quoted($1))" }.joined(separator: ", ") + "}"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\"", with: "\\\"") + "\""
  }
}

extension [CommandProblem] {
  /// Problems numbered from 0.
  package init(count: Int, from first: Int = 0) { self = (first..<first + count).map { CommandProblem($0) } }

  /// The text of a data file.
  package var text: String { map { $0.line + "\n" }.joined() }
}
