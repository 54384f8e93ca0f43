/// Which bracket closes which.
struct BracketPairs {
  private(set) var closers: [Int]
  private(set) var separated: [Bool]

  /// Nil if brackets do not match. Round and square ones may close each other, as half-open intervals do; braces that
  /// a cut left open are closed at the end.
  init?(_ tokens: [Token]) {
    closers = [Int](repeating: -1, count: tokens.count)
    separated = [Bool](repeating: false, count: tokens.count)
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .open: open.append(index)
      case .close(let bracket):
        guard let start = open.popLast(), Self.match(tokens[start].kind, bracket) else { return nil }
        closers[start] = index
      case .comma, .semicolon:
        if let last = open.last { separated[last] = true }
      default: break
      }
    }
    for start in open {
      guard tokens[start].kind == .open(.group) else { return nil }
      closers[start] = tokens.count
    }
  }

  private static func match(_ kind: Token.Kind, _ close: Token.Bracket) -> Bool {
    guard case .open(let open) = kind else { return false }
    let ends: [Token.Bracket] = [.round, .square]
    return open == close || ends.contains(open) && ends.contains(close)
  }
}
