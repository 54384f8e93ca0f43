extension Extraction {
  /// Finds the end of formulas: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`, `\begin{…}…\end{…}`.
  ///
  /// It remembers which delimiters are never closed, so that a text of nothing but `\(` is not searched to its end
  /// again for each of them.
  struct Formulas {
    private let text: ArraySlice<UInt8>
    private var isParenthesisClosed = true
    private var isBracketClosed = true
    private var areDollarsClosed = true
    private var isEnvironmentClosed = true

    init(in text: ArraySlice<UInt8>) {
      self.text = text
    }

    /// The formula that begins at a dollar or a backslash, and where it ends; nil if none does.
    mutating func formula(at start: Int) -> (content: ArraySlice<UInt8>, end: Int)? {
      if text[start] == UInt8(ascii: "$") {
        return text.has("$$", at: start) ? closed(from: start, by: "$$", &areDollarsClosed) : dollar(at: start)
      }
      switch text.byte(at: start + 1) {
      case UInt8(ascii: "("): return closed(from: start, by: "\\)", &isParenthesisClosed)
      case UInt8(ascii: "["): return closed(from: start, by: "\\]", &isBracketClosed)
      case UInt8(ascii: "b") where text.has("\\begin{", at: start): return environment(at: start)
      default: return nil
      }
    }

    private func closed(
      from start: Int, by mark: StaticString, _ isClosed: inout Bool
    ) -> (content: ArraySlice<UInt8>, end: Int)? {
      guard isClosed, let end = text[(start + 2)...].first(mark) else {
        isClosed = false
        return nil
      }
      return (text[(start + 2)..<end], end + 2)
    }

    private mutating func environment(at start: Int) -> (content: ArraySlice<UInt8>, end: Int)? {
      guard isEnvironmentClosed, let mark = text[start...].first("\\end{"),
        let end = text[mark...].firstIndex(of: UInt8(ascii: "}"))
      else {
        isEnvironmentClosed = false
        return nil
      }
      return (text[start...end], end + 1)
    }

    /// The formula from one dollar to the next; nil if the first is a currency sign.
    ///
    /// Before a digit a dollar may be either. Then the next one closes a formula only if it touches what is before it
    /// and no digit follows: `$5$ or $6$` are formulas, `$5 or $6` is money.
    private func dollar(at start: Int) -> (content: ArraySlice<UInt8>, end: Int)? {
      guard let first = text.byte(at: start + 1) else { return nil }
      let isBehindNumber = text.byte(at: start - 1)?.isDigit == true
      if isBehindNumber, first.isSpace || first == UInt8(ascii: ".") { return nil }
      var index = start + 1
      while index < text.endIndex, text[index] != UInt8(ascii: "$") {
        if text[index] == UInt8(ascii: "\n"), text.byte(at: index + 1) == UInt8(ascii: "\n") { return nil }
        index += text[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard index < text.endIndex else { return nil }
      let mayBeMoney = first.isDigit || first == UInt8(ascii: ".")
      if mayBeMoney, text[index - 1].isSpace || text.byte(at: index + 1)?.isDigit == true { return nil }
      return (text[(start + 1)..<index], index + 1)
    }
  }
}
