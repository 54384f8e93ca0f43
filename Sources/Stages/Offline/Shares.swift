/// Several equal parts of a number, to be reached through one: three quarters of 72 is three times 18.
struct Share {
  let part: Int
  let whole: Int
  let number: Rational
  /// One of the equal parts.
  let single: Rational
  let name: PartName

  /// Nil if a single part has no name or is no simpler than the whole, so that this is not the way to go.
  init?(_ part: Int, of whole: Int, _ number: Rational) {
    guard part > 0, let name = PartName(denominator: whole), let single = number.divided(by: Rational(whole)),
      let places = Decimal(number)?.places, let decimal = Decimal(single), decimal.places <= 2,
      decimal.places <= places || part == 1 || whole == 10
    else { return nil }
    (self.part, self.whole, self.number, self.single, self.name) = (part, whole, number, single, name)
  }

  /// A decimal below one as a simple part: a half, quarters, a fifth, tenths.
  init?(_ factor: Rational, of number: Rational) {
    guard let decimal = Decimal(factor), decimal.places <= 2 else { return nil }
    switch decimal.mantissa(places: 2) {
    case 25: self.init(1, of: 4, number)
    case 50: self.init(1, of: 2, number)
    case 75: self.init(3, of: 4, number)
    case 20: self.init(1, of: 5, number)
    case let hundredths where hundredths < 100 && hundredths.isMultiple(of: 10):
      self.init(hundredths / 10, of: 10, number)
    default: return nil
    }
  }
}

extension Teller {
  /// Tells a share, by words as far as they go.
  mutating func tell(_ share: Share) {
    let blanks = Blanks(a: share.number, b: Rational(share.part), c: share.single)
    if case .easy = Division(share.number, Rational(share.whole)) {
      prose.write(voice.pick(2) == 0 ? share.name.a : share.name.one)
      prose.write(" of {a} is {c}", blanks)
      if share.part > 1 {
        writePassage(to: share)
        writeEquation(.multiply, blanks.b, blanks.c)
      }
    } else {
      prose.write(share.name.one)
      prose.write(" of {a} is ", blanks)
      writeEquation(.divide, share.number, Rational(share.whole))
      if share.part > 1 {
        prose.write(", and ")
        writeEquation(.multiply, blanks.b, blanks.c)
      }
    }
    prose.write(".")
  }

  /// From the single part to several of them.
  private mutating func writePassage(to share: Share) {
    switch voice.pick(3) {
    case 0:
      prose.write(", so ")
      prose.write(word: share.part)
      prose.write(" ")
      prose.write(share.name.many)
      prose.write(" is ")
    case 1:
      prose.write("; ")
      prose.write(word: share.part)
      prose.write(" of these make ")
    default:
      prose.write(", and ")
    }
  }
}
