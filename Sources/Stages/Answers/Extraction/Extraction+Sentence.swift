extension Extraction {
  /// Tells the full stop of a sentence from the other points of a text.
  enum Sentence {
    /// Whether a `.`, `!` or `?` ends its sentence. The point of `3.14`, of `sq. ft` and of `p.m. on` does not, nor
    /// does a factorial.
    static func ends(at index: Int, in text: ArraySlice<UInt8>) -> Bool {
      let mark = text[index]
      var next = index + 1
      while let closer = text.byte(at: next), isCloser(closer) { next += 1 }
      guard let following = text.byte(at: next), !following.isNewline else { return true }
      if following == UInt8(ascii: "<") { return true }
      let before = text.byte(at: index - 1)
      guard following.isSpace else {
        // `18.The` misses its space.
        return mark == UInt8(ascii: ".") && before?.isDigit == true && following.isCapital
      }
      guard let first = text.byte(at: text.indexPastSpaces(next)) else { return true }
      let isSmall = first.isLetter && !first.isCapital
      switch mark {
      case UInt8(ascii: "!"): return first.isCapital
      case UInt8(ascii: "?"): return true
      default: return !isSmall && !isAbbreviation(endingAt: index, in: text)
      }
    }

    /// Whether a point belongs to an abbreviation in small pieces, `p.m.`, and so to the answer before it.
    static func isPartOfWord(_ index: Int, in text: ArraySlice<UInt8>) -> Bool {
      text.byte(at: index - 1)?.isLetter == true && text.byte(at: index - 2) == UInt8(ascii: ".")
    }

    /// Whether a sentence is a signature under a solution: `~Ann`, `-ann2010`.
    static func isSignature(_ text: ArraySlice<UInt8>) -> Bool {
      let text = text.trimmed
      guard let first = text.first, first == UInt8(ascii: "~") || first == UInt8(ascii: "-") else { return false }
      return first == UInt8(ascii: "~") || text.dropFirst().prefix(2).count { $0.isLetter } == 2
    }

    private static func isAbbreviation(endingAt point: Int, in text: ArraySlice<UInt8>) -> Bool {
      let word = text[..<point].suffix(8).reversed().prefix { $0.isLetter }.reversed()
      return WordList.abbreviations.contains(Array(word)[...])
    }

    private static func isCloser(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "*") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ")")
    }
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII capital letter.
  var isCapital: Bool {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self
  }

  /// Whether the byte ends a line.
  var isNewline: Bool {
    self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r")
  }
}
