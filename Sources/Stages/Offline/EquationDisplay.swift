/// The calculation that a line shows just before a result: the `12 × 52 =` of `he writes 12 × 52 = 624 pages`.
struct EquationDisplay {
  /// Where its equals sign ends; the steps of a longer chain belong here.
  let end: Int
  private let numbers: [Rational]
  /// Whether it divides with a slash, as in `810/45`; then so does what follows.
  private let hasSlash: Bool
  private let value: Rational

  /// Nil unless the text before the place ends in pure arithmetic and an equals sign. Money and units are not pure:
  /// their signs would have to be carried along.
  init?(before place: Int, in text: [UInt8]) {
    let sign = text[..<place].lastIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "$") }
    guard let sign, text[sign] == UInt8(ascii: "=") else { return nil }
    var start = sign
    while start > 0, Self.isArithmetic(text[start - 1]) { start -= 1 }
    if start > 0, text[start - 1] == UInt8(ascii: "$") || text[start - 1] == UInt8(ascii: "=") { return nil }
    var display = text[start..<sign]
    // What ends another sentence or clause is not part of it.
    for (index, byte) in zip(display.indices, display)
    where byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
      if index + 1 < sign, text[index + 1] == UInt8(ascii: " ") { start = index + 1 }
    }
    display = text[start..<sign].trimmed
    guard let first = display.first, first.isDigit || first == UInt8(ascii: "(") || first == UInt8(ascii: "."),
      let value = try? Calculator.evaluate(display)
    else { return nil }
    end = sign + 1
    hasSlash = display.contains(UInt8(ascii: "/"))
    numbers = NumberScan.operands(in: display)
    self.value = value
  }

  /// The steps between the two ends of an explanation's chain, if the chain holds all that it says and begins with
  /// just this calculation: of `12 × 52 = 600 + 24 = 624` the `600 + 24`.
  func middle(of words: [UInt8]) -> [UInt8]? {
    guard words.last == UInt8(ascii: ".") else { return nil }
    let sentence = words.dropLast()
    var start = sentence.endIndex
    while start > 0, Self.isArithmetic(words[start - 1]) || words[start - 1] == UInt8(ascii: "=") { start -= 1 }
    let lead = words[..<start]
    let isSentence = zip(lead, lead.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: " ") }
    if isSentence { return nil }
    let chain = sentence[start...]
    guard let first = chain.firstIndex(of: UInt8(ascii: "=")), let last = chain.lastIndex(of: UInt8(ascii: "=")),
      first < last, NumberScan.operands(in: chain[..<first]) == numbers,
      NumberScan.value(of: Array(chain[(last + 1)...].trimmed)) == value
    else { return nil }
    let middle = chain[(first + 1)..<last].trimmed
    // Nothing may be lost with the words before the chain.
    let kept = NumberScan.operands(in: chain)
    guard NumberScan.operands(in: lead).allSatisfy(kept.contains) else { return nil }
    return hasSlash ? Self.slashed(middle) : Array(middle)
  }

  /// Every ` ÷ ` as a slash.
  private static func slashed(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let sign = Array(" ÷ ".utf8)
    var out: [UInt8] = []
    var rest = text
    while let byte = rest.first {
      if rest.starts(with: sign) {
        out.append(UInt8(ascii: "/"))
        rest = rest.dropFirst(sign.count)
      } else {
        out.append(byte)
        rest.removeFirst()
      }
    }
    return out
  }

  private static func isArithmetic(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: ","),
      UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"),
      0xC3, 0x97, 0xB7:
      true
    default: false
    }
  }
}
