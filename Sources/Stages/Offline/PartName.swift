/// The names of a part: `quarter`, and how a sentence begins with it.
struct PartName {
  /// `A quarter`
  let a: StaticString
  /// `One quarter`
  let one: StaticString
  /// `quarters`
  let many: StaticString

  /// The name for a denominator; nil where the word would be heavier than the number.
  init?(denominator: Int) {
    switch denominator {
    case 2: self.init("Half", "One half", "halves")
    case 3: self.init("A third", "One third", "thirds")
    case 4: self.init("A quarter", "One quarter", "quarters")
    case 5: self.init("A fifth", "One fifth", "fifths")
    case 6: self.init("A sixth", "One sixth", "sixths")
    case 7: self.init("A seventh", "One seventh", "sevenths")
    case 8: self.init("An eighth", "One eighth", "eighths")
    case 9: self.init("A ninth", "One ninth", "ninths")
    case 10: self.init("A tenth", "One tenth", "tenths")
    case 12: self.init("A twelfth", "One twelfth", "twelfths")
    case 15: self.init("A fifteenth", "One fifteenth", "fifteenths")
    case 20: self.init("A twentieth", "One twentieth", "twentieths")
    case 100: self.init("A hundredth", "One hundredth", "hundredths")
    default: return nil
    }
  }

  private init(_ a: StaticString, _ one: StaticString, _ many: StaticString) {
    (self.a, self.one, self.many) = (a, one, many)
  }
}

extension Prose {
  /// Writes a small number as a word: `three`, but 15.
  mutating func write(word number: Int) {
    let words: [StaticString] = [
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    if words.indices.contains(number) { write(words[number]) } else { write(number) }
  }

  /// Writes `once`, `twice`, `three times`, `15 times`.
  mutating func write(times number: Int) {
    switch number {
    case 1: write("once")
    case 2: write("twice")
    default:
      write(word: number)
      write(" times")
    }
  }
}
