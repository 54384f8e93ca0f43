/// A text of LaTeX or of plain words, with what only concerns its looks taken away.
struct MathText {
  /// The text with one space where words or numbers are set apart.
  private(set) var spaced: [UInt8] = []

  init(_ text: ArraySlice<UInt8>) {
    var scanner = Scanner(text)
    scanner.scan()
    spaced = scanner.output
    // A sentence's full stop; a decimal's value does not need its last point either.
    while let last = spaced.last, last.isSpace || last == UInt8(ascii: ".") { spaced.removeLast() }
  }

  /// The spaced text without its spaces and with its braces in one style: `\frac12` as `\frac{1}{2}`, `x^{2}` as
  /// `x^2`. Equal canonical texts are equal answers.
  var canonical: [UInt8] {
    var result = [UInt8]()
    // How many arguments the last command still takes, for every open brace.
    var awaited = [0]
    var rest = spaced[...]
    while let byte = rest.first {
      let level = awaited.count - 1
      switch byte {
      case UInt8(ascii: " "):
        rest.removeFirst()
        // `1 1/2` is not `11/2`.
        let isBetweenDigits = result.last?.isDigit == true && rest.first?.isDigit == true
        if isBetweenDigits, awaited[level] == 0 { result.append(byte) }
      case UInt8(ascii: "{"):
        if awaited[level] == 0, let script = result.last, script == UInt8(ascii: "^") || script == UInt8(ascii: "_"),
          let inner = Self.singleByte(in: rest)
        {
          result.append(inner)
          rest = rest.dropFirst(3)
        } else {
          awaited[level] = max(0, awaited[level] - 1)
          awaited.append(0)
          result.append(byte)
          rest.removeFirst()
        }
      case UInt8(ascii: "}"):
        if level > 0 { awaited.removeLast() }
        result.append(byte)
        rest.removeFirst()
      default:
        let token = Self.token(at: rest)
        rest = rest.dropFirst(token.count)
        let arguments = Self.arguments(of: token)
        if awaited[level] > 0, arguments == 0, byte != UInt8(ascii: "[") {
          awaited[level] -= 1
          result += [UInt8(ascii: "{")] + token + [UInt8(ascii: "}")]
        } else {
          awaited[level] = arguments
          result += token
        }
      }
    }
    return result
  }

  /// The byte of `{2}`, if the text starts so.
  private static func singleByte(in text: ArraySlice<UInt8>) -> UInt8? {
    let group = Array(text.prefix(3))
    return group.count == 3 && group[2] == UInt8(ascii: "}") && group[1] != UInt8(ascii: "\\") ? group[1] : nil
  }

  /// A command or a single byte.
  private static func token(at text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.first == UInt8(ascii: "\\") else { return text.prefix(1) }
    let letters = text.dropFirst().prefix { $0.isLetter }
    return text.prefix(letters.isEmpty ? 2 : 1 + letters.count)
  }

  private static func arguments(of token: ArraySlice<UInt8>) -> Int {
    if token.elementsEqual("\\frac".utf8) { return 2 }
    return token.elementsEqual("\\sqrt".utf8) ? 1 : 0
  }
}
