/// Writes an answer as other people and programs would, without changing what it means.
///
/// Every rule is chosen by what occurs in the answer and yields nothing where it does not apply. A rule may rely on what
/// the grader's documentation promises to overlook, as a missing unit, and on nothing else.
struct AnswerRewriter {
  /// One way of writing an answer.
  struct Spelling: Hashable {
    /// The rule, or the rules one after the other, that made it.
    let rule: String
    let text: String
  }

  /// A way of writing that may apply to an answer.
  struct Rule: Sendable {
    let name: String
    let spellings: @Sendable (PlainAnswer) -> [String]

    init(_ name: String, _ spellings: @escaping @Sendable (PlainAnswer) -> [String]) {
      self.name = name
      self.spellings = spellings
    }
  }

  /// All spellings by one rule, each of them once and none as the answer itself is written.
  static func spellings(of answer: String) -> [Spelling] {
    let plain = PlainAnswer(answer)
    var seen: Set<String> = [answer]
    return (plain.isProse ? framesOfText : rules).flatMap { rule in
      rule.spellings(plain).map { Spelling(rule: rule.name, text: $0) }
    }.filter { seen.insert($0.text).inserted }
  }

  /// A spelling each by so many rules that the answer's own text picks, a third of them in a sentence or a formula.
  static func choice(of count: Int, for answer: String) -> [Spelling] {
    var dice = AnswerDice(answer)
    let plain = PlainAnswer(answer)
    var chosen: [Spelling] = []
    for rule in (plain.isProse ? framesOfText : rules).shuffled(using: &dice) where chosen.count < count {
      let others = rule.spellings(plain).filter { $0 != answer }
      guard let text = others.randomElement(using: &dice) else { continue }
      let isBare = !["$", "\\boxed", "**", "`", "####", ".", "nswer", "\n"].contains(where: text.contains)
      if chosen.count % 3 == 2, isBare, let frame = frames.randomElement(using: &dice) {
        chosen.append(Spelling(rule: "\(rule.name), in \(frame.name)", text: frame.around(text)))
      } else {
        chosen.append(Spelling(rule: rule.name, text: text))
      }
    }
    return chosen
  }

  static let rules = looks + numbers + marks + terms + collections + relations + styles + words + frames.map(\.rule)

  /// What may stand around words and formulas together.
  private static let framesOfText = frames.filter { !$0.name.contains(/\$|\\[(\[]/) }.map(\.rule)
}

/// Dice that fall the same for the same text: FNV-1a, then SplitMix64.
struct AnswerDice: RandomNumberGenerator {
  private var state: UInt64

  init(_ text: String) {
    state = text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
