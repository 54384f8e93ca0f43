/// The labels of an answer's numbered parts.
enum Enumeration {
  /// The ranges of `(1)`, `(2)`, … or `a)`, `b)`, … outside brackets, if they count up from the first.
  static func labels(in parser: AnswerParser) -> [Range<Int>] {
    var labels: [Range<Int>] = []
    var index = parser.position
    while index < parser.limit {
      if let label = label(at: index, in: parser, number: labels.count) {
        labels.append(label)
        index = label.upperBound
      } else if parser.closers[index] > index {
        index = parser.closers[index] + 1
      } else {
        index += 1
      }
    }
    return labels
  }

  private static func label(at index: Int, in parser: AnswerParser, number: Int) -> Range<Int>? {
    guard number < names[0].count, parser.kind(at: index) == .open(.round), parser.closers[index] == index + 2,
      index + 3 < parser.limit
    else { return nil }
    let name = parser.spelling(parser.tokens[index + 1]).lowercased()
    return names.contains { $0[number] == name } ? index..<index + 3 : nil
  }

  private static let names = [
    ["1", "2", "3", "4", "5", "6"], ["a", "b", "c", "d", "e", "f"], ["i", "ii", "iii", "iv", "v", "vi"],
  ]
}
