// What programs print for sets, matrices and numbers.
extension AnswerParser {
  /// What programs print: `Interval(0, 1)`, `FiniteSet(1, 2)`, `Matrix([[1, 2]])`.
  mutating func construct() throws(Misread) -> Answer? {
    guard kind(at: position + 1) == .open(.round) else {
      // `Interval.open(0, 1)`
      guard kind(at: position + 1) == .period, kind(at: position + 3) == .open(.round), kind(at: position + 2) == .word,
        spelling(tokens[position]) == "Interval"
      else { return nil }
      let variant = spelling(tokens[position + 2])
      position += 3
      let ends = try insideItems()
      let open: Token.Bracket = variant == "open" || variant == "Lopen" ? .round : .square
      let close: Token.Bracket = variant == "open" || variant == "Ropen" ? .round : .square
      return .sequence(open: open, ends, close: close)
    }
    let name = spelling(tokens[position])
    guard Self.constructs.contains(name) else { return nil }
    position += 1
    if closers[position] == position + 1 {
      position += 2
      return .numbers(.empty)
    }
    let items = try insideItems()
    switch name {
    case "Interval": return .sequence(open: .square, Array(items.prefix(2)), close: .square)
    case "FiniteSet", "Set", "set": return .set(items)
    case "Union": return .combination(.union, items)
    case "Intersection": return .combination(.intersection, items)
    case "Complement": return .combination(.difference, items)
    case "Rational" where items.count == 2, "Fraction" where items.count == 2:
      return .quantity(Quantity(try items[0].scalar() / items[1].scalar()))
    case "Eq" where items.count == 2:
      return .relation(Relation(terms: [try items[0].scalar(), try items[1].scalar()], signs: [.equal]))
    case "Ne" where items.count == 2:
      return .relation(Relation(terms: [try items[0].scalar(), try items[1].scalar()], signs: [.notEqual]))
    case "And": return .list(items, .and)
    case "Or": return .list(items, .or)
    case "Decimal", "float", "int", "Integer", "Float", "print":
      guard items.count == 1 else { throw Misread() }
      return items[0]
    case "Matrix", "ImmutableMatrix", "array", "list", "Array":
      guard items.count == 1 else { return .sequence(open: .square, items, close: .square) }
      return items[0]
    default: return .sequence(open: .round, items, close: .round)
    }
  }

  private static let constructs: Set<String> = [
    "Interval", "FiniteSet", "Set", "set", "Union", "Intersection", "Complement", "Rational", "Eq", "Matrix",
    "ImmutableMatrix", "array", "Array", "list", "Tuple", "tuple", "Point", "Fraction", "Ne", "And", "Or", "Decimal",
    "float", "int",
    "Integer", "Float", "print",
  ]
}
