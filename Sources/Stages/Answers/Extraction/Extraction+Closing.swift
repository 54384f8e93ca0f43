extension Extraction {
  /// The closing sentence of a reply, where the answer stands if nothing announces it.
  struct Closing {
    private let reply: ArraySlice<UInt8>

    init(of reply: ArraySlice<UInt8>) {
      self.reply = reply.trimmed
    }

    /// What the closing sentence holds: a result it states, what the last program printed, its last formula or its
    /// last number.
    var extraction: Extraction? {
      if let display { return Extraction([display], .formula) }
      let isCode = reply.hasSuffix("```")
      let sentence = isCode ? nil : ClosingSentence(of: reply)
      if let result = sentence?.result { return Extraction([result], .phrase) }
      if let printed { return Extraction([printed], .number) }
      guard let sentence, !sentence.isCut else { return nil }
      if let formula = sentence.numericFormula { return Extraction([formula], .formula) }
      if let number = sentence.number { return Extraction([number], .number) }
      if let formula = sentence.formula { return Extraction([formula], .formula) }
      return Bareness(of: reply) == .sentence ? Extraction([reply], .whole) : nil
    }

    /// The displayed formula that the reply ends with.
    private var display: ArraySlice<UInt8>? {
      let text = Statement.stripped(reply)
      let pairs: [(open: StaticString, close: StaticString)] = [("\\[", "\\]"), ("$$", "$$")]
      for (open, close) in pairs where text.hasSuffix(close) {
        let body = text.dropLast(2)
        return body.last(open).map { Statement.stripped(body[($0 + 2)...]) }.flatMap { $0.isEmpty ? nil : $0 }
      }
      guard text.last == UInt8(ascii: "}"), let end = text.last("\\end{") else { return nil }
      let name = text[(end + 5)...]
      var before = text[..<end]
      while let begin = before.last("\\begin{") {
        if text[(begin + 7)...].starts(with: name) { return text[begin...] }
        before = text[..<begin]
      }
      return nil
    }

    /// The last line of what the last program of a reply printed, if it says a number.
    private var printed: ArraySlice<UInt8>? {
      guard let mark = reply.last("```output") else { return nil }
      let block = reply[(mark + 9)...]
      let output = block[..<(block.first("```") ?? block.endIndex)].trimmed
      let line = output.suffix(100).split(whereSeparator: \.isNewline).last ?? []
      return line.contains(where: \.isDigit) && line.count < 100 ? line.trimmed : nil
    }
  }
}
