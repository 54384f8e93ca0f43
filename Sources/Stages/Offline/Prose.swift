/// English being written, straight as bytes.
struct Prose {
  private(set) var bytes: [UInt8] = []

  init() {
    bytes.reserveCapacity(192)
  }

  mutating func write(_ text: StaticString) {
    bytes.append(text)
  }

  mutating func write(_ text: ArraySlice<UInt8>) {
    bytes.append(contentsOf: text)
  }

  /// Writes a number as people do: `24`, `-0.2`, `10/3`.
  mutating func write(_ number: Rational) {
    if case .word(let integer, over: 1) = number.storage {
      write(integer)
    } else {
      bytes.append(contentsOf: number.utf8)
    }
  }

  mutating func write(_ integer: Int) {
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = integer.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest != 0
    bytes[start...].reverse()
  }

  /// Writes a phrase, with numbers for its blanks: `{a}`, `{b}`, `{c}` and, for the result, `{r}`.
  mutating func write(_ phrase: StaticString, _ blanks: Blanks) {
    phrase.withUTF8Buffer { text in
      var run = 0
      var place = 0
      while place + 2 < text.count {
        guard text[place] == UInt8(ascii: "{") else {
          place += 1
          continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[run..<place]))
        write(blanks[text[place + 1]])
        place += 3
        run = place
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[run...]))
    }
  }
}

/// The numbers that fill the blanks of a phrase.
struct Blanks {
  var a = Rational(0)
  var b = Rational(0)
  var c = Rational(0)
  var r = Rational(0)

  subscript(name: UInt8) -> Rational {
    switch name {
    case UInt8(ascii: "a"): a
    case UInt8(ascii: "b"): b
    case UInt8(ascii: "c"): c
    default: r
    }
  }
}

/// Chooses among ways to say the same thing.
///
/// The choice depends on nothing but the text it was seeded with, so the same call is always told alike, and twenty
/// calls in a row are not.
struct Voice {
  private var state: UInt64

  init(_ seed: some Sequence<UInt8>) {
    // FNV-1a; the finishing steps in `pick` spread what it leaves in the low bits.
    state = seed.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// A number below `count`.
  mutating func pick(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (mixed ^ (mixed >> 31)).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// One of the phrases.
  mutating func pick(_ phrases: [StaticString]) -> StaticString {
    phrases[pick(phrases.count)]
  }
}
