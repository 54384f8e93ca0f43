/// The words that grading has to know.
enum Words {
  /// Words in front of an answer that say nothing about it.
  static func addsNothing(_ word: String) -> Bool { fillers.contains(word) }

  static func isVerb(_ word: String) -> Bool { verbs.contains(word) }

  static func isArticle(_ word: String) -> Bool { word == "the" || word == "a" || word == "an" }

  /// Whether a word begins what limits an answer: `where n is an integer`, `if x > 0`.
  static func beginsCondition(_ word: String) -> Bool { conditions.contains(word) }

  /// Whether what a word begins explains all that stands before it.
  static func explains(_ word: String) -> Bool { ["where", "such", "given", "assuming"].contains(word) }

  /// Whether a word behind a number changes what it says: `5 or more`, `3 less`, `2 million`.
  static func changesAmount(_ word: String) -> Bool { amounts.contains(word) }

  /// Short words that are never products of letters.
  static func isShortEnglish(_ word: String) -> Bool { short.contains(word) }

  /// The sets that have names in words.
  static func set(_ phrase: String) -> NumberSet? { sets[phrase] }

  private static let fillers = list(
    """
    the answer answers is are was be equals equal final result solution solutions so thus therefore hence value values \
    about approximately roughly exactly only total of to x's both around nearly all we get have has it which that \
    correct option choice possible
    """)
  private static let verbs = list("is are was were equals equal")
  private static let conditions = list(
    "where for if when with such given assuming provided because since unless except")
  private static let amounts = list(
    """
    or more less fewer than least most million billion trillion thousand hundred dozen times over minus plus half \
    third quarter not no if but and then to between
    """)
  private static let short = list(
    "is or and if no the of to in an a it are so on at we yes not may for has was be by one two six ten all any odd")
  private static let sets: [String: NumberSet] = [
    "no solution": .empty, "no solutions": .empty, "empty set": .empty, "no real solution": .empty,
    "no real solutions": .empty, "empty": .empty, "emptyset": .empty, "all real numbers": .reals, "all reals": .reals,
    "real numbers": .reals, "no real roots": .empty, "no roots": .empty, "no such integers": .empty, "all real": .reals,
    "reals": .reals, "all integers": .integers, "integers": .integers,
    "all rational numbers": .rationals, "all complex numbers": .complexes,
  ]

  private static func list(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map(String.init))
  }
}

extension Words {
  /// Whether a condition only explains a name, `where n is an integer`, and limits nothing.
  static func onlyExplains(_ condition: String) -> Bool {
    ["where", "for", "with", "given", "such", "assuming", "because", "since", "provided", "when"].contains {
      condition.lowercased().hasPrefix($0)
    }
  }

  /// Whether what stands before a number takes it back: `at least`, `not`, `more than`.
  static func isHedged(_ text: ArraySlice<UInt8>) -> Bool {
    let tail = String(decoding: text.suffix(16), as: UTF8.self).lowercased()
    let hedges = [
      "at least ", "at most ", "more than ", "less than ", "fewer than ", " not ", "greater than ", "cannot ",
      "smaller than ",
      "larger than ", "out of ", " between ", "from ", " to ", " times ", "to be ", ", ", ":", "problem ", "step ",
    ]
    return hedges.contains {
      tail.hasSuffix($0) || tail.hasSuffix($0 + "$")
    }
  }

  /// Words that a single letter behind them names: `Option C`, `Player A`.
  static func namesLetter(_ word: String) -> Bool {
    ["option", "choice", "answer", "region", "figure", "player", "graph", "statement", "point", "line", "team", "box"]
      .contains(word)
  }

  /// Words for a range of numbers before the relation that limits it: `all integers n > 3`.
  static func namesNumbers(_ word: String) -> Bool {
    ["all", "any", "every", "integers", "integer", "real", "reals", "numbers", "number", "values"].contains(word)
  }

  static func isExtreme(_ word: String) -> Bool {
    ["maximum", "minimum", "max", "min", "largest", "smallest", "greatest", "least"].contains(word)
  }

  static func isPreposition(_ word: String) -> Bool { ["on", "in", "at", "by"].contains(word) }

  /// One word for what can be said in several.
  static func synonym(_ phrase: String) -> String { synonyms[phrase] ?? phrase }

  private static let synonyms = [
    "true": "yes", "false": "no", "there are none": "none", "dne": "does not exist", "not exist": "does not exist",
    "never": "no",
  ]

  /// The name that a condition declares: `n` of `where n∈ℤ`.
  static func parameter(of condition: String) -> String? {
    guard condition.hasPrefix("where "), let end = condition.firstIndex(of: "∈") else { return nil }
    return String(condition[condition.index(condition.startIndex, offsetBy: 6)..<end])
  }

  /// The set that a condition takes a name from: `ℤ` of `where n∈ℤ`.
  static func parameterSet(of condition: String) -> String? {
    guard parameter(of: condition) != nil, let sign = condition.firstIndex(of: "∈") else { return nil }
    return String(condition[sign...])
  }

  /// Words that stand for a number or for the absence of one.
  static func meansNumber(_ word: String) -> Bool { numbers.contains(word) }

  private static let numbers: Set<String> = [
    "none", "nothing", "nil", "infinity", "infinite", "infinitely", "undefined", "pi", "once", "twice", "thrice",
    "pair",
    "couple", "score", "dne", "imaginary", "zero",
  ]
}
