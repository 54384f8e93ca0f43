/// What the grammar's phrases mean: a tree, or at once a number.
///
/// One grammar with two meanings keeps `evaluate(text)`, which builds no tree, from ever disagreeing with
/// `evaluate(parse(text))`.
protocol Meaning {
  associatedtype Value
  mutating func number(_ value: Rational, spelling: ArraySlice<UInt8>) throws(CalculatorError) -> Value
  mutating func negate(_ value: Value) throws(CalculatorError) -> Value
  mutating func apply(_ operation: Expression.Operator, _ left: Value, _ right: Value) throws(CalculatorError) -> Value
}

/// The calculator's grammar, by precedence climbing:
///
///     value   = operand (operator operand)*     in order of binding: sums, products, signs, powers
///     operand = ('+' | '-')+ powers | '$'? number '%'? | '(' value ')' '%'?
///
/// Powers bind to the right and all else to the left, so `-2^2` is -4 and `2^3^2` is 2^9. A parenthesis right behind a
/// value multiplies it like a `*`, so `6/2(3)` is 9; but not behind a percentage: whoever writes `7%(3)` may well mean a
/// remainder, and gets an error, not a number.
struct ExpressionParser<M: Meaning> {
  private var tokens: Tokens
  private var meaning: M
  private var depth = 0
  private var operations = 0

  init(_ text: ArraySlice<UInt8>, meaning: M) throws(CalculatorError) {
    guard text.count <= Calculator.maximumBytes else {
      throw CalculatorError("the expression is longer than \(Calculator.maximumBytes) bytes", at: nil)
    }
    tokens = Tokens(text)
    self.meaning = meaning
  }

  /// The meaning of the whole text.
  mutating func parse() throws(CalculatorError) -> M.Value {
    let value = try value(of: .anything)
    guard tokens.kind == .end else { throw tokens.unexpected() }
    return value
  }

  /// What holds operands together, loosest first.
  private enum Binding: Comparable {
    case anything, sum, product, sign, power
  }

  /// The operands from here on that are held together more tightly than by `floor`.
  private mutating func value(of floor: Binding) throws(CalculatorError) -> M.Value {
    // Every recursion passes here, so this bounds the stack.
    guard depth <= Calculator.maximumDepth else {
      throw tokens.error("nested more than \(Calculator.maximumDepth) deep")
    }
    depth += 1
    var left = try operand()
    while let (operation, binding) = nextOperator(), binding > floor {
      if tokens.kind != .open { tokens.advance() }
      let right = try value(of: binding == .power ? .sign : binding)
      try countOperation()
      left = try meaning.apply(operation, left, right)
    }
    depth -= 1
    return left
  }

  private func nextOperator() -> (Expression.Operator, Binding)? {
    switch tokens.kind {
    case .plus: (.add, .sum)
    case .minus: (.subtract, .sum)
    case .times: (.multiply, .product)
    case .open: tokens.previous == .percent ? nil : (.multiply, .product)
    case .over: (.divide, .product)
    case .doubleOver: (.floorDivide, .product)
    case .power: (.power, .power)
    default: nil
    }
  }

  private mutating func operand() throws(CalculatorError) -> M.Value {
    switch tokens.kind {
    case .plus, .minus: try signed()
    case .open: try group()
    default: try number()
    }
  }

  private mutating func signed() throws(CalculatorError) -> M.Value {
    var negations = 0
    while tokens.kind == .plus || tokens.kind == .minus {
      if tokens.kind == .minus { negations += 1 }
      tokens.advance()
    }
    var value = try value(of: .sign)
    for _ in 0..<negations {
      try countOperation()
      value = try meaning.negate(value)
    }
    return value
  }

  private mutating func group() throws(CalculatorError) -> M.Value {
    let opening = tokens.offset
    tokens.advance()
    let value = try value(of: .anything)
    guard tokens.kind == .close else { throw tokens.unclosed(opening) }
    tokens.advance()
    return tokens.kind == .percent ? try percent(of: value) : value
  }

  private mutating func percent(of value: M.Value) throws(CalculatorError) -> M.Value {
    tokens.advance()
    try countOperation()
    let hundred = try meaning.number(Rational(100), spelling: [UInt8]("100".utf8)[...])
    return try meaning.apply(.divide, value, hundred)
  }

  private mutating func number() throws(CalculatorError) -> M.Value {
    if tokens.kind == .currency { tokens.advance() }
    guard tokens.kind == .number, let numeral = tokens.numeral() else { throw tokens.expectedNumber() }
    let start = tokens.offset
    tokens.advance(to: numeral.end)
    guard tokens.kind == .percent else { return try meaning.number(numeral.value, spelling: numeral.spelling) }
    tokens.advance()
    let value = numeral.value.divided(by: Rational(100)) ?? numeral.value
    return try meaning.number(value, spelling: tokens.text[start..<tokens.previousEnd])
  }

  /// A tree is no deeper than it has operations, so bounding them also bounds the recursion of whoever walks one.
  private mutating func countOperation() throws(CalculatorError) {
    operations += 1
    guard operations <= Calculator.maximumOperations else {
      throw CalculatorError("more than \(Calculator.maximumOperations) operations in one expression", at: nil)
    }
  }
}
