/// A data set's worked solution, taken apart at its calculation marks `<<48/2=24>>`.
struct WorkedSolution {
  /// A run of text, and the calculation that the mark after it asks for.
  struct Piece {
    var text: ArraySlice<UInt8>
    /// What stands before the mark's `=`; nil at the end, and after a mark that only repeats a number.
    var expression: ArraySlice<UInt8>?
  }

  /// The solution without the line that gives the answer away.
  let body: ArraySlice<UInt8>

  init(_ reference: ArraySlice<UInt8>) {
    body = Self.withoutAnswerLine(reference)
  }

  /// Whether there is nothing to read.
  var isEmpty: Bool {
    body.allSatisfy(\.isSpace)
  }

  /// The pieces in order. Each ends at a mark, the last one at the end of the solution.
  var pieces: [Piece] {
    var pieces: [Piece] = []
    var start = body.startIndex
    var index = start
    while let opening = Self.pair(UInt8(ascii: "<"), in: body, from: index) {
      guard let closing = Self.pair(UInt8(ascii: ">"), in: body, from: opening + 2),
        let sign = body[opening..<closing].firstIndex(of: UInt8(ascii: "=")),
        !body[opening..<closing].contains(UInt8(ascii: "\n"))
      else {
        // Two signs that are no mark, as in a text on inequalities.
        index = opening + 2
        continue
      }
      let expression = body[(opening + 2)..<sign].trimmed
      pieces.append(Piece(text: body[start..<opening], expression: Self.computes(expression) ? expression : nil))
      start = closing + 2
      index = start
    }
    pieces.append(Piece(text: body[start...], expression: nil))
    return pieces
  }

  /// Whether a mark asks for a calculation: `48/2` does, and `72` only says how the answer is spelled.
  private static func computes(_ expression: ArraySlice<UInt8>) -> Bool {
    guard let first = expression.firstIndex(where: \.isDigit) else { return false }
    let rest = expression[first...].drop { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    return rest.contains(where: \.isDigit)
  }

  /// The solution up to a last line such as `#### 72`.
  private static func withoutAnswerLine(_ reference: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let text = reference.trimmed
    let lineStart = text.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.startIndex
    return text[lineStart...].starts(with: "####".utf8) ? text[..<lineStart].trimmed : text
  }

  /// Where the same byte stands twice in a row.
  private static func pair(_ byte: UInt8, in text: ArraySlice<UInt8>, from start: Int) -> Int? {
    var index = start
    while index + 1 < text.endIndex {
      if text[index] == byte, text[index + 1] == byte { return index }
      index += 1
    }
    return nil
  }
}
