/// Reads the words behind a number: a unit of measure, `cm^2`, `square inches`, `miles per hour`, or what is counted.
struct UnitReader {
  private let parser: AnswerParser
  private(set) var position: Int
  private var name = ""
  private var measure: Measure? = Measure.one
  private var hasUnit = false

  /// A reader at the parser's position; behind `$12` a unit can only go on, as `per hour` does.
  init(parser: AnswerParser, after unit: Unit?) {
    self.parser = parser
    position = parser.position
    guard let unit else { return }
    (name, measure, hasUnit) = (unit.name, unit.measure, true)
  }

  /// The unit; nil if what stands here is none, as `more than 5`.
  mutating func read() -> Unit? {
    var sign = 1
    var prefix = 1
    var words = 0
    while let token = current {
      let word = parser.spelling(token)
      let lower = word.lowercased()
      switch token.kind {
      case .word, .letter:
        if token.kind == .letter, !token.isText, !hasUnit || sign == 1 { return finished() }
        if Words.changesAmount(lower) || Words.beginsCondition(lower) { return nil }
        words += 1
        if words > 8 { return nil }
        position += 1
        switch lower {
        case "square", "sq", "cubic", "cu":
          prefix = lower.hasPrefix("s") ? 2 : 3
          name += name.isEmpty ? word : " " + word
        case "squared": raise(to: 2)
        case "cubed": raise(to: 3)
        case "per": sign = -1
        case _ where hasUnit && Self.joints.contains(lower): continue
        default:
          let power = (self.power() ?? prefix) * sign
          add(word, power: power)
          (sign, prefix) = (1, 1)
        }
      case .slash:
        guard hasUnit, position + 1 < parser.limit, isWordlike(parser.tokens[position + 1]) else { return finished() }
        sign = -1
        name += "/"
        position += 1
      case .times where hasUnit, .period where hasUnit || prefix > 1:
        position += 1
      default: return finished()
      }
    }
    return finished()
  }

  private static let joints: Set<String> = ["of", "a", "an", "the", "each", "in"]

  private var current: Token? { position < parser.limit ? parser.tokens[position] : nil }

  private func isWordlike(_ token: Token) -> Bool { token.kind == .word || token.kind == .letter }

  private func finished() -> Unit? {
    guard hasUnit else { return nil }
    return Unit(name: name.lowercased(), measure: measure)
  }

  /// Adds a unit; what is no known unit makes the whole a thing that is counted.
  private mutating func add(_ word: String, power: Int) {
    name += name.isEmpty || name.hasSuffix("/") ? word : " " + word
    if abs(power) > 1, !name.contains("square"), !name.contains("cubic"), !name.contains("sq"), !name.contains("cu") {
      name += "^\(abs(power))"
    }
    // `20 miles away`: what follows a unit only says more.
    if let known = Units.measure(word) {
      measure = measure?.times(known, power: power)
    } else if !hasUnit {
      measure = nil
    }
    hasUnit = true
  }

  private mutating func raise(to power: Int) {
    guard let unit = measure, hasUnit else { return }
    measure = Measure.one.times(unit, power: power)
    name += String(power)
  }

  /// The exponent behind a unit: `^2`, `²`, `^{-1}`.
  private mutating func power() -> Int? {
    guard let token = current else { return nil }
    if token.kind == .superscript {
      position += 1
      switch parser.spelling(token) {
      case "²": return 2
      case "³": return 3
      default: return nil
      }
    }
    guard token.kind == .caret else { return nil }
    var index = position + 1
    let isGroup = index < parser.limit && parser.tokens[index].kind == .open(.group)
    if isGroup { index += 1 }
    let isNegative = index < parser.limit && parser.tokens[index].kind == .minus
    if isNegative { index += 1 }
    guard index < parser.limit, let power = Int(parser.spelling(parser.tokens[index])), power < 10 else { return nil }
    position = index + (isGroup ? 2 : 1)
    return isNegative ? -power : power
  }
}
