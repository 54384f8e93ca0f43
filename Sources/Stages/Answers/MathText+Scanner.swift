extension MathText {
  /// The one pass that takes the looks away. It keeps its open braces on a stack instead of recursing, since a model
  /// may repeat itself ten thousand braces deep.
  struct Scanner {
    private var rest: ArraySlice<UInt8>
    private(set) var output: [UInt8] = []
    /// For every open brace, whether it belongs to a wrapper such as `\text` and vanishes with it.
    private var wrappers: [Bool] = []
    /// Dollars in pairs delimit mathematics; an odd one is money.
    private let dollarsDelimit: Bool

    init(_ text: ArraySlice<UInt8>) {
      rest = text
      dollarsDelimit = Self.plainDollars(in: text).isMultiple(of: 2)
      output.reserveCapacity(text.count)
    }

    mutating func scan() {
      while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "\\"): command()
        case UInt8(ascii: "{"): open(isWrapper: false)
        case UInt8(ascii: "}"): close()
        case UInt8(ascii: "$") where dollarsDelimit: space()
        case UInt8(ascii: "^"): if !degree() { output.append(byte) }
        case UInt8(ascii: "~"): space()
        case 0x80...: symbol(byte)
        default: byte.isSpace ? space() : output.append(byte)
        }
      }
    }

    private mutating func space() {
      if let last = output.last, !last.isSpace { output.append(UInt8(ascii: " ")) }
    }

    private mutating func word(_ word: String) {
      space()
      output += word.utf8
      space()
    }

    private mutating func open(isWrapper: Bool) {
      // `1{,}000`
      if !isWrapper, rest.starts(with: ",}".utf8) {
        rest = rest.dropFirst(2)
        output.append(UInt8(ascii: ","))
        return
      }
      wrappers.append(isWrapper)
      isWrapper ? space() : output.append(UInt8(ascii: "{"))
    }

    private mutating func close() {
      wrappers.popLast() == true ? space() : output.append(UInt8(ascii: "}"))
    }

    // MARK: - Commands

    /// What follows a backslash.
    private mutating func command() {
      let letters = rest.prefix { $0.isLetter }
      guard !letters.isEmpty else { return mark() }
      rest = rest[letters.endIndex...]
      let name = String(decoding: letters, as: UTF8.self)
      switch name {
      case "left", "right", "big", "Big", "bigg", "Bigg", "displaystyle":
        break
      case "quad", "qquad":
        space()
      case "text", "textrm", "textbf", "textit", "textnormal", "mathrm", "mbox", "boxed", "fbox":
        let argument = rest.drop { $0.isSpace }
        if argument.first == UInt8(ascii: "{") {
          rest = argument.dropFirst()
          open(isWrapper: true)
        } else {
          space()
        }
      case "degree", "degrees":
        word("degree")
      default:
        output.append(UInt8(ascii: "\\"))
        output += Self.synonyms[name]?.utf8 ?? name.utf8
      }
    }

    /// A backslash before anything but a letter.
    private mutating func mark() {
      guard let mark = rest.popFirst() else { return }
      switch mark {
      case UInt8(ascii: "!"):
        break
      case UInt8(ascii: ","):
        isBetweenThousands ? output.append(mark) : space()
      case UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: " "), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"):
        space()
      case UInt8(ascii: "$"), UInt8(ascii: "%"):
        output.append(mark)
      default:
        output += [UInt8(ascii: "\\"), mark]
      }
    }

    /// Whether `\,` separates thousands, as in `1\,000`.
    private var isBetweenThousands: Bool {
      output.last?.isDigit == true && rest.prefix(3).count == 3 && rest.prefix(3).allSatisfy(\.isDigit)
    }

    /// Commands that look, and so mean, the same.
    private static let synonyms = [
      "dfrac": "frac", "tfrac": "frac", "cfrac": "frac", "leq": "le", "geq": "ge", "neq": "ne",
    ]

    // MARK: - Signs

    /// The `^\circ` of degrees.
    private mutating func degree() -> Bool {
      for sign in ["\\circ", "{\\circ}", " \\circ"] where rest.starts(with: sign.utf8) {
        let end = rest.dropFirst(sign.utf8.count)
        let isLongerCommand = sign.utf8.last?.isLetter == true && end.first?.isLetter == true
        if isLongerCommand { return false }
        rest = end
        word("degree")
        return true
      }
      return false
    }

    /// Beyond ASCII: the minus, the degree sign and the space that does not break.
    private mutating func symbol(_ first: UInt8) {
      if first == 0xE2, rest.starts(with: [0x88, 0x92]) {
        rest = rest.dropFirst(2)
        output.append(UInt8(ascii: "-"))
      } else if first == 0xC2, rest.first == 0xB0 {
        rest.removeFirst()
        word("degree")
      } else if first == 0xC2, rest.first == 0xA0 {
        rest.removeFirst()
        space()
      } else {
        output.append(first)
      }
    }

    private static func plainDollars(in text: ArraySlice<UInt8>) -> Int {
      var count = 0
      var isEscaped = false
      for byte in text {
        if byte == UInt8(ascii: "$"), !isEscaped { count += 1 }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
      }
      return count
    }
  }
}
